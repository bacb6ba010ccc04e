"""What the library declares."""

from bot.feature import Command, Drawn, Feature, OnMessage, Pressed, Sent, Timed
from bot.library.actions import bringing, keeping, minding, owning, reviewing, seeing, sharing
from bot.library.model import REVIEW
from bot.library.store import LibraryWork

LIBRARY: Feature[LibraryWork] = Feature(
    "library",
    commands=(
        Command(
            "share",
            "adds a link to the library, or shows the entry it has",
            "share https://… Consultation plan template",
            sharing.share,
            first=True,
            takes="link",
        ),
        Command(
            "library",
            "the newest resources, or those with a #tag",
            "library #consultation",
            sharing.library,
            takes="few",
        ),
        Command("resource", "shows a resource by its number", "resource 5", sharing.show_typed, takes="number"),
        Command(
            "outdated", "says that a resource is out of date", "outdated 5", reviewing.outdated_typed, takes="number"
        ),
        Command("good", "says that a resource of yours is still good", "good 5", reviewing.good_typed, takes="number"),
        Command("hand", "hands a resource over to somebody", "hand 5 Henrik", owning.hand_typed, takes="number"),
        Command("adopt", "looks after a resource from now on", "adopt 5", owning.adopt_typed, takes="number"),
    ),
    buttons={
        "resource.write": Pressed(sharing.write),
        "resource.show": Pressed(sharing.show),
        "resource.helped": Pressed(sharing.helped),
        "resource.edit": Pressed(minding.edit),
        "resource.take_back": Pressed(minding.take_back),
        "resource.good": Pressed(reviewing.good),
        "resource.outdated": Pressed(reviewing.outdated),
        "resource.hand": Pressed(owning.hand),
        "resource.release": Pressed(owning.release),
        "resource.adopt": Pressed(owning.adopt),
        "resource.pass": Pressed(owning.pass_on),
    },
    on_message={"resource.from_message": OnMessage("Save to the library", bringing.share)},
    forms={
        "resource.share": Sent(sharing.shared),
        "resource.edit": Sent(minding.edited),
        "resource.hand": Sent(owning.handed_over),
    },
    subjects={
        "resource/kept": Drawn(keeping.draw_kept, unsure="drop"),
        "resource/review": Drawn(reviewing.draw_review, unsure="drop"),
        "resource/outdated": Drawn(reviewing.draw_outdated, unsure="drop"),
        "resource/hand": Drawn(owning.draw_hand, unsure="resend"),
    },
    steps={"resource.review": Timed(reviewing.review, "its owner is asked late")},
    reacts={"member.departed": owning.departed},
    finds={"resource": seeing.found},
    shows={"resource": seeing.newest},
    settings=(REVIEW,),
)
