"""Articles and replies in words: typed pages → posts and notices, through `templates/`."""

from bot.rendering.page import LANGUAGES, Label, NoticePage, PostPage
from bot.rendering.renderer import Renderer

__all__ = ["LANGUAGES", "Label", "NoticePage", "PostPage", "Renderer"]
