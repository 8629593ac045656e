"""The clock: which job is due when, who does it, what it does."""
