"""Fetches what stands at an address that people or feeds name, within limits, and never inside."""

from bot.fetching.bounds import Bounds
from bot.fetching.fetcher import Fetched, Fetcher
from bot.fetching.ip_ranges import IPAddress, is_outside, is_own, is_public

__all__ = ["Bounds", "Fetched", "Fetcher", "IPAddress", "is_outside", "is_own", "is_public"]
