"""Editions in the hands of staff: what they change in a draft, who gets it, how it goes out."""
