"""The request as our views see it, and the id under which everything it does is kept."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from stellazh.common.actor import Actor

request_id: ContextVar[str] = ContextVar("request_id", default="")


class Request(HttpRequest):
    """`HttpRequest` after our middleware."""

    actor: Actor
    htmx: HtmxDetails
    request_id: str


class RequestIdFilter(logging.Filter):
    """Gives every line of the log `request_id`, a dash outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or "-"
        return True
