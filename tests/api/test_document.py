"""The description of the interface: valid, complete, and changed only on purpose."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import validate

# What programs rely on. A line that goes away or changes breaks somebody's site: give the interface a new version.
OPERATIONS = {
    ("GET", "/api/v1/associations", ()),
    ("GET", "/api/v1/associations/{code}", ("code",)),
    (
        "GET",
        "/api/v1/events",
        ("association", "territory", "form", "level", "format", "since", "until", "is_open", "limit", "offset"),
    ),
    ("GET", "/api/v1/events/{event_id}", ("event_id",)),
    (
        "GET",
        "/api/v1/documents",
        ("association", "territory", "kind", "status", "year", "q", "limit", "offset"),
    ),
    ("GET", "/api/v1/documents/{document_id}", ("document_id",)),
    ("GET", "/api/v1/news", ("association", "territory", "year", "limit", "offset")),
    ("GET", "/api/v1/news/{news_id}", ("news_id",)),
    ("GET", "/api/v1/plans", ("association", "school_year", "limit", "offset")),
    ("GET", "/api/v1/plans/{plan_id}", ("plan_id",)),
    ("GET", "/api/v1/plans/{plan_id}/files/{form}.{kind}", ("plan_id", "form", "kind")),
    ("GET", "/api/v1/plans/{plan_id}/items", ("plan_id", "limit", "offset")),
}
FIELDS = {
    "AssociationOut": {"code", "kind", "name", "short_name", "parent", "territory", "time_zone", "is_closed"},
    "PlanOut": {
        "id", "association", "school_year", "title", "unified_theme", "methodical_theme", "goal", "tasks",
        "expected_results", "form", "status", "is_public", "item_count", "done_count", "version",
    },
    "ItemOut": {
        "uid", "number", "section", "title", "form", "description", "term", "place", "format", "audience",
        "outcome_document", "status", "status_reason", "owners",
    },
    "TermOut": {"raw", "kind", "start", "end"},
    "OwnerOut": {"kind", "name", "detail"},
    "EventOut": {
        "id", "uid", "association", "title", "form", "number", "level", "school_year", "starts_at", "ends_at",
        "is_all_day", "time_zone", "format", "place", "audience", "age_mark", "summary", "visibility", "status",
        "cancel_reason", "enrolment_mode", "enrolment_opens_at", "enrolment_closes_at", "capacity", "capacity_online",
        "parent", "plan_item", "url", "updated_at", "version",
    },
    "SlotOut": {"id", "parent", "kind", "title", "starts_at", "ends_at", "place", "speakers"},
    "SpeakerOut": {"name", "post", "organisation"},
    "DocumentOut": {
        "id", "association", "kind", "title", "number", "dated_on", "source", "source_url", "summary", "status",
        "in_force_on", "repealed_on", "audience", "published_at", "version_count", "url", "updated_at",
    },
    "VersionOut": {
        "number", "what_changed", "added_at", "name", "media_type", "size_bytes", "sha256", "page_count", "url",
    },
    "NewsOut": {
        "id", "association", "title", "on", "lead", "categories", "author", "event", "url", "published_at",
        "changed_at",
    },
    "FiguresOut": {"enrolled", "attended", "present", "online", "late", "municipalities"},
}  # fmt: skip


@pytest.fixture
def document() -> Any:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_document_is_valid(document: Any) -> None:
    validate(document)


def test_document_names_exactly_these_operations(document: Any) -> None:
    found = {
        (method.upper(), path, tuple(parameter["name"] for parameter in operation.get("parameters", ())))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }

    assert found == OPERATIONS


def test_document_names_exactly_these_fields(document: Any) -> None:
    schemas = document["components"]["schemas"]

    assert {name: set(schemas[name]["properties"]) for name in FIELDS} == FIELDS


def test_document_says_that_every_operation_needs_a_key(document: Any) -> None:
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]

    assert {json.dumps(operation["security"]) for operation in operations} == {'[{"TokenAuth": []}]'}
    assert document["components"]["securitySchemes"]["TokenAuth"]["scheme"] == "bearer"


def test_document_is_in_russian(document: Any) -> None:
    summaries = [operation["summary"] for methods in document["paths"].values() for operation in methods.values()]

    assert all(any("а" <= sign <= "я" for sign in summary) for summary in summaries), summaries
