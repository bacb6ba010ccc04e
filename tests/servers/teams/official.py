"""The official renderer's opinion of a card, from one Node.js process."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Complaints = Callable[[Any], list[str]]
_PARSER = Path(__file__).parents[2] / "adapters" / "teams" / "parse.cjs"


def have_official() -> bool:
    """Whether there is Node.js with the renderer. Fails where the run requires it."""
    there = shutil.which("node") and (_PARSER.parents[2] / "node" / "node_modules" / "adaptivecards").is_dir()
    if not there and "node" in os.environ.get("COP_TEST_REQUIRE", ""):
        pytest.fail("Node.js and `npm ci` in tests/node are required")
    return bool(there)


@contextmanager
def official() -> Iterator[Complaints]:
    """What the official renderer complains of in a card."""
    node = shutil.which("node")
    assert node is not None
    with subprocess.Popen([node, str(_PARSER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parser:
        assert parser.stdin is not None
        assert parser.stdout is not None
        ins, outs = parser.stdin, parser.stdout

        def parse(card: Any) -> list[str]:
            ins.write(json.dumps(card).encode() + b"\n")
            ins.flush()
            found: list[str] = json.loads(outs.readline())
            return found

        yield parse
        ins.close()
