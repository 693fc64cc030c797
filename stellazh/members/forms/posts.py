"""Forms of posts: where a person works, as what, on which part of a full post."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django import forms

from stellazh.associations.models import Organisation
from stellazh.common import clock
from stellazh.members.models import Post
from stellazh.members.services.posts import PostFields
from stellazh.people.models import Person
from stellazh.ui.widgets import DayInput

OTHER_RATE: Final = "other"
RATES: Final = (("", "не указано"), ("0.25", "0,25"), ("0.50", "0,5"), ("0.75", "0,75"), ("1.00", "1"))


class PostForm(forms.Form):
    """A post; the school is chosen once and stays."""

    organisation = forms.ModelChoiceField(
        label="Где работает", queryset=Organisation.objects.none(), empty_label="выберите организацию"
    )
    title = forms.CharField(
        label="Должность", max_length=160, help_text="Как в приказе: «педагог-библиотекарь», «заведующий библиотекой»."
    )
    rate_choice = forms.ChoiceField(label="Ставка", required=False, choices=[*RATES, (OTHER_RATE, "другая")])
    rate_other = forms.DecimalField(
        label="Другая ставка",
        required=False,
        max_digits=3,
        decimal_places=2,
        localize=True,
        help_text="Только если выше выбрано «другая».",
    )
    from_on = forms.DateField(label="Работает с", required=False, widget=DayInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person, post: Post | None = None, **options: Any) -> None:
        if post is not None:
            options["initial"] = _initial(post)
        super().__init__(*args, **options)
        self._post = post
        if post is not None:
            del self.fields["organisation"]
            return
        self.fields["organisation"].queryset = organisations_near(person)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("rate_choice") == OTHER_RATE and data.get("rate_other") is None and "rate_other" not in self.errors:
            self.add_error("rate_other", "Впишите ставку, например 0,4.")
        return data

    def fields_of_post(self) -> PostFields:
        """What was typed."""
        data = self.cleaned_data
        choice = data["rate_choice"]
        rate = data["rate_other"] if choice == OTHER_RATE else Decimal(choice) if choice else None
        organisation_id = self._post.organisation_id if self._post is not None else data["organisation"].pk
        return PostFields(organisation_id, data["title"], data["from_on"], rate=rate)


class LastDayOfPostForm(forms.Form):
    last_day = forms.DateField(label="Последний день работы", widget=DayInput, initial=clock.today)


def organisations_near(person: Person) -> Any:
    """Organisations of the territories of the person's associations; of all, when there are none."""
    paths = person.memberships.filter(to_on=None).values_list("association__territory__path", flat=True)
    found = Organisation.objects.present().in_order()
    near = Organisation.objects.none()
    for path in set(paths):
        near = near | found.filter(territory__path__startswith=path)
    return near.in_order() if paths else found


def _initial(post: Post) -> dict[str, Any]:
    rate = "" if post.rate is None else f"{post.rate:.2f}"
    is_usual = rate in dict(RATES)
    return {
        "title": post.title,
        "rate_choice": rate if is_usual else OTHER_RATE,
        "rate_other": None if is_usual else post.rate,
        "from_on": post.from_on,
        "version": post.version,
    }
