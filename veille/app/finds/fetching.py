"""An address that staff pasted, fetched by a process of its own: its answer is a file to read."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies

from spiders.fetch import BY_HAND, Answered, FetchJob
from spiders.safe_addresses import Policy
from veille.app.finds import limits
from veille.app.finds.extraction import KEPT_ENVIRONMENT, GivenFile
from veille.core.french import typography
from veille.core.refusals import Refusal

FETCH = (sys.executable, "-P", "-m", "spiders.fetch")
SECONDS = 20.0
"""For the whole of it: names, redirections, the answer."""

PUBLIC = Policy()

_PROXY = f"cette installation passe par un proxy, que cette lecture n’emploie pas : {BY_HAND}"


class FetchRefused(Refusal):
    """An address that was not fetched, or gave nothing; the message says why."""


def fetch(address: str, user_agent: str, policy: Policy = PUBLIC) -> GivenFile:
    """What the address gives, as a file that is called by its end, or by its host.

    Raises:
        AddressRefused: it is none of the public Internet.
        FetchRefused: it did not answer in time, refused, or gave too much.
    """
    policy.check(address)
    job = FetchJob(
        address=address,
        user_agent=user_agent,
        seconds=SECONDS,
        most_bytes=limits.MOST_BYTES,
        also=policy.also,
    )
    line, _, content = _answer(job).partition(b"\n")
    try:
        answer = Answered(**json.loads(line))
    except (TypeError, ValueError):
        raise FetchRefused("lecture de l’adresse interrompue") from None
    if answer.why is not None:
        raise FetchRefused(_said(answer.why, reached=answer.reached))
    return GivenFile(_name(answer.address), content)


def _answer(job: FetchJob) -> bytes:
    environment = {key: os.environ[key] for key in KEPT_ENVIRONMENT if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            FETCH,
            input=json.dumps(asdict(job)).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=environment | {"SCRAPY_SETTINGS_MODULE": "spiders.settings"},
        )
    except subprocess.TimeoutExpired:
        why = f"pas de réponse complète en {SECONDS:.0f} secondes"
        raise FetchRefused(_said(why, reached=False)) from None
    return done.stdout


def _said(why: str, *, reached: bool) -> str:
    """The line for people: where nothing was reached, and a proxy may be why, that too."""
    proxy = "" if reached or not {"http", "https", "all"} & getproxies().keys() else f" ; {_PROXY}"
    return typography(f"{why}{proxy}")


def _name(address: str) -> str:
    parts = urlsplit(address)
    last = PurePosixPath(unquote(parts.path)).name
    return last if "." in last else parts.hostname or "page"
