"""Reference tables: official code lists and domain values, as plain data and pure look-ups."""
