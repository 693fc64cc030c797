"""The door for programs: `/api/v1/`, described by `/api/v1/openapi.json`."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from stellazh.associations.api import router as associations
from stellazh.documents.api import router as documents
from stellazh.events.api import router as events
from stellazh.pages.api import router as news
from stellazh.people.api_auth import TokenAuth
from stellazh.workplans.api import router as workplans


class RussianJSON(BaseRenderer):
    """JSON with the letters themselves: half the bytes of `\\uXXXX`."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)


api = NinjaAPI(
    title="Стеллаж",
    version="1",
    description="Чтение объединений, планов и их печатных форм, мероприятий, документов с правами владельца ключа.",
    auth=TokenAuth(),
    renderer=RussianJSON(),
    docs_url=None,
    urls_namespace="api-1",
)
api.add_router("/associations", associations)
api.add_router("/plans", workplans)
api.add_router("/events", events)
api.add_router("/news", news)
api.add_router("/documents", documents)


def open_to_keys(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Let requests without a session through to `TokenAuth`, which refuses those without a key."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback.login_required = False  # type: ignore[attr-defined]
    return patterns


def urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """For `path("api/v1/", …)`."""
    patterns, app, namespace = api.urls
    return open_to_keys(patterns), app, namespace
