"""What can be set and typed is documented."""

from pathlib import Path

from click import Group

from adapters.cli import main
from adapters.settings import Settings

README = (Path(__file__).parents[2] / "README.md").read_text()


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
