"""How a community's settings and its stewards are shown."""

from collections.abc import Mapping, Sequence

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Entry, Quiet, Text, Title, said
from bot.chat.forms import ChoiceField, Field, Form, Option, TextField
from bot.chat.refs import Subject
from bot.chat.richtext import RichText, Strong, lines, rich
from bot.chat.words import Words
from bot.community.cards.log import object_name
from bot.community.cards.reach import unreached
from bot.community.cards.setup import Standing, channel_name, community_name, zone_field, zone_name
from bot.community.model import LONGEST_NAME, Channel, Community
from bot.feature import Setting
from bot.postings import Unreached


def told(setting: Setting, kept: Mapping[str, str], words: Words) -> str:
    """A setting's value as people read it."""
    if isinstance(setting.default, bool):
        return words("yes") if setting.on(kept) else words("no")
    if setting.options:
        return words(dict(setting.options)[standing_value(setting, kept, words)])
    return setting.text(kept, words) or words("nothing")


def standing_value(setting: Setting, kept: Mapping[str, str], words: Words) -> str:
    """A setting's value as its field holds it."""
    if isinstance(setting.default, bool):
        return "yes" if setting.on(kept) else "no"
    if not setting.options:
        return setting.text(kept, words)
    value = kept.get(setting.key, "")
    return value if value in dict(setting.options) else str(setting.default)


def settings_card(
    standing: Standing,
    values: Sequence[tuple[str, str]],
    flagged: Sequence[Subject],
    missed: Sequence[Unreached],
    view: View,
) -> Card:
    """Everything a steward looks after."""
    words = view.words
    subject = standing.community.subject
    notice = words("How {name} is set.", name=community_name(standing.community, words))
    blocks: list[Block] = [Title(rich(notice)), *_waiting(flagged, view), *unreached(missed, standing, view)]
    blocks.append(Text(_values(standing, values, words)))
    blocks += [_channel(channel, view) for channel in standing.channels]
    presses = [
        Button(
            words("Change"), "settings.change", subject, main=True, opens_form=True, object_name=words("the settings")
        )
    ]
    if standing.missing:
        presses.append(Button(words("Connect another platform"), "community.connect", subject))
    presses.append(Button(words("Invite a steward"), "steward.invite", subject))
    presses.append(Button(words("Stewards' log"), "settings.log", subject))
    return Card(
        notice,
        (
            *blocks,
            Buttons(tuple(presses)),
            Buttons((Button(words("Stop being a steward"), "steward.leave", subject),)),
            Quiet(
                words.rich(
                    "Or type: {command} settings change, settings log, settings home 2, settings leave",
                    command=view.can.command,
                )
            ),
        ),
    )


def _values(standing: Standing, values: Sequence[tuple[str, str]], words: Words) -> RichText:
    facts = (
        (words("Name"), community_name(standing.community, words)),
        (words("Time zone"), zone_name(standing.community.zone, words)),
        *((words(label), value) for label, value in values),
        (words("Stewards"), ", ".join(standing.stewards)),
    )
    return lines(rich(Strong(f"{label}: "), value) for label, value in facts)


def _waiting(flagged: Sequence[Subject], view: View) -> tuple[Block, ...]:
    if not flagged:
        return ()
    words = view.words
    names = ", ".join(object_name(subject, words) for subject in flagged)
    first = flagged[0]
    return (
        Text(words.rich("**Waiting for a steward:** {names}", names=names)),
        Quiet(
            words.rich(
                "To hide one, type: {command} hide {kind} {number}",
                command=view.can.command,
                kind=first.kind,
                number=str(first.id),
            )
        ),
    )


def _channel(channel: Channel, view: View) -> Entry:
    words = view.words
    name = channel_name(channel, view)
    if channel.home:
        return Entry(rich(name), rich(words("home channel, number {number}", number=channel.id)))
    home = Button(words("Make it the home channel"), "channel.home", channel.subject, object_name=name)
    return Entry(rich(name), rich(words("channel number {number}", number=channel.id)), (home,))


def settings_form(community: Community, settings: Sequence[Setting], kept: Mapping[str, str], view: View) -> Form:
    """Every setting, as it is."""
    words = view.words
    name = TextField("name", words("Name"), community.name if community.named else "", most=LONGEST_NAME)
    return Form(
        "settings.change",
        words("Settings"),
        (name, zone_field(community.zone, words), *(_field(setting, kept, words) for setting in settings)),
        words("Save"),
        "settings.change",
        community.subject,
    )


def _field(setting: Setting, kept: Mapping[str, str], words: Words) -> Field:
    value, label = standing_value(setting, kept, words), words(setting.label)
    hint = words(setting.hint) if setting.hint else ""
    if isinstance(setting.default, bool):
        return ChoiceField(setting.key, label, (Option("yes", words("yes")), Option("no", words("no"))), value, hint)
    if setting.options:
        options = tuple(Option(one, words(told)) for one, told in setting.options)
        return ChoiceField(setting.key, label, options, value, hint)
    return TextField(setting.key, label, value, hint, required=False)


def steward_now_too_card(community: Community, view: View) -> Card:
    """To whoever became a steward because the last one left."""
    words = view.words
    notice = words("You look after {name} now: its last steward has left.", name=community_name(community, words))
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "You're a steward because you've been here longest. It is little: look at what is flagged, and "
                    "change a setting when people ask. Rather not? Invite somebody, then stop being one."
                )
            ),
            Buttons(
                (
                    Button(words("Settings"), "settings.show", community.subject, main=True),
                    Button(words("Invite a steward"), "steward.invite", community.subject),
                )
            ),
            Quiet(words.rich("Or type: {command} settings, settings leave", command=view.can.command)),
        ),
    )


def stewards_card(names: Sequence[str], view: View) -> Card:
    """Who the stewards are, to somebody who isn't one."""
    words = view.words
    return said(words("Settings are the stewards' matter. They are: {names}.", names=", ".join(names)))
