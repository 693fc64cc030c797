"""What comes in from the pages of video rooms' lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from stellazh.events.enums import RowVerdict
from stellazh.events.models import Event
from stellazh.events.services.room_lists import LONGEST_MINUTES
from stellazh.office.tables.limits import TOO_LARGE, UPLOAD_LIMIT_BYTES
from stellazh.ui.widgets import DayInput

_ROW = re.compile(r"row-(\d{1,15})")
MOST_ROWS = 100


class RoomUploadForm(forms.Form):
    """The file, the day it is of, and how long is long enough. `on` is not asked of an event of one day."""

    file = forms.FileField(
        label="Файл со списком участников",
        help_text="Excel (.xlsx) или CSV, как его отдал видеосервис. Ничего в нём менять не нужно.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={"required": "Выберите файл.", "empty": "Файл пуст: проверьте, тот ли файл вы выбрали."},
    )
    on = forms.DateField(label="За какой день", widget=DayInput)
    least_minutes = forms.IntegerField(
        label="Не считать тех, кто был меньше, минут",
        min_value=0,
        max_value=LONGEST_MINUTES,
        initial=0,
        required=False,
        help_text="0 — считать всех. Если в файле нет времени, считаются все.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, event: Event, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._event = event
        self.fields["on"].initial = min(max(today, event.first_day), event.last_day)
        self.fields["on"].widget.attrs |= {"min": event.first_day.isoformat(), "max": event.last_day.isoformat()}
        if event.first_day == event.last_day:
            del self.fields["on"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > UPLOAD_LIMIT_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file

    @property
    def day(self) -> date:
        chosen: date = self.cleaned_data.get("on") or self._event.first_day
        return chosen

    @property
    def minutes(self) -> int:
        return int(self.cleaned_data.get("least_minutes") or 0)


class RoomShowForm(forms.Form):
    """Which rows are shown, and the page."""

    show = forms.ChoiceField(choices=RowVerdict.choices)


class RoomAnswersForm(forms.Form):
    """Answers about the rows of a page: the field «row-12» holds «enrolment:3», «guest», «skip»… or nothing yet."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for number in list(_numbers(data))[:MOST_ROWS]:
            self.fields[f"row-{number}"] = forms.RegexField(
                r"^(?:(?:enrolment|person):\d{1,15}|guest|skip|later)\Z", required=False, max_length=40
            )

    @property
    def answers(self) -> dict[int, str]:
        """Row → answer, of those that were answered."""
        return {int(name.removeprefix("row-")): answer for name, answer in self.cleaned_data.items() if answer}


class PersonSearchForm(forms.Form):
    """Part of a name."""

    q = forms.CharField(label="Фамилия или начало фамилии", min_length=2, max_length=100)


def _numbers(data: Iterable[str]) -> Iterable[str]:
    return (match[1] for name in data if (match := _ROW.fullmatch(name)))
