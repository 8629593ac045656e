"""``make test-browser``: what the browser suite needs, the suite, and ``axe.json``.

Chromium is Debian's. Where it is missing it is installed as root; anyone else is told its name.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
REQUIRED = "VEILLE_BROWSER_REQUIRED"
"""Set, a browser that is missing is a failure; else its tests are skipped, saying so."""

REPORT = "VEILLE_AXE_FILE"
"""Where the suite writes what axe-core found."""


def main() -> int:
    """Exit status 0 when the suite passed, 1 when it did not or could not run."""
    if not any(map(shutil.which, NAMES)) and not _installed():
        print(f"no browser here: install the Debian package {PACKAGE}", file=sys.stderr)
        return 1
    report = Path(os.environ.get("VEILLE_VAR_DIR", "var")) / "axe.json"
    report.unlink(missing_ok=True)
    environment = {**os.environ, REQUIRED: "1", REPORT: str(report.absolute())}
    suite = [sys.executable, "-m", "pytest", "-n", "0", "tests/browser"]
    done = subprocess.run(suite, env=environment, check=False)  # noqa: S603 - our own tests
    if report.exists():
        print(report)
    return 0 if done.returncode == 0 else 1


def _installed() -> bool:
    """Install it, where we may; says whether it is there now."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", PACKAGE]):
        done = subprocess.run([apt, "--quiet", *command], env=environment, check=False)  # noqa: S603
        if done.returncode != 0:
            return False
    return any(map(shutil.which, NAMES))


if __name__ == "__main__":
    sys.exit(main())
