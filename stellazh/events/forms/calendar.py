"""What part of the calendar of events is asked for: all of it stands in the address."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stellazh.events.enums import EventLevel
from stellazh.events.reads.event_filters import EventFilters, Place
from stellazh.ui.widgets import DayInput, MomentInput
from stellazh.workplans.enums import EventForm, ItemFormat

ANY: Final = ("", "все")
FIRST_YEAR, LAST_YEAR = 2000, 2101
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAYS = [MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))]
# Forms that are work with papers, not events.
_NO_EVENTS = {EventForm.REPORT, EventForm.INFORMATION, EventForm.DOCUMENT}


class ShortSelect(forms.Select):
    """A list drawn at once: of a hundred options each would otherwise be a template."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (code, SafeString(" selected") if code == chosen else "", words)
                for code, words in ((str(code), words) for code, words in self.choices)
            ),
        )
        return format_html('<select name="{}" id="{}">{}</select>', name, (attrs or {}).get("id", name), options)


def _choice(label: str, *options: tuple[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[ANY, *options], widget=ShortSelect)


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput, validators=_DAYS)


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


class EventFilterForm(forms.Form):
    """The choice of a reader. What is not understood narrows nothing."""

    q = forms.CharField(
        label="Слова",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Слова из названия"}),
    )
    association = _choice("Объединение")
    territory = _choice("Территория")
    form = _choice("Форма", *(one for one in EventForm.choices if one[0] not in _NO_EVENTS))
    level = _choice("Уровень", *EventLevel.choices)
    format = _choice("Формат", *ItemFormat.choices)
    since = _day("С какого дня")
    until = _day("По какой день")
    open = forms.BooleanField(label="Регистрация открыта", required=False)
    # Which tab, which month, whether all filters are shown: no filters, but they stay while one filters.
    when = forms.ChoiceField(required=False, choices=[("", ""), ("past", "")], widget=forms.HiddenInput)
    more = forms.ChoiceField(required=False, choices=[("", ""), ("on", "")], widget=forms.HiddenInput)
    month = MonthField(required=False)
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"], validators=_DAYS, widget=forms.HiddenInput)

    MAIN: Final = ("q", "association", "form")
    DRAWER: Final = ("territory", "level", "format", "since", "until")
    KEPT: Final = ("q", "association", "territory", "form", "level", "format", "since", "until", "open")

    def __init__(self, data: QueryDict, *, places: list[Place]) -> None:
        super().__init__(data)
        self._places = {one.code: one for one in places}
        self._territories = {one.territory_code: one for one in sorted(places, key=lambda one: one.territory_path)}
        least = min((one.depth for one in places), default=0)
        lowest = min((one.territory_depth for one in places), default=0)
        self.fields["association"].choices = [  # type: ignore[attr-defined]
            ANY, *((one.code, "\u2003" * (one.depth - least) + one.name) for one in places)
        ]  # fmt: skip
        self.fields["territory"].choices = [  # type: ignore[attr-defined]
            ANY,
            *(
                (code, "\u2003" * (one.territory_depth - lowest) + one.territory_name)
                for code, one in self._territories.items()
            ),
        ]

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What was understood of the address."""
        self.is_valid()
        return dict(self.cleaned_data)

    @property
    def place(self) -> Place | None:
        """The association chosen."""
        return self._places.get(self.chosen.get("association", ""))

    @property
    def land(self) -> Place | None:
        """An association of the territory chosen."""
        return self._territories.get(self.chosen.get("territory", ""))

    @property
    def root(self) -> Place | None:
        """The association above all others."""
        return next(iter(self._places.values()), None)

    @property
    def filters(self) -> EventFilters:
        """What the reads take."""
        chosen = self.chosen
        return EventFilters(
            association_path=self.place.path if self.place else "",
            territory_path=self.land.territory_path if self.land else "",
            form=chosen.get("form", ""),
            level=chosen.get("level", ""),
            format=chosen.get("format", ""),
            since=chosen.get("since"),
            until=chosen.get("until"),
            is_open=chosen.get("open", False),
            text=chosen.get("q", ""),
        )

    @property
    def kept(self) -> dict[str, str]:
        """The filters as they stand in addresses, the empty ones left out."""
        values = {name: self.chosen.get(name) for name in self.KEPT}
        return {name: "on" if value is True else str(value) for name, value in values.items() if value}

    @property
    def turned_to(self) -> dict[str, str]:
        """The tab and the month as they stand in addresses."""
        month = self.chosen.get("month")
        values = {"when": self.chosen.get("when"), "month": f"{month:%Y-%m}" if month else ""}
        return {name: value for name, value in values.items() if value}

    @property
    def main(self) -> list[forms.BoundField]:
        """The filters that are always seen."""
        return [self[name] for name in self.MAIN]

    @property
    def drawer(self) -> list[forms.BoundField]:
        """The filters of the drawer."""
        return [self[name] for name in self.DRAWER]

    @property
    def is_drawer_open(self) -> bool:
        """Whether the drawer was asked for, or something in it narrows the list. A closed one is not drawn: the
        territories of a region weigh as much as ten events."""
        return any(self.data.get(name) for name in ("more", *self.DRAWER))


class ClashForm(forms.Form):
    """Whose event is to be when, in the hours of the association's zone. `exclude` is the event itself."""

    association = forms.SlugField(max_length=60)
    starts_at = forms.DateTimeField(widget=MomentInput)
    ends_at = forms.DateTimeField(required=False, widget=MomentInput)
    exclude = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    item = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class SubscriptionForm(forms.Form):
    """What a personal calendar shall hold: an association's code, or nothing for one's own registrations alone."""

    association = forms.SlugField(required=False, max_length=60)
