"""Teams' message extension: searching from where one writes, and choosing something on a message."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.teams.activity import Activity, at, text_at
from adapters.teams.limits import LABEL, LIST_BYTES, LIST_LENGTH, MESSAGE_TEXT, NOTICE
from adapters.teams.markup import words_of
from adapters.teams.render import CARD_TYPE, adaptive
from adapters.teams.text import MORE, Json, one_line, size
from bot.chat.calls import MessageCall, Where
from bot.chat.picks import Browse, Pick, Picks
from bot.chat.refs import AccountRef
from bot.chat.richtext import flat

QUERY = "composeExtension/query"
FETCH = "composeExtension/fetchTask"
SUBMIT = "composeExtension/submitAction"
SEARCH = "search"
"""The one command that searches."""
_WORDS = "words"
_FIRST_RUN = "initialRun"
_PREVIEW = "application/vnd.microsoft.card.thumbnail"
_TITLE, _DESCRIPTION = 32, 128


def commands(bot: str, on_message: Sequence[tuple[str, str]]) -> Json:
    """What the app's manifest says of it. `on_message` are names and titles of what can be done with a message."""
    search = {
        "id": SEARCH,
        "type": "query",
        "title": "Search",
        "description": "Look through the library, past questions and replies that helped.",
        "context": ["compose", "commandBox"],
        "initialRun": True,
        "parameters": [
            {"name": _WORDS, "title": "Words", "description": "What it is about", "inputType": "text"},
        ],
    }
    actions = [
        {
            "id": name,
            "type": "action",
            "title": title[:_TITLE],
            "description": title[:_DESCRIPTION],
            "context": ["message"],
            "fetchTask": True,
        }
        for name, title in on_message
    ]
    return {"botId": bot, "commands": [search, *actions]}


def asked(activity: Activity, where: Where) -> Browse:
    """What somebody looks for. Teams asks for the newest before anything is typed."""
    value = at(activity.body, "value")
    skip, count = _whole(at(value, "queryOptions", "skip"), 0), _whole(at(value, "queryOptions", "count"), LIST_LENGTH)
    return Browse(activity.by, where, _typed(at(value, "parameters")), skip, min(count, LIST_LENGTH))


def _typed(parameters: object) -> str:
    for parameter in parameters if isinstance(parameters, list) else ():
        if text_at(parameter, "name") != _FIRST_RUN:
            return text_at(parameter, "value").strip()[:MESSAGE_TEXT]
    return ""


def _whole(number: object, otherwise: int) -> int:
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else otherwise


def answer(picks: Picks) -> Json:
    """What is found, each with the card that is put where one writes; or why there is nothing."""
    if picks.sentence:
        return {"composeExtension": {"type": "message", "text": one_line(picks.sentence, NOTICE)}}
    listed: list[Json] = []
    room = LIST_BYTES
    for drawn in map(_result, picks.picks):
        room -= size([drawn])
        if room < 0:
            break
        listed.append(drawn)
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": listed}}


def told(picks: Picks) -> Json:
    """The sentence in a dialog, for somebody of whom Teams doesn't say who they are."""
    return {"task": {"type": "message", "value": one_line(picks.sentence, NOTICE) or MORE}}


def _result(pick: Pick) -> Json:
    title, line = _harmless(one_line(pick.title, LABEL)) or MORE, _harmless(one_line(flat(pick.line), NOTICE))
    preview = {"contentType": _PREVIEW, "content": {"title": title, "text": line}}
    return {"contentType": CARD_TYPE, "content": adaptive(pick.card), "preview": preview}


def _harmless(text: str) -> str:
    """In the list Teams reads some HTML."""
    return text.replace("<", "‹").replace(">", "›")


def chosen(activity: Activity, by: AccountRef, where: Where) -> MessageCall:
    """Something chosen on a message."""
    message = at(activity.body, "value", "messagePayload")
    words = text_at(message, "body", "content")
    if text_at(message, "body", "contentType").lower() != "text":
        words = words_of(words)
    link = text_at(message, "linkToMessage")
    return MessageCall(
        activity.key,
        by,
        where,
        text_at(activity.body, "value", "commandId"),
        words[:MESSAGE_TEXT],
        link if link.startswith("https://") else "",
        own=text_at(message, "from", "user", "id") in {by.person, text_at(activity.body, "from", "id")} - {""},
    )


def sent(activity: Activity) -> Mapping[str, Any]:
    """What was pressed or filled in, in a dialog that stands over a conversation."""
    data = at(activity.body, "value", "data")
    return data if isinstance(data, Mapping) else {}


def over_conversation(activity: Activity) -> bool:
    """Whether this happened in the message extension: where the bot itself need not be."""
    return activity.type == "invoke" and text_at(activity.body, "name") in (QUERY, FETCH, SUBMIT)


def searches(activity: Activity) -> bool:
    """Whether somebody looks for something to put before others."""
    return text_at(activity.body, "name") == QUERY
