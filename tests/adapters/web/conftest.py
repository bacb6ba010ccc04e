"""A served workspace, and hands on its API."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.adapters.web.samples import Served, served

Json = dict[str, Any]


@dataclass
class Hands:
    """What the page does, without the page."""

    workspace: Served
    session: ClientSession

    async def post(self, ask: str, status: int = 200, /, **body: object) -> Json:
        """Ask for it; `who` stands for the `as` of the body."""
        sent = {("as" if key == "who" else key): value for key, value in body.items()}
        async with self.session.post(f"{self.workspace.url}/api/workspace/{ask}", json=sent) as response:
            answer: Json = await response.json()
            assert response.status == status, answer
            return answer

    async def state(self, who: str) -> Json:
        """What that person sees."""
        async with self.session.get(f"{self.workspace.url}/api/workspace/state", params={"as": who}) as response:
            assert response.status == 200
            state: Json = await response.json()
            return state

    async def messages(self, who: str) -> list[Json]:
        """The messages that person sees."""
        return list((await self.state(who))["messages"])


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def hands(session: ClientSession) -> AsyncIterator[Hands]:
    async with served() as workspace:
        yield Hands(workspace, session)
