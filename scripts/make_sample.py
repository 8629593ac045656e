"""Write the project's own replay folder and its challenge set (python -m scripts.make_sample)."""

from pathlib import Path

from scripts.sample.folder import write

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "veille" / "portal" / "sample"
CHALLENGE = ROOT / "tests" / "fixtures" / "sample_expected.jsonl"


def main() -> None:
    """Write both, and say how many files."""
    print(f"{write(SAMPLE, CHALLENGE)} fichiers écrits dans {SAMPLE} et {CHALLENGE.parent}")


if __name__ == "__main__":
    main()
