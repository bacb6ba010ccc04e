"""A thousand votes in ten seconds, at the pace each platform declares for itself."""

import pytest

from adapters.slack import limits as slack
from adapters.teams import limits as teams
from adapters.web import limits as web
from bot.ports import Pace
from scheduling.pace import Errand, Paces

VOTES, SECONDS, LOOK = 1_000, 10.0, 0.05
MINUTE = 60


def drawn(pace: Pace) -> tuple[list[float], int]:
    """When a poll's card is redrawn while votes come in, as the courier asks; and which vote the last one shows."""
    paces, now, wanted, shown, ask_at = Paces({"there": pace}.__getitem__), 0.0, 0, 0, 0.0
    left: list[float] = []
    card = Errand("update", "there", "T1", "C1", 1)
    while shown < VOTES:
        now += LOOK
        wanted = min(VOTES, int(now / SECONDS * VOTES))
        if shown < wanted and now >= ask_at:
            ask_at = paces.may_leave(card, now)
            if ask_at <= now:
                shown = wanted
                left.append(now)
    return left, shown


@pytest.mark.parametrize(
    ("pace", "most", "soon"),
    [(slack.PACE, 6, 22), (teams.PACE, 2, 35), (web.PACE, 60, 11)],
    ids=["slack", "teams", "web"],
)
def test_a_thousand_votes_in_ten_seconds_cost_few_updates_and_the_last_shows_them_all(
    pace: Pace, most: int, soon: float
) -> None:
    left, shown = drawn(pace)
    assert shown == VOTES
    assert len(left) <= most
    assert left[-1] <= soon
    for gap, later in enumerate(left[1:], 1):
        least = pace.redraw_after[min(gap - 1, len(pace.redraw_after) - 1)]
        assert later - left[gap - 1] >= least - LOOK
    assert sum(at <= MINUTE for at in left) <= pace.updates_per_minute + pace.burst
