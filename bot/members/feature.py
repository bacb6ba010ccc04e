"""What members declare: `me`, and all that hangs on it."""

from bot.feature import Command, Feature, Pressed, Sent
from bot.members import actions
from bot.members.store import MemberWork

MEMBERS: Feature[MemberWork] = Feature(
    "members",
    commands=(
        Command(
            "me",
            "your unit, your accounts, what is kept about you, forget me",
            "me",
            actions.me,
            first=True,
            takes=actions.ME_TAKES,
        ),
    ),
    buttons={
        "member.show": Pressed(actions.show),
        "member.edit": Pressed(actions.edit),
        "member.accounts": Pressed(actions.accounts),
        "member.kept": Pressed(actions.kept),
        "member.forget": Pressed(actions.forget),
        "member.forget_now": Pressed(actions.forget_now),
    },
    forms={"member.edit": Sent(actions.edited)},
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
