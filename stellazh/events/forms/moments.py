"""Moments as they are typed: by the clock of the association, not of the site."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from stellazh.ui.widgets import MomentInput

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


class ZonedMoment(forms.DateTimeField):
    """A day and an hour in `zone`, which the form sets before it is used; gives an aware moment."""

    widget = MomentInput
    zone: ZoneInfo | None = None

    def to_python(self, value: Any) -> datetime | None:
        """An aware moment of the zone."""
        with timezone.override(self.zone):
            moment = super().to_python(value)
        # Moments at the ends of time are no dates any more in the next zone.
        if moment is not None and not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            raise forms.ValidationError(f"Проверьте год: от {EARLIEST_YEAR} до {LATEST_YEAR}.", code="invalid")
        return moment

    def prepare_value(self, value: Any) -> Any:
        """The stored moment by the clock of the zone."""
        with timezone.override(self.zone):
            return super().prepare_value(value)


def put_zone(form: forms.BaseForm, zone: ZoneInfo) -> None:
    """Let every moment of the form be told in that zone."""
    for field in form.fields.values():
        if isinstance(field, ZonedMoment):
            field.zone = zone
