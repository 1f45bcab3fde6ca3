"""Pages → posts and notices, through the templates; the one place that knows Jinja."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.utils import pass_context

import bot
from bot.domain.formatted import Formatted
from bot.domain.post import PlainText, Post
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.text import inert, is_blank
from bot.rendering.documents import Document
from bot.rendering.fitting import Fitted, beneath, fit, without_too_many_tags
from bot.rendering.page import Label, PlainPage, PostPage, StoryPage
from bot.rendering.refused import RefusedPage
from bot.rendering.template_faults import faults_named
from bot.rendering.words import (
    SayMoment,
    SaySince,
    calendar,
    city,
    count,
    duration,
    elapsed,
    megabytes,
    moments,
    number,
    one_line,
    short,
    times_since,
    wall_time,
    within_quotes,
)

SHIPPED: Final = Path(bot.__file__).parents[1] / "templates"
_OURS: Final = "shipped"  # names our template also where an overlay lies over it
READER_COMMANDS = (
    "topics",
    "follow",
    "mute",
    "settings",
    "pause",
    "latest",
    "archive",
    "search",
    "saved",
    "language",
    "write",
    "privacy",
    "mydata",
    "forget",
    "help",
    "stop",
)
GROUP_COMMANDS = ("topics", "help", "stop", "forget")
DESK_COMMANDS = (
    "drafts",
    "flash",
    "posts",
    "publish",
    "correct",
    "retract",
    "status",
    "why",
    "queue",
    "stats",
    "health",
    "channels",
    "feeds",
    "team",
    "log",
    "sections",
)


class Renderer:
    """Words for every page, in every language that `templates/` speaks."""

    def __init__(
        self, zone: tzinfo, clock: Callable[[], datetime], overlay: Path | None = None
    ) -> None:
        """`overlay` is the operators' own folder; a template there goes before the shipped one."""
        self._is_overlaid = overlay is not None
        self._templates = _environment(overlay)
        self._templates.globals |= {
            "sentence": self._sentence,
            "warning": self._warning,
            "because": self._because,
        }
        self._templates.filters |= _filters(moments(zone, clock), times_since(zone, clock))
        self._templates.filters |= _calendar(calendar(zone))
        self._templates.filters["heading"] = self._short_heading
        self._templates.filters["elapsed"] = lambda at: elapsed(at, clock())

    def post(self, page: PostPage, language: str, fitted: Fitted | None = None) -> Post:
        """The message that this page is, `fitted` before or now. Raises `BadTemplateError`."""
        html = (fitted or self.fitted(page, language)).html
        with faults_named(page.name()):
            if page.note:
                html = beneath(html, self.fitted(page.note, language).html)
            keyboard = page.keyboard(self.label(language))
            return Post(html, keyboard, page.preview, page.attached)

    def fitted(self, page: PostPage, language: str) -> Fitted:
        """What it says, and what of a story has no room in it. Raises `BadTemplateError`."""
        with faults_named(page.name()):
            return self._filled(page, language)

    def plain(self, page: PlainPage, language: str) -> PlainText:
        """The pop-up, or the plain answer, that this page is. Raises `BadTemplateError`."""
        with faults_named(page.name()):
            template = self._template(f"{page.name()}.txt.j2", language)
            return PlainText(template.render(page.context()).strip())

    def document(self, page: Document, language: str, publication: str = "") -> str:
        """The whole web page, with the name of whose it is. Raises `BadTemplateError`."""
        with faults_named(page.template):
            template = self._template(f"web/{page.template}.html.j2", language)
            return template.render({**page.context(), "publication": publication})

    def check(self) -> None:
        """Read every template, the operators' own included. Raises `BadTemplateError`."""
        for name in self._templates.list_templates():
            if name.endswith(".j2"):
                with faults_named(name):
                    self._templates.get_template(name)

    def parsed(self, path: Path) -> nodes.Template:
        """What a file of a template consists of. Raises `TemplateSyntaxError`, `OSError`."""
        return self._templates.parse(path.read_text(encoding="utf-8"))

    def in_folder(self, folder: str, language: str) -> list[str]:
        """The names of the pages in a folder of templates, the operators' own included."""
        begin, end = f"{language}/{folder}/", ".html.j2"
        found = self._templates.list_templates(filter_func=lambda name: name.startswith(begin))
        return [name[len(begin) : -len(end)] for name in found if name.endswith(end)]

    def label(self, language: str) -> Label:
        """The words on buttons."""
        return self._macros("labels.txt.j2", language)

    def deeds(self, language: str) -> Label:
        """What the desk's log calls what was done, and what was changed by it."""
        return self._macros("editors/_deeds.html.j2", language)

    def menu(self, language: str, *, desk: bool) -> list[tuple[str, str]]:
        """The commands and what they do, for readers or the desk. Raises `BadTemplateError`."""
        names = DESK_COMMANDS + READER_COMMANDS if desk else READER_COMMANDS
        return self._menu(language, {name: name for name in names})

    def group_menu(self, language: str) -> list[tuple[str, str]]:
        """The same in groups that follow sections."""
        return self._menu(language, {name: f"group_{name}" for name in GROUP_COMMANDS})

    def _menu(self, language: str, macros: Mapping[str, str]) -> list[tuple[str, str]]:
        with faults_named(f"{language}/menu.txt.j2"):
            say = self._macros("menu.txt.j2", language)
            return [(name, say(macro)) for name, macro in macros.items()]

    def warning(self, code: str, language: str) -> str:
        """What a warning of intake means; a code without words stays as it is."""
        return self._macros("warnings.txt.j2", language)("warning", code=code)

    def reason(self, reason: Reason | None, language: str, limit: int) -> str:
        """Why something did not reach a chat; what has no code in Telegram's words, shortened."""
        say = self._macros("reasons.txt.j2", language)
        reason = reason or Reason(ReasonCode.REFUSED)
        if reason.code is ReasonCode.REFUSED and not is_blank(reason.words):
            return say("in_telegrams_words", words=short(reason.words, limit))
        return say("reason", code=reason.code)

    def _filled(self, page: PostPage, language: str) -> Fitted:
        template = self._template(f"{page.name()}.html.j2", language)
        context = page.context()
        if not isinstance(page, StoryPage):
            return Fitted(without_too_many_tags(template.render(context).strip()))

        def fill(headline: str, lead: str | Formatted) -> str:
            return template.render(context, headline=headline, lead=lead).strip()

        headline = "" if page.headline is None else self._heading(page.headline, language)
        lead = page.lead if isinstance(page.lead, Formatted) else one_line(page.lead)
        return fit(fill, headline, lead, page.limit)

    def _heading(self, text: str, language: str, limit: int | None = None) -> str:
        """A headline in one line; words of our own where nothing of it can be seen."""
        if is_blank(text):
            return self.label(language)("untitled")
        return one_line(text) if limit is None else short(text, limit)

    def _macros(self, name: str, language: str) -> Label:
        files = [self._template(name, language)]
        if self._is_overlaid:
            files.append(self._template(name, f"{_OURS}/{language}"))
        return _Labels(language, files)

    def _template(self, name: str, language: str) -> Template:
        known = {"language": language.removeprefix(f"{_OURS}/")}
        return self._templates.get_template(f"{language}/{name}", globals=known)

    @pass_context
    def _short_heading(self, context: Context, text: str, limit: int) -> str:
        return self._heading(text, context["language"], limit)

    @pass_context
    def _sentence(self, context: Context, code: str, details: Mapping[str, object]) -> str:
        return self.plain(RefusedPage(code=code, details=details), context["language"]).text

    @pass_context
    def _warning(self, context: Context, code: str) -> str:
        return self.warning(code, context["language"])

    @pass_context
    def _because(self, context: Context, reason: Reason | None, limit: int) -> str:
        return self.reason(reason, context["language"], limit)


class _Environment(Environment):
    """Templates name each other without the language: a Ukrainian page takes Ukrainian parts."""

    def join_path(self, template: str, parent: str) -> str:
        language = parent.removeprefix(f"{_OURS}/").split("/", maxsplit=1)[0]
        return f"{language}/{template}"


def _environment(overlay: Path | None) -> Environment:
    shipped = FileSystemLoader(SHIPPED)
    own = [] if overlay is None else [FileSystemLoader(overlay)]
    return _Environment(
        loader=ChoiceLoader([*own, shipped, PrefixLoader({_OURS: shipped})]),
        # select_autoescape() looks at the last ending only and would not escape «.html.j2».
        autoescape=lambda name: name is None or name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
    )


class _Compiled(BytecodeCache):
    """What this process has compiled: its next renderer need not do that again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@cache
def _compiled() -> _Compiled:
    return _Compiled()


def _spoken(say: Callable[[str, Any], str]) -> Callable[[Context, Any], str]:
    """A filter of what is said in the language of the page."""

    def in_language(context: Context, value: Any) -> str:  # noqa: ANN401 - as `say` takes it
        return say(context["language"], value)

    return pass_context(in_language)


def _filters(moment: SayMoment, time_since: SaySince) -> dict[str, Callable[..., Any]]:
    def say_moment(context: Context, at: datetime | str, own: tzinfo | None = None) -> str:
        """What a notice keeps of a refusal's details has come back from JSON as it was written."""
        there = datetime.fromisoformat(at) if isinstance(at, str) else at
        return moment(context["language"], there, own)

    def say_time_since(
        context: Context, at: datetime, earlier: datetime | None, own: tzinfo | None = None
    ) -> str:
        return time_since(context["language"], at, earlier, own)

    def say_count(context: Context, value: int, *forms: str) -> str:
        return count(context["language"], value, forms)

    return {
        "moment": pass_context(say_moment),
        "wall_time": _spoken(wall_time),
        "city": _spoken(city),
        "time_since": pass_context(say_time_since),
        "duration": _spoken(duration),
        "count": pass_context(say_count),
        "code": lambda reason: reason and reason.code,
        "inert": inert,
        "megabytes": megabytes,
        "number": _spoken(lambda language, value: number(value, language)),
        "one_line": one_line,
        "short": short,
        "within": _spoken(within_quotes),
    }


def _calendar(say: Callable[[str, date, str], str]) -> dict[str, Callable[..., str]]:
    """What the calendar of buttons shows: «пт 27», «п’ятниця, 27 листопада», «09:00»."""
    patterns = {
        "short_day": "EEE d",
        "day": "EEEE, d MMMM",
        "month": "LLLL y",
        "month_alone": "LLLL",
        "date": "d MMMM y",
        "year": "y",
        "clock": "HH:mm",
    }

    def filter_of(pattern: str) -> Callable[..., str]:
        @pass_context
        def show(context: Context, at: date) -> str:
            return say(context["language"], at, pattern)

        return show

    return {name: filter_of(pattern) for name, pattern in patterns.items()}


class _Labels:
    """The macros of one file of short texts, and behind an overlay's those that we ship."""

    def __init__(self, language: str, files: Sequence[Template]) -> None:
        self.language = language
        self._modules = [file.module for file in files]

    def __call__(self, name: str, /, **values: object) -> str:
        macro = next(getattr(m, name) for m in self._modules if hasattr(m, name))
        return str(macro(**values)).strip()
