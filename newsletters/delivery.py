"""Deliver: hand over what is due, one message after the other, each outcome written down at once.

Whatever stops it, a crash included, the next run goes on where it stopped, recipient by recipient.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from newsletters.addresses import AddressError
from newsletters.assembly import Assembled, Identity, assemble
from newsletters.bounces import consequences
from newsletters.bounces.severity import Severity
from newsletters.couriers import Courier
from newsletters.outcomes import attempt_of, blame_for, lost_too_often, refusal
from newsletters.pace import Pace
from newsletters.relay_address import RelayError
from newsletters.retries import MOST_UNCERTAIN
from newsletters.signing import Signer
from veille.core.personal_fields import PersonalFieldError
from veille.core.refusals import Refusal
from veille.store import claims, deliveries, outbox
from veille.store.claims import Claimed
from veille.store.database import Store
from veille.store.deliveries import Attempt
from veille.store.outbox import Content

LEASE = timedelta(minutes=15)
"""Longer than the longest hand-over, see ``newsletters.relay``."""

BATCH = 20
MOST_CUTS = 5
"""Connections lost in a row after which the relay is left alone."""


@dataclass(slots=True)
class Tally:
    """What a run did.

    ``repeated``: sent once more because nobody could know whether it had arrived. ``withdrawn``:
    taken by another or cancelled meanwhile. ``reasons`` counts why messages failed; ``stopped``
    says in French why the run ended before everything due was tried.
    """

    sent: int = 0
    repeated: int = 0
    deferred: int = 0
    failed: int = 0
    uncertain: int = 0
    withdrawn: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    stopped: str | None = None

    @property
    def tried(self) -> int:
        """How many messages came to an outcome."""
        return self.sent + self.deferred + self.failed + self.uncertain

    def add(self, message: Claimed, attempt: Attempt) -> None:
        """Count one outcome."""
        if attempt.outcome == "sent":
            self.sent += 1
            self.repeated += message.uncertain > 0
        elif attempt.retry_at is None:
            self.failed += 1
            self.reasons[attempt.reason or ""] += 1
        elif attempt.outcome == "uncertain":
            self.uncertain += 1
        else:
            self.deferred += 1


@dataclass(frozen=True, slots=True)
class _Ended:
    """A message that came to an outcome which is not written down yet."""

    message: Claimed
    attempt: Attempt
    blame: Severity | None


class _LostTooOften(Refusal):
    """A message that may have arrived several times already."""


@dataclass(slots=True, kw_only=True)
class Delivery:
    """One process that delivers, under a name of its own (``worker``).

    ``clock`` gives the moment it is. Without ``signer`` letters leave unsigned.
    """

    store: Store
    courier: Courier
    identity: Identity
    clock: Callable[[], datetime]
    worker: str
    signer: Signer | None = None
    pace: Pace = field(default_factory=Pace)
    lease: timedelta = LEASE
    _tally: Tally = field(default_factory=Tally, init=False)
    _ended: _Ended | None = field(default=None, init=False)
    _cuts: int = field(default=0, init=False)

    def run(self, progress: Callable[[int], None] = lambda _: None) -> Tally:
        """Deliver everything that is due; ``progress`` is told how many messages were tried.

        Raises:
            StoreError: the database cannot be used.
            OSError: letters are kept in a folder, and it cannot be written.
        """
        self._tally = Tally()
        try:
            while self._tally.stopped is None and (batch := self._claimed()):
                self._deliver_all(self._letters(batch), progress)
        finally:
            self.courier.close()
        return self._tally

    def _letters(self, batch: Sequence[Claimed]) -> list[tuple[Claimed, Assembled]]:
        """The letters of a batch; what no letter can be made of has failed."""
        with self.store.read() as session:
            contents = outbox.contents(session, [message.content_id for message in batch])
        letters: list[tuple[Claimed, Assembled]] = []
        for message in batch:
            try:
                letters.append((message, self._letter(message, contents[message.content_id])))
            except (AddressError, PersonalFieldError, _LostTooOften) as error:
                failed = Attempt(outcome="refused", reason=str(error))
                self._turn(_Ended(message, failed, None), None)
            except BaseException:
                # It stays taken until its lease ends: it must not block the others.
                self._release([other for other in batch if other is not message])
                raise
        return letters

    def _letter(self, message: Claimed, content: Content) -> Assembled:
        if message.uncertain >= MOST_UNCERTAIN:
            raise _LostTooOften(lost_too_often())
        letter = assemble(message, content, self.identity)
        return self.signer.sign(letter) if self.signer else letter

    def _deliver_all(
        self, letters: Sequence[tuple[Claimed, Assembled]], progress: Callable[[int], None]
    ) -> None:
        held = deque(message for message, _ in letters)
        try:
            for message, letter in letters:
                self._deliver(message, letter)
                if self._tally.stopped is not None:
                    break
                progress(self._tally.tried + (self._ended is not None))
                held.popleft()
        finally:
            try:
                self._turn(self._ended, None)
            finally:
                self._release(held)

    def _deliver(self, message: Claimed, letter: Assembled) -> None:
        if self.pace.per_minute is not None:
            self._turn(self._ended, None)
            self.pace.wait()
        try:
            self.courier.open()
            number = self._turn(self._ended, message)
            if number is None:
                self._tally.withdrawn += 1
                return
            self._hand_over(message, letter, number)
        except RelayError as error:
            self._tally.stopped = str(error)

    def _hand_over(self, message: Claimed, letter: Assembled, number: int) -> None:
        try:
            answer = self.courier.send(letter)
            if answer.blames_the_sender:
                # Not the fault of this message: every other one would be refused like it.
                raise RelayError(refusal(answer))
        except RelayError:
            with self.store.transaction() as session:
                deliveries.take_back(session, message, number)
            raise
        attempt = attempt_of(answer, message, number, self.clock())
        self._ended = _Ended(message, attempt, blame_for(answer, attempt))
        self._cuts = self._cuts + 1 if answer.outcome in ("cut", "uncertain") else 0
        if self._cuts >= MOST_CUTS:
            self._tally.stopped = f"connexion perdue {MOST_CUTS} fois de suite, le reste attendra"

    def _turn(self, ended: _Ended | None, following: Claimed | None) -> int | None:
        """Write down how one message ended and that the next one begins, in one transaction.

        One flush to the disk a message instead of two; gives the number of the attempt that
        begins, null where there is none.
        """
        if ended is None and following is None:
            return None
        now = self.clock()
        with self.store.transaction() as session:
            if ended is not None:
                _record(session, ended, now)
            number = (
                None if following is None else deliveries.begin(session, following, now, self.lease)
            )
        if ended is not None:
            self._ended = None
            self._tally.add(ended.message, ended.attempt)
        return number

    def _claimed(self) -> list[Claimed]:
        with self.store.transaction() as session:
            return claims.claim(session, self.worker, self.clock(), self.lease, BATCH)

    def _release(self, messages: Collection[Claimed]) -> None:
        if not messages:
            return
        with self.store.transaction() as session:
            claims.release(session, messages)


def _record(session: Session, ended: _Ended, now: datetime) -> None:
    """An outcome, and what follows for its subscriber."""
    message, attempt = ended.message, ended.attempt
    decided = deliveries.record(session, message, attempt, now)
    if decided and ended.blame is not None and message.subscriber_id is not None:
        follow = consequences.BY_SEVERITY[ended.blame]
        follow(session, message.subscriber_id, attempt.reason or "", now)
