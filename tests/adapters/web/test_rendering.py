"""Any card and any form becomes JSON in which nothing is lost silently and nothing is more than text."""

import json
from typing import Any
from urllib.parse import urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.web import limits
from adapters.web.render import card_json, form_json, shortened, web_address
from bot.chat.cards import Button, Card, buttons_of
from bot.chat.forms import Form
from tests.adapters import strategies

Json = dict[str, Any]


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


@settings(max_examples=80, deadline=None)
@given(strategies.cards())
def test_any_card_is_json_within_the_limits(card: Card) -> None:
    drawn = json.loads(json.dumps(card_json(card)))
    assert drawn["notice"].strip()
    assert len(drawn["blocks"]) <= limits.BLOCKS
    assert all(len(text) <= max(limits.BLOCK_TEXT, limits.CARRIED, 20_000) for text in _texts(drawn))


@settings(max_examples=80, deadline=None)
@given(strategies.cards())
def test_only_web_addresses_become_links(card: Card) -> None:
    drawn = card_json(card)
    runs = [run for block in drawn["blocks"] for part in ("text", "title", "detail") for run in block.get(part, ())]
    buttons = [button for block in drawn["blocks"] for button in block.get("buttons", ())]
    for found in [*runs, *buttons]:
        if "url" in found:
            assert urlsplit(found["url"]).scheme in {"http", "https"}
            assert not any(character.isspace() for character in found["url"])


@settings(max_examples=80, deadline=None)
@given(strategies.cards())
def test_what_is_cut_is_cut_visibly(card: Card) -> None:
    drawn = card_json(card)
    if len(card.blocks) > limits.BLOCKS:
        assert "…" in drawn["blocks"][-1]["text"][0]["text"]
        return
    for block, shown in zip(card.blocks, drawn["blocks"], strict=True):
        for row in getattr(block, "buttons", ())[limits.BUTTONS :][:1]:
            assert row.label
            assert shown["buttons"][-1]["label"].startswith("…")


@settings(max_examples=80, deadline=None)
@given(strategies.cards())
def test_every_button_carries_what_it_was_given(card: Card) -> None:
    drawn = [button for block in card_json(card)["blocks"] for button in block.get("buttons", ())]
    given_ = {
        (button.action, str(button.subject or ""), button.choice)
        for button in buttons_of(card)
        if isinstance(button, Button)
    }
    for button in drawn:
        if button["kind"] == "press":
            assert (button["button"], button["subject"], button["choice"]) in given_


@settings(max_examples=60, deadline=None)
@given(strategies.forms())
def test_any_form_is_json_with_every_field(form: Form) -> None:
    drawn = json.loads(json.dumps(form_json(form)))
    assert [field["name"] for field in drawn["fields"]] == [field.name for field in form.fields]


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_fits_and_says_so(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most
    assert short == text or short.endswith("…")


@given(strategies.urls())
def test_an_address_is_either_of_the_web_or_none(url: str) -> None:
    address = web_address(url)
    assert address is None or address.startswith(("http://", "https://"))
