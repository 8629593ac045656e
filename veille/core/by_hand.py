"""Tenders that staff typed in: a source of its own, which nothing gathers."""

SOURCE = "manual"
"""Its name in the data: its notices are ``manual:<16 hex digits>``."""

LABEL = "saisie par l’équipe"
"""Its name for people."""
