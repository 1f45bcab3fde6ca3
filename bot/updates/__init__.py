"""Telegram's updates: taken in, kept until they are done, and handed to handlers in order."""
