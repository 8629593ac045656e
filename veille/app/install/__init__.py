"""An install: made, looked at, backed up, brought up to date."""
