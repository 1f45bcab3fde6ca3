"""What the HTTP interface takes and gives, as OpenAPI 3.1, made of the models in use."""

from functools import cache, partial
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel
from pydantic.json_schema import models_json_schema

from bot.domain.article import ArticleState
from bot.intake.record import ArticleRecord

_REF = "#/components/schemas/{model}"


class StoredRelated(BaseModel):
    headline: str
    section: str | None
    published_at: AwareDatetime | None
    date_text: str | None


class StoredImage(BaseModel):
    url: str
    caption: str | None
    behind: str | None = None


class StoredContent(BaseModel):
    """The fields of an article; it may have come by another way, which knows other limits."""

    headline: str
    section: str | None
    published_at: AwareDatetime | None
    lead: str | None
    body: list[str]
    link: str | None
    author: str | None
    captions: list[str]
    related: list[StoredRelated]
    language: str | None
    tags: list[str]
    images: list[StoredImage]
    headings: list[str] | None = None
    quotes: list[str] | None = None


class StoredArticle(BaseModel):
    """What is stored: `article` as it is now, `id` is the desk's number of it.

    `revision` is the source's; `held` says why it was not published although it was to be.
    """

    external_id: str
    id: int
    revision: int
    state: ArticleState
    change: Literal["new", "changed", "same"]
    held: str | None
    warnings: list[str]
    article: StoredContent


class FieldError(BaseModel):
    field: str
    words: str


class Problem(BaseModel):
    """An error (RFC 9457): `code` stays the same, `title` says in words what to do."""

    type: str
    title: str
    status: int
    code: str
    errors: list[FieldError] | None = None
    stored: StoredArticle | None = None


class Health(BaseModel):
    status: str


@cache
def describe() -> dict[str, Any]:
    """The document at /openapi.json."""
    models = (ArticleRecord, StoredArticle, Problem, Health)
    _, schemas = models_json_schema([(model, "validation") for model in models], ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Vistnyk", "version": "1"},
        "paths": {
            "/api/articles/{external_id}": _article_path(),
            "/openapi.json": {"get": {"summary": "This document", "responses": _document()}},
            "/healthz": {"get": _health("Whether the bot and its database answer")},
            "/readyz": {"get": _health("Whether the bot is at work: started, and not stopping")},
            "/metrics": {"get": _metrics()},
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _article_path() -> dict[str, Any]:
    stored, problem = partial(_answer, "StoredArticle"), _problem
    refusals = {
        "401": problem("No token, or none of ours")
        | {"headers": {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}},
        "422": problem("Fields or an id that cannot be taken"),
        "500": problem("A fault on our side"),
    }
    return {
        "parameters": [
            {
                "name": "external_id",
                "in": "path",
                "required": True,
                "description": "The article's id in the newsroom's own system",
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
            }
        ],
        "put": {
            "summary": "Hand an article in: new, its next revision, or the same again",
            "security": [{"token": []}],
            "requestBody": {"required": True, "content": _json("ArticleRecord")},
            "responses": {
                "200": stored("Changed, or the same"),
                "201": stored("New"),
                "400": problem("No JSON, a key that comes twice, or packed wrongly"),
                "408": problem("The body did not come in time"),
                "409": problem("A higher revision is stored, or another source's article"),
                "413": problem("Larger than 1 MB"),
                "415": problem("Not said to be application/json"),
                **refusals,
            },
        },
        "get": {
            "summary": "What is stored",
            "security": [{"token": []}],
            "responses": {
                "200": stored("The article"),
                "404": problem("Not handed in by this source"),
                **refusals,
            },
        },
        "delete": {
            "summary": "Take an article back: from every chat, or from the desk's drafts",
            "security": [{"token": []}],
            "responses": {
                "200": stored("Taken back, now or before"),
                "404": problem("Not handed in by this source"),
                **refusals,
            },
        },
    }


def _health(summary: str) -> dict[str, Any]:
    return {
        "summary": summary,
        "responses": {"200": _answer("Health", "All is well"), "503": _problem("Not well")},
    }


def _metrics() -> dict[str, Any]:
    text = {"description": "Numbers", "content": {"text/plain": {"schema": {"type": "string"}}}}
    return {
        "summary": "The bot's numbers, as Prometheus reads them",
        "responses": {"200": text},
    }


def _document() -> dict[str, Any]:
    return {
        "200": {
            "description": "OpenAPI",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    }


def _answer(model: str, words: str) -> dict[str, Any]:
    return {"description": words, "content": _json(model)}


def _problem(words: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}}
    return {"description": words, "content": content}


def _json(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model)}}}
