"""What members declare: `me`, and all that hangs on it."""

from bot.feature import Command, Feature, Pressed, Sent
from bot.members.actions import exporting, keeping, leaving, moving, profile
from bot.members.store import MemberWork

MEMBERS: Feature[MemberWork] = Feature(
    "members",
    commands=(
        Command(
            "me",
            "your unit, your accounts, what is kept about you, forget me",
            "me",
            profile.me,
            first=True,
            takes=profile.ME_TAKES,
        ),
    ),
    buttons={
        "member.show": Pressed(profile.show),
        "member.edit": Pressed(profile.edit),
        "member.accounts": Pressed(keeping.accounts),
        "member.kept": Pressed(keeping.kept),
        "member.moved": Pressed(moving.moved),
        "member.export": Pressed(exporting.export),
        "member.forget": Pressed(leaving.forget),
        "member.forget_now": Pressed(leaving.forget_now),
    },
    forms={"member.edit": Sent(profile.edited), "member.moved": Sent(moving.moved_filled_in)},
    before_opening=frozenset(
        {
            "me",
            "member.show",
            "member.edit",
            "member.accounts",
            "member.kept",
            "member.moved",
            "member.export",
            "member.forget",
            "member.forget_now",
        }
    ),
)
