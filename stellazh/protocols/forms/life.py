"""What is typed on the way of a protocol from draft to seal."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from stellazh.associations.models import Association
from stellazh.common.school_year import SchoolYear
from stellazh.protocols.enums import PaperKind, ProtocolStatus, RemarkState
from stellazh.protocols.models import AgendaItem, Decision, Protocol
from stellazh.ui.widgets import DayInput

ARCHIVED = "archived"
_ACCEPTED = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.doc,.docx,.odt,.xls,.xlsx,.ods,.ppt,.pptx,.zip,.sig,.p7s,.sgn"


class ProtocolFilterForm(forms.Form):
    """The filters of a list of protocols; an association is asked for where there are several."""

    q = forms.CharField(label="Слова", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    year = forms.TypedChoiceField(label="Учебный год", required=False, coerce=int, empty_value=None)
    association = forms.TypedChoiceField(label="Объединение", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label="Состояние", required=False)

    def __init__(
        self, data: Any, *, years: Iterable[int], associations: Sequence[Association], has_archive: bool
    ) -> None:
        super().__init__(data)
        states = [*ProtocolStatus.choices, (ARCHIVED, "в архиве")] if has_archive else ProtocolStatus.choices
        for name, choices in (
            ("year", [(str(year), SchoolYear(year).label) for year in years]),
            ("association", [(str(one.pk), one.short_name) for one in associations]),
            ("state", states),
        ):
            self.fields[name].choices = [("", "все"), *choices]  # type: ignore[attr-defined]
        if len(associations) < 2:
            del self.fields["association"]


class RemarksForm(forms.Form):
    """Until when remarks are taken."""

    until = forms.DateField(label="Замечания принимаются до", widget=DayInput)
    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class RemarkForm(forms.Form):
    """What one of those present asks to change."""

    item = forms.TypedChoiceField(label="К какому вопросу", required=False, coerce=int, empty_value=None)
    text = forms.CharField(
        label="Что исправить",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Напишите, что записано неверно и как было на самом деле.",
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        choices = [(str(item.pk), f"{place}. {_short(item.title)}") for place, item in enumerate(items, start=1)]
        self.fields["item"].choices = [("", "к протоколу в целом"), *choices]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What becomes of a remark."""

    state = forms.ChoiceField(
        label="Решение",
        choices=[(RemarkState.TAKEN, "учтено: текст исправлен"), (RemarkState.DECLINED, "не принято")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Ответ",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Если замечание не принято, напишите почему: автор прочтёт ответ.",
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class PublishForm(forms.Form):
    """The version that was looked at."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class SignForm(forms.Form):
    """Confirming what stands in the way of a signature; asks only what is to be asked."""

    accept_remarks = forms.BooleanField(label="Подписать, хотя на замечания не ответили")
    accept_order = forms.BooleanField(label="Подписать, хотя номер пойдёт не по порядку дат")
    order_reason = forms.CharField(
        label="Почему",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Причина останется на странице протокола.",
    )

    def __init__(self, *args: Any, asks_order: bool, asks_remarks: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_remarks:
            del self.fields["accept_remarks"]
        if not asks_order:
            del self.fields["accept_order"], self.fields["order_reason"]


class UndoForm(forms.Form):
    """Why a signature is taken back."""

    reason = forms.CharField(
        label="Почему",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Причина останется в истории подписаний.",
    )


class PaperForm(forms.Form):
    """A file beside the protocol; only kinds that are taken now are offered."""

    kind = forms.ChoiceField(label="Что это", choices=PaperKind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label="Файл",
        max_length=500,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
    )
    title = forms.CharField(
        label="Название", max_length=300, required=False, help_text="Если оставить пустым, возьмём имя файла."
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, protocol: Protocol, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        if protocol.is_signed:
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (PaperKind.SCAN, "скан подписанного экземпляра: PDF или картинка"),
                (PaperKind.SIGNATURE, "файл электронной подписи: .sig, .p7s, .sgn"),
            ]
            self.fields["kind"].initial = PaperKind.SCAN
            del self.fields["title"]
        else:
            del self.fields["kind"]
            self.fields["title"].help_text = "Так приложение назовут в протоколе. Пустое – по имени файла."

    @property
    def paper_kind(self) -> PaperKind:
        return PaperKind(self.cleaned_data.get("kind") or PaperKind.ATTACHMENT)


class ApprovePlanForm(forms.Form):
    """By which decision of the protocol a plan is approved."""

    decision = forms.TypedChoiceField(label="Каким решением", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, decisions: Iterable[Decision], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(one.pk), f"{one.number_text}. {_short(one.text)}") for one in decisions]
        self.fields["decision"].choices = [("", "не указывать"), *choices]  # type: ignore[attr-defined]


def remarks_until(today: date) -> date:
    """What is offered as the last day for remarks: three days to read."""
    return date.fromordinal(today.toordinal() + 3)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
