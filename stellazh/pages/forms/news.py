"""Which news are asked for: all of it stands in the address; what is not understood narrows nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict

from stellazh.events.reads.event_filters import Place
from stellazh.pages.reads.news import NewsChoice

ANY: Final = ("", "все")


class NewsIndexForm(forms.Form):
    """The category and the year of one site's news."""

    category = forms.ChoiceField(required=False)
    year = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, data: QueryDict, *, categories: Iterable[str], years: Iterable[int]) -> None:
        super().__init__(data)
        self.fields["category"].choices = [("", ""), *((one, one) for one in categories)]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", ""), *((str(one), str(one)) for one in years)]  # type: ignore[attr-defined]

    @property
    def choice(self) -> NewsChoice:
        """What the reads take."""
        self.is_valid()
        return NewsChoice(category=self.cleaned_data.get("category", ""), year=self.cleaned_data.get("year"))


class NewsFilterForm(forms.Form):
    """The territory and the year of the news of all sites; `association` stands in addresses of feeds."""

    territory = forms.ChoiceField(label="Территория", required=False)
    year = forms.TypedChoiceField(label="Год", required=False, coerce=int, empty_value=None)
    association = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, places: Sequence[Place], years: Iterable[int] = ()) -> None:
        super().__init__(data)
        self._associations = {one.code: one for one in places}
        self._territories = {one.territory_code: one for one in sorted(places, key=lambda one: one.territory_path)}
        lowest = min((one.territory_depth for one in places), default=0)
        self.fields["territory"].choices = [  # type: ignore[attr-defined]
            ANY,
            *(
                (code, "\u2003" * (one.territory_depth - lowest) + one.territory_name)
                for code, one in self._territories.items()
            ),
        ]
        self.fields["year"].choices = [ANY, *((str(one), str(one)) for one in years)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was understood of the address."""
        self.is_valid()
        return dict(self.cleaned_data)

    @property
    def land(self) -> Place | None:
        """An association of the territory chosen."""
        return self._territories.get(self.chosen.get("territory", ""))

    @property
    def place(self) -> Place | None:
        """The association chosen."""
        return self._associations.get(self.chosen.get("association", ""))

    @property
    def choice(self) -> NewsChoice:
        """What the reads take."""
        return NewsChoice(
            territory_path=self.land.territory_path if self.land else "",
            association_path=self.place.path if self.place else "",
            year=self.chosen.get("year"),
        )

    @property
    def kept(self) -> dict[str, str]:
        """What a feed keeps of the choice."""
        values = {"territory": self.chosen.get("territory"), "association": self.place.code if self.place else ""}
        return {name: str(value) for name, value in values.items() if value}
