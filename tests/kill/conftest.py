"""Fixtures of the kill test."""

from tests.databases import machine

__all__ = ("machine",)
