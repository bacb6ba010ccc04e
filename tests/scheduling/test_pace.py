"""Nobody is written to faster than their platform takes it, and nobody loses their place in the queue."""

import itertools

import pytest

from bot.ports import Pace
from scheduling.pace import Errand, Method, Paces

SLACK = Pace(creates_per_second=1, updates_per_minute=40, burst=5)


def errand(posting: int, method: Method = "create", place: str = "C1", tenant: str = "T1") -> Errand:
    return Errand(method, "slack", tenant, place, posting)


@pytest.fixture
def paces() -> Paces:
    return Paces({"slack": SLACK, "teams": SLACK}.__getitem__)


def spent(paces: Paces, errands: list[Errand], until: float, step: float = 0.25) -> list[tuple[float, int]]:
    """When each left, when all ask again as they were told, and the courier looks every `step` seconds."""
    left: list[tuple[float, int]] = []
    waiting = dict.fromkeys(errands, 0.0)
    now = 0.0
    while waiting and now <= until:
        for one, at in list(waiting.items()):
            if at <= now:
                turn = paces.may_leave(one, now)
                if turn <= now:
                    left.append((now, one.posting))
                    del waiting[one]
                else:
                    waiting[one] = turn
        now += step
    return left


def test_a_channel_gets_one_new_message_a_second_in_the_order_asked(paces: Paces) -> None:
    left = spent(paces, [errand(n) for n in range(6)], until=60)
    assert left == [(float(n), n) for n in range(6)]


def test_channels_do_not_wait_for_one_another(paces: Paces) -> None:
    assert paces.may_leave(errand(1, place="C1"), 10) <= 10
    assert paces.may_leave(errand(2, place="C2"), 10) <= 10
    assert paces.may_leave(errand(3, place="C1"), 10) == 11


def test_many_waiting_messages_are_asked_for_twice_each_not_every_second(paces: Paces) -> None:
    asked = 0
    waiting = dict.fromkeys(range(100), 0.0)
    now = 0.0
    while waiting:
        for n in [n for n, at in waiting.items() if at <= now]:
            asked += 1
            turn = paces.may_leave(errand(n), now)
            if turn <= now:
                del waiting[n]
            else:
                waiting[n] = turn
        now += 1
    assert now <= 101
    assert asked <= 200


def test_updates_of_a_tenant_leave_in_a_burst_of_five_then_forty_a_minute(paces: Paces) -> None:
    left = spent(paces, [errand(n, "update") for n in range(45)], until=120, step=0.5)
    assert [at for at, _ in left[:5]] == [0] * 5
    assert left[5][0] == 1.5
    assert left[44][0] <= 60


def test_a_card_that_keeps_changing_rests_longer_each_time_and_recovers_when_left_alone(paces: Paces) -> None:
    card = errand(1, "update")
    now, drawn = 100.0, []
    for _ in range(6):
        at = paces.may_leave(card, now)
        while at > now:
            now = at
            at = paces.may_leave(card, now)
        drawn.append(now)
    assert [later - earlier for earlier, later in itertools.pairwise(drawn)] == [1, 2, 5, 10, 10]
    now += 60
    assert paces.may_leave(card, now) <= now
    assert paces.may_leave(card, now + 0.1) == now + 1


def test_a_resting_card_holds_up_no_other(paces: Paces) -> None:
    assert paces.may_leave(errand(1, "update"), 0) <= 0
    assert paces.may_leave(errand(1, "update"), 0.1) == 1
    assert paces.may_leave(errand(2, "update"), 0.2) <= 0.2


def test_a_card_of_which_an_older_redraw_may_be_on_its_way_rests(paces: Paces) -> None:
    paces.rest(1, 15)
    assert paces.may_leave(errand(1, "update"), 1) == 15
    assert paces.may_leave(errand(2, "update"), 1) <= 1
    assert paces.may_leave(errand(1, "delete"), 1) <= 1


def test_retry_after_is_obeyed_above_all_per_method_and_tenant(paces: Paces) -> None:
    paces.hold("slack", "T1", "create", 30)
    assert paces.may_leave(errand(1), 1) == 30
    assert paces.may_leave(errand(2, tenant="T2"), 1) <= 1
    assert paces.may_leave(errand(3, "update"), 1) <= 1
    assert paces.may_leave(Errand("create", "teams", "T1", "C1", 4), 1) <= 1
    assert paces.held("slack", "T1", "create", 29)
    assert not paces.held("slack", "T1", "create", 31)


def test_after_a_pause_those_who_waited_do_not_leave_all_at_once(paces: Paces) -> None:
    for n in range(5):
        paces.may_leave(errand(n), 0)
    paces.hold("slack", "T1", "create", 30)
    left = spent_from(paces, [errand(n) for n in range(1, 5)], 30)
    assert [later - earlier for earlier, later in itertools.pairwise(left)] == [1, 1, 1]


def spent_from(paces: Paces, errands: list[Errand], now: float) -> list[float]:
    left: list[float] = []
    while errands:
        for one in list(errands):
            if paces.may_leave(one, now) <= now:
                left.append(now)
                errands.remove(one)
        now += 0.5
    return left


def test_an_earlier_hold_does_not_shorten_a_longer_one(paces: Paces) -> None:
    paces.hold("slack", "T1", "update", 60)
    paces.hold("slack", "T1", "update", 10)
    assert paces.may_leave(errand(1, "update"), 20) == 60


def test_turns_nobody_came_for_are_let_go(paces: Paces) -> None:
    for n in range(5000):
        paces.may_leave(errand(n, "update", place=str(n)), 0)
    paces.may_leave(errand(6000, "update"), 10_000)
    paces.may_leave(errand(6000, "update"), 10_000)
    assert len(paces._turns) < 5000


def test_homes_have_a_budget_of_their_own_and_hold_up_no_card() -> None:
    pace = Pace(creates_per_second=1, updates_per_minute=30, burst=1, homes_per_minute=60)
    paces = Paces(lambda _key: pace)
    assert spent(paces, [errand(n, "publish", f"U{n}") for n in range(3)], until=10) == [(0, 0), (1, 1), (2, 2)]
    assert paces.may_leave(errand(9, "update"), 0) <= 0
    again = errand(0, "publish", "U0")
    assert paces.rested(again) == 1, "one Home is left alone for a moment, as a card is"
