"""Whatever stands on a card or in a form, Slack takes it, and nothing in it comes alive."""

import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.slack.render import home, message, pressed
from adapters.slack.text import escaped, plain_words, web_address
from adapters.slack.views import filled_in, view, window
from bot.chat.cards import Button, Buttons, Card, Entry, LinkButton, Quiet, Quote, Rule, Text, Title, buttons_of
from bot.chat.forms import Form
from bot.chat.refs import Subject
from bot.chat.richtext import Link, Plain, Strong, rich
from tests.adapters.strategies import HOSTILE, cards, forms, press_buttons, texts
from tests.servers.slack.blocks import links, live_mentions, message_faults, view_faults
from tests.servers.slack.screen import readable, words
from tests.servers.slack.workspace import Json, Message

thorough = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def drawn(card: Card) -> Message:
    shown = message(card)
    return Message("C1", "1.0", "U1", shown["text"], shown["blocks"])


@thorough
@given(cards())
def test_slack_takes_any_card(card: Card) -> None:
    shown = message(card)
    assert message_faults(shown["text"], shown["blocks"]) == []
    assert shown["blocks"]


@thorough
@given(cards())
def test_slack_takes_any_card_in_a_home_and_in_a_window_over_it(card: Card) -> None:
    for shown in (home(card), window(card, "The bot of a very long name, longer than titles")):
        assert view_faults(shown) == []
        assert live_mentions("", shown["blocks"]) == []


@thorough
@given(cards())
def test_nobody_is_mentioned_by_any_card(card: Card) -> None:
    shown = message(card)
    assert live_mentions(shown["text"], shown["blocks"]) == []


@thorough
@given(cards())
def test_a_link_leads_where_it_says(card: Card) -> None:
    asked = {button.url for button in buttons_of(card) if isinstance(button, LinkButton)}
    for said, url in links(message(card)["blocks"]):
        assert url.startswith(("http://", "https://"))
        assert (
            "://" not in said
            or web_address(said.strip(), 3_000) == url
            or any(url == web_address(a, 3_000) for a in asked)
        )


@thorough
@given(forms())
def test_slack_takes_any_form(form: Form) -> None:
    shown = view(form, "{}")
    assert view_faults(shown) == []
    assert live_mentions("", shown["blocks"]) == []


@thorough
@given(press_buttons())
def test_a_button_says_the_same_when_it_comes_back(button: Button) -> None:
    (row,) = message(Card("x", (Buttons((button,)),)))["blocks"]
    (element,) = row["elements"]
    action, subject, choice, private = pressed(element["action_id"], element.get("value", ""))
    assert (action, subject, choice) == (button.action, str(button.subject or ""), button.choice)
    assert not private


@thorough
@given(texts())
def test_words_show_as_typed_in_the_notification(text: str) -> None:
    sent = escaped(text, 3_000)
    assert len(sent) <= 3_000
    assert not live_mentions(sent, [])
    if len(text) < 500:
        assert readable(sent) == text


@thorough
@given(texts())
def test_reading_what_was_typed_never_fails(text: str) -> None:
    plain_words(text, {})


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_a_paragraph_shows_what_was_typed(text: str) -> None:
    shown = words(drawn(Card("x", (Text(rich(text)),))))
    assert [letter for letter in shown if letter in text] == list(shown)
    for visible in ("<!channel>", "<@U1>", "[x](javascript:alert(1))", "*bold*", "<at>everyone</at>", ":tada:"):
        assert (visible in text) == (visible in shown)


def test_the_blocks_look_as_designed() -> None:
    card = Card(
        "A question",
        (
            Title(rich("How early?")),
            Quote(rich("Eight weeks.")),
            Text(rich(Strong("Open"), " · no replies yet")),
            Rule(),
            Quiet(rich("Or type: reply 17 …")),
        ),
    )
    kinds = [block["type"] for block in message(card)["blocks"]]
    assert kinds == ["header", "rich_text", "rich_text", "divider", "context"]
    assert words(drawn(card)).splitlines() == [
        "How early?",
        "Eight weeks.",
        "Open · no replies yet",
        "",
        "Or type: reply 17 …",
    ]


def test_a_title_too_long_for_a_heading_is_bold_words() -> None:
    (block,) = message(Card("x", (Title(rich("long " * 40)),)))["blocks"]
    (run,) = block["elements"][0]["elements"]
    assert run["style"] == {"bold": True}


def test_too_many_blocks_end_in_words_that_hold_the_rest() -> None:
    entries = tuple(Entry(rich(f"Entry {at}"), (), (Button("Open", "open", Subject(1, "x", at)),)) for at in range(40))
    blocks = message(Card("x", entries))["blocks"]
    last = words(Message("C", "1", "U", "", blocks[-1:]))
    assert len(blocks) <= 50
    assert last.startswith("… ")
    assert "Entry 39" in last
    assert "[Open]" in last


def test_words_too_long_end_with_a_sign() -> None:
    shown = words(drawn(Card("x", (Text(rich("word " * 2_000)),))))
    assert len(shown) <= 3_000
    assert shown.endswith("…")


def test_a_link_that_lies_shows_both_addresses_and_leads_nowhere() -> None:
    card = Card(
        "x",
        (Text(rich(Link("https://gov.example", "https://evil.example"))), Quiet(rich("a", Link("x", "javascript:y")))),
    )
    assert links(message(card)["blocks"]) == []
    assert "https://evil.example" in words(drawn(card))
    assert "javascript:y" in words(drawn(card))


def test_a_button_to_an_unsafe_address_becomes_words() -> None:
    card = Card("x", (Buttons((LinkButton("Open", "javascript:alert(1)"), LinkButton("Site", "https://gov.example"))),))
    assert links(message(card)["blocks"]) == [("Site", "https://gov.example")]
    assert "Open: javascript:alert(1)" in words(drawn(card))


def test_a_button_names_its_object_for_a_screen_reader() -> None:
    card = Card("x", (Buttons((Button("Reply", "reply", object_name="question 17", main=True),)),))
    (element,) = message(card)["blocks"][0]["elements"]
    assert element["accessibility_label"] == "Reply, question 17"
    assert element["style"] == "primary"


def test_ids_of_buttons_differ_on_one_card() -> None:
    same = Button("Open", "open", Subject(1, "x", 1))
    elements = [
        element for row in message(Card("x", (Buttons((same,) * 60),)))["blocks"] for element in row["elements"]
    ]
    ids = sorted(element["action_id"] for element in elements)
    assert len(ids) == 60
    assert all(one != other for one, other in pairwise(ids))


@pytest.mark.parametrize("state", [None, [], {"values": []}, {"values": {"a": 1}}, {"values": {"a": {"value": []}}}])
def test_a_forged_form_reads_as_empty(state: object) -> None:
    found = filled_in({"state": state})
    assert all(value == "" for value in found.values())


def test_the_sent_message_is_json() -> None:
    shown: Json = message(Card("x", (Text(rich(Plain("nul\x00 and \u202e override"))),)))
    assert "\\u0000" not in json.dumps(shown)
    assert "\\u202e" not in json.dumps(shown)
