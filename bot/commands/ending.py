"""How a command fails: one line, and an exit code."""


class CommandFailed(Exception):  # noqa: N818 - how a command ends, not what went wrong inside
    """`exit_code` 1: tried and failed; 2: not usable input, or wrong arguments."""

    def __init__(self, words: str, exit_code: int = 1) -> None:
        super().__init__(" ".join(words.split()))
        self.exit_code = exit_code
