"""Settings of the process: addresses, keys, paths. Never domain values, which staff edit."""

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from veille import __version__


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it, in one line."""


class Settings(BaseSettings):
    """Read from ``VEILLE_…`` in the environment and from ``.env``."""

    model_config = SettingsConfigDict(env_prefix="VEILLE_", env_file=".env", extra="ignore")

    var_dir: Path = Path("var")
    database_url: str | None = None

    boamp_url: str = "https://boamp-datadila.opendatasoft.com"
    ted_api_url: str = "https://api.ted.europa.eu"
    ted_url: str = "https://ted.europa.eu"
    feeds: tuple[str, ...] = ()
    user_agent: str = f"Veille/{__version__} (public-procurement watch)"
    crawl_delay: float = Field(default=1.0, ge=0)
    first_wait: float = Field(default=30.0, gt=0)
    longest_wait: float = Field(default=600.0, gt=0)

    organisation: str = "veille"
    publisher: str = "Veille des clauses sociales"
    territories: tuple[str, ...] = ("34",)
    mail_domain: str = "veille.example"
    mail_from: str = "Veille des clauses sociales <veille@veille.example>"
    mail_to: str = "Facilitatrices et facilitateurs <facilitateurs@veille.example>"

    @property
    def store_url(self) -> str:
        """The database: the setting, else SQLite in ``var_dir``."""
        return self.database_url or self._sqlite("veille.db")

    @property
    def replay_store_url(self) -> str:
        """The database of replays: the setting, else a file of its own, so that recorded notices

        never mix with gathered ones.
        """
        return self.database_url or self._sqlite("replay.db")

    def _sqlite(self, name: str) -> str:
        return f"sqlite:///{(self.var_dir / name).absolute()}"


def load() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a value that cannot be read.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "VEILLE_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name}: {first['msg']}") from None
