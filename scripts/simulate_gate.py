"""Does the gate ever serve a worse model? Simulated installs on real notices of January 2021.

    python -m scripts.simulate_gate [--labelled DIR] [--out FILE] [--only NAME…]

Each install has its own buyers to learn from, its own frozen ones for the gate, and others held
out: only these, with their true labels, say which model is better. Writes ``var/gate.json``,
which ``scripts.draw_learning`` turns into the tables and the curve of ``docs/learning.md``.
Needs the extra ``train``; takes about a quarter of an hour on one core. February is never read.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.gate import decide
from classifiers.measures import difference
from classifiers.table import Row
from scripts.simulation.models import Scored, exam, rule, scored
from scripts.simulation.scenarios import SCENARIOS, Champion, Scenario, everything
from scripts.simulation.tags import Staff, tagged
from scripts.simulation.world import Install, install, observed, taken, world
from scripts.train_shipped import LABELLED

OUT = Path("var/gate.json")
_CURVE_FROM = 100  # numbers of the installs of the curves
_SEEDS = {"curve": 5, "weights": 3}
_CURVES = {
    "curve": [Staff(tags) for tags in (0, 100, 200, 400, 800, 1_600)],
    "weights": [Staff(800, weight=weight) for weight in (1.0, 1.5, 3.0, 20.0)],
}


class Lab:
    """What the simulations share; a champion that several need is fitted once."""

    def __init__(self, folder: Path) -> None:
        self.world = world(folder)
        self.truth = self.world.truth
        self._plain = np.ones(len(self.truth))
        self._likely = rule(taken(self.world, install(self.world, 0).base, self.truth, self._plain))
        self._champions: dict[tuple[int, Champion], Scored] = {}

    def fit(self, parts: Install, rows: Sequence[Row]) -> Scored:
        """The model learned from ``rows``, and what it says where it is asked."""
        return scored(self.world, rows, self._likely, parts.asked)

    def champion(self, number: int, kind: Champion) -> Scored:
        """The champion of the install of that number."""
        if (number, kind) not in self._champions:
            parts = install(self.world, number)
            learned = {
                "shipped": parts.base,
                "own": (*parts.base, *parts.later),
                "small": parts.base[::10],
            }[kind]
            before = observed(self.world, parts, number)
            rows = taken(self.world, learned, before, self._plain)
            self._champions[number, kind] = self.fit(parts, rows)
        return self._champions[number, kind]


def simulate(lab: Lab, scenario: Scenario, number: int) -> dict[str, Any]:
    """One install, its champion and its challenger through the gate, and the truth of it."""
    random = np.random.default_rng([number, len(scenario.name)])
    parts = install(lab.world, number)
    champion = lab.champion(number, scenario.champion(number))
    before, staff = observed(lab.world, parts, number), scenario.staff(number)
    said = tagged(lab.world, parts, before, staff, champion.potential, random)
    challenger = lab.fit(parts, scenario.build(lab.world, parts, said, random))
    decision = decide(
        champion.marks(parts.frozen),
        challenger.marks(parts.frozen),
        exam(lab.world, parts.frozen, said.label),
    )
    return {
        "number": number,
        "answer": decision.answer,
        "positives": decision.positives,
        "gate": decision.potential and decision.potential.value,
        "challenges": [round(value, 4) for value in decision.challenges],
        "tags": staff.tags,
        **_truth(lab, parts, champion, challenger),
    }


def curve(lab: Lab, seed: int, staff: Sequence[Staff]) -> list[dict[str, Any]]:
    """True worth, in one install, of the model learned from what each staff says, all of it right.

    The same notices are tagged first whatever their number.
    """
    number = _CURVE_FROM + seed
    parts = install(lab.world, number)
    base, before = lab.champion(number, "shipped"), observed(lab.world, parts, number)
    found = []
    for one in staff:
        random = np.random.default_rng(seed)
        said = tagged(lab.world, parts, before, one, base.potential, random)
        model = lab.fit(parts, everything(lab.world, parts, said, random))
        potential, likely = model.worth(parts.held, lab.truth)
        point = {"seed": seed, "tags": one.tags, "weight": one.weight}
        found.append(point | {"potential": round(potential, 4), "likely": round(likely, 4)})
    return found


def _truth(lab: Lab, parts: Install, champion: Scored, challenger: Scored) -> dict[str, Any]:
    held = list(parts.held)
    buyers = [lab.world.rows[index].buyer[:1] or index for index in held]
    value, low, high = difference(
        challenger.potential[held], champion.potential[held], lab.truth[held], buyers, 400
    )
    likely = challenger.worth(held, lab.truth)[1] - champion.worth(held, lab.truth)[1]
    return {"true": value, "true_low": low, "true_high": high, "true_likely": round(likely, 4)}


def main() -> int:
    """Run every scenario and the curves; print progress, write the figures as they come."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--labelled", type=Path, default=LABELLED)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", nargs="*", help="names of scenarios, « curve », « weights »")
    asked = parser.parse_args()
    began = time.monotonic()
    lab = Lab(asked.labelled)
    figures: dict[str, Any] = {}
    for name, found, said in _runs(lab, asked.only):
        figures[name] = found
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        print(f"{time.monotonic() - began:6.0f} s  {said}", flush=True)
    return 0


def _runs(lab: Lab, only: Sequence[str] | None) -> Iterator[tuple[str, Any, str]]:
    """Each scenario and curve that is asked for: its name, its figures, a line about them."""
    for scenario in SCENARIOS:
        if not only or scenario.name in only:
            found = [simulate(lab, scenario, number) for number in range(scenario.simulations)]
            served = [one for one in found if one["answer"] == "promote"]
            worse = sum(one["true"] < 0 for one in served)
            said = f"{scenario.label}: {len(served)} served of {len(found)}, {worse} of them worse"
            yield scenario.name, {"label": scenario.label, "simulations": found}, said
    for name, staff in _CURVES.items():
        if not only or name in only:
            yield (
                name,
                [point for seed in range(_SEEDS[name]) for point in curve(lab, seed, staff)],
                f"{name} done",
            )


if __name__ == "__main__":
    sys.exit(main())
