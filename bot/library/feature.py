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
        "resource.write": Pressed(sharing.write, typed="share …"),
        "resource.show": Pressed(sharing.show, typed="resource {number}"),
        "resource.helped": Pressed(sharing.helped, typed="helped resource {number}"),
        "resource.edit": Pressed(minding.edit, typed="resource {number} edit"),
        "resource.take_back": Pressed(minding.take_back, typed="takeback resource {number}"),
        "resource.good": Pressed(reviewing.good, typed="good {number}"),
        "resource.outdated": Pressed(reviewing.outdated, typed="outdated {number}"),
        "resource.hand": Pressed(owning.hand, typed="hand {number} …"),
        "resource.release": Pressed(owning.release, typed="hand {number} anybody"),
        "resource.adopt": Pressed(owning.adopt, typed="adopt {number}"),
        "resource.pass": Pressed(owning.pass_on, typed="adopt {number} no"),
    },
    on_message={"resource.from_message": OnMessage("Save to the library", bringing.share, typed="share …")},
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
