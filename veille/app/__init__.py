"""The top floor: commands, the weekly job and its steps."""
