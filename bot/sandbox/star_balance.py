"""The bot's Telegram Stars, in tenths: what a message in a paid broadcast costs is one of them."""

from bot.sandbox.refusals import Json

_TENTHS = 10
_NANOSTARS = 1_000_000_000


class Stars:
    def __init__(self) -> None:
        self.tenths = 0

    def give(self, stars: float) -> None:
        """More Stars; less than a tenth is lost, and nobody goes below nothing."""
        self.tenths = max(0, self.tenths + round(stars * _TENTHS))

    def pay(self, tenths: int) -> None:
        self.tenths -= tenths

    def form(self) -> Json:
        """As a `StarAmount`."""
        whole, rest = divmod(self.tenths, _TENTHS)
        nanostars = {"nanostar_amount": rest * _NANOSTARS // _TENTHS} if rest else {}
        return {"amount": whole} | nanostars
