"""What home declares."""

from bot.feature import Command, Drawn, Feature, Hears, Timed
from bot.home.actions import following, showing
from bot.home.store import HomeWork
from bot.postings import HOME as KIND

HOME: Feature[HomeWork] = Feature(
    "home",
    commands=(Command("home", "what may matter to you, in five lines", "home", showing.home, takes="few"),),
    hears=Hears(opened=showing.opened),
    subjects={KIND: Drawn(showing.draw, unsure="resend")},
    steps={"home.rest": Timed(showing.rest, "done however late")},
    reacts=following.REACTS,
    after=following.own_doing,
    before_opening=frozenset({"home"}),
)
