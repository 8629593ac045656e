"""What came of learning, in French."""

from collections.abc import Iterator

from classifiers.gate import Compared, Decision
from veille.app.learn import measures
from veille.app.learn.cycle import Turn
from veille.core.french import capitalised, number, typography


def told(turn: Turn) -> Iterator[str]:
    """What came of a turn of learning, a line each."""
    yield typography(f"{turn.challenger} : {turn.decision.sentence}")
    yield from compared(turn.decision)
    if turn.serves:
        yield f"{turn.challenger} sert maintenant, à la place de {turn.champion}"
    elif turn.decision.promotes:
        yield "un autre modèle a été choisi entre-temps : rien n’est changé".replace(
            " :", "\u00a0:"
        )


def compared(decision: Decision) -> Iterator[str]:
    """What the decision rests on."""
    yield typography(
        f"Avis mis de côté : {number(decision.notices)}, dont {number(decision.positives)} "
        "portent une clause ou sont réservés"
    )
    found = (("potentiel", decision.potential), ("probable", decision.likely))
    for name, one in found:
        if one is not None:
            yield typography(f"{capitalised(name)} : {_compared(one)}")
    before, after = decision.challenges
    yield typography(f"Épreuves : {measures.score(before)} avant, {measures.score(after)} après")


def _compared(one: Compared) -> str:
    return (
        f"précision moyenne {measures.score(one.champion)} avant, "
        f"{measures.score(one.challenger)} après, différence {measures.score(one.value)} "
        f"({measures.bounds((one.low, one.high))})"
    )
