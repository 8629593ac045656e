"""What goes wrong with a box of mail."""

from veille.core.refusals import Refusal


class MailboxError(Refusal):
    """The box cannot be read; it says why."""
