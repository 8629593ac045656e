"""What every table shares: names of constraints, times in UTC, texts any database can hold."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Integer, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """``text`` with NUL and lone surrogates, which a database refuses, replaced by U+FFFD.

    One character for one, so that offsets into the text stay true.
    """
    if text.isprintable():  # nearly every short text: neither NUL nor surrogates are
        return text
    if "\x00" not in text and _encodes(text):  # a quarter of the time of the expression
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class StorableText(TypeDecorator[str]):
    """Text of any length, made storable on its way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """See ``storable``."""
        return None if value is None else storable(value)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC and read back in UTC.

    SQLite keeps no offset: there it is the UTC wall time that is stored. A moment that cannot be
    told in UTC (year 1 or 9999 with an offset) is stored as unknown.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """An aware moment in; a naive one is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without an offset cannot be stored: {value}")
        try:
            return value.astimezone(UTC)
        except OverflowError:
            return None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Identifier = BigInteger().with_variant(Integer, "sqlite")
"""A number given by the database; SQLite numbers only what it calls INTEGER."""


NUMBERED_ONCE = {"sqlite_autoincrement": True}
"""For a table whose numbers go out in links: SQLite too gives none again once its row is erased."""


OurText = Annotated[str, mapped_column(Text)]
"""Text that needs no cleaning: codes and hashes of ours, JSON made storable before."""


def one_of(column: str, *values: str) -> CheckConstraint:
    """The constraint that ``column`` holds one of ``values``."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Base(DeclarativeBase):
    """The tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: StorableText,
        int: Identifier,
        datetime: UtcDateTime,
    }
