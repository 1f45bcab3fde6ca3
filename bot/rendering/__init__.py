"""Articles and replies in words: typed pages → posts and notices, through `templates/`."""

from bot.rendering.page import LANGUAGES, Label, PlainPage, PostPage
from bot.rendering.renderer import Renderer

__all__ = ["LANGUAGES", "Label", "PlainPage", "PostPage", "Renderer"]
