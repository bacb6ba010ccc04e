"""Every sentence the bot says to people goes through here: locale, plurals, values put in safely."""

import re
from collections.abc import Callable
from gettext import NullTranslations

from bot.chat.richtext import Plain, RichText, Run, Strong, rich

_SLOT = re.compile(r"\{(\w+)\}")
_PIECE = re.compile(r"(\*\*|\{\w+\})")


class Words:
    """One language. `words("Hello, {name}", name=…)`: values are put in as they are, never read as a pattern."""

    def __init__(self, translations: NullTranslations | None = None) -> None:
        self._translations = translations or NullTranslations()

    def _finished(self, text: str) -> str:
        return text

    def __call__(self, text: str, /, **values: object) -> str:
        """The sentence in this language, with its values."""
        return self._finished(_filled(self._translations.gettext(text), values))

    def many(self, one: str, more: str, count: int, /, **values: object) -> str:
        """The sentence for that count, which is also the value `count`."""
        text = self._translations.ngettext(one, more, count)
        return self._finished(_filled(text, {"count": count, **values}))

    def rich(self, text: str, /, **values: str | Run | RichText) -> RichText:
        """The sentence with `**weight**` in our own words, and runs as values; values are never read as a pattern."""
        return _runs(self._translations.gettext(text), values)


class PseudoWords(Words):
    """Wraps all that goes through it in ⟦…⟧, so that a test sees what did not."""

    def _finished(self, text: str) -> str:
        return f"⟦{text}⟧"

    def rich(self, text: str, /, **values: str | Run | RichText) -> RichText:
        """The sentence between brackets."""
        return rich("⟦", super().rich(text, **values), "⟧")


def _filled(text: str, values: dict[str, object]) -> str:
    return _SLOT.sub(lambda slot: str(values[slot.group(1)]), text)


def _runs(text: str, values: dict[str, str | Run | RichText]) -> RichText:
    weight: Callable[[str], Run] = Plain
    runs: list[str | Run | RichText] = []
    for piece in _PIECE.split(text):
        if piece == "**":
            weight = Strong if weight is Plain else Plain
        elif slot := _SLOT.fullmatch(piece):
            value = values[slot.group(1)]
            runs.append(weight(value) if isinstance(value, str) else value)
        elif piece:
            runs.append(weight(piece))
    return rich(*runs)
