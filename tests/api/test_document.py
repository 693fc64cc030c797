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
