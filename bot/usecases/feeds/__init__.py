"""Feeds that the newsroom is connected to: added by the desk, polled by the clock."""
