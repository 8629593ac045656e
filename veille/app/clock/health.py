"""The job that looks at the install every few minutes: what is broken fails it, with its cause."""

from veille.app.clock.job_work import Work
from veille.app.console import Failure
from veille.core.french import count


def look_at_health(work: Work) -> str:
    """Nothing is broken; what the network says is left to ``veille doctor``.

    Raises:
        Failure: something is, and what to do.
    """
    from veille.app.install.doctor import examine

    found = list(examine(work.settings, work.now, offline=True))
    broken = [f"{one.name} : {one.said} → {one.todo}" for one in found if one.state == "broken"]
    if broken:
        raise Failure(" ; ".join(broken))
    doubts = sum(one.state == "warning" for one in found)
    return f"rien en panne, {count(doubts, 'point à voir', 'points à voir')}"
