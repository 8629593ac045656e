"""What goes wrong with the places where reports arrive."""

from veille.core.refusals import Refusal


class ReturnsError(Refusal):
    """The place where reports arrive cannot be read; it says why."""
