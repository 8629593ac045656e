"""Review: what to look at first, tags, recall."""
