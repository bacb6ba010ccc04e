"""The comparison: a bolt app that checks the signature, says the same words back and keeps nothing."""

import asyncio
import sys

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

SECRET = "shhh"


async def authorized() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T0POLICY", bot_user_id="U0COPBOT")


async def said(ack: AsyncAck, body: dict[str, str]) -> None:
    await ack(body["text"])


async def pressed(ack: AsyncAck) -> None:
    await ack()


def echo_app() -> web.Application:
    bolt = AsyncApp(
        signing_secret=SECRET,
        client=AsyncWebClient(base_url="http://127.0.0.1:9/"),
        authorize=authorized,
        process_before_response=True,
    )
    bolt.command("/cop")(said)
    bolt.action("echo")(pressed)

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app = web.Application()
    app.router.add_post("/slack/events", events)
    return app


async def main() -> None:
    runner = web.AppRunner(echo_app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
