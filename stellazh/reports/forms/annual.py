"""What comes in while a report of the year is written, checked and sealed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR
from stellazh.reports.enums import BlockKind, ReportForm
from stellazh.reports.figures.doubts import Doubt
from stellazh.reports.models import AnnualReport, HandFigure, ReportBlock
from stellazh.reports.reads.annual.doubtful import doubt_key
from stellazh.reports.services.annual.blocks import BlockFields
from stellazh.reports.services.annual.hand import HandFields
from stellazh.reports.services.annual.writing import ReportFields
from stellazh.ui.widgets import DayInput


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def _key() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


class BeginForm(forms.Form):
    """Which report is begun, of which year."""

    form = forms.ChoiceField(choices=ReportForm)
    school_year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    submission_key = forms.UUIDField(required=False)


class HeadingForm(forms.Form):
    """The heading of a report; its labels are those of the journal and of a clash."""

    expected_version = _version()
    title = forms.CharField(
        label="Заголовок", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    counted_on = forms.DateField(
        label="Данные на",
        required=False,
        widget=DayInput,
        help_text="Пусто — на сегодняшний день, каждый день заново. После печати день уже не меняется.",
    )
    signer_post = forms.CharField(label="Должность", required=False, max_length=1000)
    signer_name = forms.CharField(
        label="Кто подписывает", required=False, max_length=1000, help_text="Как под отчётом: В. И. Ольхова."
    )

    def __init__(self, data: Any = None, *, report: AnnualReport, **options: Any) -> None:
        initial = {
            "expected_version": report.version,
            "title": report.title,
            "counted_on": report.counted_on,
            "signer_name": report.signer_name,
            "signer_post": report.signer_post,
        }
        super().__init__(data, initial=initial, **options)

    def report_fields(self) -> ReportFields:
        """What was typed."""
        known = self.cleaned_data
        return ReportFields(known["title"], known["counted_on"], known["signer_name"], known["signer_post"])


class BlockForm(forms.Form):
    """A block: its heading and its lines."""

    expected_version = _version()
    heading = forms.CharField(label="Заголовок", required=False, max_length=1000)
    text = forms.CharField(
        label="Текст", required=False, strip=False, max_length=40_000, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, data: Any = None, *, block: ReportBlock, **options: Any) -> None:
        initial = {"expected_version": block.version, "heading": block.heading, "text": block.text}
        super().__init__(data, initial=initial, **options)

    def block_fields(self) -> BlockFields:
        """What was typed."""
        return BlockFields(self.cleaned_data["heading"], self.cleaned_data["text"])


class AddBlockForm(forms.Form):
    """One more block of that kind after that one."""

    kind = forms.ChoiceField(choices=BlockKind)
    after = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    submission_key = forms.UUIDField(required=False)


class HandFigureForm(forms.Form):
    """A figure entered by hand: how many, of what, from where, on which day."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = _key()
    label = forms.CharField(label="Что это за число", max_length=200, help_text="Например: зарегистрировались в чате.")
    value = forms.IntegerField(label="Число", min_value=0)
    counted_on = forms.DateField(label="На какой день", widget=DayInput)
    source = forms.CharField(
        label="Откуда число", max_length=300, help_text="Кто посчитал или где это видно: список участников чата."
    )
    url = forms.CharField(label="Ссылка", max_length=500, required=False)
    name = forms.CharField(
        label="Имя для текста", max_length=80, help_text="Под этим именем число встанет в текст: {{ участники чата }}."
    )
    one = forms.CharField(label="Слово после 1", max_length=60, required=False, help_text="Например: участник.")
    few = forms.CharField(label="Слово после 2", max_length=60, required=False, help_text="Например: участника.")
    many = forms.CharField(label="Слово после 5", max_length=60, required=False, help_text="Например: участников.")

    def __init__(self, data: Any = None, *, today: date, row: HandFigure | None = None) -> None:
        initial: dict[str, Any] = {"counted_on": today}
        if row is not None:
            known = HandFields.of(row)
            initial = {name: getattr(known, name) for name in known.__dataclass_fields__}
            initial["expected_version"] = row.version
        super().__init__(data, initial=initial)

    def hand_fields(self) -> HandFields:
        """What was typed."""
        return HandFields(**{name: self.cleaned_data[name] for name in HandFields.__dataclass_fields__})


class AppendixForm(forms.Form):
    """An appendix: a file or a link."""

    submission_key = _key()
    title = forms.CharField(label="Название", max_length=300)
    file = forms.FileField(label="Файл", required=False, allow_empty_file=True)
    url = forms.CharField(label="Или ссылка", max_length=500, required=False)


class SealForm(forms.Form):
    """The fingerprint of what was shown, and that each grave doubt is right so."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, doubts: Sequence[Doubt], **options: Any) -> None:
        super().__init__(data, **options)
        self.keys = [doubt_key(doubt) for doubt in doubts if not doubt.is_soft]
        for key in self.keys:
            self.fields[key] = forms.BooleanField(label="Так и есть", required=False)

    @property
    def accepted(self) -> list[str]:
        """Keys of the doubts that are said to be right so."""
        return [key for key in self.keys if self.cleaned_data[key]]
