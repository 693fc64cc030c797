"""Forms of the composition as of a day, and of responsible persons."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.members.forms.lists import PersonChoice
from stellazh.members.reads.composition import Span
from stellazh.people.models import Person
from stellazh.ui.widgets import DayInput


class SpanForm(forms.Form):
    """A day, or a whole school year by its first calendar year; a day wins over a year."""

    on = forms.DateField(label="На день", required=False, widget=DayInput)
    year = forms.TypedChoiceField(label="или за учебный год", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        this_year = SchoolYear.of(today).start
        years = range(min(this_year + 1, LAST_YEAR), max(this_year - 12, FIRST_YEAR), -1)
        self.fields["year"].choices = [("", "—"), *((year, SchoolYear(year).label) for year in years)]  # type: ignore[attr-defined]

    def span(self) -> Span:
        """The days asked about; today when nothing sensible was."""
        asked = self.cleaned_data if self.is_valid() else {}
        if day := asked.get("on"):
            return Span(day, day)
        if asked.get("year"):
            year = SchoolYear(asked["year"])
            return Span(year.first_day, year.last_day)
        return Span(self.today, self.today)


class WhiteSpotsForm(forms.Form):
    """Which gap to show."""

    gap = forms.ChoiceField(
        label="Показать",
        required=False,
        choices=[
            ("", "все муниципалитеты"),
            ("any", "где чего-то не хватает"),
            ("association", "нет объединения"),
            ("head", "нет руководителя"),
            ("responsible", "нет ответственного"),
        ],
    )


class ResponsibleForm(forms.Form):
    """Who answers, on what basis, from which day."""

    person = PersonChoice(label="Кто отвечает", queryset=Person.objects.none(), empty_label="выберите человека")
    basis = forms.CharField(
        label="Основание", max_length=200, required=False, help_text="Например «приказ № 45 от 01.09.2024»."
    )
    from_on = forms.DateField(label="С какого дня", widget=DayInput)

    def __init__(self, candidates: QuerySet[Person], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]
