"""Forms of the lists of members."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet

from stellazh.associations.models import Association, Organisation
from stellazh.common import clock
from stellazh.common.capabilities import Role
from stellazh.common.verdict import Verdict
from stellazh.people.models import Person

DAY = {"type": "date"}


class PersonChoice(forms.ModelChoiceField[Person]):
    """A person by full name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


def _day_field(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **options)


class NewMemberForm(forms.Form):
    """A person not known yet, and where she works."""

    family_name = forms.CharField(label="Фамилия", max_length=100)
    given_name = forms.CharField(label="Имя", max_length=100, required=False)
    patronymic = forms.CharField(label="Отчество", max_length=100, required=False)
    email = forms.EmailField(
        label="Электронная почта", required=False, help_text="Нужна, чтобы пригласить человека войти самому."
    )
    position = forms.CharField(
        label="Кем в объединении",
        max_length=120,
        required=False,
        help_text="Например «секретарь», «творческая группа».",
    )
    post_title = forms.CharField(label="Должность", max_length=160, required=False)
    organisation = forms.ModelChoiceField(
        label="Где работает", queryset=Organisation.objects.none(), required=False, empty_label="не указано"
    )
    from_on = _day_field("В объединении с")
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, association: Association, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        self.fields["from_on"].initial = lambda: clock.today(association.time_zone)
        self.fields["organisation"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.present().filter(territory__path__startswith=association.territory.path).in_order()
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("organisation") and not data.get("post_title"):
            self.add_error("post_title", "Укажите должность в этой организации.")
        if data.get("post_title") and not data.get("organisation"):
            self.add_error("organisation", "Выберите организацию.")
        return data


class PersonSearchForm(forms.Form):
    """The beginning of a name."""

    q = forms.CharField(label="Фамилия", required=False, max_length=100)


class KnownMemberForm(forms.Form):
    """Somebody the system knows already."""

    person = PersonChoice(label="Кого", queryset=Person.objects.none())
    position = forms.CharField(label="Кем в объединении", max_length=120, required=False)
    from_on = _day_field("В объединении с")

    def __init__(self, association: Association, candidates: QuerySet[Person], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]
        self.fields["from_on"].initial = lambda: clock.today(association.time_zone)


class MembershipForm(forms.Form):
    position = forms.CharField(label="Кем в объединении", max_length=120, required=False)
    weight = forms.IntegerField(
        label="Порядок в списке", min_value=0, max_value=1000, help_text="Меньше — выше в списке; обычно 100."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class EmailForm(forms.Form):
    """Where the invitation goes; an address that the reader may not change is shown as it stands, with the reason."""

    email = forms.EmailField(label="Электронная почта", help_text="На этот адрес придёт приглашение.")

    def __init__(self, *args: Any, may_change: Verdict, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_change:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = may_change.reason


class LastDayForm(forms.Form):
    last_day = _day_field("Последний день")


class RoleForm(forms.Form):
    """A role for one person of the association."""

    role = forms.ChoiceField(label="Роль")
    from_on = _day_field("С какого дня")
    to_on = _day_field("По какой день", required=False, help_text="Пусто — без срока.")

    def __init__(self, roles: list[Role], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class MemberFilterForm(forms.Form):
    q = forms.CharField(label="Фамилия", required=False)
    role = forms.ChoiceField(label="Роль", required=False, choices=[("", "все"), *Role.choices])
