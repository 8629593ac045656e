"""Checks of the machine under an install: disk, clock, keys, language of dates."""

import os
import shutil
import stat
import subprocess
from datetime import datetime, timedelta

from veille import secret_keys
from veille.app.install.findings import Finding, broken, doubtful, fine
from veille.core.french import count, number
from veille.core.refusals import system_refusal
from veille.secret_keys import KeyFileError
from veille.settings import Settings

MIB = 1024 * 1024
LITTLE = 1024 * MIB
TOO_LITTLE = 100 * MIB
SKEW = timedelta(minutes=10)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_disk(settings: Settings) -> Finding:
    """Whether the folder of the install can be written, and has room."""
    var = settings.var_dir
    try:
        free = shutil.disk_usage(var).free
    except OSError as error:
        return broken("disque", f"{var} : {system_refusal(error)}", "lancer : veille init")
    if not os.access(var, os.W_OK | os.X_OK):
        return broken("disque", f"{var} : écriture refusée", f"donner {var} au compte de Veille")
    said = f"{number(free / MIB, decimals=0)} Mio libres dans {var}"
    todo = "faire de la place : anciennes sauvegardes, dossiers « replaced- », journaux"
    if free < TOO_LITTLE:
        return broken("disque", said, todo)
    return doubtful("disque", said, todo) if free < LITTLE else fine("disque", said)


def check_keys(settings: Settings) -> Finding:
    """Whether the keys that sign links are there, and only for their owner."""
    if settings.given_secret_keys:
        found = count(len(settings.given_secret_keys), "clé")
        return fine("clés", f"{found} dans VEILLE_SECRET_KEYS")
    path = settings.key_file
    if not path.exists():
        return broken("clés", f"{path} absent, les liens ne seraient pas signés", "veille init")
    try:
        keys = secret_keys.read(path)
        mode = path.stat().st_mode
    except KeyFileError as error:
        return broken("clés", str(error), "restaurer une sauvegarde, ou veille init")
    if mode & _OTHERS:
        return broken("clés", f"{path} lisible par d’autres", f"chmod 600 {path}")
    return fine("clés", f"{count(len(keys), 'clé')} dans {path}")


def check_clock(now: datetime, seen: datetime | None) -> Finding:
    """Whether the machine's time can be believed; ``seen`` is the latest time of the database."""
    if seen is not None and seen > now + SKEW:
        return broken(
            "heure",
            f"il est {now:%d/%m/%Y %H:%M} ici, mais la base connaît le {seen:%d/%m/%Y %H:%M}",
            "régler l’heure de la machine (NTP)",
        )
    synchronised = _synchronised()
    said = f"{now:%d/%m/%Y %H:%M}, heure de Paris"
    if synchronised is False:
        return doubtful("heure", f"{said}, non synchronisée", "timedatectl set-ntp true")
    return fine("heure", said if synchronised is None else f"{said}, synchronisée")


def _synchronised() -> bool | None:
    """What systemd says of it; null where it says nothing."""
    program = shutil.which("timedatectl")
    if program is None:
        return None
    command = [program, "show", "--property=NTPSynchronized", "--value"]
    try:
        said = subprocess.run(  # noqa: S603 - a fixed command
            command, capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(said.stdout.strip())
