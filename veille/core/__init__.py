"""Plain data and pure functions: the words of the field. No I/O."""
