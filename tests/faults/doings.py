"""What the bot does on a platform, so that each may go wrong: how it is begun, and what its people then see."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from tests.faults.around import ASKERS, NEWCOMERS, OTHERS, Around, Hit, Row, buttons, until
from tests.servers.slack.faults import ApiRequest
from tests.servers.teams.activities import ADA
from tests.servers.teams.connector import CHANNEL

OTHER_SIDE = {"slack": "teams", "teams": "slack"}


def _to_people(asked: ApiRequest) -> bool:
    return str(asked.args.get("channel", ""))[:1] in ("U", "D")


def _in_home(asked: ApiRequest) -> bool:
    return str(asked.args.get("channel", ""))[:1] == "C"


def _alone(asked: ApiRequest) -> bool:
    return asked.method == "create" and str(asked.args["conversation"]).startswith("a:")


@dataclass(frozen=True)
class Shown:
    """Something that stands on a platform because the ledger says so. `begin` comes before anything goes wrong.

    `seen` is what the person whom it is for sees of it, given what `begin` told.
    """

    name: str
    hits: Mapping[str, Hit]
    begin: Callable[[Around, str, str], Awaitable[int]]
    act: Callable[[Around, str, str, int], Awaitable[object]]
    seen: Callable[[Around, str, str], list[str]]
    posting: tuple[str, str]
    can_be_asked: bool = True
    """Whether Slack can be asked for it when nobody knows whether it was made."""
    makes: bool = True
    """Whether it makes a message; else it changes or removes one."""

    def row(self, around: Around, number: int, platform: str) -> Row:
        """Its posting."""
        return around.row(*self.posting, number, platform)


async def _nothing(around: Around, platform: str, mark: str) -> int:
    """The number that the next question gets."""
    del platform, mark
    return 1 + int(around.truth.rows("SELECT coalesce(max(id), 0) FROM questions")[0][0])


async def _asked(around: Around, platform: str, mark: str) -> int:
    number = await around.asks(platform, mark)
    await around.settle(1)
    assert len(around.in_home(platform, mark)) == 1
    return number


async def _ask(around: Around, platform: str, mark: str, _number: int) -> None:
    await around.asks(platform, mark)


async def _hear(around: Around, platform: str, _mark: str, number: int) -> None:
    """Somebody on the other platform replies, so that the card says so."""
    other = OTHER_SIDE[platform]
    await around.says(other, OTHERS[other], f"reply {number} Six weeks before.")


async def _take_back(around: Around, platform: str, _mark: str, number: int) -> None:
    await around.says(platform, ASKERS[platform], f"takeback question {number}")


async def _reply(around: Around, platform: str, mark: str, number: int) -> None:
    other = OTHER_SIDE[platform]
    await around.says(other, OTHERS[other], f"reply {number} Six weeks before {mark}.")
    await around.product.tick.run_due_until_idle()


def _at_home(around: Around, platform: str, mark: str) -> list[str]:
    return around.in_home(platform, mark)


def _to_the_asker(around: Around, platform: str, mark: str) -> list[str]:
    return [text for text in around.alone_with(platform, ASKERS[platform], mark) if "Six weeks" in text]


SHOWN = (
    Shown(
        "a question's card",
        {
            "slack": lambda asked: asked.method == "chat.postMessage" and _in_home(asked),
            "teams": lambda asked: asked.method == "create" and str(asked.args["conversation"]) == CHANNEL,
        },
        _nothing,
        _ask,
        _at_home,
        ("question", ""),
    ),
    Shown(
        "its redraw",
        {
            "slack": lambda asked: asked.method == "chat.update" and _in_home(asked),
            "teams": lambda asked: asked.method == "update",
        },
        _asked,
        _hear,
        _at_home,
        ("question", ""),
        makes=False,
    ),
    Shown(
        "its removal",
        {
            "slack": lambda asked: asked.method == "chat.delete" and _in_home(asked),
            "teams": lambda asked: asked.method == "delete",
        },
        _asked,
        _take_back,
        _at_home,
        ("question", ""),
        makes=False,
    ),
    Shown(
        "news to one person",
        {"slack": lambda asked: asked.method == "chat.postMessage" and _to_people(asked), "teams": _alone},
        _asked,
        _reply,
        _to_the_asker,
        ("question", "news"),
        can_be_asked=False,
    ),
)

ANSWER_HITS: Mapping[str, Hit] = {
    "slack": lambda asked: asked.method in ("response_url", "chat.postEphemeral"),
    "teams": _alone,
}
NAME_HITS: Mapping[str, Hit] = {
    "slack": lambda asked: asked.method == "users.info",
    "teams": lambda asked: asked.method == "look",
}


def opens_form(asked: ApiRequest) -> bool:
    """A request that opens a modal."""
    return asked.method == "views.open"


async def press_more(around: Around, number: int) -> bool:
    """The asker presses More on the question's card on Slack, which is answered to them alone; whether Slack is content."""
    return await _press(around, number, ".question.more")


async def press_reply(around: Around, number: int) -> bool:
    """The asker presses Reply, which opens a form."""
    return await _press(around, number, ".question.reply")


async def _press(around: Around, number: int, name: str) -> bool:
    shown = around.question_card(number)
    action = next(action for _, action in buttons(shown) if action.endswith(name))
    return (await around.slack.press(around.user(ASKERS["slack"]), shown, action)).ok


async def asks_for_help(around: Around) -> bool:
    """The asker types to the bot in Teams; whether Teams is content."""
    return await around.types_on_teams(ADA, "help") == 200


async def comes(around: Around, platform: str) -> None:
    """Somebody who isn't known yet types something in the channel."""
    await around.says(platform, NEWCOMERS[platform], "help", around.together(platform))


__all__ = ["ANSWER_HITS", "NAME_HITS", "SHOWN", "until"]
