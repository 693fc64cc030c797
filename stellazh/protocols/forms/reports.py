"""The form by which a mark is answered: by those who sign in, and by the bearer of a link."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from stellazh.events.services.materials.bringing import Brought, ready_file
from stellazh.protocols.enums import DoneState
from stellazh.protocols.evidence_kinds import evidence_kinds
from stellazh.protocols.models import Assignment
from stellazh.protocols.services.evidence import FILE, LINK, EvidenceFields

ACCEPTED = ".doc,.docx,.odt,.rtf,.pdf,.txt,.xls,.xlsx,.ods,.ppt,.pptx,.odp,.zip,image/*"
_STATES = {
    DoneState.DONE: "исполнено",
    DoneState.PARTLY: "исполнено частично",
    DoneState.OPEN: "ещё в работе: записать, что уже сделано",
    DoneState.NOT_DONE: "не исполнено",
    DoneState.WITHDRAWN: "снять с контроля",
}


class ReportForm(forms.Form):
    """What was done, and what shows it. What only those who follow may say is offered to them alone."""

    state = forms.ChoiceField(label="Как обстоит дело", widget=forms.RadioSelect)
    words = forms.CharField(
        label="Что сделано",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Коротко: что, когда, сколько человек. Можно не писать, если приложено подтверждение.",
    )
    url = forms.CharField(
        label="Ссылка",
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        help_text="Например, на новость или страницу школы.",
    )
    file = forms.FileField(
        label="Файл",
        required=False,
        max_length=300,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="Документ, таблица, презентация, PDF или снимок, до 10 МБ.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, row: Assignment, *args: Any, follows: bool, **options: Any) -> None:
        initial = {
            "version": row.version,
            "state": row.state if row.state != DoneState.OPEN else DoneState.DONE,
            "words": row.words,
            "submission_key": uuid.uuid4,
        }
        super().__init__(*args, **{**options, "initial": initial})
        offered = [state for state in _STATES if follows or state not in (DoneState.NOT_DONE, DoneState.WITHDRAWN)]
        words = dict(_STATES)
        if row.state != DoneState.OPEN:
            words[DoneState.OPEN] = "открыть снова (напишите почему)"
        self.fields["state"].choices = [(state.value, words[state]) for state in offered]  # type: ignore[attr-defined]

    def evidence(self, chosen: Sequence[str] = ()) -> list[EvidenceFields]:
        """What is laid beside the report: `chosen` are keys of things here.

        Raises:
            DangerousFile, FileTakenNowhere, PictureNotAccepted: the file is none to be kept.
        """
        found = [EvidenceFields(key.partition(":")[0], key) for key in chosen]
        if self.cleaned_data["url"].strip():
            found.append(EvidenceFields(LINK, url=self.cleaned_data["url"]))
        uploaded = self.cleaned_data["file"]
        if uploaded:
            found.append(EvidenceFields(FILE, file=ready_file(Brought(uploaded.name, uploaded))))
        return found


class EvidenceSearchForm(forms.Form):
    """Looking for an event, a protocol, an item of a plan to lay beside the report."""

    kind = forms.ChoiceField(label="Что приложить", required=False)
    look_for = forms.CharField(
        label="Слова из названия", required=False, max_length=100, help_text="Можно оставить пустым: покажем последние."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in evidence_kinds]  # type: ignore[attr-defined]
