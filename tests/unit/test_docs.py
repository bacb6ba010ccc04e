"""What can be set and typed is documented."""

import re
from pathlib import Path

from click import Group

from adapters.cli import main
from adapters.settings import Settings
from adapters.wiring import whole_catalogue

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_every_setting_stands_in_the_readme() -> None:
    missing = [name for name in Settings.model_fields if f"`COP_{name.upper()}`" not in README]
    assert not missing


def test_no_setting_stands_in_the_readme_that_is_none() -> None:
    named = {word.strip("`|").removeprefix("COP_").lower() for word in README.split() if word.startswith("`COP_")}
    assert named <= set(Settings.model_fields)


def test_every_command_of_the_command_line_stands_in_the_readme() -> None:
    for name, command in main.commands.items():
        words = [f"cop {name} {inner}" for inner in command.commands] if isinstance(command, Group) else [f"cop {name}"]
        assert all(word in README for word in words), words


def test_every_file_the_readme_points_to_is_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)|src=\"([^\"]+)\"", README)
    assert named
    assert [path for pair in named for path in pair if path and not (ROOT / path).exists()] == []


def test_pictures_load_quickly() -> None:
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > 250_000] == []


def test_every_target_of_the_makefile_that_the_readme_names_is_there() -> None:
    listed = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", README, re.MULTILINE)) <= {
        pair for word in listed for pair in ((word, ""), ("", word))
    }


UNSURE = {
    "resend": "sent again; the ledger says that it may have been shown twice",
    "drop": "not sent again; the ledger says that it may not have been shown",
}


def test_what_happens_by_itself_is_written_down_with_what_becomes_of_it_when_late_or_unsure() -> None:
    catalogue = whole_catalogue()
    steps = [f"| `{kind}` | {step.late} |" for kind, step in sorted(catalogue.steps.items())]
    shown = [f"| `{kind}` | {UNSURE[drawn.unsure]} |" for kind, drawn in sorted(catalogue.subjects.items())]
    page = (ROOT / "docs" / "what-happens-by-itself.md").read_text().splitlines()
    assert [line for line in page if line.startswith("| `")] == [*steps, *shown]
