"""Forms that ask before a document goes from its readers while some are asked to read it."""

from __future__ import annotations

from typing import Final

from django import forms
from django.http import QueryDict

from stellazh.documents.models import Document
from stellazh.documents.reads.acquaintance_open import still_asked

_KEEP: Final = "keep"
_CLOSE: Final = "close"


class LeavingForm(forms.Form):
    """Names the open sheets of whose people the page told; without such it has no fields."""

    told = forms.CharField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, data: QueryDict | None = None, *, document: Document) -> None:
        self.asked = still_asked(document)
        sent = data.getlist("told") if data is not None else []
        self.told_sheets = [int(key) for key in sent if key.isascii() and key.isdecimal() and len(key) < 18]
        if data is not None:
            # Shown once more, the page tells of everybody who is asked by now.
            data = data.copy()
            data.setlist("told", [str(key) for key in self.asked.sheets])
        super().__init__(data, initial={"told": list(self.asked.sheets)})
        if not self.asked:
            self.fields.clear()


class WithdrawForm(LeavingForm):
    """Also what becomes of those sheets: a document taken back to be mended soon returns."""

    sheets = forms.ChoiceField(
        label="Лист ознакомления",
        widget=forms.RadioSelect,
        initial=_KEEP,
        choices=[
            (_KEEP, "Оставить открытым: документ скоро вернётся. До тех пор напоминаний не будет"),
            (_CLOSE, "Закрыть: отметок больше не ждём. Ссылки из писем перестанут открываться"),
        ],
    )

    @property
    def closes(self) -> bool:
        """Whether the sheets end too."""
        return self.cleaned_data.get("sheets") == _CLOSE
