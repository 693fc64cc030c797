"""What a count is asked about: all of it stands in the address, so that a number can be sent to somebody."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from stellazh.associations.models import Association
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.events.forms.calendar import MonthField
from stellazh.events.reads.figure_scopes import FigureScope, last_of_month
from stellazh.ui.widgets import DayInput
from stellazh.workplans.enums import EventForm

OWN: Final = "own"
YEARS_BACK: Final = 12
_DAYS: Final = [MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))]
_LARGEST_ID: Final = 2**53
# Name in the address → name in the scope.
_NARROWING: Final = {"place": "place_id", "school": "school_id", "event": "event_id", "who": "who"}


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput, validators=_DAYS)


def _key() -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=1, max_value=_LARGEST_ID, widget=forms.HiddenInput)


class FiguresForm(forms.Form):
    """A school year, or days of one's own when no year is chosen; a form; whose events; as of which day."""

    year = forms.ChoiceField(label="Учебный год", required=False)
    first = _day("или с")
    last = _day("по")
    form = forms.ChoiceField(
        label="Форма", required=False, choices=[("", "все формы"), *((code, name) for code, name in EventForm.choices)]
    )
    whose = forms.ChoiceField(
        label="Чьи мероприятия", required=False, choices=[("", "с нижестоящими"), (OWN, "только свои")]
    )
    on = _day("По состоянию на")
    month = MonthField(required=False)
    place = _key()
    school = _key()
    event = _key()
    who = _key()

    def __init__(self, association: Association, data: Any, *, today: date, reaches_below: bool) -> None:
        super().__init__(data)
        self._association, self._today, self._reaches_below = association, today, reaches_below
        this_year = SchoolYear.of(today).start
        years = {*range(max(this_year - YEARS_BACK, FIRST_YEAR), min(this_year + 1, LAST_YEAR) + 1), *_told(data)}
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            *((str(year), SchoolYear(year).label) for year in sorted(years, reverse=True)), ("", "свои дни"),
        ]  # fmt: skip
        if not reaches_below:
            del self.fields["whose"]

    def scope(self) -> FigureScope:
        """What is asked; this school year as known today where nothing sensible is."""
        asked = self.cleaned_data if self.is_valid() else {}
        year: int | None = None
        if not asked.get("year") and (asked.get("first") or asked.get("last")):
            first = asked.get("first") or SchoolYear.of(asked["last"]).first_day
            last = asked.get("last") or SchoolYear.of(first).last_day
        else:
            whole = SchoolYear(int(asked["year"])) if asked.get("year") else SchoolYear.of(self._today)
            year, first, last = whole.start, whole.first_day, whole.last_day
            if (month := asked.get("month")) and first <= month <= last:
                first, last = month, last_of_month(month)
        return FigureScope(
            self._association,
            with_below=self._reaches_below and asked.get("whose") != OWN,
            first=first,
            last=max(first, last),
            as_of=min(asked.get("on") or self._today, self._today),
            year=year,
            form=asked.get("form") or "",
            **{field: asked.get(name) for name, field in _NARROWING.items()},
        )

    def shown(self) -> FiguresForm:
        """The same form as it is drawn: filled with what was understood."""
        if not self.is_valid():
            return self
        data = query_of(self.scope(), reaches_below=self._reaches_below)
        return FiguresForm(self._association, data, today=self._today, reaches_below=self._reaches_below)


def _told(data: Any) -> set[int]:
    """The year of the address, however long ago."""
    text = data.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    return {year} if FIRST_YEAR <= year <= LAST_YEAR else set()


class FigureListForm(forms.Form):
    """Words to look for in a list."""

    q = forms.CharField(label="Найти", required=False, max_length=100)


def query_of(scope: FigureScope, *, reaches_below: bool) -> dict[str, str]:
    """The fields of `FiguresForm` that ask for this scope."""
    query: dict[str, str] = {}
    if scope.year:
        query["year"] = str(scope.year)
        query |= {"month": f"{scope.month:%Y-%m}"} if scope.month else {}
    else:
        query |= {"first": scope.first.isoformat(), "last": scope.last.isoformat()}
    if scope.form:
        query["form"] = scope.form
    if reaches_below and not scope.with_below:
        query["whose"] = OWN
    query["on"] = scope.as_of.isoformat()
    query |= {name: str(key) for name, field in _NARROWING.items() if (key := getattr(scope, field))}
    return query


def asks_for(scope: FigureScope, *, reaches_below: bool) -> str:
    """«?year=2024&on=2025-06-01»."""
    return f"?{urlencode(query_of(scope, reaches_below=reaches_below))}"
