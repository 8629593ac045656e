"""``python -m veille``."""

from veille.app.cli import main

main()
