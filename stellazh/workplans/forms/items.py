"""What came in about an item of a plan."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from stellazh.ui.widgets import DayInput
from stellazh.workplans.enums import EventForm, ItemFormat, ItemStatus
from stellazh.workplans.forms.plans import SubmissionForm
from stellazh.workplans.forms.widgets import OwnersField, OwnersInput
from stellazh.workplans.models import PlanItem, PlanSection
from stellazh.workplans.reads.directory import OwnerDirectory
from stellazh.workplans.services.fields import ITEM_TEXTS, ItemFields, OwnerFields
from stellazh.workplans.services.texts import ITEM_LABELS, owners_text

NO_SECTION = ("", "Без раздела")
DETAILS = ("format", "place", "audience", "outcome_document", "description", "note")


class ItemForm(SubmissionForm):
    """An item with its owners. `stored` are the owners it has: a line left as it was keeps what it is linked to."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=ITEM_LABELS["title"], widget=forms.Textarea(attrs={"rows": 2}))
    term_raw = forms.CharField(
        label=ITEM_LABELS["term_raw"],
        required=False,
        max_length=300,
        help_text="Как в плане: «26.08.2024», «сентябрь», «в течение года».",
    )
    section = forms.TypedChoiceField(label="Раздел", required=False, coerce=int, empty_value=None)
    owners = OwnersField(
        label=ITEM_LABELS["owners"],
        required=False,
        help_text="По одному в поле, должность — через запятую: «Ольхова В.И., методист».",
    )
    number = forms.CharField(label="Номер", required=False, max_length=12)
    form = forms.ChoiceField(label=ITEM_LABELS["form"], choices=EventForm.choices, initial=EventForm.OTHER)
    format = forms.ChoiceField(
        label=ITEM_LABELS["format"], required=False, choices=[("", "не указан"), *ItemFormat.choices]
    )
    place = forms.CharField(label=ITEM_LABELS["place"], required=False, max_length=200)
    audience = forms.CharField(label=ITEM_LABELS["audience"], required=False, max_length=200)
    outcome_document = forms.CharField(label=ITEM_LABELS["outcome_document"], required=False, max_length=200)
    description = forms.CharField(
        label=ITEM_LABELS["description"], required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    note = forms.CharField(label=ITEM_LABELS["note"], required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self,
        *args: Any,
        sections: Iterable[PlanSection],
        directory: OwnerDirectory,
        hint_url: str,
        stored: Sequence[OwnerFields] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._directory = directory
        self._stored: Mapping[str, OwnerFields] = {owners_text((owner,)): owner for owner in stored}
        self.fields["term_raw"].widget.attrs |= {
            "hx-get": hint_url,
            "hx-trigger": "input changed delay:400ms, change",
            "hx-target": "next .term-hint",
            "hx-swap": "outerHTML",
            "hx-params": "term_raw",
        }
        section = self.fields["section"]
        if isinstance(section, forms.ChoiceField):
            section.choices = [NO_SECTION, *((str(row.pk), row.title) for row in sections)]
        widget = self.fields["owners"].widget
        if isinstance(widget, OwnersInput):
            widget.names = directory.names

    @property
    def has_details(self) -> bool:
        """Whether something stands in the less used fields, or is wrong there."""
        return any(self[name].value() for name in DETAILS) or any(name in self.errors for name in (*DETAILS, "form"))

    @property
    def item_fields(self) -> ItemFields:
        """What the service takes."""
        data = self.cleaned_data
        owners = tuple(self._stored.get(line) or self._directory.owner(line) for line in data["owners"])
        return ItemFields(
            section_id=data["section"],
            form=data["form"],
            format=data["format"],
            owners=owners,
            **{name: data[name].replace("\r\n", "\n") for name in ITEM_TEXTS},
        )

    @staticmethod
    def initial_of(item: PlanItem, owners: Sequence[OwnerFields]) -> dict[str, object]:
        """The stored item."""
        stored: dict[str, object] = {name: getattr(item, name) for name in (*ITEM_TEXTS, "form", "format", "version")}
        return {**stored, "section": item.section_id or "", "owners": [owners_text((owner,)) for owner in owners]}


class StatusForm(forms.Form):
    """What has become of an item that is not held."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label="Состояние",
        choices=[(status.value, status.label) for status in ItemStatus if status != ItemStatus.HELD],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Причина",
        required=False,
        max_length=300,
        help_text="Нужна, если мероприятие переносится или отменяется. Новый срок впишите потом кнопкой «Править».",
    )


class OutcomeForm(forms.Form):
    """What shows that an item has been held."""

    evidence = forms.CharField(
        label="Чем подтверждается",
        max_length=300,
        help_text="Протокол, список участников, публикация.",
    )
    held_on = forms.DateField(label="Когда проведено", required=False, widget=DayInput)
    participation_count = forms.IntegerField(
        label="Сколько человек участвовало",
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="Оставьте пустым, если неизвестно.",
    )
    evidence_url = forms.CharField(label="Ссылка на подтверждение", required=False, max_length=300)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    @property
    def outcome(self) -> dict[str, Any]:
        """What the service takes: the form sent twice tells of one outcome."""
        data = dict(self.cleaned_data)
        key = data.pop("submission_key")
        return {**data, "source_key": f"form:{key}" if key else ""}


class MoveForm(forms.Form):
    """Where an item goes."""

    section = forms.TypedChoiceField(label="Раздел", required=False, coerce=int, empty_value=None)
    before = forms.TypedChoiceField(label="Поставить перед", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, sections: Iterable[PlanSection], others: Iterable[PlanItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section, before = self.fields["section"], self.fields["before"]
        if isinstance(section, forms.ChoiceField) and isinstance(before, forms.ChoiceField):
            section.choices = [NO_SECTION, *((str(row.pk), row.title) for row in sections)]
            before.choices = [("", "В конец плана"), *((str(row.pk), _named(row)) for row in others)]


class SectionForm(forms.Form):
    """The title of a section."""

    title = forms.CharField(label="Название раздела или направления", max_length=300)


class SectionRemoveForm(forms.Form):
    """Where the items of a removed section go."""

    heir = forms.TypedChoiceField(label="Куда перенести мероприятия", coerce=int)

    def __init__(self, *args: Any, heirs: Iterable[PlanSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["heir"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(section.pk), section.title) for section in heirs]


def _named(item: PlanItem) -> str:
    return f"{item.number.rstrip('.')}. {item}" if item.number else str(item)
