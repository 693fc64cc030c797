"""Days and moments in the words of Russian papers. Moments are shown in the current time zone."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.html import format_html
from django.utils.safestring import SafeString


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def long_day(value: date | datetime | None) -> str:
    """«11 сентября 2023 г.»; empty for None."""
    return written(_local(value), "j\xa0E Y\xa0г.") if value else ""


def short_day(value: date | datetime | None) -> str:
    """«11.09.2023»; empty for None."""
    return written(_local(value), "d.m.Y") if value else ""


def day_and_time(value: datetime | None) -> str:
    """«11 сентября 2023 г., 14:05»; empty for None."""
    return written(_local(value), "j\xa0E Y\xa0г., G:i") if value else ""


def moment(value: date | datetime | None, form: str = "long") -> SafeString | str:
    """A `<time>` with the machine's form in it. `form` is «long» (with the time, if there is one) or «short»."""
    if not value:
        return ""
    local = _local(value)
    if form == "short":
        words = short_day(local)
    else:
        words = day_and_time(local) if isinstance(local, datetime) else long_day(local)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)
