"""The request as our views see it, and the id under which everything it does is kept."""

from __future__ import annotations

import logging
import re
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


# What `secrets.token_urlsafe(32)` gives, as a whole part of an address: the tail of every secret link; also inside of a
# `next=`, where the strokes are written in percents.
_SECRET_TAIL = re.compile(r"(/|%2[Ff])[A-Za-z0-9_-]{43}(?=[/.?#&%\s\"']|$)")


class SecretTailFilter(logging.Filter):
    """Keeps secret links out of the log: whoever reads it could open them. Django names the address of each refusal."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = _without_tails(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_without_tails(part) if isinstance(part, str) else part for part in record.args)
        return True


def _without_tails(text: str) -> str:
    return _SECRET_TAIL.sub(r"\1…", text)


class RequestIdFilter(logging.Filter):
    """Gives every line of the log `request_id`, a dash outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or "-"
        return True
