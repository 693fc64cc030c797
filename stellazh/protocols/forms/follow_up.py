"""Forms of follow-up: filters of lists, closing and opening a decision, withdrawing marks, links."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Protocol
from stellazh.protocols.reads.assignments import WHOSE
from stellazh.protocols.reads.followed import LACKS, STATES, Wanted

MOST_MARKS = 500


class MyFilterForm(forms.Form):
    """Which of one's own marks."""

    whose = forms.ChoiceField(label="Чьи", required=False, choices=[("", "все"), *WHOSE])
    q = forms.CharField(label="Слова", required=False, max_length=100)


class DecisionFilterForm(forms.Form):
    """Which of an association's decisions."""

    state = forms.ChoiceField(label="Состояние", required=False, choices=STATES)
    protocol = forms.TypedChoiceField(label="Протокол", required=False, coerce=int, empty_value=None)
    owner = forms.CharField(label="Ответственный", required=False, max_length=100)
    lacks = forms.ChoiceField(label="Чего не хватает", required=False, choices=LACKS)
    q = forms.CharField(label="Слова", required=False, max_length=100)

    def __init__(self, protocols: Sequence[Protocol], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "все"), *((str(one.pk), str(one)) for one in protocols)]
        self.fields["protocol"].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What is asked for; everything on control when the form cannot be read."""
        if not self.is_valid():
            return Wanted()
        data = self.cleaned_data
        return Wanted(data["state"] or DoneState.OPEN.value, data["protocol"], data["owner"], data["lacks"], data["q"])


class MarkFilterForm(forms.Form):
    """Which marks of a decision."""

    state = forms.ChoiceField(
        label="Отметки",
        required=False,
        choices=[("", "все"), (DoneState.OPEN.value, "не ответили"), *DoneState.choices[1:]],
    )
    q = forms.CharField(label="Кто", required=False, max_length=100)


class CloseForm(forms.Form):
    """How a decision ended."""

    state = forms.ChoiceField(label="Чем закончилось", choices=DoneState.choices[1:], widget=forms.RadioSelect)
    words = forms.CharField(
        label="Что сделано или почему", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Почему", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class MarksForm(forms.Form):
    """Which marks are meant, and why when they are withdrawn."""

    ids = forms.CharField(widget=forms.HiddenInput)
    do = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asks_why: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if asks_why:
            self.fields["reason"] = forms.CharField(
                label="Почему снимаете с контроля", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
            )

    def clean_ids(self) -> list[int]:
        """The keys."""
        return read_keys(self.cleaned_data["ids"].split(","))


class LinkForm(forms.Form):
    """To whom the link is sent; nobody when she hands it over herself."""

    email = forms.EmailField(
        label="Отправить на почту",
        required=False,
        help_text="Можно не указывать: тогда скопируйте ссылку и передайте сами.",
    )


def read_keys(given: Sequence[str]) -> list[int]:
    """Keys of rows as they came from a form; whatever is none is left out."""
    clean = (one.strip() for one in given)
    return [int(one) for one in clean if one.isascii() and one.isdecimal() and len(one) < 16][:MOST_MARKS]
