"""Vistnyk: a newsroom's Telegram desk. Importing this package loads nothing."""
