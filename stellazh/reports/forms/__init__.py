"""What is typed and chosen about papers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from stellazh.common.school_year import SchoolYear
from stellazh.reports.enums import YEARLY, KeptPaper
from stellazh.reports.reads.cells import BoardRow
from stellazh.reports.reads.rules import Rule, in_school_order, year_months
from stellazh.russian.calendar_words import MONTHS_GENITIVE, month_and_year, month_name

MOST_SIGNS = 2000


class BoardFilterForm(forms.Form):
    """What of the board is shown: one month with the four papers, or one paper through the year."""

    month = forms.TypedChoiceField(label="Месяц", required=False, coerce=date.fromisoformat, empty_value=None)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *KeptPaper.choices], widget=forms.HiddenInput)
    debts = forms.BooleanField(label="Только с долгами", required=False)

    def __init__(self, data: Any, *, school_year: int, today: date) -> None:
        super().__init__(data)
        months = year_months(school_year)
        self.default = min(max(today.replace(day=1), months[0]), months[-1])
        months_field = self.fields["month"]
        months_field.choices = [(one.isoformat(), month_and_year(one)) for one in months]  # type: ignore[attr-defined]
        self.fields["month"].initial = self.default.isoformat()

    @property
    def chosen(self) -> tuple[date, KeptPaper | None, bool]:
        """Month, paper and whether only debts; what cannot be read is left at its default."""
        data = self.cleaned_data if self.is_valid() else {}
        kind = data.get("kind") or ""
        return data.get("month") or self.default, KeptPaper(kind) if kind else None, bool(data.get("debts"))


class HandInForm(forms.Form):
    """A paper made elsewhere."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    what = forms.ChoiceField(label="Что сдаёте")
    file = forms.FileField(label="Файл", required=False, help_text="PDF, Word, Excel или снимок JPG, PNG. До 30 МБ.")
    url = forms.CharField(label="Или ссылка", required=False, max_length=500)
    words = forms.CharField(
        label="Или где лежит бумага", required=False, max_length=300, help_text="Например: у методиста, папка № 3."
    )

    def __init__(self, data: Any = None, files: Any = None, *, school_year: int, chosen: str = "") -> None:
        super().__init__(data, files, initial={"what": chosen})
        self.school_year = school_year
        label = SchoolYear(school_year).label
        yearly = [(kind.value, f"{str(kind.label).capitalize()}, {label}") for kind in KeptPaper if kind in YEARLY]
        groups: list[Any] = [("За год", yearly)]
        for kind, words in ((KeptPaper.MONTH_PLAN, "План на"), (KeptPaper.PROTOCOL, "Протокол за")):
            months = [
                (f"{kind.value}:{m.isoformat()}", f"{words} {month_and_year(m)}") for m in year_months(school_year)
            ]
            groups.append((str(kind.label).capitalize(), months))
        self.fields["what"].choices = groups  # type: ignore[attr-defined]

    @property
    def paper(self) -> tuple[KeptPaper, date | None]:
        """Which paper was chosen, and of which month."""
        kind, _, month = self.cleaned_data["what"].partition(":")
        return KeptPaper(kind), date.fromisoformat(month) if month else None


class WriteLateForm(forms.Form):
    """Who is written to, and the words that stand above the list of missing papers."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    last_letter_id = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    associations = forms.TypedMultipleChoiceField(label="Кому", coerce=int, required=False)
    text = forms.CharField(label="Текст письма", max_length=MOST_SIGNS, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any, rows: Sequence[BoardRow], *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        choices = [(row.association.pk, row.association.short_name) for row in rows]
        self.fields["associations"].choices = choices  # type: ignore[attr-defined]

    def clean_associations(self) -> list[int]:
        chosen = self.cleaned_data["associations"]
        if not chosen:
            raise forms.ValidationError("Отметьте хотя бы одно объединение.")
        return list(chosen)


class RuleForm(forms.Form):
    """When one paper is due."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    is_asked = forms.BooleanField(label="Требуется", required=False)
    due_day = forms.IntegerField(label="До какого числа", min_value=1, max_value=60)
    due_month = forms.TypedChoiceField(
        label="Месяц",
        coerce=int,
        empty_value=None,
        choices=[(month, MONTHS_GENITIVE[month - 1]) for month in in_school_order(tuple(range(1, 13)))],
    )
    months = forms.TypedMultipleChoiceField(
        label="За какие месяцы",
        coerce=int,
        required=False,
        choices=[(month, month_name(month)) for month in in_school_order(tuple(range(1, 13)))],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, rule: Rule) -> None:
        super().__init__(
            data,
            initial={
                "expected_version": rule.version,
                "is_asked": rule.is_asked,
                "due_day": rule.due_day,
                "due_month": rule.due_month,
                "months": list(rule.months),
            },
        )
        if rule.kind not in YEARLY:
            del self.fields["due_month"]
        if rule.kind != KeptPaper.MONTH_PLAN:
            del self.fields["months"]
        if rule.kind == KeptPaper.MONTH_PLAN:
            self.fields["due_day"].label = "До какого числа своего месяца"
        if rule.kind == KeptPaper.PROTOCOL:
            self.fields["due_day"].label = "Сколько дней после заседания"
