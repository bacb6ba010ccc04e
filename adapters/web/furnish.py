"""Stages the demo community through the front door: it is founded, shares, asks, and has met once."""

import re
from functools import partial

from adapters.web import demo
from adapters.web.cast import Cast, buttons_in
from adapters.web.clock import START, ZONE_KEY, WorkspaceClock
from adapters.web.hands import NextDue, Woken
from adapters.web.platform import DrawnPlatform
from bot.chat.cards import Button
from bot.chat.forms import TicksField
from bot.chat.replies import OpenForm
from bot.ports import Door

_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


async def furnish(
    door: Door, slack: DrawnPlatform, teams: DrawnPlatform, clock: WorkspaceClock, next_due: NextDue, settled: Woken
) -> None:
    """All that happens in the fortnight before the clock's first Monday, in that order.

    May be repeated after it was cut short: what stands already is left as it is. `next_due` says what falls due on the
    way; `settled` does what is due and brings what is wanted to the page.
    """
    cast = Cast(door, {"slack": slack, "teams": teams}, clock, next_due, settled)
    if clock.now() >= START:
        clock.begin(demo.FOUNDED)
    await _founded(cast)
    await _stocked(cast)
    await _planned(cast)
    first, second, third = demo.QUESTIONS
    await _asked(cast, 1, first)
    await _suggested(cast)
    await _asked(cast, 2, second)
    await _met(cast, demo.MET)
    await _asked(cast, 3, third)
    await cast.wait(START)
    for platform in (slack, teams):
        platform.caught_up()


async def _founded(cast: Cast) -> None:
    """The bot arrives in both channels, is set up, connected, and opened; everybody says who they are."""
    by = demo.INSTALLER
    await cast.arrives("slack", by)
    setup = await cast.typed(by, "setup change")
    if isinstance(setup, OpenForm):
        values = {"name": demo.COMMUNITY, "meets": "", "second": "", "zone": ZONE_KEY}
        await cast.send(by, setup.form.action, values, str(setup.form.subject))
    code = _CODE.search(await cast.say(by, "setup connect"))
    guest = next(member.who.id for member in demo.MEMBERS if member.who.platforms == ("teams",))
    if code:
        await cast.arrives("teams", None)
        await cast.say(guest, f"join {code.group()}")
    await _without_a_digest(cast, by)
    await _opened(cast, by)
    await _linked(cast, by)
    for member in demo.MEMBERS:
        await _introduced(cast, member)
    code = _CODE.search(await cast.say(by, "setup steward"))
    if code:
        await cast.say(demo.SECOND_STEWARD, f"join {code.group()}")


async def _introduced(cast: Cast, member: demo.Member) -> None:
    """Somebody says which unit is theirs, what they care about and have done, and whether they may be asked."""
    say = partial(cast.say, member.who.id)
    await say(f"me unit {member.who.unit}")
    await say(f"me interests {' '.join(member.interests)}")
    if member.did:
        await say(f"me did {member.did}")
    if member.may_be_asked:
        await say("me ask yes")


async def _without_a_digest(cast: Cast, by: str) -> None:
    """For a start the steward leaves the weekly digest off: there is little to tell yet."""
    asked = await cast.typed(by, "settings change")
    if isinstance(asked, OpenForm):
        values = {field.name: field.value for field in asked.form.fields if not isinstance(field, TicksField)}
        await cast.send(by, asked.form.action, values | demo.NO_DIGEST, str(asked.form.subject), key="demo-no-digest")


async def _opened(cast: Cast, by: str) -> None:
    """The steward looks at what members will see, and opens the doors."""
    presses = {button.action: button for button in buttons_in(await cast.typed(by, "setup"))}
    for action in ("community.sample", "community.open"):
        if action in presses:
            await cast.press(by, presses[action])


async def _linked(cast: Cast, person: str) -> None:
    """Somebody on both platforms counts once."""
    code = _CODE.search(await cast.say(person, "link"))
    if code is None:
        return
    asked = await cast.typed_directly(person, "teams", f"join {code.group()}")
    for button in buttons_in(asked):
        if button.main:
            await cast.press_directly(person, "teams", button)


async def _stocked(cast: Cast) -> None:
    """Members add links; one that is known stays as it is."""
    for shared in demo.LIBRARY:
        values = {"url": shared.url, "title": shared.title, "kind": shared.kind, "tags": " ".join(shared.tags)}
        await cast.send(shared.by, "resource.share", values)


async def _planned(cast: Cast) -> None:
    """Some would convene, and the meetings are planned, once; the first one's convener says what it is about.

    Whose turn it is says yes, to the first meeting and to the one after.
    """
    for volunteer in demo.VOLUNTEERS:
        await cast.say(volunteer, "convene join")
    buttons = buttons_in(await cast.typed(demo.INSTALLER, "meetings"))
    if all(button.action != "series.stop" for button in buttons):
        await _series(cast, next(button for button in buttons if button.action == "series.write"))
    first = demo.MET
    await cast.wait(demo.AGREED_AT)
    await cast.say(first.convener, "convene yes", "demo-convene")
    upcoming = buttons_in(await cast.typed(first.convener, "next"))
    meeting = next(str(button.subject) for button in upcoming if button.action == "meeting.yes")
    await cast.send(first.convener, "topic.suggest", {"text": first.topic}, meeting, key="demo-topic-of-the-first")
    await cast.wait(demo.NEXT_AGREED_AT)
    await cast.say(demo.NEXT_CONVENER, "convene yes", "demo-convene-next")


async def _series(cast: Cast, button: Button) -> None:
    asked = await cast.press(demo.INSTALLER, button)
    if isinstance(asked, OpenForm):
        values = {"when": demo.WHEN, "from": demo.FIRST, "venue": demo.VENUE, "link": demo.LINK}
        await cast.send(demo.INSTALLER, asked.form.action, values, str(asked.form.subject), key="demo-series")


async def _suggested(cast: Cast) -> None:
    """What members would talk about."""
    for number, topic in enumerate(demo.TOPICS, 1):
        await cast.wait(topic.at)
        await cast.say(topic.by, f"topic {topic.title}", f"demo-topic-{number}")


async def _met(cast: Cast, met: demo.Held) -> None:
    """People say whether they come; they meet; it is noted."""
    await cast.wait(met.answered_at)
    for answer, people in (("yes", met.yes), ("maybe", met.maybe), ("no", met.no)):
        for person in people:
            await cast.say(person, f"rsvp {answer}", f"demo-rsvp-{person}")
    await cast.wait(met.noted_at)
    shown = buttons_in(await cast.typed(met.convener, "notes"))
    for button in shown:
        if button.action == "meeting.notes":
            values = {"talked": met.talked, "useful": met.useful, "actions": "\n".join(met.actions)}
            await cast.send(met.convener, "meeting.notes", values, str(button.subject), key="demo-notes")


async def _asked(cast: Cast, number: int, asked: demo.Asked) -> None:
    """A question of an earlier week, with its replies."""
    await cast.wait(asked.at)
    values = {"text": asked.title, "detail": asked.text, "tags": " ".join(asked.tags)}
    for button in buttons_in(await cast.send(asked.by, "question.ask", values)):
        if button.action == "draft.post":
            await cast.press(asked.by, button, f"demo-post-{number}")
    before = sum(len(earlier.replies) for earlier in demo.QUESTIONS[: number - 1])
    for reply, told in enumerate(asked.replies, before + 1):
        await cast.wait(told.at)
        await cast.say(told.by, f"reply {number} {told.text}", f"demo-reply-{reply}")
        if told.helped:
            await cast.say(asked.by, f"helped {reply}", f"demo-helped-{reply}")
