"""One turn of learning: train on all there is, ask the gate, let the better model serve."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from classifiers import registry, rules_version, training
from classifiers.gate import Decision
from classifiers.potential import LearnedModel
from classifiers.table import from_bytes
from classifiers.training import Learned
from veille.app.console import progress
from veille.app.domain_tables import tables_of
from veille.app.learn import exam, material
from veille.app.learn.material import Judged, Shipped, Source
from veille.app.learn.serving import serving_model
from veille.app.steps.judge import judge_missing
from veille.core.tables import Tables
from veille.store import practices, serving, tags
from veille.store.database import Store
from veille.store.serving import Change, Serving, Trial

OWN = "avis de cette installation, indices et étiquettes"
CONTRACTS = "marchés attribués rapprochés (DECP)"
BY_THE_GATE = "veille"


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one turn: the models compared, and what the gate said.

    ``serves``: whether the challenger now serves. It does not, though the gate let it, when
    someone changed what serves meanwhile.
    """

    champion: str
    challenger: str
    decision: Decision
    serves: bool


def learn(store: Store, models_dir: Path, now: datetime, *, history: Store | None = None) -> Turn:
    """Train a challenger, compare it with the model that serves, and let it serve if it is better.

    ``history`` holds older notices that are only learned from and compared on.

    Raises:
        ModelError: the model that serves, or the one that ships, cannot be used.
        TrainingError: there are too few notices that carry a clause.
    """
    champion = serving_model(store, models_dir)
    stores, tables = [store, *([history] if history else [])], tables_of(store)
    for one in stores:
        with progress("Classement") as bar:
            judge_missing(one, now, bar.update, model=champion, tables=tables)
    shipped = shipped_table()
    source = judged_notices(stores, champion, tables)
    declared = _declared(stores)
    learned = _train(shipped, source, declared, now)
    challenger = LearnedModel.load(_write(learned, models_dir))
    with progress("Comparaison"):
        frozen = material.kept_apart(source, shipped.manifest)
        decision = exam.sat(champion, challenger, frozen).decision()
    serves = _keep(store, champion, challenger, decision, now)
    return Turn(champion.name, challenger.name, decision, serves)


def shipped_table() -> Shipped:
    """The table of the model that ships.

    Raises:
        ModelError, TableError: it cannot be used.
    """
    folder = registry.shipped()
    manifest = registry.read_manifest(folder)
    return Shipped(from_bytes(registry.read_file(folder, manifest, registry.TABLE)), manifest)


def judged_notices(
    stores: Sequence[Store], model: LearnedModel, tables: Tables | None = None
) -> Source:
    """The notices with what ``model`` and today's rules say, and staff's tags.

    One that several stores hold is that of the first; ``tables`` are those of the first by default.
    """
    rules = rules_version(tables or tables_of(stores[0]))

    @contextmanager
    def opened() -> Iterator[Iterator[Judged]]:
        with ExitStack() as stack:
            sessions = [stack.enter_context(store.read()) for store in stores]
            yield _once(tags.judged_with_tags(one, rules, model.name) for one in sessions)

    return opened


def _once(sources: Iterable[Iterable[Judged]]) -> Iterator[Judged]:
    known: set[str] = set()
    for source in sources:
        for judged in source:
            if judged[0].id not in known:
                known.add(judged[0].id)
                yield judged


def _declared(stores: Sequence[Store]) -> dict[str, bool]:
    """What the contracts of the stores say of notices; the first store wins."""
    found: dict[str, bool] = {}
    for one in reversed(stores):
        with one.read() as session:
            found |= practices.declared_of_notices(session)
    return found


def _train(
    shipped: Shipped, source: Source, declared: Mapping[str, bool], now: datetime
) -> Learned:
    fields = material.fields_of(source, shipped)
    with progress("Lecture des avis") as bar:
        rows = list(shipped.rows)
        for row in material.rows(source, fields, declared):
            rows.append(row)
            bar.update(len(rows))
    with progress("Entraînement"):
        own = (OWN, CONTRACTS) if declared else (OWN,)
        sources = (*shipped.manifest.trained.sources, *own)
        return training.learn(rows, fields, today=now.date(), sources=sources)


def _write(learned: Learned, models_dir: Path) -> Path:
    """The folder of the new model; the same notices on the same day give the same one."""
    folder = models_dir / learned.manifest.name
    return folder if folder.is_dir() else learned.write(folder)


def _keep(
    store: Store,
    champion: LearnedModel,
    challenger: LearnedModel,
    decision: Decision,
    now: datetime,
) -> bool:
    trial = Trial(
        challenger=challenger.name,
        champion=champion.name,
        tried_at=now,
        answer=decision.answer,
        decision=json.dumps(exam.as_data(decision), ensure_ascii=False),
    )
    with store.transaction() as session:
        serving.keep_trial(session, trial)
        held = serving.current(session)
        if not decision.promotes or not _still_serves(held, champion):
            return False
        change = Change(
            model=challenger.name,
            cause="gate",
            since=now,
            by=BY_THE_GATE,
            why=decision.sentence,
        )
        return serving.record(session, change, over=held) is not None


def _still_serves(held: Serving | None, champion: LearnedModel) -> bool:
    name = held.model if held else None
    return (name or registry.shipped().name) == champion.name
