"""What members declare: `me`, and all that hangs on it."""

from bot.feature import Command, Drawn, Feature, Hears, Pressed, Sent
from bot.members.actions import consent, exporting, keeping, leaving, moving, profile, reaching
from bot.members.store import MemberWork

MEMBERS: Feature[MemberWork] = Feature(
    "members",
    commands=(
        Command(
            "me",
            "your unit, interests and experience, how I may reach you, what is kept about you",
            "me",
            profile.me,
            first=True,
            takes=profile.ME_TAKES,
        ),
    ),
    buttons={
        "member.show": Pressed(profile.show, typed="me"),
        "member.edit": Pressed(profile.edit, typed="me edit"),
        "member.reach": Pressed(reaching.reach, typed="me reach"),
        "member.ask_yes": Pressed(consent.yes, typed="me ask yes"),
        "member.ask_no": Pressed(consent.no, typed="me ask no"),
        "member.accounts": Pressed(keeping.accounts, typed="me accounts"),
        "member.kept": Pressed(keeping.kept, typed="me kept"),
        "member.moved": Pressed(moving.moved, typed="me moved"),
        "member.export": Pressed(exporting.export, typed="me export"),
        "member.forget": Pressed(leaving.forget, typed="me forget"),
        "member.forget_now": Pressed(leaving.forget_now, typed="me forget now"),
    },
    forms={
        "member.edit": Sent(profile.edited),
        "member.reach": Sent(reaching.reached),
        "member.moved": Sent(moving.moved_filled_in),
    },
    hears=Hears(departed=leaving.departed, person_changed=leaving.changed),
    subjects={"member/consent": Drawn(consent.draw, unsure="drop")},
    before_opening=frozenset(
        {
            "me",
            "member.show",
            "member.edit",
            "member.reach",
            "member.accounts",
            "member.kept",
            "member.moved",
            "member.export",
            "member.forget",
            "member.forget_now",
        }
    ),
)
