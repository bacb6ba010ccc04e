"""Nothing asks a platform the same before the patience it asked for ends, by the record of the platform's own server."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters import holding
from bot.chat.refs import AccountRef
from scheduling import courier, delivery, names
from tests.faults import around as surroundings
from tests.faults.around import PATIENCE, Around, around, until
from tests.faults.doings import SHOWN, Shown
from tests.servers.slack.faults import ApiRequest, Fault, TooMany
from tests.servers.slack.workspace import TEAM

MARK = "marmalade"
PACED = replace(PATIENCE, paced=True)


@dataclass
class Hand:
    """Seconds that never go back, for everything that counts some; they can be put forward."""

    ahead: float = 0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


@dataclass
class Record:
    """What a server was asked, and at which of its seconds."""

    there: Around
    hand: Hand
    asked: list[tuple[ApiRequest, float]] = field(default_factory=list)

    def choose(self, asked: ApiRequest) -> Fault | None:
        self.asked.append((asked, self.hand.monotonic()))
        return self.there.choose(asked)

    def since(self, first: ApiRequest) -> tuple[float, list[float]]:
        """When that was asked, and after how many seconds each other of its method was."""
        begun = next(at for asked, at in self.asked if asked is first)
        later = [at - begun for asked, at in self.asked if asked.method == first.method and at > begun]
        return begun, later


@pytest.fixture
async def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    hand = Hand()
    for module in (holding, courier, delivery, names):
        monkeypatch.setattr(module, "time", hand)
    return hand


@pytest.fixture
async def there(tmp_path: Path, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Around]:
    """Everything, with budgets kept, in the hand's time."""

    class HandsClock(surroundings.RunningClock):
        def now(self) -> datetime:
            return super().now() + timedelta(seconds=hand.ahead)

    monkeypatch.setattr(surroundings, "RunningClock", HandsClock)
    async with around(tmp_path, PACED) as made:
        yield made


@pytest.mark.parametrize("seconds", [1, 8, 30])
@pytest.mark.parametrize("platform", ["slack", "teams"])
@pytest.mark.parametrize("shown", SHOWN[:3], ids=lambda shown: shown.name)
async def test_a_method_rests_as_long_as_it_was_asked_to(
    there: Around, hand: Hand, shown: Shown, platform: str, seconds: int
) -> None:
    record = Record(there, hand)
    there.slack.fault = there.teams.fault = record.choose
    number, other = await _two(there, hand, shown, platform)
    there.befall(shown.hits[platform], TooMany(seconds), 1)
    await shown.act(there, platform, MARK, number)
    assert await until(lambda: bool(there.struck))
    await shown.act(there, platform, f"{MARK}x", other)
    for _ in range(4):
        await there.settle()
        hand.ahead += seconds / 5
    _, early = record.since(there.struck[0])
    for _ in range(30):
        await there.settle()
        hand.ahead += max(1, seconds / 5)
    _, later = record.since(there.struck[0])
    assert [at for at in (*early, *later) if at < seconds] == [], "asked before the patience ended"
    assert len(later) >= 2, "both were asked for in the end"
    for mark in (f"{MARK}0", f"{MARK}x") if not shown.makes else (MARK, f"{MARK}x"):
        seen = [text for text in shown.seen(there, platform, mark) if mark == MARK or mark in text]
        assert len(seen) == (0 if shown.name == "its removal" else 1 + (mark == MARK)), seen


async def _two(there: Around, hand: Hand, shown: Shown, platform: str) -> tuple[int, int]:
    """Two questions that stand, where something that stands is to change."""
    if shown.makes:
        return 0, 0
    first = await there.asks(platform, f"{MARK}0")
    second = await there.asks(platform, f"{MARK}x")
    for _ in range(12):
        await there.settle()
        hand.ahead += 1
    return first, second


async def test_answers_wait_as_deliveries_do(tmp_path: Path) -> None:
    async with around(tmp_path, PACED) as there:
        record = Record(there, Hand())
        there.slack.fault = record.choose
        there.befall(SHOWN[0].hits["slack"], TooMany(2), 1)
        await there.asks("slack", MARK)
        assert await until(lambda: bool(there.struck))
        await there.slack.direct(there.user("other"), "help")
        assert await until(lambda: bool(there.alone_with("slack", "other")), 10)
        await there.settle(5)
        _, later = record.since(there.struck[0])
        assert [at for at in later if at < 2] == []
        assert len(there.in_home("slack", MARK)) == 1


async def test_other_methods_and_the_other_platform_go_on(tmp_path: Path) -> None:
    async with around(tmp_path, PACED) as there:
        there.befall(SHOWN[0].hits["slack"], TooMany(30), 1)
        await there.asks("slack", MARK)
        assert await until(lambda: len(there.in_home("teams", MARK)) == 1)
        assert there.in_home("slack", MARK) == []
        person = await there.product.platforms["slack"].person(AccountRef("slack", TEAM, there.user("other").id), "")
        assert person is not None
