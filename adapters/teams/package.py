"""The app package an admin uploads to Teams: manifest and icons in one file, the same bytes whenever it is made."""

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from adapters.teams.manifest import COLOR, OUTLINE, NoManifest

ICONS = Path(__file__).parent / "icons"
_THEN = (1980, 1, 1, 0, 0, 0)
"""The earliest time a file in a package can have: when it was made tells nothing."""
_READABLE = 0o644


def package(made: Mapping[str, Any]) -> bytes:
    """The package with that manifest."""
    files = {
        "manifest.json": json.dumps(made, indent=2, ensure_ascii=False).encode(),
        **{icon: (ICONS / icon).read_bytes() for icon in (COLOR, OUTLINE)},
    }
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:  # compressed bytes would differ between versions of zlib
        for name, content in files.items():
            entry = ZipInfo(name, _THEN)
            entry.create_system, entry.external_attr = 3, _READABLE << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def write(packed: bytes, out: Path) -> None:
    """Put the package there, whole or not at all. Raises `NoManifest`."""
    try:
        if out.is_dir():
            raise NoManifest(f"{out} is a folder. Name a file, such as {out / 'cop-teams.zip'}.")
        if not out.parent.is_dir():
            raise NoManifest(f"There is no folder {out.parent}. Make it first, or name another file.")
        _replaced(packed, out)
    except OSError as error:
        raise NoManifest(f"{out} can't be written ({os.strerror(error.errno or 0)}). Name another file.") from None


def _replaced(packed: bytes, out: Path) -> None:
    number, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(packed)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_READABLE)
        Path(name).replace(out)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
