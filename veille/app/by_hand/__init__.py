"""Tenders that staff type in: stored as they were typed, then read and judged like any other."""
