"""Tenders that staff type in, or whose documents they found: stored as they came, then read and

judged like any other.
"""
