"""What members declare: `me`, and all that hangs on it."""

from bot.feature import Command, Feature, Pressed, Sent
from bot.members.actions import keeping, leaving, profile
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
        "member.forget": Pressed(leaving.forget),
        "member.forget_now": Pressed(leaving.forget_now),
    },
    forms={"member.edit": Sent(profile.edited)},
    before_opening=frozenset(
        {
            "me",
            "member.show",
            "member.edit",
            "member.accounts",
            "member.kept",
            "member.forget",
            "member.forget_now",
        }
    ),
)
