"""Whom an extract is for, and the file of an own Word form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from stellazh.associations.models import Organisation
from stellazh.people.models import Person
from stellazh.protocols.reads.content_model import DecisionLine

PERSON, ORGANISATION = "person", "organisation"
_LONGEST = 110


class ExtractForm(forms.Form):
    """Whom the extract is for. Whoever keeps protocols may also tick decisions by hand: then these go into it."""

    whom = forms.ChoiceField(label="Для кого выписка", required=False)
    decisions = forms.TypedMultipleChoiceField(
        label="Войдут только эти решения", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Any,
        *,
        people: Sequence[Person],
        organisations: Sequence[Organisation],
        decisions: Sequence[DecisionLine] = (),
    ) -> None:
        super().__init__(data)
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        if people:
            groups.append(("Человек", [(f"{PERSON}:{one.pk}", one.full_name) for one in people]))
        if organisations:
            schools = [(f"{ORGANISATION}:{one.pk}", one.short_name) for one in organisations]
            groups.append(("Школа или организация", schools))
        self.fields["whom"].choices = [("", "выберите"), *groups]  # type: ignore[attr-defined]
        if decisions:
            lines = [(str(one.id), f"{one.number}. {_short(one.text)}") for one in decisions]
            self.fields["decisions"].choices = lines  # type: ignore[attr-defined]
        else:
            del self.fields["decisions"]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.cleaned_data["whom"] and not self.cleaned_data.get("decisions"):
            self.add_error("whom", "Выберите, для кого выписка.")
        return self.cleaned_data

    @property
    def chosen(self) -> tuple[str, int]:
        """The kind of addressee and its key; nobody when only decisions were ticked."""
        kind, _, key = self.cleaned_data["whom"].partition(":")
        return kind, int(key or 0)


class FormUploadForm(forms.Form):
    """An own form as a file."""

    file = forms.FileField(
        label="Файл Word (.docx)",
        max_length=500,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text="До 10 МБ. Сначала покажем, что в нём понятно и что нет; без вашего «Поставить» ничего не изменится.",
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
