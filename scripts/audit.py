"""``make audit``: known vulnerabilities of the locked packages, as OSV lists them.

Exit status 0 only when every package of the lock was looked up and nothing is known against any,
but what ``audit_ignored.toml`` sets aside with a reason, until a day. What could not be looked up
is a failure too: no answer is not a good answer.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
IGNORED = Path(__file__).with_name("audit_ignored.toml")
SECONDS = 600

Ask = Callable[[Path], "subprocess.CompletedProcess[str]"]


class AuditError(Exception):
    """The audit could not be made; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """Something known against a package at the locked version."""

    package: str
    version: str
    id: str
    aliases: tuple[str, ...]
    fixed_in: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every id that it goes by."""
        return frozenset((self.id, *self.aliases))

    def __str__(self) -> str:
        fixed = f"fixed in {', '.join(self.fixed_in)}" if self.fixed_in else "no fix yet"
        return f"{self.package} {self.version}: {self.id}, {fixed}"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A vulnerability that is set aside, for a reason, until a day included."""

    id: str
    reason: str
    until: date


def main(
    lock: Path = LOCK,
    ignored: Path = IGNORED,
    today: date | None = None,
    ask: Ask | None = None,
) -> int:
    """The exit status: 0 nothing known, 1 something is, or the audit could not be made."""
    try:
        wanted = locked(lock.read_text(encoding="utf-8"))
        aside = read_ignored(ignored.read_text(encoding="utf-8"))
        found = audited((ask or ask_osv)(lock), wanted)
    except (AuditError, OSError) as error:
        print(f"audit not made: {error}", file=sys.stderr)
        return 1
    day = today or datetime.now(UTC).date()
    left = [one for one in found if not _is_aside(one, aside, day)]
    for line in _lines(found, aside, day):
        print(line, file=sys.stderr)
    print(f"{len(wanted)} packages audited, {len(left)} known vulnerabilities")
    return 1 if left else 0


def locked(text: str) -> dict[str, str]:
    """Name and version of each package that the lock installs here.

    Raises:
        AuditError: a line that names no exact version.
    """
    found: dict[str, str] = {}
    for line in text.replace("\\\n", " ").splitlines():
        given = line.split(" --hash")[0].partition("#")[0].strip()
        if not given:
            continue
        try:
            wanted = Requirement(given)
        except InvalidRequirement:
            raise AuditError(f"{given[:80]}: a line of the lock that is no package") from None
        versions = [one.version for one in wanted.specifier if one.operator == "=="]
        if len(versions) != 1:
            raise AuditError(f"{wanted.name}: not locked to one version")
        if wanted.marker is None or wanted.marker.evaluate():
            found[canonicalize_name(wanted.name)] = versions[0]
    if not found:
        raise AuditError("the lock names no package")
    return found


def read_ignored(text: str) -> tuple[Ignored, ...]:
    """What is set aside.

    Raises:
        AuditError: an entry without id, reason or day.
    """
    try:
        given = tomllib.loads(text).get("ignored", [])
        entries = [Ignored(one["id"], one["reason"].strip(), one["until"]) for one in given]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise AuditError(f"{IGNORED.name}: id, reason and until are needed ({error})") from None
    for one in entries:
        if not one.reason or type(one.until) is not date:
            raise AuditError(f"{IGNORED.name}: {one.id} needs a reason and a day")
    return tuple(entries)


def audited(
    answer: "subprocess.CompletedProcess[str]", wanted: dict[str, str]
) -> list[Vulnerability]:
    """What is known against the wanted packages.

    Raises:
        AuditError: there is no answer, or not about each of them at its version.
    """
    try:
        said = json.loads(answer.stdout)["dependencies"]
        skipped = [one["name"] for one in said if "skip_reason" in one]
        checked: dict[str, dict[str, Any]] = {
            canonicalize_name(one["name"]): one for one in said if "version" in one
        }
        found = [vulnerability for one in checked.values() for vulnerability in _of(one)]
    except (ValueError, KeyError, TypeError):
        raise AuditError(_why(answer)) from None
    if skipped:
        raise AuditError(f"{len(skipped)} packages could not be looked up, {skipped[0]} first")
    missing = [name for name, version in wanted.items() if _version(checked, name) != version]
    if missing:
        raise AuditError(f"no answer about {len(missing)} packages, {missing[0]} first")
    if answer.returncode != 0 and not found:
        raise AuditError(_why(answer))
    return found


def ask_osv(lock: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    """What pip-audit says of the lock; ``more`` are further options.

    Raises:
        AuditError: it said nothing in time.
    """
    command = [
        *(sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes"),
        *("--disable-pip", "--vulnerability-service", "osv"),
        *("--format", "json", "--aliases", "on", "--desc", "off", "--progress-spinner", "off"),
        *more,
    ]
    try:
        return subprocess.run(  # noqa: S603 - a fixed command
            command, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise AuditError(f"no answer within {SECONDS} s") from None


def _of(dependency: dict[str, Any]) -> Iterator[Vulnerability]:
    for one in dependency["vulns"]:
        yield Vulnerability(
            package=dependency["name"],
            version=dependency["version"],
            id=one["id"],
            aliases=tuple(one.get("aliases", ())),
            fixed_in=tuple(one.get("fix_versions", ())),
        )


def _version(checked: dict[str, dict[str, Any]], name: str) -> str | None:
    return checked[name]["version"] if name in checked else None


def _why(answer: "subprocess.CompletedProcess[str]") -> str:
    """The last line that the program said: the error that ended it."""
    said = answer.stderr.strip().splitlines()
    return said[-1][:300] if said else f"pip-audit ended with {answer.returncode} and no answer"


def _is_aside(found: Vulnerability, aside: Sequence[Ignored], day: date) -> bool:
    return any(one.id in found.names and day <= one.until for one in aside)


def _lines(found: Sequence[Vulnerability], aside: Sequence[Ignored], day: date) -> Iterator[str]:
    for one in found:
        known = next((entry for entry in aside if entry.id in one.names), None)
        if known is None:
            yield str(one)
        elif day <= known.until:
            yield f"{one} (set aside until {known.until}: {known.reason})"
        else:
            yield f"{one} (was set aside until {known.until}, which is over: {known.reason})"
    every = {name for one in found for name in one.names}
    for entry in aside:
        if entry.id not in every:
            yield f"{entry.id}: set aside, but no longer found: drop it from {IGNORED.name}"


if __name__ == "__main__":
    sys.exit(main())
