"""Cards as the official renderer reads them: no complaint, small enough, and nothing in people's words comes alive."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapters.teams.forms import card_dialog, fits_card, form_card, form_dialog, opener_card
from adapters.teams.limits import NOTICE
from adapters.teams.mentions import mentioning
from adapters.teams.render import DIALOG, POSTING, PRIVATE, Surface, adaptive
from bot.chat.cards import Button, Buttons, Card, Entry, LinkButton, Quiet, Quote, Rule, Text, Title
from bot.chat.forms import Form
from bot.chat.refs import Subject
from bot.chat.richtext import Link, Strong, rich
from tests.adapters import strategies
from tests.servers.teams.official import Complaints, have_official, official

MOST_BYTES = 28 * 1024
quick = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)


@pytest.fixture(scope="module")
def complaints() -> Iterator[Complaints]:
    """What the official renderer complains of in a card."""
    if not have_official():
        pytest.skip("needs Node.js and `npm ci` in tests/node")
    with official() as parse:
        yield parse


def parts(drawn: Any) -> Iterator[dict[str, Any]]:
    """Every object in what is drawn."""
    if isinstance(drawn, dict):
        yield drawn
    for inner in drawn.values() if isinstance(drawn, dict) else drawn if isinstance(drawn, list) else ():
        yield from parts(inner)


def check(drawn: dict[str, Any], complaints: Complaints) -> None:
    assert complaints(drawn) == []
    assert len(json.dumps(drawn)) <= MOST_BYTES
    assert drawn["speak"].strip()
    assert len(drawn["speak"]) <= NOTICE
    assert drawn["body"]
    for part in parts(drawn):
        assert part.get("type") not in {"TextBlock", "mention", "Image"}
        assert "entities" not in part
        if "url" in part:
            assert part["url"].startswith(("http://", "https://"))
        if part.get("type") == "ActionSet":
            assert 1 <= len(part["actions"]) <= 6
        if part.get("type") == "TextRun":
            assert "{{" not in part["text"]
            assert not set(part["text"]) & set("\x00\x07\x1b\u202e\r\n")


@pytest.mark.node
@quick
@given(card=strategies.cards(), surface=st.sampled_from([POSTING, PRIVATE, DIALOG]))
def test_any_card_is_one_teams_can_draw(card: Card, surface: Surface, complaints: Complaints) -> None:
    check(adaptive(card, surface), complaints)


@pytest.mark.node
@quick
@given(form=strategies.forms())
def test_any_form_is_one_teams_can_draw(form: Form, complaints: Complaints) -> None:
    check(form_dialog(form)["task"]["value"]["card"]["content"], complaints)
    check(adaptive(opener_card(form), PRIVATE), complaints)
    if fits_card(form):
        check(form_card(form, errors={field.name: "No." for field in form.fields}), complaints)


@quick
@given(card=strategies.cards())
def test_every_press_comes_back_as_it_was_declared(card: Card) -> None:
    declared = {
        (button.action, str(button.subject or ""), button.choice)
        for block in card.blocks
        if isinstance(block, Buttons | Entry)
        for button in block.buttons
        if isinstance(button, Button)
    }
    drawn = [part for part in parts(adaptive(card)) if part.get("type") in {"Action.Execute", "Action.Submit"}]
    sent = {(one.get("verb") or one["data"]["button"], one["data"]["subject"], one["data"]["choice"]) for one in drawn}
    assert sent <= declared


@quick
@given(card=strategies.cards())
def test_what_is_left_out_is_said(card: Card) -> None:
    picture = adaptive(card)
    shown = json.dumps(picture, ensure_ascii=False)
    labels = [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]
    drawn = sum(part.get("type", "").startswith("Action.") and "title" in part for part in parts(picture))
    assert drawn >= sum(isinstance(one, Button) for one in labels) or "…" in shown


def shown(card: Card) -> list[str]:
    return [part["text"] for part in parts(adaptive(card)) if part.get("type") == "TextRun"]


@pytest.mark.parametrize("words", [text for text in strategies.HOSTILE if text.isprintable() and "{{" not in text])
def test_peoples_words_show_as_typed(words: str) -> None:
    if words.strip():
        assert shown(Card("x", (Text(rich(words)), Quote(rich(words)), Title(rich(words))))) == [words] * 3


def test_lines_stay_lines() -> None:
    drawn = adaptive(Card("x", (Text(rich("one\ntwo\n\nthree")),)))["body"]
    assert [block["inlines"][0]["text"] for block in drawn] == ["one", "two", "three"]
    assert [block.get("spacing") for block in drawn] == [None, "None", "Small"]


def test_too_many_lines_are_cut_with_a_sign() -> None:
    assert shown(Card("x", (Text(rich("line\n" * 500)),)))[-1] == "…"
    assert shown(Card("x", (Text(rich("line\n" * 60)),))) == ["line"] * 60


def test_a_link_leads_where_it_says() -> None:
    link = Link("the plan", "https://gov.example/plan")
    run = adaptive(Card("x", (Text((link,)),)))["body"][0]["inlines"][0]
    assert run["text"] == "the plan"
    assert run["selectAction"]["url"] == "https://gov.example/plan"


SPOOFS = [
    ("https://gov.example", "https://evil.example/"),
    ("www.gov.example", "https://evil.example/"),
    ("gov.example", "https://evil.example/"),
]


@pytest.mark.parametrize(("said", "url"), SPOOFS)
def test_a_link_that_says_another_address_shows_both(said: str, url: str) -> None:
    assert shown(Card("x", (Text((Link(said, url),)),))) == [f"{said} ({url})"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://", "http://[", ""])
def test_an_address_that_is_none_becomes_words(url: str) -> None:
    card = Card("x", (Text((Link("see", url),)), Buttons((LinkButton("Open", url), Button("Go", "go")))))
    drawn = adaptive(card)
    assert not [part for part in parts(drawn) if part.get("type") == "Action.OpenUrl"]
    assert f"Open: {url}".strip() in " ".join(shown(card))


def test_a_long_text_is_cut_with_a_sign_and_its_buttons_stay() -> None:
    card = Card("x", (Text(rich("word " * 20_000)), Buttons((Button("Reply", "reply"),))))
    assert shown(card)[-1] == "…"
    assert any(part.get("verb") == "reply" for part in parts(adaptive(card)))


def test_too_many_blocks_are_counted_on_the_last_line() -> None:
    card = Card("x", tuple(Text(rich(f"{number} " + "x" * 900)) for number in range(60)))
    assert shown(card)[-1].startswith("… +")


def test_a_button_names_its_object_and_the_main_one_stands_out() -> None:
    button = Button("Reply", "reply", Subject(1, "question", 17), main=True, object_name="question 17")
    (action,) = adaptive(Card("x", (Buttons((button,)),)))["body"][0]["actions"]
    assert action["tooltip"] == "Reply: question 17"
    assert action["style"] == "positive"
    assert action["data"] == {"subject": "1/question:17", "choice": ""}


def test_a_button_that_opens_a_form_is_declared_so() -> None:
    button = Button("Reply", "reply", opens_form=True)
    (action,) = adaptive(Card("x", (Buttons((button,)),)))["body"][0]["actions"]
    assert action["type"] == "Action.Submit"
    assert action["data"]["msteams"] == {"type": "task/fetch"}


def test_a_rule_is_a_line_above_what_follows() -> None:
    drawn = adaptive(Card("x", (Text(rich("a")), Rule(), Quiet(rich("b")))))["body"]
    assert [block.get("separator", False) for block in drawn] == [False, True]


def test_weight_is_kept() -> None:
    assert adaptive(Card("x", (Text(rich(Strong("Open"), " now")),)))["body"][0]["inlines"] == [
        {"type": "TextRun", "text": "Open", "weight": "Bolder"},
        {"type": "TextRun", "text": " now"},
    ]


def test_a_card_of_a_sentence_alone_shows_the_sentence() -> None:
    assert shown(Card("Nothing to do.")) == ["Nothing to do."]


def test_a_card_in_a_dialog_has_only_submits() -> None:
    drawn = card_dialog(Card("x", (Buttons((Button("Go", "go"), Button("Form", "form", opens_form=True))),)))
    actions = [part for part in parts(drawn) if part.get("type", "").startswith("Action.")]
    assert [action["type"] for action in actions] == ["Action.Submit", "Action.Submit"]
    assert all("msteams" not in action["data"] for action in actions)


@given(card=strategies.cards(), name=st.text(max_size=90))
@quick
def test_a_card_that_mentions_somebody_is_one_still_and_nothing_in_a_name_comes_alive(
    complaints: Complaints, card: Card, name: str
) -> None:
    drawn = mentioning(adaptive(card, POSTING), "aaaaaaaa-0000-4000-8000-000000000001", name)
    assert complaints(drawn) == []
    for entity in drawn["msteams"].get("entities", ()):
        assert entity["text"] == f"<at>{entity['mentioned']['name']}</at>" == drawn["body"][0]["text"]
        assert not set("<>[]()*_`~|\\#") & set(entity["mentioned"]["name"])
