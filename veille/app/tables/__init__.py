"""The domain tables that staff edit: changes, previews, files."""
