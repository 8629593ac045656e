"""The observatory: the figures of a year, and the sentences that read them; pure."""
