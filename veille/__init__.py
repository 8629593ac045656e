"""Veille: a weekly watch of public tenders for the facilitators of social clauses."""

__version__ = "0.1.0"
