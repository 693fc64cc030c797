"""What narrows a plan and what changes many items of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR
from stellazh.workplans.enums import EventForm, ItemFormat, ItemStatus
from stellazh.workplans.models import PlanSection
from stellazh.workplans.reads.directory import OwnerDirectory
from stellazh.workplans.reads.filters import LATE, PlanFilters
from stellazh.workplans.reads.listing import PlanListing
from stellazh.workplans.services.fields import BulkChange

ANY = ("", "все")
STATES = (ANY, (LATE, "просрочено"), *((status.value, str(status.label)) for status in ItemStatus))
LONGEST_SHIFT_DAYS = 200
# The id of the datalist on the page.
OWNER_NAMES = "owner-names"


class PlanFilterForm(forms.Form):
    """The filters of a plan's page, kept in its address. What is not understood narrows nothing."""

    month = forms.CharField(label="Месяц", required=False, widget=forms.Select)
    section = forms.CharField(label="Раздел", required=False, widget=forms.Select)
    owner = forms.CharField(label="Ответственный", required=False, widget=forms.Select)
    status = forms.ChoiceField(label="Состояние", required=False, choices=STATES)
    text = forms.CharField(
        label="Слова", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )

    def offer(self, listing: PlanListing) -> None:
        """Give the lists their choices, once the plan has been read."""
        sections = [(str(section.pk), section.title) for section in listing.sections]
        loose = [("0", "Без раздела")] if listing.has_loose and sections else []
        for name, choices in (
            ("month", [(choice.value, choice.label) for choice in listing.months]),
            ("section", [*sections, *loose]),
            ("owner", [(choice.value, choice.label) for choice in listing.owners]),
        ):
            widget = self.fields[name].widget
            if isinstance(widget, forms.Select):
                widget.choices = [ANY, *choices]

    @property
    def filters(self) -> PlanFilters:
        """What the listing takes."""
        if not self.is_valid():
            return PlanFilters()
        data = self.cleaned_data
        section = data["section"]
        return PlanFilters(
            month=month_of(data["month"]),
            section=int(section) if section.isdecimal() and len(section) < 19 else None,
            owner=data["owner"],
            status=data["status"],
            text=data["text"],
        )


class BulkForm(forms.Form):
    """One change for the chosen items; empty fields change nothing."""

    section = forms.ChoiceField(label="Перенести в раздел", required=False)
    status = forms.ChoiceField(
        label="Состояние",
        required=False,
        choices=[("", "не менять"), *((s.value, s.label) for s in ItemStatus if s != ItemStatus.HELD)],
    )
    reason = forms.CharField(label="Причина переноса или отмены", required=False, max_length=300)
    form = forms.ChoiceField(label="Форма", required=False, choices=[("", "не менять"), *EventForm.choices])
    format = forms.ChoiceField(label="Формат", required=False, choices=[("", "не менять"), *ItemFormat.choices])
    add_owner = forms.CharField(label="Добавить ответственного", required=False, max_length=200)
    old_owner = forms.CharField(label="Заменить ответственного", required=False, max_length=200)
    new_owner = forms.CharField(label="На кого заменить", required=False, max_length=200)
    shift_days = forms.IntegerField(
        label="Сдвинуть даты на дней",
        required=False,
        min_value=-LONGEST_SHIFT_DAYS,
        max_value=LONGEST_SHIFT_DAYS,
        help_text="Вперёд: 7, назад: -7. Только для точных дат.",
    )

    def __init__(self, *args: Any, sections: Iterable[PlanSection], directory: OwnerDirectory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._directory = directory
        field = self.fields["section"]
        if isinstance(field, forms.ChoiceField):
            titles = [(str(section.pk), section.title) for section in sections]
            field.choices = [("", "не менять"), *titles, ("0", "Без раздела")]
        for name in ("add_owner", "old_owner", "new_owner"):
            self.fields[name].widget.attrs["list"] = OWNER_NAMES

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("old_owner")) != bool(data.get("new_owner")):
            raise forms.ValidationError("Чтобы заменить ответственного, заполните оба поля: кого и на кого.")
        return data

    @property
    def change(self) -> BulkChange:
        """What the service takes."""
        data = self.cleaned_data
        replaced = (data["old_owner"], self._directory.owner(data["new_owner"])) if data["old_owner"] else None
        return BulkChange(
            section_id=int(data["section"]) if data["section"] else None,
            status=data["status"] or None,
            reason=data["reason"],
            form=data["form"] or None,
            format=data["format"] or None,
            add_owner=self._directory.owner(data["add_owner"]) if data["add_owner"] else None,
            replace_owner=replaced,
            shift_days=data["shift_days"] or None,
        )


def month_of(text: str) -> date | None:
    """«2024-10» as the first of October; None for anything else, and for years that no plan is of."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if FIRST_YEAR <= month.year <= LAST_YEAR + 1 else None
