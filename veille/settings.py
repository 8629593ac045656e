"""Settings of the process: addresses, keys, paths. Never domain values, which staff edit."""

import re
from datetime import time
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UndecodableError

from veille import __version__, secret_keys
from veille.core.refusals import Refusal, json_refusal, system_refusal, value_fault
from veille.core.schedule import is_quiet

PREFIX = "VEILLE_"
ENV_FILE = ".env"

_FIELD = re.compile(r'field "(\w+)"')
_ODD = re.compile(r"[^!-~]")
_LIST = 'liste JSON attendue, comme ["un", "deux"]'
_BY_NAME = 'objet JSON attendu, comme {"nom": ["un", "deux"]}'


class SettingsError(Refusal):
    """A setting that cannot be used; the message names it, in one line of French."""


def _waking(moment: time) -> time:
    """Nothing is set to run while the clock may jump; times are those of Paris."""
    if moment.tzinfo is not None:
        raise PydanticCustomError("time_parsing", "a time of another place")
    if is_quiet(moment):
        raise PydanticCustomError("quiet_time", "an hour at which clocks change")
    return moment


WakingTime = Annotated[time, AfterValidator(_waking)]
"""A time of day in Paris at which a job may run."""


def _public(address: str) -> str:
    """An address that pages are under, without a slash at its end."""
    try:
        parts = urlsplit(address)
        usable = parts.hostname and (parts.port or True)
    except ValueError:
        usable = False
    # Spaces and control characters first: the library leaves line breaks out without a word.
    if (
        _ODD.search(address)
        or not usable
        or parts.scheme not in ("http", "https")
        or parts.query
        or parts.fragment
    ):
        raise PydanticCustomError("url_parsing", "no address of a site")
    return address.rstrip("/")


def _network(text: str) -> str:
    """An address or a network (``10.0.0.0/8``), as it is compared."""
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise PydanticCustomError("network_parsing", "no address nor network") from None
    is_one = network.prefixlen == network.max_prefixlen
    return str(network.network_address) if is_one else str(network)


Network = Annotated[str, AfterValidator(_network)]
"""The address of a machine, or a network."""

PublicUrl = Annotated[str, AfterValidator(_public)]
"""``https://veille.example.org``, perhaps with a path, never with a slash at its end."""


OcidPrefix = Annotated[str, Field(pattern=r"^ocds-[0-9a-z]{6}$")]
"""What ids of OCDS begin with; a real one is given by the Open Contracting Partnership."""


class Settings(BaseSettings):
    """Read from ``VEILLE_…`` in the environment and from ``.env``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore")

    var_dir: Path = Path("var")
    database_url: str | None = None

    boamp_url: str = "https://boamp-datadila.opendatasoft.com"
    dila_url: str | None = None
    ted_api_url: str = "https://api.ted.europa.eu"
    ted_url: str = "https://ted.europa.eu"
    feeds: tuple[str, ...] = ()
    alert_boxes: tuple[str, ...] = Field(default=(), repr=False)
    decp: tuple[str, ...] = ()
    aws: tuple[PublicUrl, ...] = ()
    sources: dict[str, tuple[PublicUrl, ...]] = Field(default_factory=dict)
    user_agent: str = f"Veille/{__version__} (public-procurement watch)"
    crawl_delay: float = Field(default=1.0, ge=0)
    first_wait: float = Field(default=30.0, gt=0)
    longest_wait: float = Field(default=600.0, gt=0)

    organisation: str = "veille"
    ocid_prefix: OcidPrefix = "ocds-000000"
    publisher: str = "Veille des clauses sociales"
    territories: tuple[str, ...] = ("34",)
    mail_domain: str = "veille.example"
    mail_bytes: int = Field(default=90_000, gt=0)
    mail_from: str = "Veille des clauses sociales <veille@veille.example>"
    mail_to: str = "Facilitatrices et facilitateurs <facilitateurs@veille.example>"

    # Running an install: the keys that sign links, the public address, the times of jobs
    # (Europe/Paris), how long things are kept.
    given_secret_keys: tuple[str, ...] = Field(
        default=(), repr=False, validation_alias="VEILLE_SECRET_KEYS"
    )
    public_url: PublicUrl | None = None
    public_archive: bool = True
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8000, ge=0, le=65535)
    trusted_proxies: tuple[Network, ...] = ("127.0.0.1", "::1")
    metrics_token: str | None = Field(default=None, repr=False, min_length=16)
    log_format: Literal["auto", "logfmt", "json"] = "auto"
    gather_times: tuple[WakingTime, ...] = (time(6), time(13))
    immediate_minutes: int = Field(default=15, ge=1, le=60)
    daily_time: WakingTime = time(7, 30)
    draft_time: WakingTime = time(5)
    weekly_time: WakingTime = time(7, 30)
    monthly_time: WakingTime = time(7, 30)
    deliver_minutes: int = Field(default=1, ge=1, le=60)
    bounces_minutes: int = Field(default=10, ge=1, le=60)
    health_minutes: int = Field(default=15, ge=1, le=60)
    retention_time: WakingTime = time(4)
    training_time: WakingTime = time(4, 30)
    open_data_time: WakingTime = time(5, 30)
    keep_subscribers_days: int = Field(default=3 * 365, ge=30)
    keep_payloads_days: int = Field(default=5 * 365, ge=90)
    keep_replaced_payloads_days: int = Field(default=90, ge=1)
    keep_messages_days: int = Field(default=400, ge=30)
    keep_runs_days: int = Field(default=400, ge=30)

    # What the law has a site say of who publishes it (loi du 21 juin 2004, art. 1-1).
    legal_publisher: str | None = None
    legal_address: str | None = None
    legal_director: str | None = None
    legal_host: str | None = None
    legal_contact: str | None = None

    # Editions: whether a draft that nobody approved stays, or goes out marked at its time.
    hold: bool = False

    # Mail: the relay, where messages return to, the signature.
    smtp_url: str | None = Field(default=None, repr=False)
    smtp_per_minute: int | None = Field(default=None, gt=0)
    mail_reply_to: str | None = None
    return_address: str | None = None
    returns_url: str | None = Field(default=None, repr=False)
    dkim_key: Path | None = None
    dkim_selector: str = "veille"
    dkim_domain: str | None = None

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The keys that sign links, the newest first: the setting, else those of the key file.

        A key file that is not there is made. Read each time: take them once for many links.

        Raises:
            KeyFileError: the file cannot be read or made.
        """
        return self.given_secret_keys or secret_keys.ensure(self.key_file)

    @property
    def key_file(self) -> Path:
        """Where the keys are when they are not in the environment."""
        return self.var_dir / secret_keys.NAME

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
        raise SettingsError(_undecodable(found[1] if found else None)) from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{ENV_FILE} : {json_refusal(error)}") from None
    except OSError as error:
        raise SettingsError(f"{ENV_FILE} : {system_refusal(error)}") from None


def public_address(text: str) -> str:
    """The public address as the setting would hold it.

    Raises:
        SettingsError: it is none.
    """
    try:
        return _public(text)
    except PydanticCustomError as error:
        raise SettingsError(f"{_name('public_url')} : {value_fault(error.type, {})}") from None


def _fault(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    field, *items = first["loc"]
    name = _name(str(field)) + "".join(f"[{item}]" for item in items)
    if first["type"] in ("tuple_type", "dict_type"):
        return f"{name} : {_LIST if first['type'] == 'tuple_type' else _BY_NAME}"
    return f"{name} : {value_fault(first['type'], first.get('ctx', {}))}"


def _undecodable(field: str | None) -> str:
    """A value that is no JSON, in words; null where the library does not say which."""
    if field is None:
        return f"{ENV_FILE} : {_LIST}"
    return f"{_name(field)} : {_BY_NAME if field == 'sources' else _LIST}"


def _name(field: str) -> str:
    """The variable of a field, or of what pydantic calls it: its alias where it has one."""
    known = Settings.model_fields.get(field)
    alias = known.validation_alias if known else None
    return alias if isinstance(alias, str) else PREFIX + field.upper().removeprefix(PREFIX)
