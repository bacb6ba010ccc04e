"""Every column that holds people's words or names: the one list that erasure, take-back and their tests go by."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, cast, select
from sqlalchemy.types import Text

from storage.statements import Statement
from storage.tables import metadata


def columns_of_words() -> Iterator[Column[Any]]:
    """The columns, by what their declaration says. `info["words_of"]` tells whose words they are."""
    for table in metadata.sorted_tables:
        yield from (column for column in table.columns if "words_of" in column.info)


def people_in() -> Iterator[tuple[Column[Any], Statement]]:
    """Each of the columns, and the statement that reads all of it as text."""
    for column in columns_of_words():
        yield column, Statement(select(cast(column, Text)).where(column.is_not(None)))
