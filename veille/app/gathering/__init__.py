"""Gathering: the sources, the days to read, replays, what a run reports."""
