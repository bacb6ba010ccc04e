"""The pages for people who choose, run and look after it: their links lead somewhere, and what they tell to type exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from adapters.cli import main
from adapters.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT) for path in (ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md"))
)
GUIDES = tuple(
    Path("docs") / f"{name}.md"
    for name in ("install-slack", "install-teams", "running", "for-your-privacy-officer", "platforms")
)
LOOKED_AT = ("tests", "bot", "adapters", "storage", "deploy", "requirements", "docs")


def text(page: Path) -> str:
    return (ROOT / page).read_text()


def anchors(page: Path) -> set[str]:
    """The headings of a page, as links name them."""
    headings = re.findall(r"^#+ (.*)$", text(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Where the links within the repository lead: a file, and a heading in it."""
    for target in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        if "://" not in target:
            path, _, heading = target.partition("#")
            yield ((ROOT / page).parent / path).resolve() if path else ROOT / page, heading


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = [
        f"{path.name}#{heading}"
        for path, heading in links(page)
        if not path.exists() or (heading and heading not in anchors(path.relative_to(ROOT)))
    ]
    assert lost == []


@pytest.mark.parametrize("page", [Path("SECURITY.md"), Path("docs/accessibility.md")], ids=str)
def test_every_file_that_a_promise_points_to_is_there(page: Path) -> None:
    named = set(re.findall(r"`([\w./*-]+\.(?:py|lock|conf|yaml))`", text(page)))
    assert named
    assert [word for word in named if not (list(ROOT.glob(word)) or list(ROOT.glob(f"tests/**/{word}")))] == []


def commands(group: click.Group, before: str = "cop") -> Iterator[tuple[str, click.Command]]:
    """Every command of the command line by what is typed."""
    yield before, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


@pytest.mark.parametrize("page", GUIDES, ids=str)
def test_every_setting_that_a_page_names_exists(page: Path) -> None:
    assert set(re.findall(r"\bCOP_[A-Z_]+\b", text(page))) <= {f"COP_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("page", GUIDES, ids=str)
def test_every_command_and_option_that_a_page_tells_to_type_exists(page: Path) -> None:
    known = dict(commands(main))
    options = {option for command in known.values() for one in command.params for option in one.opts}
    for typed in re.findall(r"(?:^|`)(cop [^`\n]*)", text(page), re.MULTILINE):
        words = typed.split()
        plain = [word for word in words[:3] if re.fullmatch(r"[a-z-]+", word) and not word.startswith("--")]
        assert any(" ".join(plain[:count]) in known for count in (2, 3)), typed
        assert {word for word in words if word.startswith("--")} <= options, typed
    manifests = known["cop manifest slack"].params + known["cop manifest teams"].params
    asked = {option for one in manifests for option in one.opts}
    if page.name.startswith("install"):
        named = set(re.findall(r"`(--[a-z-]+)`", text(page)))
        assert named <= asked, named - asked
