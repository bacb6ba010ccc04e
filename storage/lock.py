"""Keeps a second process off a SQLite file, for as long as the first one lives and not a moment longer."""

import fcntl
import os
from pathlib import Path

from storage.errors import InUse


class FileLock:
    """Held by the operating system for this process: it goes with the process, however that ends."""

    def __init__(self, file: Path) -> None:
        """Take the lock of that database. Raises `InUse`."""
        self._descriptor = os.open(file.with_name(f"{file.name}-lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._descriptor)
            raise InUse(str(file)) from None

    def release(self) -> None:
        """Let others have the database. The lock's file stays: removing it would let two hold one lock."""
        os.close(self._descriptor)
