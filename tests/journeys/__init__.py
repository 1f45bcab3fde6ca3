"""Whole stories through the assembled bot and the stand-in for Telegram."""
