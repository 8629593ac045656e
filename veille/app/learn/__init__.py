"""Learning from an install's own notices and its staff's tags, behind the gate."""
