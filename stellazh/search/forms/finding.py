"""What the page of the search was asked."""

from __future__ import annotations

from typing import Any

from django import forms

from stellazh.associations.models import Association, Territory
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR
from stellazh.search.reads.results import Narrowing


class FindForm(forms.Form):
    """The question and what narrows it. Anything unreadable narrows nothing."""

    q = forms.CharField(label="Что найти", required=False, max_length=300, strip=True)
    kind = forms.SlugField(required=False)
    year = forms.IntegerField(label="Учебный год", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    territory = forms.ModelChoiceField(Territory.objects.all(), label="Территория", required=False)
    association = forms.ModelChoiceField(
        Association.objects.all(), label="Объединение", required=False, to_field_name="code"
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=50)

    def narrowing(self) -> Narrowing:
        """What of it can be read."""
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
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
