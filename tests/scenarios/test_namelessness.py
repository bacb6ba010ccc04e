"""Who asked without a name cannot be told by anybody: the same life, led by different askers, looks the same."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.chat.calls import Where
from bot.chat.refs import AccountRef
from bot.chat.replies import FormErrors, OpenForm, Private
from bot.questions.model.questions import NAMELESS_LINK_KEPT
from storage.engine import open_store
from tests.scenarios.nameless import (
    ASKERS,
    MET,
    QUESTION,
    WAYS,
    Asks,
    a_month_later,
    asked_directly,
    life,
    lived,
    posted,
    prepared,
    put_in_touch,
)
from tests.scenarios.onlookers import (
    Onlookers,
    Overhearing,
    differences,
    look_around,
    look_at_records,
    rows,
)
from tests.scenarios.slack import SlackChat
from tests.scenarios.world import World
from tests.scenarios.world import world as new_world
from tests.servers.slack.faults import Broken
from tests.stage import Stage, button, card, staged, told


async def test_nobody_else_gets_a_byte_that_depends_on_who_asked(tmp_path: Path) -> None:
    had = []
    for asker in ASKERS:
        async with lived("web", tmp_path / asker, asker, asked_directly) as (world, onlookers):
            await a_month_later(world, onlookers, tmp_path / asker / "cop.db")
        had.append(onlookers)
    assert_alike(had)


@pytest.mark.parametrize("asks", WAYS[1:], ids=lambda asks: str(asks.__name__))
async def test_however_it_is_asked(tmp_path: Path, asks: Asks) -> None:
    had = []
    for asker in ASKERS[:2]:
        onlookers = Onlookers(asker, exact=True)
        async with prepared("web", tmp_path / asker) as world:
            async for _ in posted(world, asker, asks):
                await look_around(onlookers, world)
            await world.forward(timedelta(hours=1))
            await look_around(onlookers, world)
            look_at_records(onlookers, tmp_path / asker / "cop.db", ASKERS)
        had.append(onlookers)
    assert_alike(had)


def assert_alike(had: Sequence[Onlookers]) -> None:
    """Whoever wasn't an asker had the same of all those lives."""
    for one, other in combinations(had, 2):
        left = (one.asker, other.asker)
        apart = differences(one.told(*left), other.told(*left))
        assert not apart, "\n".join([f"{left} can be told apart:", *apart])


async def test_only_with_whom_the_asker_wants_to_talk_learns_the_name_and_not_for_ever(tmp_path: Path) -> None:
    had, told_apart = [], []
    for asker in ASKERS[:2]:
        onlookers, file = Onlookers(asker, exact=True), tmp_path / asker / "cop.db"
        async with prepared("web", tmp_path / asker) as world:
            async for _ in put_in_touch(world, asker):
                await look_around(onlookers, world)
            look_at_records(onlookers, file, [*ASKERS, "fisheries"])
            read = await world.sees("fisheries", "knows you'd be happy to talk", place="direct")
            assert asker.title() in read.text
            await world.directs(asker, "close 2")
            await a_month_later(world, onlookers, file)
            assert not await world.finds("fisheries", "knows you'd be happy to talk", place="direct")
        told_apart.append(onlookers.told(*ASKERS[:2]))
        onlookers.states["fisheries"] = [*onlookers.states["fisheries"][:MET], onlookers.states["fisheries"][-1]]
        had.append(onlookers)
    assert any(where.startswith("fisheries, look") for where in differences(*told_apart))
    assert_alike(had)


async def test_the_eye_would_see_a_name(tmp_path: Path) -> None:
    """The comparison fails when the question is asked with a name."""

    async def with_a_name(world: World, asker: str) -> None:
        await world.commands(asker, f"ask {QUESTION}")
        await world.presses(asker, await world.sees(asker, "Before it goes out"), "Post it")

    had = []
    for asker in ASKERS[:2]:
        (tmp_path / asker).mkdir()
        onlookers = Onlookers(asker)
        async with new_world("web", tmp_path / asker) as world:
            await with_a_name(world, asker)
            await look_around(onlookers, world)
            look_at_records(onlookers, tmp_path / asker / "cop.db", ASKERS)
        had.append(onlookers.told(*ASKERS))
    apart = " ".join(differences(*had))
    assert "steward, look 0" in apart and "fisheries, look 0" in apart and "records" in apart


async def test_the_askers_own_notices_carry_nothing_of_the_question(tmp_path: Path) -> None:
    async with prepared("web", tmp_path / "health") as world:
        notices = []
        async for _ in life(world, "health", asked_directly):
            seen = await world.all_of("health")
            notices += [one.notice for one in seen if one.author == "bot" and one.place == "direct"]
        assert any("News about something you asked" in notice for notice in notices)
        assert not [notice for notice in notices if "zebra" in notice or "Striped" in notice]


async def test_thirty_days_after_it_closed_nothing_leads_to_the_asker(tmp_path: Path) -> None:
    file = tmp_path / "cop.db"
    async with new_world("web", tmp_path) as world:
        await asked_directly(world, "health")
        await world.presses("health", await world.sees("health", "Asked without a name"), "Post it")
        await world.directs("health", "close 1")
        await world.commands("steward", "hide 1")
        await world.fills("steward", {"Because": "it may hold a confidence"})
        await world.forward(NAMELESS_LINK_KEPT - timedelta(hours=1))
        assert [row["member_id"] for table, row in rows(file) if table == "questions"] != [None]
        await world.forward(timedelta(hours=2))
        assert [row["member_id"] for table, row in rows(file) if table == "questions"] == [None]
        about = [row for table, row in rows(file) if row.get("kind") == "question" and row.get("number") == 1]
        assert not [row for row in about if row.get("account_id") or row.get("at_channel", "") == "slack-dm-health"]
        assert not await world.finds("health", "A steward has hidden", place="direct")


async def test_slack_receives_nothing_for_others_that_depends_on_who_asked(tmp_path: Path) -> None:
    had = []
    askers = ASKERS[:2]
    for asker in askers:
        async with lived("slack", tmp_path / asker, asker, asked_directly) as (world, onlookers):
            slack = world.here
            assert isinstance(slack, SlackChat) and isinstance(slack.server.fault, Overhearing)
            received = slack.server.fault.for_others_than([slack.person(one) for one in askers])
            had.append({**onlookers.told(*askers), **received, "metrics": ""})  # Slack tells late of what we removed
    assert sum(where.startswith("slack ") for where in had[0]) >= 3
    apart = differences(*had)
    assert not apart, "\n".join(apart)


async def test_an_answer_that_is_lost_is_logged_without_whom_it_was_for(tmp_path: Path) -> None:
    with capture_logs() as logs:
        async with new_world("slack", tmp_path) as world:
            await asked_directly(world, "health")
            preview = await world.sees("health", "Asked without a name", place="direct")
            assert isinstance(world.here, SlackChat)
            asker = world.here.person("health")
            theirs = {asker.id, asker.direct}
            world.here.server.fault = lambda asked: (
                Broken()
                if asked.method == "response_url" or theirs & {str(one) for one in asked.args.values()}
                else None
            )
            await world.presses("health", preview, "Post it")
            await world.sees("labour", QUESTION)
    assert any(line["event"] == "slack_answer_not_delivered" for line in logs)
    assert not any(name in repr(logs) for name in (*theirs, "health", "zebra"))


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A community with a steward, and an asker on each platform."""
    async with open_store(f"sqlite:///{tmp_path / 'cop.db'}") as store, staged(store) as made:
        yield made


HEALTH, LABOUR = AccountRef("east", "t", "health"), AccountRef("west", "t", "labour")


async def founded(stage: Stage) -> tuple[Where, Where]:
    """Doors open on both platforms; the steward is Health's colleague."""
    steward, east, west = AccountRef("east", "t", "steward"), stage.channel("east", "e"), stage.channel("west", "w")
    await stage.arrive(east, steward)
    opened = await stage.say(steward, east, "setup change")
    assert isinstance(opened, OpenForm)
    await stage.send(steward, east, opened.form.action, {"name": "Policy CoP"}, str(opened.form.subject))
    code = next(text for text in told(await stage.say(steward, east, "setup connect")).split() if "-" in text[4:5])
    await stage.say(LABOUR, west, f"join {code}")
    await stage.say(steward, east, "setup open now")
    for who, where in ((HEALTH, east), (LABOUR, west)):
        await stage.say(who, where, f"me unit {who.person.title()}")
    return east, west


async def test_typed_where_others_see_it_nothing_is_kept(stage: Stage, tmp_path: Path) -> None:
    east, west = await founded(stage)
    for who, where in ((HEALTH, east), (LABOUR, west)):
        before = list(rows(tmp_path / "cop.db"))
        refused = await stage.say(who, where, f"ask {QUESTION} --anon", private=False)
        assert "kept nothing of it" in told(refused)
        assert list(rows(tmp_path / "cop.db")) == before


async def test_what_others_saw_being_typed_is_not_asked_without_a_name_later(stage: Stage) -> None:
    _, west = await founded(stage)
    direct = stage.direct(LABOUR)
    preview = card(await stage.say(LABOUR, west, f"ask {QUESTION}", private=False))
    assert "Hide my name" not in told(Private(preview))
    subject = str(button(preview, "Post it").subject)
    for refused in (
        await stage.press(LABOUR, direct, "draft.name", subject),
        await stage.say(LABOUR, direct, f"ask {QUESTION} --anon"),
        await stage.send(LABOUR, direct, "question.ask", {"text": QUESTION, "nameless": ("yes",)}),
    ):
        assert "Others have seen you type these words" in told(refused)
    again = await stage.say(LABOUR, direct, "ask Something nobody has seen --anon")
    assert "Asked without a name" in told(again)


async def test_a_slip_typed_where_others_see_it_is_no_way_around(stage: Stage) -> None:
    _, west = await founded(stage)
    meant = card(await stage.say(LABOUR, west, f"aks {QUESTION} --anon", private=False))
    run = button(meant, "Run “ask”")
    refused = await stage.press(LABOUR, stage.direct(LABOUR), run.action, "", run.choice)
    assert "kept nothing of it" in told(refused)
    alone = card(await stage.say(LABOUR, stage.direct(LABOUR), "aks https://example.org --anon"))
    run = button(alone, "Run “ask”")
    assert "Asked without a name" in told(await stage.press(LABOUR, stage.direct(LABOUR), run.action, "", run.choice))


async def test_switched_off_no_way_of_asking_without_a_name_is_left(stage: Stage) -> None:
    east, _ = await founded(stage)
    steward, direct = AccountRef("east", "t", "steward"), stage.direct(HEALTH)
    written = card(await stage.say(HEALTH, direct, f"ask {QUESTION} --anon"))
    values = {"name": "Policy CoP", "questions.nameless": "no"}
    await stage.send(steward, east, "settings.change", values, "1/community:1")

    off = "switched off in this community"
    assert off in told(await stage.say(HEALTH, direct, "ask Another one? --anon"))
    assert "Ask without my name" not in told(await stage.say(HEALTH, direct, "ask"))
    sent = await stage.send(HEALTH, direct, "question.ask", {"text": "In a form?", "nameless": ("yes",)})
    assert isinstance(sent, FormErrors) and off in sent.errors["nameless"]
    named = card(await stage.say(HEALTH, direct, "ask A third one?"))
    assert "Hide my name" not in told(Private(named))
    assert off in told(await stage.press(HEALTH, direct, "draft.name", str(button(named, "Post it").subject)))

    post, show = button(written, "Post it"), button(written, "Show my name")
    assert off in told(await stage.press(HEALTH, direct, post.action, str(post.subject)))
    assert "Asked without" not in told(await stage.press(HEALTH, direct, show.action, str(show.subject)))
    assert "Posted as question 1" in told(await stage.press(HEALTH, direct, post.action, str(post.subject)))
