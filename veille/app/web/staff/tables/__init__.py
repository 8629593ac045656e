"""The pages of the domain tables: all of them, one table, one row, a file."""
