"""Asks for several rows by their keys with one statement whose text never changes, so that it is compiled once."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, bindparam

EIGHT = tuple(f"some_{place}" for place in range(8))


def one_of(column: Column[Any]) -> ColumnElement[bool]:
    """That the column is one of the eight values that `in_eights` gives."""
    return column.in_([bindparam(name) for name in EIGHT])


def in_eights(values: Iterable[object]) -> Iterator[Mapping[str, object]]:
    """The values, eight at a time; the last eight filled up with a repetition."""
    waiting = list(values)
    for start in range(0, len(waiting), len(EIGHT)):
        part = waiting[start : start + len(EIGHT)]
        yield dict(zip(EIGHT, part + part[-1:] * (len(EIGHT) - len(part)), strict=True))
