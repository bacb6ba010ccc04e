"""What a community declares: set-up, codes, stewards, settings."""

from collections.abc import Mapping, Sequence

from bot.community.actions import arriving, codes, linking, opening, stewarding, units
from bot.community.actions.settings import Desk, step_down, try_again
from bot.community.model import HOLIDAYS, MEETS
from bot.community.store import CommunityWork
from bot.feature import Command, Drawn, Feature, Hears, Pressed, Sent, Setting

_EARLY = frozenset(
    {
        "setup",
        "join",
        "link",
        "settings",
        "community.setup",
        "community.show",
        "community.sample",
        "community.open",
        "community.connect",
        "steward.invite",
        "steward.leave",
        "code.enter",
        "account.link",
        "account.same",
        "account.confirm",
        "account.decline",
        "settings.show",
        "settings.change",
        "settings.log",
        "settings.again",
        "log",
        "channel.home",
        "units",
        *(f"unit.{verb}" for verb in ("list", "show", "add", "adopt", "edit", "drop", "invite")),
    }
)


def community_feature(settings: Sequence[Setting]) -> Feature[CommunityWork]:
    """The feature, given the settings of all the others, which its stewards may change."""
    desk = Desk(settings)
    return Feature(
        "community",
        commands=_commands(desk),
        buttons=_buttons(desk),
        forms={
            "community.setup": Sent(opening.written_down, stewards=True),
            "settings.change": Sent(desk.changed, stewards=True),
            "code.enter": Sent(codes.enter),
            "unit.add": Sent(units.added, stewards=True),
            "unit.edit": Sent(units.edited, stewards=True),
        },
        hears=Hears(arrived=arriving.arrived, departed=arriving.departed, channel_changed=arriving.changed),
        subjects={
            "community/setup": Drawn(opening.draw_setup, unsure="resend"),
            "community/hello": Drawn(opening.draw_hello, unsure="resend"),
            "member/steward": Drawn(stewarding.draw, unsure="resend"),
        },
        reacts={"member.departed": stewarding.departed},
        settings=(MEETS, HOLIDAYS),
        outside={
            "setup": codes.enter_outside,
            "join": codes.enter_outside,
            "code.enter": codes.enter_outside,
            "account.confirm": linking.confirm,
            "account.decline": linking.decline,
            "outside": codes.come_in,
        },
        before_opening=_EARLY,
    )


def _commands(desk: Desk) -> tuple[Command[CommunityWork], ...]:
    return (
        Command("settings", "how the community is set, and who its stewards are", "settings", desk.typed, takes="few"),
        Command(
            "setup", "sets the community up and opens its doors", "setup", opening.setup, stewards=True, takes="few"
        ),
        Command(
            "log",
            "what stewards and members did: who and when, never the words",
            "log",
            desk.log_typed,
            stewards=True,
            takes="few",
        ),
        Command(
            "units",
            "the ministries that belong: who is here, who is missing, invitations",
            "units add Forests | FLNRO",
            units.typed,
            stewards=True,
            takes=units.TAKES,
        ),
        Command("join", "enters a code that somebody gave you", "join", codes.enter, takes="few"),
        Command("link", "links your account on another platform", "link", codes.link, takes="few"),
    )


def _buttons(desk: Desk) -> Mapping[str, Pressed[CommunityWork]]:
    return {
        "community.setup": Pressed(opening.write, stewards=True, typed="setup change"),
        "community.show": Pressed(opening.show, stewards=True, typed="setup"),
        "community.sample": Pressed(opening.sample, stewards=True, typed="setup sample"),
        "community.open": Pressed(opening.open_doors, stewards=True, typed="setup open"),
        "community.connect": Pressed(opening.connect, stewards=True, typed="setup connect"),
        "steward.invite": Pressed(opening.invite, stewards=True, typed="setup steward"),
        "steward.leave": Pressed(step_down, stewards=True, typed="settings leave"),
        "channel.home": Pressed(opening.make_home, stewards=True, typed="settings home {number}"),
        "settings.show": Pressed(desk.show, stewards=True, typed="settings"),
        "settings.change": Pressed(desk.change, stewards=True, typed="settings change"),
        "settings.log": Pressed(desk.log, stewards=True, typed="log {choice}"),
        "settings.again": Pressed(try_again, stewards=True, typed="settings again"),
        "unit.list": Pressed(units.listed, stewards=True, typed="units"),
        "unit.show": Pressed(units.show, stewards=True, typed="units {number}"),
        "unit.add": Pressed(units.add, stewards=True, typed="units add"),
        "unit.adopt": Pressed(units.adopt, stewards=True, typed="units add {choice}"),
        "unit.edit": Pressed(units.edit, stewards=True, typed="units edit {number}"),
        "unit.drop": Pressed(units.drop, stewards=True, typed="units drop {number}"),
        "unit.invite": Pressed(units.invite, stewards=True, typed="units invite {number}"),
        "code.enter": Pressed(codes.enter, typed="join …"),
        "account.link": Pressed(codes.link_press, typed="link"),
        "account.same": Pressed(linking.same, typed="link same {number}"),
        "account.confirm": Pressed(linking.confirm, typed="link yes {number}"),
        "account.decline": Pressed(linking.decline, typed="link no {number}"),
    }
