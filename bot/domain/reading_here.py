"""What stands under an article that somebody reads in the bot."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beneath:
    """`kept`: by whoever reads. `post`: the address of the article's post in a public channel."""

    kept: bool
    post: str | None = None
