"""What the page of the search was asked."""

from __future__ import annotations

from typing import Any

from django import forms

from stellazh.associations.models import Association, Territory
from stellazh.common import clock
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.search.reads.results import Narrowing, is_group

_YEARS_BACK = 10


class FindForm(forms.Form):
    """The question and what narrows it. Anything unreadable narrows nothing."""

    q = forms.CharField(label="Что найти", required=False, max_length=300, strip=True)
    kind = forms.SlugField(required=False, widget=forms.HiddenInput)
    territory = forms.ModelChoiceField(
        Territory.objects.filter(archived_at=None).in_order(), label="Территория", required=False, empty_label="все"
    )
    association = forms.ModelChoiceField(
        Association.objects.present().in_order(),
        label="Объединение",
        required=False,
        to_field_name="code",
        empty_label="все",
    )
    year = forms.TypedChoiceField(label="Учебный год", required=False, coerce=int, empty_value=None)
    page = forms.IntegerField(required=False, min_value=1, max_value=50, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        this = SchoolYear.of(clock.today()).start
        years = range(min(this + 1, LAST_YEAR), max(this - _YEARS_BACK, FIRST_YEAR), -1)
        year: Any = self.fields["year"]
        year.choices = [("", "все"), *((start, SchoolYear(start).label) for start in years)]
        territory: Any = self.fields["territory"]
        territory.label_from_instance = lambda one: one.name

    def clean_kind(self) -> str:
        """A kind that is no more, as in a link kept from long ago, narrows nothing."""
        kind: str = self.cleaned_data["kind"]
        return kind if is_group(kind) else ""

    def narrowing(self) -> Narrowing:
        """What of it can be read."""
        self.is_valid()
        data = self.cleaned_data
        territory, association = data.get("territory"), data.get("association")
        return Narrowing(
            group=data.get("kind") or "",
            place=association.path if association is not None else "",
            territory_ids=_within(territory),
            year=data.get("year"),
        )


def _within(territory: Territory | None) -> tuple[int, ...]:
    """The territory and all below it."""
    if territory is None:
        return ()
    return tuple(Territory.objects.below(territory).values_list("pk", flat=True))
