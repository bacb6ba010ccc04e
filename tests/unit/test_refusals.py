"""Every rule that can say no has words for it."""

import ast
from pathlib import Path

from bot.menu import worded_codes

CORE = Path(__file__).parents[2] / "bot"


def raised_codes() -> set[str]:
    """The literal codes with which the core raises `CommunityError`."""
    codes = set()
    for file in CORE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"CommunityError", "super().__init__"}:
                codes |= {
                    arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                }
    return {code for code in codes if code.replace("_", "").isalpha() and code.islower()}


def test_every_refusal_is_worded() -> None:
    assert raised_codes() <= worded_codes()


def test_no_wording_is_left_over() -> None:
    assert worded_codes() <= raised_codes()
