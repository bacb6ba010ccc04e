"""Whatever a platform does to the bot: what its people see, what stewards read, what the ledger keeps, what heals."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from aiohttp import ClientTimeout
from structlog.testing import capture_logs
from structlog.typing import EventDict

from adapters import answering
from adapters.slack import limits
from adapters.slack.answers import NOT_THERE
from adapters.teams import connector
from bot.community.cards.reach import NOTICED
from bot.errors import Cause, MessageGone, Misshapen, RateLimited, Refused
from bot.postings import SHOWN_TWICE
from scheduling import names
from tests.faults.around import ASKERS, NAMES, PATIENCE, Around, Row, around, until
from tests.faults.doings import (
    ANSWER_HITS,
    NAME_HITS,
    SHOWN,
    Shown,
    asks_for_help,
    comes,
    opens_form,
    press_more,
    press_reply,
)
from tests.faults.table import CASES, LONG, Case, because
from tests.servers.slack.faults import Garbled, Late, Says

SHORT = 1.0
"""Seconds that the bot waits for an answer here."""
MARK = "marmalade"
IDS = [f"{case.platform}: {case.name}" for case in CASES]
HEARD = [case for case in CASES if case.name != "200 without an id"]
"""A success that has no id is none where an id is needed; elsewhere nobody could tell."""


@pytest.fixture
async def logged() -> AsyncIterator[list[EventDict]]:
    """All that the product writes to its log."""
    structlog.reset_defaults()
    with capture_logs() as found:
        yield found


@pytest.fixture
async def there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logged: list[EventDict], case: Case
) -> AsyncIterator[Around]:
    """Everything, in haste; where a platform is late, the bot knows how late it may be."""
    monkeypatch.setattr(limits, "REQUEST_SECONDS", SHORT)
    monkeypatch.setattr(limits, "OPEN_SECONDS", SHORT)
    monkeypatch.setattr(connector, "_TIMEOUT", ClientTimeout(total=SHORT))
    monkeypatch.setattr(answering, "PAUSES", (0.05, 0.1, 0.2))
    monkeypatch.setattr(names, "AGAIN", 0.05)
    late = 2 * LONG - SHORT if isinstance(case.fault, Late) else PATIENCE.late
    async with around(tmp_path, replace(PATIENCE, late=late)) as made:
        yield made
    said = repr(logged)
    assert not [word for word in (MARK, "Six weeks", *NAMES.values()) if word in said], "somebody's words in the log"


def _makes_sense(case: Case, shown: Shown) -> bool:
    """Not every refusal can befall everything: nothing is too long to be removed."""
    if case.kind is Misshapen:
        return shown.name != "its removal"
    if case.kind is MessageGone:
        return not shown.makes
    if case.cause is Cause.NOBODY:
        return shown.name == "news to one person"
    return not (case.name == "200 without an id" and not shown.makes)


@pytest.mark.parametrize("case", CASES, ids=IDS)
async def test_what_is_to_stand_on_a_platform_stands_there_once_in_the_end(
    there: Around, logged: list[EventDict], case: Case
) -> None:
    for number, shown in enumerate(one for one in SHOWN if _makes_sense(case, one)):
        mark = f"{MARK}{number}{'x' * number}"
        question = await shown.begin(there, case.platform, mark)
        before = shown.seen(there, case.platform, mark)
        there.befall(shown.hits[case.platform], case.fault, 1 if case.once else float("inf"))
        await shown.act(there, case.platform, mark, question)
        await until(lambda: _in_trouble(there, shown, case, question))  # noqa: B023 - awaited within the round
        if not case.once:
            await _while_it_lasts(there, shown, case, question, mark, before)
        there.heal()
        if not case.passing:
            await there.says("slack", "steward", "settings again")
        await there.settle(5 if isinstance(case.fault, Late) else 3)
        await _afterwards(there, shown, case, question, mark, before)
    assert [one for one in logged if one["log_level"] == "error"] == []


def _in_trouble(there: Around, shown: Shown, case: Case, question: int) -> bool:
    """The fault has struck often enough to be noticed."""
    if case.once:
        return bool(there.struck)
    row = shown.row(there, question, case.platform)
    return bool(row.outcome) or row.attempts >= (1 if case.slow else NOTICED) or _gone(row, case, shown)


def _gone(row: Row, case: Case, shown: Shown) -> bool:
    return case.kind is MessageGone and shown.name == "its removal" and not row.stands


async def _while_it_lasts(there: Around, shown: Shown, case: Case, question: int, mark: str, before: list[str]) -> None:
    row, seen = shown.row(there, question, case.platform), shown.seen(there, case.platform, mark)
    label = f"{shown.name}: {row}"
    assert seen == before, label
    if _gone(row, case, shown):
        return
    assert row.last_error.startswith(f"{case.cause.value} ("), label
    assert mark not in row.last_error
    ended = _ended(case, shown)
    assert (row.outcome, row.due) == (ended, not ended), label
    told = await there.steward()
    if case.kind is MessageGone:
        assert because(case.cause) not in told, "people removed it: there is nothing to look after"
    elif ended or not case.passing or row.attempts >= NOTICED:
        assert because(case.cause) in told, told
        assert mark not in told
    else:
        assert because(case.cause) not in told, "it passes by itself, and has only begun"


def _ended(case: Case, shown: Shown) -> str:
    """How the ledger says that nothing more is tried, empty while it is."""
    if case.kind is MessageGone and not shown.makes:
        return "removed by hand" if shown.name == "its redraw" else ""
    return "refused" if issubclass(case.kind, Refused) and shown.name != "its removal" else ""


async def _afterwards(there: Around, shown: Shown, case: Case, question: int, mark: str, before: list[str]) -> None:
    row, seen = shown.row(there, question, case.platform), shown.seen(there, case.platform, mark)
    label = f"{shown.name}: {row} {seen}"
    ended = _ended(case, shown) if case.kind is not Misshapen else ""
    assert row.outcome == ended, label
    if ended:
        assert seen == before, label
        return
    assert (row.attempts, row.last_error, row.due, row.unsettled) == (0, "", False, False), label
    if shown.name == "its removal":
        assert (seen, row.stands) == (before if case.kind is MessageGone else [], False), label
    elif shown.name == "its redraw":
        assert len(seen) == 1, label
        assert seen != before, label
    elif case.certain or (case.platform == "slack" and shown.can_be_asked):
        assert (len(seen), row.note) == (1, ""), label
    else:
        expected = 2 if case.accepts else 1
        assert await until(lambda: len(shown.seen(there, case.platform, mark)) == expected), label
        assert row.note == SHOWN_TWICE, label
        assert "may stand twice" in await there.steward()


@pytest.mark.parametrize("case", HEARD, ids=[f"{case.platform}: {case.name}" for case in HEARD])
async def test_an_answer_to_one_person_comes_when_that_soon_can_be(
    there: Around, logged: list[EventDict], case: Case
) -> None:
    question = await there.asks("slack", MARK)
    await there.settle(1)

    async def ask() -> bool:
        return await (press_more(there, question) if case.platform == "slack" else asks_for_help(there))

    def answers() -> int:
        return len(there.alone_with(case.platform, ASKERS[case.platform]))

    had = answers()
    there.expired = isinstance(case.fault, Says | Garbled)
    hit = (lambda asked: asked.method == "chat.postEphemeral") if there.expired else ANSWER_HITS[case.platform]
    there.befall(hit, case.fault, 1 if case.passing else float("inf"))
    assert await ask(), "the platform is answered, whatever becomes of the answer"
    directly = isinstance(case.fault, Says) and case.fault.error in NOT_THERE  # where the bot can't write at all
    if case.passing or directly:
        assert await until(lambda: answers() > had)
    else:
        await until(lambda: bool(there.struck))
        await there.slack.quiet()
        assert answers() == had
        there.heal()
        there.expired = False
        assert await ask()
        assert await until(lambda: answers() > had)
    await there.slack.quiet()
    assert answers() - had in ((1, 2) if not case.certain else (1,))
    assert [one for one in logged if one["log_level"] == "error"] == []


@pytest.mark.parametrize("case", [case for case in HEARD if case.platform == "slack"], ids=lambda case: case.name)
async def test_a_form_that_cannot_open_leaves_a_button_that_opens_it(there: Around, case: Case) -> None:
    question = await there.asks("slack", MARK)
    await there.settle(1)
    had = there.alone_with("slack", "asker")
    there.befall(opens_form, case.fault)
    assert await press_reply(there, question)
    assert await until(lambda: len(there.alone_with("slack", "asker")) == len(had) + 1)
    offered = there.alone_with("slack", "asker")[-1]
    assert "[" in offered, offered
    asker, views = there.user("asker").id, there.slack.workspace.views
    if case.accepts:
        assert await until(lambda: asker in views), "it opens all the same, and the button harms nobody"
    assert (asker in views) == case.accepts
    there.heal()
    views.clear()
    if case.kind is not RateLimited:
        assert await press_reply(there, question)
        assert asker in views


NAMELESS = [case for case in HEARD if case.kind is not MessageGone and case.cause is not Cause.NOBODY]
"""What says of a person that there is none is no fault: see when an account is gone."""


@pytest.mark.parametrize("case", NAMELESS, ids=[f"{case.platform}: {case.name}" for case in NAMELESS])
async def test_a_name_that_is_not_told_is_asked_for_again_and_holds_up_nothing(there: Around, case: Case) -> None:
    there.befall(NAME_HITS[case.platform], case.fault)
    await comes(there, case.platform)
    number = await there.asks(case.platform, MARK)
    assert await until(lambda: bool(there.struck))
    assert await until(lambda: len(there.in_home(case.platform, MARK)) == 1), number
    assert there.name_of(case.platform) == ""
    there.heal()

    def named() -> bool:
        there.product.courier.wake()
        return there.name_of(case.platform) == NAMES["newcomer"]

    assert await until(named)
