"""Cells that a spreadsheet shows and never runs."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def is_formula(cell: str) -> bool:
    """Would a spreadsheet take the cell for a formula?"""
    return cell.startswith(_FORMULA)


def harmless(cell: str) -> str:
    """The cell, after an apostrophe where it would be taken for a formula."""
    return f"'{cell}" if is_formula(cell) else cell


def bare(cell: str) -> str:
    """The cell without the apostrophe that ``harmless`` put there."""
    return cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell
