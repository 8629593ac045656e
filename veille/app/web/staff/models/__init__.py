"""Models for staff: which one serves, what each is worth, what would change with another."""
