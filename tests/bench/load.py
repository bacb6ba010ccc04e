"""A load generator in a process of its own: signed requests over kept connections, each answer timed.

Reads a plan as JSON from standard input and writes what it measured as JSON to standard output.
"""

import asyncio
import hashlib
import hmac
import json
import sys
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Work:
    """What is still to be sent, and what came back."""

    bodies: deque[str]
    secret: bytes
    head: str
    taken: float = 0.0
    seconds: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    refused: list[int] = field(default_factory=list)
    number: int = 0

    def next_request(self) -> tuple[int, bytes] | None:
        """The next request with a fresh signature, None when all were sent."""
        if not self.bodies:
            return None
        body = self.bodies.popleft()
        number, self.number = self.number, self.number + 1
        at = str(int(time.time()))
        signature = hmac.new(self.secret, f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        head = (
            f"{self.head}X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={signature}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return number, (head + body).encode()


class Connection(asyncio.Protocol):
    """One kept connection that sends its next request when the answer to the last has arrived whole."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._got = b""
        self._number = 0
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._got += data
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._got[:end].lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        if len(self._got) < end + 4 + length:
            return
        self._answered(head.split(b" ", 2)[1].decode(), self._got[end + 4 :])
        self._got = b""
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("closed"))

    def _send(self) -> None:
        following = self.work.next_request()
        if following is None:
            self.done.set_result(None)
            self._transport.close()
            return
        self._number, request = following
        self._sent = time.perf_counter()
        self._transport.write(request)

    def _answered(self, status: str, body: bytes) -> None:
        self.work.seconds.append(time.perf_counter() - self._sent)
        self.work.answers[status] += 1
        if status != "200" or b"kept nothing" in body or b"incident" in body:
            self.work.refused.append(self._number)


def new_work(plan: dict[str, Any], bodies: list[str]) -> Work:
    head = (
        f"POST {plan['path']} HTTP/1.1\r\nHost: 127.0.0.1:{plan['port']}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
    )
    return Work(deque(bodies), plan["secret"].encode(), head)


async def drive(work: Work, port: int, connections: int) -> Work:
    """Send everything; the work with what was measured."""
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    opened = await asyncio.gather(
        *(loop.create_connection(lambda: Connection(work), "127.0.0.1", port) for _ in range(connections))
    )
    await asyncio.gather(*(protocol.done for _, protocol in opened))
    work.taken = time.perf_counter() - began
    return work


async def main() -> None:
    plan = json.load(sys.stdin)
    warm, bodies = plan["bodies"][: plan["warm"]], plan["bodies"][plan["warm"] :]
    warmed = await drive(new_work(plan, warm), plan["port"], min(plan["connections"], len(warm))) if warm else None
    work = await drive(new_work(plan, bodies), plan["port"], plan["connections"])
    ordered = sorted(work.seconds)
    measured = {
        "requests": len(ordered),
        "per_second": len(ordered) / work.taken,
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[int(len(ordered) * 0.99)],
        "answers": work.answers,
        "refused": (warmed.refused if warmed else []) + [number + len(warm) for number in work.refused],
    }
    json.dump(measured, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
