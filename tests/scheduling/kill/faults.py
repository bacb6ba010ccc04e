"""What goes wrong between the bot and the platforms during the kill test: chosen by a seeded die, and counted."""

import random
from collections import Counter
from dataclasses import dataclass, field

from tests.servers.slack.faults import ApiRequest, DropAfter, DropBefore, Fault, Late, TooMany

OFTEN = (("before", 0.05), ("after", 0.05), ("too many", 0.02), ("late", 0.01))
CALL, LATE = 2.0, 0.3
"""How long the product waits for an answer, and how much later a request may still be accepted."""
ACCEPTED_AFTER = CALL + LATE / 2
SPARED = frozenset({"auth.test", "response_url"})
"""Not faults of a delivery: these are answers and introductions."""


@dataclass
class Faults:
    """Throws the die for each request. `on` is false while everything works."""

    seed: int
    on: bool = False
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._die = random.Random(self.seed)

    def choose(self, method: str) -> str:
        """`before`, `after`, `too many`, `late`, or nothing."""
        if not self.on:
            return ""
        thrown = self._die.random()
        for fault, share in OFTEN:
            if thrown < share:
                self.happened[f"{method} {fault}"] += 1
                return fault
            thrown -= share
        return ""

    def on_slack(self, asked: ApiRequest) -> Fault | None:
        """The same for the local Slack server."""
        return None if asked.method in SPARED else self._fault(f"slack.{asked.method}")

    def on_teams(self, asked: ApiRequest) -> Fault | None:
        """The same for the Teams service."""
        return self._fault(f"teams.{asked.method}")

    def _fault(self, method: str) -> Fault | None:
        match self.choose(method):
            case "before":
                return DropBefore()
            case "after":
                return DropAfter()
            case "too many":
                return TooMany(1)
            case "late":
                return Late(ACCEPTED_AFTER)
            case _:
                return None
