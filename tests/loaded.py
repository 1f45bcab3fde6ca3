"""What a bot loads until it runs, loaded at once: for the process whose forks are bots."""

import aiogram.client.session.aiohttp

import bot.commands.run
import bot.web.server
import handlers.lenient
import handlers.menu
import handlers.named_bot
import storage.migrations.run

__all__ = ["aiogram", "bot", "handlers", "storage"]
