"""What an answer of a server makes of a message: sent, tried again later, or failed and why."""

from datetime import datetime

from newsletters.addresses import shown
from newsletters.bounces.severity import Severity, severity, status_in
from newsletters.relay import Answer
from newsletters.retries import LONGEST, MOST_UNCERTAIN, next_try
from veille.core.refusals import one_line
from veille.store.claims import Claimed
from veille.store.deliveries import Attempt, Outcome

_HOURS = int(LONGEST.total_seconds() // 3600)
_WHERE = {
    "sender": "l’expéditeur",
    "recipient": "le destinataire",
    "content": "le contenu",
}


def attempt_of(answer: Answer, message: Claimed, number: int, now: datetime) -> Attempt:
    """How attempt ``number`` ended, from the answer it got."""
    outcome, retry_at, reason = _decided(answer, message, now)
    return Attempt(
        outcome=outcome,
        number=number,
        code=answer.code,
        answer=answer.words or None,
        retry_at=retry_at,
        reason=reason,
    )


def _decided(
    answer: Answer, message: Claimed, now: datetime
) -> tuple[Outcome, datetime | None, str | None]:
    """The outcome, when to try again, and why it failed if that is never."""
    if answer.outcome == "accepted":
        return "sent", None, None
    if answer.outcome == "refused":
        return "refused", None, refusal(answer)
    later = next_try(message.attempts + 1, message.first_tried_at or now, now)
    if answer.outcome == "uncertain":
        again = later if message.uncertain + 1 < MOST_UNCERTAIN else None
        return "uncertain", again, lost_too_often()
    reason = one_line(f"non remis en {_HOURS} heures, le dernier essai : {_temporary(answer)}")
    return "deferred", later, reason


def blame_for(answer: Answer, attempt: Attempt) -> Severity | None:
    """What a failure says of the address itself; null where it failed for another reason.

    A policy (5.7.x) is not the address's fault, nor is a content that is refused.
    """
    if attempt.outcome == "deferred":
        return "soft" if attempt.retry_at is None else None
    status = status_in(answer.words)
    if attempt.outcome != "refused":
        return None
    if severity(status) == "hard":
        return "hard"
    policy = status is not None and status.startswith("5.7.")
    return "soft" if answer.stage == "recipient" and not policy else None


def refusal(answer: Answer) -> str:
    """Why a message was refused for good, with the server's words."""
    return one_line(f"le serveur refuse {_WHERE[answer.stage]} : {_quoted(answer)}")


def lost_too_often() -> str:
    """Why a message of which nobody knows whether it arrived is not sent once more."""
    return f"connexion perdue {MOST_UNCERTAIN} fois après l’envoi : le message est peut-être arrivé"


def _temporary(answer: Answer) -> str:
    if answer.outcome == "cut":
        return "connexion perdue"
    return f"le serveur refuse pour l’instant {_WHERE[answer.stage]} : {_quoted(answer)}"


def _quoted(answer: Answer) -> str:
    return f"{answer.code} {shown(answer.words)}" if answer.words else str(answer.code)
