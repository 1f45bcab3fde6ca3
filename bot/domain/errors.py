"""What a person is told when something cannot be done."""


class DatabaseUnusable(Exception):  # noqa: N818 - the database, not the program, is at fault
    """The database cannot be worked with as it is; its words say why, in one line."""


class Refused(Exception):  # noqa: N818 - a word of the glossary, and no fault of the program
    """A request that a rule turns down.

    `code` names the template under `templates/<language>/refused/` that makes a sentence of it;
    `details` are the facts that this sentence needs.
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
