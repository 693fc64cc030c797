"""Which school year is asked about; what is looked for in a list of its people."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms

from stellazh.common.numerals import whole_number
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear

YEARS_BACK: Final = 12


class YearForm(forms.Form):
    """A school year; the present one when none is chosen."""

    school_year = forms.TypedChoiceField(label="Учебный год", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self._this_year = SchoolYear.of(today)
        this, asked = self._this_year.start, whole_number(data.get("school_year", ""))
        years = {*range(max(this - YEARS_BACK, FIRST_YEAR), min(this + 1, LAST_YEAR) + 1)}
        if asked is not None and FIRST_YEAR < asked <= LAST_YEAR:
            years.add(asked)
        field: Any = self.fields["school_year"]
        field.choices = [(year, SchoolYear(year).label) for year in sorted(years, reverse=True)]
        field.initial = this

    @property
    def year(self) -> SchoolYear:
        """The year asked about; what is not understood asks about the present one."""
        chosen = self.cleaned_data.get("school_year") if self.is_valid() else None
        return SchoolYear(chosen) if chosen else self._this_year

    def shown(self) -> YearForm:
        """The same form as it is drawn: filled with the year that was understood."""
        if not self.is_valid():
            return self
        return YearForm({"school_year": str(self.year.start)}, today=self._this_year.first_day)


class PeopleSearchForm(forms.Form):
    """A part of a name."""

    q = forms.CharField(label="Фамилия", required=False, max_length=100)

    @property
    def query(self) -> str:
        """What is looked for; nothing when it cannot be read."""
        return str(self.cleaned_data["q"]).strip() if self.is_valid() else ""
