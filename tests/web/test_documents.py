"""The documents on HTTP are true: examples are sent, fields, codes and routes are the code's."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from bot.domain.article import ArticleState
from bot.intake.record import ArticleRecord, ImageFields, RelatedFields
from bot.web.articles import WORDS
from bot.web.openapi import StoredArticle, describe
from tests.web.site import TOKENS, Answered, Site

ROOT = Path(__file__).parents[2]
SYSTEMS = (ROOT / "docs/publishing-systems.md").read_text("utf-8")
HTTP = (ROOT / "docs/reference.md").read_text("utf-8").split("\n## HTTP\n")[1].split("\n## ")[0]
SERVER = "https://desk.example.org"


def code_of(kind: str) -> list[str]:
    found: list[str] = re.findall(rf"```{kind}\n(.*?)```", SYSTEMS, flags=re.DOTALL)
    return found


async def curl(site: Site, command: str) -> Answered:
    """Send what a command of the documents would send."""
    name, *words = shlex.split(command)
    assert name == "curl"
    method, body, headers, address = "GET", None, {}, ""
    rest = iter(words)
    for word in rest:
        match word:
            case "-X":
                method = next(rest)
            case "-H":
                header, _, value = next(rest).partition(": ")
                headers[header] = value.replace("$TOKEN", TOKENS["site"])
            case "--data":
                body = next(rest).encode()
            case _:
                address = word
    assert address.startswith(SERVER)
    return await site.ask(method, address.removeprefix(SERVER), body, **headers)


async def test_the_examples_for_curl_do_what_is_said_of_them(site: Site) -> None:
    blocks = "".join(code_of("sh")).replace("\\\n", " ")
    commands = re.split(r"\n(?=curl )", blocks)
    told = [await curl(site, command) for command in commands]
    assert [one.status for one in told] == [201, 200, 200, 200]
    assert [one.json["change"] for one in told] == ["new", "changed", "same", "changed"]
    assert told[0].json["state"] == "published"
    assert told[0].json["warnings"] == []
    assert told[2].json["article"]["lead"].endswith("розтягнулися на кілометр.")
    assert told[3].json["state"] == "retracted"


def test_the_example_for_wordpress_sends_fields_that_are_taken() -> None:
    (program,) = code_of("php")
    record = program.split("function vistnyk_record")[1].split("\nfunction ")[0]
    sent = set(re.findall(r"'(\w+)'\s+=> ", record)) - {"fields"}  # that is WordPress's own
    assert sent - set(ImageFields.model_fields) <= set(ArticleRecord.model_fields)
    assert set(ImageFields.model_fields) - {"behind"} <= sent  # it stands before the text
    assert {"headline", "revision", "publish", "body"} <= sent


def rows(head: str) -> dict[str, str]:
    """A table of the reference: its first column, and the second."""
    _, _, table = HTTP.partition(f"\n| {head} |")
    lines = table.split("\n\n")[0].splitlines()[2:]
    cells = (line.strip("| ").split(" | ") for line in lines)
    return {cell[0].strip("`"): cell[1].strip() for cell in cells}


def test_the_reference_names_every_field_and_its_limit() -> None:
    described = rows("field")
    assert set(described) == set(ArticleRecord.model_fields)
    schema = describe()["components"]["schemas"]["ArticleRecord"]["properties"]
    for name, words in described.items():
        for limit in limits_in(schema[name]):
            assert f"{limit:,}" in words, (name, limit)


def limits_in(schema: Any) -> set[int]:
    if isinstance(schema, list):
        return {limit for part in schema for limit in limits_in(part)}
    if not isinstance(schema, dict):
        return set()
    own = {schema[key] for key in ("maxLength", "maxItems") if key in schema}
    return own | {limit for key in ("anyOf", "items") for limit in limits_in(schema.get(key))}


@pytest.mark.parametrize("model", [RelatedFields, ImageFields])
def test_the_reference_names_the_fields_of_what_lies_within(model: Any) -> None:
    for name in model.model_fields:
        assert f"`{name}`" in HTTP


def test_the_reference_names_every_code_and_its_status() -> None:
    program = "".join(path.read_text("utf-8") for path in (ROOT / "bot/web").glob("*.py"))
    given = set(re.findall(r'problem\(\s*(\d+), "(\w+)"', program))
    given |= set(re.findall(r'^    (\d+): \(\s*"(\w+)"', program, flags=re.MULTILINE))
    given |= {("409", "revision_lower"), ("409", "another_source")}
    assert len(given) > 10
    assert {(status, code) for code, status in rows("code").items()} == given


def test_the_reference_names_what_an_article_is_answered_with() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", HTTP, flags=re.DOTALL)
    assert list(json.loads(example)) == list(StoredArticle.model_fields)
    for word in (*ArticleState, *WORDS.values()):
        assert f"`{word}`" in HTTP


def test_the_reference_names_every_reason_for_which_an_article_is_held() -> None:
    program = (ROOT / "bot/domain/admission_rule.py").read_text("utf-8").split("def why_held(")[1]
    given = set(re.findall(r'"(\w+)"', re.sub(r'""".*?"""', "", program, flags=re.DOTALL)))
    assert set(rows("held")) == given | {ArticleState.DISCARDED}


def test_the_reference_names_every_route() -> None:
    routes = {
        f"{method.upper()} {path}"
        for path, operations in describe()["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert set(rows("route")) == routes


def test_operators_are_told_of_everything_that_a_proxy_may_let_through() -> None:
    """What stands on the port besides the articles: of those they read elsewhere."""
    told = (ROOT / "docs/operators.md").read_text("utf-8")
    doors = {path for path in describe()["paths"] if not path.startswith("/api/")}
    assert doors
    for door in {*doors, "/a/"}:
        assert f"`{door}`" in told or f"`GET {door}`" in told, door
