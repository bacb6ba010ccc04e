import asyncio
import time
from contextlib import AsyncExitStack

from bot.chat.words import Words
from storage.engine import open_store
from tests.everything.slack_line import slack_line
from tests.everything.teams_line import teams_line
from tests.everything.undoing import Entrance
from tests.everything.walker import Everywhere
from tests.everything.web_line import web_line
from tests.scenarios import life
from tests.servers.teams.official import have_official, official
from tests.stage import HandClock, Stage


async def _walked(folder):
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(f"sqlite:///{folder / 'cop.db'}"))
        stage = Stage(store, HandClock(), Words())
        entrance = Entrance(stage)
        off = stack.enter_context(official()) if have_official() else None
        lines = [
            await stack.enter_async_context(slack_line(entrance)),
            await stack.enter_async_context(teams_line(entrance, off)),
            await stack.enter_async_context(web_line(entrance)),
        ]
        walk = Everywhere(stage, lines, entrance)
        start = time.monotonic()
        await life.lived(walk)
        print("took", time.monotonic() - start)
        return walk


def test_x(tmp_path):
    walk = asyncio.run(_walked(tmp_path))
    import pickle
    cat = walk.stage.catalogue
    for kind, names in (("command", cat.commands), ("button", cat.buttons), ("form", cat.forms), ("subject", cat.subjects)):
        for line in ("slack", "teams", "web"):
            print(kind, line, "unmet", [n for n in names if not walk.on(line, (kind, n)).accepted])
    print("steps", [n for n in cat.steps if ("step", n) not in walk.happened])
    print("outside", [n for n in cat.outside if ("outside", n) not in walk.happened])
    for key, met in walk.met.items():
        if met.faults or met.second:
            print(key, met.faults[:2], met.second[:2])
