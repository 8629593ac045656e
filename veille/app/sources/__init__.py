"""Sources as staff see them: their state, what they gave, what needs a person."""
