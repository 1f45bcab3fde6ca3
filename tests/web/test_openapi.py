"""The document at /openapi.json is true to the code: requests made from it get what it says."""

import asyncio
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.app import App
from bot.intake.record import ArticleFields
from bot.web.openapi import StoredContent, describe
from tests.web.site import TOKENS, Site, a_record

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
ARTICLE = "/api/articles/{external_id}"
OPERATIONS = [
    (ARTICLE, "PUT"),
    (ARTICLE, "GET"),
    (ARTICLE, "DELETE"),
    ("/openapi.json", "GET"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
    ("/metrics", "GET"),
]


async def test_it_is_served_as_it_is_made_and_names_every_operation(site: Site) -> None:
    told = await site.ask("GET", "/openapi.json")
    assert (told.status, told.json) == (200, describe())
    named = {
        (path, method.upper())
        for path, operations in told.json["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert named == set(OPERATIONS)


def test_every_reference_in_it_leads_somewhere() -> None:
    schemas = describe()["components"]["schemas"]
    references = set(references_in(describe()))
    assert len(references) > 5
    assert references <= {f"#/components/schemas/{name}" for name in schemas}


def references_in(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(target := node.get("$ref"), str):
            yield target
        for value in node.values():
            yield from references_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from references_in(value)


@pytest.mark.slow
def test_it_is_openapi_and_its_schemas_are_schemas() -> None:
    schemathesis.openapi.from_dict(describe()).validate()
    for schema in describe()["components"]["schemas"].values():
        jsonschema_rs.Draft202012Validator({**schema, "components": describe()["components"]})


def test_an_article_is_told_with_the_fields_that_it_is_handed_in_with() -> None:
    assert list(StoredContent.model_fields) == list(ArticleFields.model_fields)


# What a schema has no words for.
BEYOND = {
    "an address starts with http:// or https:// and names a host",
    "there is no such time",
    "there is nothing to be read in it",
}
MADE = [
    *((path, method, schemathesis.GenerationMode.POSITIVE) for path, method in OPERATIONS),
    # What takes nothing can be given nothing wrong.
    *((ARTICLE, method, schemathesis.GenerationMode.NEGATIVE) for _, method in OPERATIONS[:3]),
]


@pytest.fixture
def at_work(app: App) -> None:
    app.at_work.set()


@pytest.mark.slow
@pytest.mark.usefixtures("at_work")
@pytest.mark.parametrize("source", ["site", None])
@pytest.mark.parametrize(("path", "method", "mode"), MADE)
async def test_requests_made_from_it_are_answered_as_it_says(
    site: Site, path: str, method: str, mode: schemathesis.GenerationMode, source: str | None
) -> None:
    operation = schemathesis.openapi.from_dict(describe())[path][method]
    headers = {"Authorization": f"Bearer {TOKENS[source]}"} if source else {}

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=40 if source else 3,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def prove(case: Any) -> None:
        answer = case.call(base_url=f"http://127.0.0.1:{site.port}", headers=headers)
        case.validate_response(answer, checks=CHECKS)
        if source and mode is schemathesis.GenerationMode.POSITIVE and answer.status_code == 422:
            assert {error["words"] for error in answer.json()["errors"]} <= BEYOND

    await asyncio.to_thread(prove)


@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
async def test_an_article_that_is_there_is_told_as_it_says(site: Site, method: str) -> None:
    related = [{"headline": "Міст відкрили", "date_text": "8 травня"}]
    images = [{"url": "https://example.com/1.jpg", "caption": "Міст"}]
    await site.put(related=related, images=images, captions=["Міст"], link="https://a.example/1")
    operation = schemathesis.openapi.from_dict(describe())[ARTICLE][method]
    case = operation.Case(
        path_parameters={"external_id": "12"},
        body=a_record(revision=2) if method == "PUT" else schemathesis.core.NOT_SET,
        media_type="application/json",
    )

    def prove() -> int:
        answer = case.call(
            base_url=f"http://127.0.0.1:{site.port}",
            headers={"Authorization": f"Bearer {TOKENS['site']}"},
        )
        case.validate_response(answer, checks=CHECKS)
        return answer.status_code

    assert await asyncio.to_thread(prove) == 200
