"""Forms of sheets: whom to ask, the term, the list of people, notes for others."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Final

from django import forms

from stellazh.associations.models import Association
from stellazh.common.numerals import whole_number
from stellazh.documents.enums import AcquaintanceWay
from stellazh.documents.models import AcquaintanceSheet
from stellazh.documents.reads.acquaintance_people import Addressees, Below
from stellazh.documents.reads.acquaintance_sheets import STATES, RowFilter, RowState, Share
from stellazh.documents.services.acquaintance import LONGEST_REQUEST
from stellazh.people.models import Person
from stellazh.ui.widgets import DayInput

_REQUEST_HELP: Final = "Одна-две фразы: они встанут в письмо и на страницу документа."
_DUE_HELP: Final = "За 3 дня, за день до срока и на следующий день тем, кто не прочёл, придёт напоминание."


class TermForm(forms.Form):
    """The day to read by and the words of the ask."""

    due_on = forms.DateField(label="Прочитать до", required=False, widget=DayInput, help_text=_DUE_HELP)
    request = forms.CharField(
        label="Что просим",
        required=False,
        max_length=LONGEST_REQUEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_REQUEST_HELP,
    )


class AskForm(TermForm):
    """Whom to ask. Fields that would offer nobody are left out."""

    own_members = forms.BooleanField(label="Участники этого объединения", required=False)
    below = forms.ChoiceField(label="Объединения ниже", required=False, widget=forms.RadioSelect)
    associations = forms.TypedMultipleChoiceField(
        label="Каких объединений",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ничего не отмечено – спросим все.",
    )
    people = forms.TypedMultipleChoiceField(
        label="Отдельные люди", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    q = forms.CharField(label="Найти человека по фамилии", required=False, max_length=100)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = ("own_members", "below", "associations", "q", "people", "due_on", "request", "submission_key")

    def __init__(self, *args: Any, below: Iterable[Association], people: Iterable[Person] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        places, offered = list(below), list(people)
        self.fields["below"].choices = [  # type: ignore[attr-defined]
            (Below.NOBODY, "не спрашивать"),
            (Below.MEMBERS, "всех участников"),
            (Below.HEADS, "только руководителей и ответственных"),
        ]
        self.fields["below"].initial = Below.NOBODY
        self.fields["associations"].choices = [(place.pk, place.short_name) for place in places]  # type: ignore[attr-defined]
        self.fields["people"].choices = [(person.pk, person.full_name) for person in offered]  # type: ignore[attr-defined]
        if not places:
            del self.fields["below"], self.fields["associations"]
        if not offered:
            del self.fields["people"]

    def addressees(self) -> Addressees:
        """Whom these boxes ask."""
        data = self.cleaned_data
        return Addressees(
            own_members=data["own_members"],
            below=Below(data.get("below") or Below.NOBODY),
            association_ids=tuple(data.get("associations") or ()),
            person_ids=tuple(data.get("people") or ()),
        )


class AgainForm(TermForm):
    """Ask again those who have read an older version."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4


class ChangeForm(TermForm):
    """Another day, other words."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, sheet: AcquaintanceSheet) -> None:
        super().__init__(data, initial={"due_on": sheet.due_on, "request": sheet.request, "version": sheet.version})


class ReopenForm(forms.Form):
    """The new day to read by."""

    due_on = forms.DateField(label="Прочитать до", required=False, widget=DayInput, help_text=_DUE_HELP)


class RowFilterForm(forms.Form):
    """Who of those asked."""

    q = forms.CharField(label="Фамилия", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Кто", required=False, choices=[(state.value, label) for state, label in STATES.items()]
    )
    association = forms.TypedChoiceField(label="Объединение", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, shares: Iterable[Share], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(share.association_id), share.label) for share in shares]
        self.fields["association"].choices = [("", "все"), *choices]  # type: ignore[attr-defined]
        if len(choices) < 2:
            del self.fields["association"]

    def wanted(self) -> RowFilter:
        """What was asked for; everybody when nothing sensible was."""
        if not self.is_valid():
            return RowFilter()
        data = self.cleaned_data
        return RowFilter(RowState(data["state"]), data.get("association"), data["q"])


class _Keys(forms.TypedMultipleChoiceField):
    """Keys of rows; which of them one may note for, the service asks."""

    def valid_value(self, value: object) -> bool:
        return whole_number(str(value)) is not None


class NoteForm(forms.Form):
    """For whom to note, how it is known, the day beside the signature."""

    rows = _Keys(
        coerce=int,
        widget=forms.MultipleHiddenInput,
        error_messages={"required": "Отметьте галочками тех, за кого есть подпись."},
    )
    way = forms.ChoiceField(
        label="Откуда известно",
        widget=forms.RadioSelect,
        choices=[(way.value, way.label) for way in (AcquaintanceWay.ON_PAPER, AcquaintanceWay.BY_WORD)],
        initial=AcquaintanceWay.ON_PAPER,
    )
    signed_on = forms.DateField(
        label="День подписи", required=False, widget=DayInput, help_text="Пусто – сегодняшний день."
    )


class AcknowledgeForm(forms.Form):
    """The version that the page showed."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
