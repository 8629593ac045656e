"""Boxes of mail that programs fill and this one empties: IMAP, maildir, mbox.

Reads and marks, judges nothing: what a message says is read by who asked for it.
"""
