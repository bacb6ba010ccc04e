"""What storage tells its callers when the database doesn't do what it was asked. Never a value of anybody's."""


class StatementFailed(Exception):
    """The database refused a statement or a commit. `reason` names the kind of error, without any bound value."""

    def __init__(self, reason: str, *, repeatable: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.repeatable = repeatable
        """Whether nothing was kept and the same unit may well succeed when it is run anew."""


class StorageError(Exception):
    """The database can't be used. The message is a sentence for whoever runs the bot."""


class Unusable(StorageError):
    """The file can't be written, or the server can't be reached."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"The database {where} can't be opened for writing. Look at COP_DATABASE_URL, and at the rights there."
        )


class NoDatabase(StorageError):
    """There is nothing there yet, or nothing that this version made."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"There is no database at {where} yet. Look at COP_DATABASE_URL, or make one with `cop migrate`."
        )


class OlderDatabase(StorageError):
    """The database was made by an older version than this one, and isn't to be changed now."""

    def __init__(self) -> None:
        super().__init__("The database is older than this version. Bring it forward first: `cop migrate`.")


class InUse(StorageError):
    """Another process works on the same SQLite file."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"Another process is using {file}. One file is served by one process at a time: end that first."
        )


class UnknownDatabase(StorageError):
    """The address is neither `sqlite:///FILE` nor `postgresql://…`."""

    def __init__(self) -> None:
        super().__init__("The database must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.")


class NewerDatabase(StorageError):
    """The database was made by a newer version than this one."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database stands at revision {revision}, which this version doesn't know. Use the newer one."
        )
