"""What one fetch may take."""

from dataclasses import dataclass

LONGEST_HEAD = 65_536  # bytes, with the informational answers before it
MOST_INFORMATIONAL = 10  # answers such as «100 Continue» and «103 Early Hints» before the real one
MOST_MEMBERS = 256  # parts of a gzip stream, each of which may be empty


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one fetch may take: seconds and redirects in all, bytes after decompression.

    `ports` None: any port.
    """

    seconds: float = 20.0
    size: int = 5_000_000
    redirects: int = 5
    ports: frozenset[int] | None = frozenset((80, 443, 8080, 8443))

    @property
    def received(self) -> int:
        """The bytes that may come over the line, in all answers of a fetch.

        Heads, and the marks between chunks, take no place in what is unpacked.
        """
        return 2 * self.size + LONGEST_HEAD
