"""Editions for staff: what is to go out, what is going out, what went out."""
