"""Feeds (RSS, Atom, JSON Feed) → their entries."""
