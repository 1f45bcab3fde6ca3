"""What a person is told when something cannot be done."""


class DatabaseUnusableError(Exception):
    """The database cannot be worked with as it is; its words say why, in one line."""


class RefusedError(Exception):
    """A request that a rule turns down.

    `code` names the template under `templates/<language>/refused/` that makes a sentence of it;
    `details` are the facts that this sentence needs.
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class TryLaterError(Exception):
    """Nothing is wrong with what came, but it cannot be taken for so many `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
