"""What part of the calendar is asked for."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from stellazh.workplans.enums import EventForm
from stellazh.workplans.reads.calendar import GATHERINGS

_MONTH = re.compile(r"(\d{4})-(\d{2})")
FIRST_YEAR, LAST_YEAR = 2000, 2101


class MonthField(forms.CharField):
    """«2024-10» as the first day of the month; None when empty."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "")
        found = _MONTH.fullmatch(text)
        if not text:
            return None
        if not found or not 1 <= int(found[2]) <= 12 or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise forms.ValidationError("Месяц пишется так: 2024-10.")
        return date(int(found[1]), int(found[2]), 1)


class CalendarForm(forms.Form):
    month = MonthField(required=False)
    day = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))],
    )
    form = forms.ChoiceField(
        label="Форма работы",
        required=False,
        choices=[("", "все"), *[choice for choice in EventForm.choices if choice[0] in GATHERINGS]],
    )
    alone = forms.BooleanField(label="Только само объединение", required=False)
