"""What has not reached people, why, and what a steward can do about it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Text
from bot.chat.richtext import rich
from bot.chat.words import Words
from bot.community.cards.setup import Standing, channel_name
from bot.community.model import Community
from bot.errors import PASSING, Cause, cause_in
from bot.postings import NO_TIME, NOT_SERVED, NOT_SHOWN, SHOWN_TWICE, STILL_SHOWN, TOO_LATE, Unreached

MOST = 6
"""Lines told at once."""
NOTICED = 4
"""Failures in a row from which on stewards are told of what passes by itself."""
_Say = Callable[[Words], str]

BECAUSE: Mapping[Cause, _Say] = {
    Cause.NOT_IN_CHANNEL: lambda words: words("I'm not in the channel. Invite me there, and they come at once."),
    Cause.NO_CHANNEL: lambda words: words(
        "I can't see the channel. If it is there, invite me; if not, choose another home channel."
    ),
    Cause.ARCHIVED: lambda words: words(
        "the channel is archived. Bring it back, or choose another home channel; then try again."
    ),
    Cause.NOT_ALLOWED_IN: lambda words: words(
        "I may not write there: somebody blocked or removed me, or only some may post. Let me in, then try again."
    ),
    Cause.NOBODY: lambda words: words("there is no such person any more. Nothing is to be done."),
    Cause.SHUT_OUT: lambda words: words("they have blocked me there. I leave them alone until they write to me."),
    Cause.TOKEN: lambda words: words("my token isn't accepted any more. Whoever runs me needs to install me anew."),
    Cause.PERMISSION: lambda words: words("I lack a permission. Whoever runs me needs to install me anew."),
    Cause.RULES: lambda words: words(
        "a rule of your organisation stands against it. Its administrators can change it."
    ),
    Cause.REMOVED: lambda words: words("people removed the message. I leave it so."),
    Cause.SHAPE: lambda words: words("the platform doesn't take the card. Please tell whoever runs me."),
    Cause.BUSY: lambda words: words("the platform asked me to go slowly. It passes by itself."),
    Cause.CLASH: lambda words: words("something else was written there at that moment. It passes by itself."),
    Cause.BROKEN: lambda words: words("the platform is out of order. I try again by myself."),
    Cause.SILENT: lambda words: words("the platform doesn't answer. I try again by myself."),
    Cause.STRANGE: lambda words: words(
        "something between me and the platform answers in its place. I try again by myself."
    ),
    Cause.CLOSED: lambda words: words("I can't reach the platform. I try again by myself."),
    Cause.NO: lambda words: words("the platform refuses it. Please tell whoever runs me."),
}
"""Why something has not reached people, and what helps. It follows a colon."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What has become of a card that isn't shown as it should be."""

    one: str
    more: str


_TAKEN_BACK = _Kind(
    "{count} card that was taken back still stands in {place}",
    "{count} cards that were taken back still stand in {place}",
)
_MAY_STAND = _Kind(
    "{count} card that was taken back may still stand in {place}",
    "{count} cards that were taken back may still stand in {place}",
)
_OLDER = _Kind("{count} card in {place} shows how it was before", "{count} cards in {place} show how it was before")
_TWICE = _Kind("{count} card may stand twice in {place}", "{count} cards may stand twice in {place}")
_PERHAPS = _Kind("{count} card may not have reached {place}", "{count} cards may not have reached {place}")
_LATE = _Kind("{count} card came too late for {place}", "{count} cards came too late for {place}")
_NEVER = _Kind("{count} card was not shown in {place}", "{count} cards were not shown in {place}")
_NOT_YET = _Kind("{count} card has not reached {place} yet", "{count} cards have not reached {place} yet")
_DOUBT = {SHOWN_TWICE: _TWICE, NOT_SHOWN: _PERHAPS, STILL_SHOWN: _MAY_STAND, TOO_LATE: _LATE}


def unreached(found: Sequence[Unreached], standing: Standing, view: View) -> tuple[Block, ...]:
    """What a steward should know of, most of it first; nothing when all is well."""
    told = [one for one in found if _worth_telling(one)]
    if not told:
        return ()
    words = view.words
    lines: Counter[str] = Counter()
    shapes: dict[str, tuple[_Kind, str, str]] = {}
    for one in told:
        kind, place, because = _kind(one), _place(one, standing, view), _because(one, words)
        key = f"{kind.one}|{place}|{because}"
        lines[key] += one.cards
        shapes[key] = (kind, place, because)
    said = [_line(shapes[key], count, words) for key, count in lines.most_common(MOST)]
    blocks: list[Block] = [Text(words.rich("**Not everything reaches people:**"))]
    blocks += [Text(rich(line)) for line in said]
    if any(one.outcome == "" and one.attempts for one in told):
        blocks.append(_again(standing.community, words))
    return tuple(blocks)


def trying_card(community: Community, view: View) -> Card:
    """To a steward who has it tried again."""
    words = view.words
    notice = words("I'm trying again now. What still doesn't arrive stands in your settings.")
    typed = Quiet(words.rich("Or type: {command} settings again", command=view.can.command))
    return Card(notice, (Text(rich(notice)), _again(community, words), typed))


def _again(community: Community, words: Words) -> Buttons:
    return Buttons((Button(words("Try these cards again"), "settings.again", community.subject),))


def _worth_telling(one: Unreached) -> bool:
    if one.outcome or one.told in _DOUBT:
        return True
    passing = one.told == NO_TIME or cause_in(one.told) in PASSING
    return not passing or one.attempts >= NOTICED


def _kind(one: Unreached) -> _Kind:
    if one.told in _DOUBT:
        return _DOUBT[one.told]
    if one.stands:
        return _OLDER if one.present else _TAKEN_BACK
    return _NEVER if one.outcome else _NOT_YET


def _line(shape: tuple[_Kind, str, str], count: int, words: Words) -> str:
    kind, place, because = shape
    what = words.many(kind.one, kind.more, count, place=place)
    return words("{what}: {because}", what=what, because=because)


def _place(one: Unreached, standing: Standing, view: View) -> str:
    channel = next((channel for channel in standing.channels if channel.id == one.channel), None)
    if channel is not None:
        return channel_name(channel, view)
    title = view.deployment.title(one.platform)
    if one.channel is not None:
        return view.words("a channel on {platform} that I have left", platform=title)
    return view.words("single people on {platform}", platform=title)


def _because(one: Unreached, words: Words) -> str:
    cause = cause_in(one.told)
    if cause is not None:
        return BECAUSE[cause](words)
    if one.told == TOO_LATE:
        return words("its time had gone by. What came after has.")
    if one.told == NOT_SERVED:
        return words("I am not running there. Whoever runs me needs to set me up for it again.")
    if one.told == NO_TIME:
        return words("I have too much to do. I try again by myself.")
    if one.told in _DOUBT:
        return words("the platform broke off, and can't be asked. Have a look, and remove by hand what is too much.")
    return words("something in me failed. Please tell whoever runs me: {code}.", code=one.told)
