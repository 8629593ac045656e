"""How well contracts find their procedures, on pairs made from real award records.

``python -m scripts.measure_join [FILE]`` prints precision, recall and near-misses, on the buyers
that the thresholds were chosen on and on the others; with ``--scale`` how long it takes to join
50,000 contracts to 100,000 procedures, reading and writing the store. Needs the folder of real
data; nothing of it is kept.
"""

import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scripts.joining.pairs import Made, Pair, make
from scripts.joining.scale import PROCEDURES, timed
from veille.core.contract_candidates import Pool
from veille.core.contract_join import CLEAR, DOUBT, JOIN

RECORDS = Path(__file__).resolve().parents[2] / "shared/data/unlabelled/decp_2018_2019.jsonl.gz"
SEEDS = (1, 2, 3)


def records(path: Path = RECORDS) -> list[dict[str, Any]] | None:
    """The real award records; null where they are not here."""
    if not path.is_file():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def is_chosen_on(buyer: str) -> bool:
    """Half of the buyers, by a hash: the thresholds and weights were chosen on these."""
    return hashlib.sha256(buyer.encode()).digest()[0] % 2 == 0


def measured(made: Made, pairs: Iterable[Pair]) -> dict[str, float]:
    """What the decisions on these pairs are worth."""
    pools = {buyer: Pool(own) for buyer, own in made.procedures.items()}
    tally: Counter[str] = Counter()
    for pair in pairs:
        decision = pools[pair.buyer].decide(pair.contract)
        chosen = {one.procedure_id for one in decision.chosen}
        right = pair.procedure_id in chosen
        tally["contracts"] += 1
        tally["present"] += pair.procedure_id is not None
        tally[decision.outcome] += 1
        tally["joined right"] += decision.outcome == "joined" and right
        tally["doubt right"] += decision.outcome == "doubt" and right
        wrong = decision.outcome == "joined" and not right
        tally["near-miss"] += wrong and bool(chosen & made.near_misses)
        tally["absent joined"] += wrong and pair.procedure_id is None
    joined, present = tally["joined"] or 1, tally["present"] or 1
    return {
        "contracts": tally["contracts"],
        "precision": tally["joined right"] / joined,
        "recall": tally["joined right"] / present,
        "recall with doubts": (tally["joined right"] + tally["doubt right"]) / present,
        "near-misses joined": tally["near-miss"] / tally["contracts"],
        "joined though absent": tally["absent joined"] / ((tally["contracts"] - present) or 1),
        "doubts": tally["doubt"] / tally["contracts"],
    }


def main() -> int:
    """Print the figures; 0 also where there is nothing to measure on, which is said."""
    real = records(*(Path(word) for word in sys.argv[1:] if not word.startswith("--")))
    if real is None:
        print("no real award records here: nothing measured")
        return 0
    if "--scale" in sys.argv:
        taken, known = timed(real)
        said = f"{known.contracts} contracts, {known.joined} joined, {known.doubts} in doubt"
        spent = f"{taken.clock:.1f} s, {taken.processor:.1f} s of one processor"
        print(f"{PROCEDURES} procedures, {said}: {spent}")
        return 0
    print(f"thresholds: join {JOIN}, doubt {DOUBT}, clear {CLEAR}")
    for seed in SEEDS:
        made = make(real, seed)
        for name, wanted in (("chosen on", True), ("measured on", False)):
            pairs = [pair for pair in made.pairs if is_chosen_on(pair.buyer) is wanted]
            figures = measured(made, pairs)
            said = ", ".join(f"{key} {value:.4g}" for key, value in figures.items())
            print(f"seed {seed}, {name}: {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
