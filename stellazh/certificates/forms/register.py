"""What is typed into the register and on the pages of a document."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from stellazh.certificates.enums import CertificateStatus, CopyReason, RecipientGender
from stellazh.certificates.models import CertificateKind
from stellazh.certificates.reads.register import Offered, RegisterFilters
from stellazh.certificates.services.copies import (
    LONGEST_CASE,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_POST,
    LONGEST_SCHOOL,
    SheetNames,
)
from stellazh.common.school_year import SchoolYear
from stellazh.russian.names import Case, decline
from stellazh.russian.text_lines import one_line
from stellazh.ui.widgets import DayInput


class RegisterFilterForm(forms.Form):
    """The filters of the register."""

    q = forms.CharField(
        label="Имя или номер", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    year = forms.TypedChoiceField(label="Учебный год", required=False, coerce=int, empty_value=None)
    kind = forms.TypedChoiceField(label="Вид", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label="Состояние", required=False, choices=[("", "все"), *CertificateStatus.choices])
    municipality = forms.ChoiceField(label="Муниципалитет", required=False)
    school = forms.ChoiceField(label="Школа", required=False)

    def __init__(self, data: Any, *, offered: Offered) -> None:
        super().__init__(data)
        for name, choices in (
            ("year", [(str(year), SchoolYear(year).label) for year in offered.years]),
            ("kind", [(str(kind.pk), kind.name) for kind in offered.kinds]),
            ("municipality", [(name, name) for name in offered.municipalities]),
            ("school", [(name, name) for name in offered.schools]),
        ):
            self.fields[name].choices = [("", "все"), *choices]  # type: ignore[attr-defined]
            if name in ("municipality", "school") and len(choices) < 2:
                del self.fields[name]

    @property
    def filters(self) -> RegisterFilters:
        """What was chosen; what is no choice counts as nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return RegisterFilters(
            words=chosen.get("q", ""),
            year=chosen.get("year"),
            kind_id=chosen.get("kind"),
            school=chosen.get("school", ""),
            municipality=chosen.get("municipality", ""),
            state=chosen.get("state", ""),
        )


class SpoilNumberForm(forms.Form):
    """Which number is written off, and why."""

    kind = forms.TypedChoiceField(label="Вид документа", coerce=int)
    on = forms.DateField(label="Дата", widget=DayInput, help_text="Под этим днём номер встанет в журнал.")
    reason = forms.CharField(
        label="Почему испорчен", max_length=300, help_text="Например: бланк испорчен при заполнении от руки."
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kinds: Iterable[CertificateKind], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        self.fields["kind"].choices = [(str(kind.pk), kind.name) for kind in kinds]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Причина", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class WithdrawForm(ReasonForm):
    """Why a document is withdrawn, and whether its owner is told."""

    tell = forms.BooleanField(label="Послать получателю письмо с этой причиной", required=False, initial=True)

    def __init__(self, *args: Any, address: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].help_text = "Её увидят получатель и те, кто ведёт журнал. На странице проверки её нет."
        if address:
            self.fields["tell"].help_text = f"На адрес {address}."
        else:
            self.fields["tell"].initial = False
            self.fields["tell"].disabled = True
            self.fields["tell"].help_text = "Адреса почты нет: предупредите получателя сами."


class DuplicateForm(forms.Form):
    """Why a further sheet is printed, and what stands on it."""

    reason = forms.ChoiceField(
        label="Почему выдаётся дубликат",
        choices=[
            (CopyReason.LOST, "утрачен или испорчен: печатается то же самое"),
            (CopyReason.MISTAKE, "в прежнем листе опечатка: исправьте её ниже"),
            (CopyReason.NAME_CHANGE, "сменилась фамилия или имя: напишите новые ниже"),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="Фамилия, имя, отчество", max_length=LONGEST_NAME)
    dative = forms.CharField(label="Кому: в дательном падеже", max_length=LONGEST_CASE)
    genitive = forms.CharField(label="Кого: в родительном падеже", max_length=LONGEST_CASE)
    gender = forms.ChoiceField(
        label="Род слов на листе", required=False, choices=[("", "не указан"), *RecipientGender.choices]
    )
    post = forms.CharField(label="Должность", max_length=LONGEST_POST, required=False)
    post_dative = forms.CharField(label="Должность: кому", max_length=LONGEST_POST, required=False)
    school = forms.CharField(label="Школа", max_length=LONGEST_SCHOOL, required=False)
    note = forms.CharField(
        label="Пояснение", max_length=LONGEST_NOTE, required=False, help_text="Для журнала: например, по заявлению."
    )

    def clean(self) -> dict[str, Any]:
        """A new name with the cases of the old one is no name: they are put in by the rules, to be looked at."""
        chosen = super().clean() or self.cleaned_data
        name = one_line(chosen.get("name", ""))
        if not name or name == self.initial.get("name"):
            return chosen
        cases: tuple[Case, ...] = ("dative", "genitive")
        stale = [case for case in cases if chosen.get(case) and chosen[case] == self.initial.get(case)]
        if stale:
            gender = chosen.get("gender") or None
            declined = {self.add_prefix(case): decline(name, case, gender).text for case in stale}
            self.data = {**dict(self.data.items()), **declined}
        for case in stale:
            self.add_error(case, "Имя новое, а падеж оставался прежним. Мы просклоняли его: проверьте и отправьте.")
        return chosen

    @property
    def names(self) -> SheetNames:
        """The words of the new sheet."""
        chosen = self.cleaned_data
        return SheetNames(
            chosen["name"],
            chosen["dative"],
            chosen["genitive"],
            chosen["gender"],
            chosen["post"],
            chosen["post_dative"],
            chosen["school"],
        )
