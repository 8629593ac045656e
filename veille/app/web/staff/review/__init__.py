"""Review: the week's queue, cards, proposals, joins and splits."""
