"""Forms of newcomers, and of those who decide about them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from stellazh.associations.models import Association, Organisation
from stellazh.members.reads.registrations import Alike

EM_SPACE = "\u2003"
NEW = "new"
NAME = RegexValidator(
    re.compile(r"^[^\W\d_]+(?:[ '’.\-]{1,2}[^\W\d_]+)*\.?$"), "Здесь пишут только буквы, пробел и дефис."
)


class JoinSearchForm(forms.Form):
    """A part of the name of a territory or of an association."""

    q = forms.CharField(label="Округ, район, город или объединение", required=False, max_length=100)


class JoinForm(forms.Form):
    """A newcomer's request. `pages` is a trap for robots: people do not see it and leave it empty."""

    family_name = forms.CharField(label="Фамилия", max_length=100, validators=[NAME])
    given_name = forms.CharField(label="Имя", max_length=100, validators=[NAME])
    patronymic = forms.CharField(label="Отчество", max_length=100, required=False, validators=[NAME])
    email = forms.EmailField(
        label="Электронная почта",
        help_text="На неё придёт письмо: по ссылке в нём вы подтвердите адрес. С этим адресом вы будете входить.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="Телефон", max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    organisation = forms.ModelChoiceField(
        label="Школа", queryset=Organisation.objects.none(), required=False, empty_label="выберите из списка"
    )
    organisation_text = forms.CharField(
        label="Школы нет в списке? Напишите её название", max_length=200, required=False
    )
    post_title = forms.CharField(
        label="Должность", max_length=160, required=False, help_text="Например «педагог-библиотекарь»."
    )
    message = forms.CharField(
        label="Несколько слов руководителю",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    consent = forms.BooleanField(
        label="Я даю согласие на обработку моих персональных данных",
        required=True,
        error_messages={"required": "Без согласия на обработку персональных данных заявку принять нельзя."},
    )
    consent_text = forms.IntegerField(widget=forms.HiddenInput)
    pages = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    # Drawn apart from the others.
    apart = ("consent", "pages")

    def __init__(self, schools: Sequence[Organisation], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        if schools:
            keys = [school.pk for school in schools]
            rows = Organisation.objects.filter(pk__in=keys).in_order()
            self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]
            self.fields["organisation_text"].label = "Школа"
        # One of the two is wanted: the first is marked so, unless the second was filled in.
        wanted = self.fields["organisation" if schools else "organisation_text"]
        wanted.required = not (schools and self.data.get("organisation_text"))
        wanted.error_messages["required"] = "Укажите, где вы работаете."

    @property
    def is_of_a_robot(self) -> bool:
        """Whether the trap was filled in."""
        return bool(self.data.get("pages"))


class ApproveForm(forms.Form):
    """Who the newcomer is, and her school as the reader of the request knows it."""

    who = forms.ChoiceField(label="Кто это", widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        label="Школа из списка", queryset=Organisation.objects.none(), required=False, empty_label="не записывать"
    )

    def __init__(self, found: Sequence[Alike], schools: Sequence[Organisation], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(str(one.person.pk), one.words) for one in found if one.may_choose]
        self.fields["who"].choices = [*known, (NEW, "Новый человек")]  # type: ignore[attr-defined]
        if not known:
            self.fields["who"].initial = NEW
        keys = [school.pk for school in schools]
        rows = Organisation.objects.filter(pk__in=keys).in_order()
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]

    @property
    def person_id(self) -> int | None:
        """The known person chosen; None for somebody new."""
        who = self.cleaned_data["who"]
        return None if who == NEW else int(who)


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Почему",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Эти слова придут человеку в письме.",
    )


class AssociationChoice(forms.ModelChoiceField[Association]):
    """An association, indented by its depth."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{EM_SPACE * obj.depth}{obj.short_name}"


class RedirectForm(forms.Form):
    association = AssociationChoice(
        label="Какому объединению", queryset=Association.objects.none(), empty_label="выберите объединение"
    )

    def __init__(self, here: Association, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Association.objects.present().exclude(pk=here.pk).order_by("path")
        self.fields["association"].queryset = others  # type: ignore[attr-defined]
