"""Two communities of one deployment, each with everything in it: ours, and theirs."""

from dataclasses import dataclass
from pathlib import Path

from bot.chat.calls import Where
from bot.chat.refs import AccountRef
from bot.chat.replies import OpenForm
from bot.chat.words import Words
from storage.engine import Store
from tests.stage import HandClock, Stage, button, card

MOST = 3
"""How many of each thing they have; we have one fewer."""


@dataclass
class Two:
    """`steward` and `member` are ours; `stranger` is a member of theirs."""

    stage: Stage
    file: Path
    channel: Where
    other_channel: Where
    steward: AccountRef
    member: AccountRef
    stranger: AccountRef
    ours: int = 1
    theirs: int = 2
    only_theirs: int = MOST


async def two_communities(store: Store, file: Path) -> Two:
    """Both founded and filled through the door."""
    stage = Stage(store, HandClock(), Words())
    ours, theirs = stage.channel("east", "ours"), stage.channel("east", "theirs")
    people = [AccountRef("east", "t", name) for name in ("steward", "member", "their-steward", "stranger")]
    await _founded(stage, ours, people[0], "Ours")
    await _founded(stage, theirs, people[2], "Theirs")
    await _filled(stage, ours, people[0], people[1], MOST - 1, "ordinary words about budgets")
    await _filled(stage, theirs, people[2], people[3], MOST, "peculiar marmalade matters")
    return Two(stage, file, ours, theirs, people[0], people[1], people[3])


async def _founded(stage: Stage, where: Where, steward: AccountRef, name: str) -> None:
    await stage.arrive(where, steward)
    opened = await stage.say(steward, where, "setup change")
    assert isinstance(opened, OpenForm)
    await stage.send(steward, where, opened.form.action, {"name": name}, str(opened.form.subject))
    await stage.say(steward, where, "setup open now")


async def _filled(stage: Stage, where: Where, one: AccountRef, other: AccountRef, many: int, about: str) -> None:
    """Questions with replies, resources, drafts, flags and helped replies, `many` of each, by both people."""
    for number in range(1, many + 1):
        preview = card(await stage.say(one, where, f"ask {about}, part {number}?"))
        post = button(preview, "Post it")
        await stage.press(one, where, post.action, str(post.subject))
        await stage.say(other, where, f"reply {number} {about}, answer {number}")
        await stage.say(other, where, f"share https://example.org/{number} {about} {number}")
        await stage.say(one, where, f"ask {about}, draft {number}?")
        await stage.say(other, where, f"flag reply {number}")
        await stage.say(other, where, f"topic {about}, thing {number}")
        await stage.say(one, where, f"units add {about}, unit {number}")
    await stage.say(one, where, "helped 1")
