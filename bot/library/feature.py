"""What the library declares."""

from bot.feature import Command, Feature, Pressed, Sent
from bot.library import actions
from bot.library.store import LibraryWork

LIBRARY: Feature[LibraryWork] = Feature(
    "library",
    commands=(
        Command(
            "share",
            "adds a link to the library, or shows the entry it has",
            "share https://… Consultation plan template",
            actions.share,
            first=True,
            takes="link",
        ),
        Command(
            "library",
            "the newest resources, or those with a #tag",
            "library #consultation",
            actions.library,
            takes="few",
        ),
    ),
    buttons={
        "resource.write": Pressed(actions.write),
        "resource.show": Pressed(actions.show),
        "resource.edit": Pressed(actions.edit),
        "resource.helped": Pressed(actions.helped),
        "resource.take_back": Pressed(actions.take_back),
    },
    forms={"resource.share": Sent(actions.shared), "resource.edit": Sent(actions.edited)},
    finds={"resource": actions.found},
)
