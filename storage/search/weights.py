"""Reads the numbers of a model out of its ONNX file, which needs no runtime: names, shapes and arrays."""

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_GRAPH, _INITIALIZER = 7, 5
_DIMENSION, _TYPE, _NAME, _RAW = 1, 2, 8, 9
_TYPES: dict[int, Any] = {1: np.float32, 3: np.int8}
"""Of ONNX's types of numbers, those that weights have."""
_VARINT, _FIXED_64, _COUNTED, _FIXED_32 = 0, 1, 2, 5


def weights(file: Path) -> dict[str, NDArray[Any]]:
    """The model's arrays by name, in the file's order. They are views: what is never read never fills memory."""
    with file.open("rb") as opened:
        content = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    graph = next(value for field, value in _fields(content) if field == _GRAPH)
    tensors = (_tensor(value) for field, value in _fields(graph) if field == _INITIALIZER)
    return {name: array for name, array in tensors if array is not None}


def _tensor(content: memoryview) -> tuple[str, NDArray[Any] | None]:
    """A tensor's name and numbers; None for numbers that are no weights."""
    shape, name, kind, raw = [], "", 0, memoryview(b"")
    for field, value in _fields(content):
        if field == _DIMENSION:
            shape.append(value)
        elif field == _TYPE:
            kind = value
        elif field == _NAME:
            name = bytes(value).decode()
        elif field == _RAW:
            raw = value
    if kind not in _TYPES or not raw:
        return name, None
    return name, np.frombuffer(raw, _TYPES[kind]).reshape(shape)


def _fields(content: memoryview) -> Iterator[tuple[int, Any]]:
    """The fields of a message in Protocol Buffers' wire format: their numbers, and an int or the bytes."""
    at = 0
    while at < len(content):
        key, at = _varint(content, at)
        kind, size = key & 7, {_FIXED_64: 8, _FIXED_32: 4}.get(key & 7, 0)
        if kind == _VARINT:
            value, at = _varint(content, at)
            yield key >> 3, value
            continue
        if kind == _COUNTED:
            size, at = _varint(content, at)
        yield key >> 3, content[at : at + size]
        at += size


def _varint(content: memoryview, at: int) -> tuple[int, int]:
    """A number of variable length, and where it ends."""
    value = shift = 0
    while True:
        byte = content[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
