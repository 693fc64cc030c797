"""From which school and municipality somebody came."""

from __future__ import annotations

from typing import Any

from django import forms

from stellazh.associations.models import Organisation, Territory
from stellazh.events.forms.calendar import ShortSelect
from stellazh.events.models import Attendance


class AttendancePlaceForm(forms.Form):
    """A school of the event's territory, or a municipality alone."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    organisation = forms.TypedChoiceField(
        label="Школа, организация",
        required=False,
        coerce=int,
        empty_value=None,
        widget=ShortSelect,
        help_text="Муниципалитет возьмётся по школе.",
    )
    territory = forms.TypedChoiceField(
        label="или только муниципалитет", required=False, coerce=int, empty_value=None, widget=ShortSelect
    )

    def __init__(self, attendance: Attendance, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        inside = attendance.event.association.territory.path
        schools = Organisation.objects.filter(archived_at=None, territory__path__startswith=inside)
        names = schools.order_by("sort_key", "pk").values_list("pk", "short_name", "territory__name")
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            ("", "не указана"), *((pk, f"{name}, {place}") for pk, name, place in names),
        ]  # fmt: skip
        every = Territory.objects.filter(archived_at=None, depth__lte=1).order_by("depth", "sort_key")
        places = list(every.values_list("pk", "name", "depth"))
        municipalities = [(pk, name) for pk, name, depth in places if depth == 1 or len(places) == 1]
        self.fields["territory"].choices = [("", "не указан"), *municipalities]  # type: ignore[attr-defined]
        self.initial = {
            "version": attendance.version,
            "organisation": attendance.organisation_id,
            "territory": attendance.territory_id,
        }
