"""Settings of the process: addresses, keys, paths. Never domain values, which staff edit."""

import re
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UndecodableError

from veille import __version__
from veille.core.refusals import Refusal, json_refusal, system_refusal, value_fault

PREFIX = "VEILLE_"
ENV_FILE = ".env"

_FIELD = re.compile(r'field "(\w+)"')
_LIST = 'liste JSON attendue, comme ["un", "deux"]'


class SettingsError(Refusal):
    """A setting that cannot be used; the message names it, in one line of French."""


class Settings(BaseSettings):
    """Read from ``VEILLE_…`` in the environment and from ``.env``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore")

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
    mail_bytes: int = Field(default=100_000, gt=0)
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
        raise SettingsError(_fault(error)) from None
    except UndecodableError as error:
        found = _FIELD.search(str(error))
        raise SettingsError(f"{_name(found[1]) if found else ENV_FILE} : {_LIST}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{ENV_FILE} : {json_refusal(error)}") from None
    except OSError as error:
        raise SettingsError(f"{ENV_FILE} : {system_refusal(error)}") from None


def _fault(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    field, *items = first["loc"]
    name = _name(str(field)) + "".join(f"[{item}]" for item in items)
    if first["type"] == "tuple_type":
        return f"{name} : {_LIST}"
    return f"{name} : {value_fault(first['type'], first.get('ctx', {}))}"


def _name(field: str) -> str:
    return PREFIX + field.upper()
