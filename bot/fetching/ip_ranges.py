"""Which addresses lie on the open internet, and which inside a machine, a network or a cloud."""

import ipaddress
import socket

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# DNS64 hands these out for every site in a network without IPv4: what counts is what is in them.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# All that IPv6 has given out so far. IPv4 in IPv6 (::ffff:0:0/96, ::ffff:0:0:0/96, ::/96), local
# translators (64:ff9b:1::/48), site-local and discarded addresses lie beside it.
_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
_INSIDE = tuple(
    map(
        ipaddress.ip_network,
        (
            "100.64.0.0/10",  # shared between a carrier's customers; Alibaba's metadata
            "168.63.129.16/32",  # every Azure machine's host
            "192.0.0.0/24",  # protocols; Oracle's metadata
            "192.88.99.0/24",  # relays of 6to4
            "2001::/23",  # Teredo and other protocols
            "2001:db8::/32",
            "2002::/16",  # 6to4
            "3fff::/20",  # documents
        ),
    )
)


def is_public(address: IPAddress) -> bool:
    """Whether the address lies on the open internet.

    Of IPv6 addresses that carry an IPv4 address only those of NAT64 are: no site has another.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _GIVEN_OUT:
            return False
    if any(address in network for network in _INSIDE):
        return False
    return address.is_global and not address.is_multicast


def is_own(address: IPAddress) -> bool:
    """Whether this machine has the address: much that is closed to others is open to itself.

    The system is asked where it would send from; nothing is sent.
    """
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004 - IPv6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), 9))
            source: str = probe.getsockname()[0]
    except OSError:  # there is no way to it at all
        return False
    return ipaddress.ip_address(source.partition("%")[0]) == address


def is_outside(address: IPAddress) -> bool:
    """Whether a site may have the address."""
    return is_public(address) and not is_own(address)
