"""What staff found themselves: documents and addresses, read into text with its pages.

Everything in ``child`` and what it imports runs in a process of its own, without store or web.
"""
