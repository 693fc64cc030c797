"""Rows in Russian words, for the archive of one's own data."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone


def in_words(row: models.Model, *, leave_out: Collection[str] = ()) -> dict[str, Any]:
    """Every field of a row under its Russian name, with choices and days in words; keys and versions are left out."""
    told: dict[str, Any] = {}
    for field in row._meta.concrete_fields:  # noqa: SLF001
        if field.primary_key or field.name in {"version", "submission_key", *leave_out}:
            continue
        value = getattr(row, field.name)
        shown = getattr(row, f"get_{field.name}_display", None)
        told[_heading(str(field.verbose_name))] = shown() if shown else said(value)
    return told


def said(value: Any) -> Any:
    """A value as JSON holds it: days as «10.09.2024», rows by their names, everything else as it is."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, models.Model):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)


def _heading(name: str) -> str:
    return name[:1].upper() + name[1:]
