"""Forms of feedback: making it, and what stands beside the questions when it is given."""

from __future__ import annotations

import uuid

from django import forms

from stellazh.events.services.feedback import USUAL_DAYS

WITHOUT_END = "0"
TERMS = (("14", "две недели"), (str(USUAL_DAYS), "месяц"), ("90", "три месяца"), (WITHOUT_END, "без срока"))


class OpenFeedbackForm(forms.Form):
    """Names or no names, and how long."""

    is_anonymous = forms.BooleanField(
        label="Ответы без имени",
        required=False,
        initial=True,
        help_text="Так пишут откровеннее: не сохраняются ни имя, ни время. После первого ответа это не изменить.",
    )
    days = forms.ChoiceField(label="Сколько принимать после мероприятия", choices=TERMS, initial=str(USUAL_DAYS))
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    @property
    def term(self) -> int | None:
        """In days; None without an end."""
        return int(self.cleaned_data["days"]) or None


class FeedbackForm(forms.Form):
    """What tells one sending from another, and answers shown from those stored meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
