"""What the included parts of media ask: how large a film may be, and what this reader has left unfinished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from stellazh.common.requests import Request
from stellazh.media.forms import ACCEPTED, FORMATS
from stellazh.media.models import Upload
from stellazh.media.services import largest_bytes
from stellazh.media.services.uploads import in_words
from stellazh.media.uses import use_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class UploadField:
    """What the field of a film shows before anything is chosen."""

    largest_bytes: int
    largest_words: str
    accept: str
    formats: str
    left: list[Upload]


@register.simple_tag(takes_context=True)
def upload_field(context: dict[str, Any], use: str, object_key: str) -> UploadField:
    """The limits of a place and the reader's own unfinished uploads to it. One query."""
    request: Request = context["request"]
    largest = largest_bytes(use_of(use))
    left = Upload.objects.open().of_actor(request.actor).filter(use=use, object_key=object_key)
    return UploadField(largest, in_words(largest), ACCEPTED, FORMATS, list(left))


@register.filter
def megabytes(size_bytes: int) -> str:
    """«480 МБ», «1,5 ГБ»."""
    return in_words(size_bytes)


@register.filter
def playing_time(seconds: int | None) -> str:
    """«1 ч 02 мин», «12 мин», «40 с»; nothing for nothing."""
    if not seconds:
        return ""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{seconds} с"
    return f"{minutes // 60} ч {minutes % 60:02} мин" if minutes >= 60 else f"{minutes} мин"
