"""The observatory: the year built from the store, its drawings, its files, what staff add."""
