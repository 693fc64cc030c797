"""Forms of letters: what, to whom, when."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from stellazh.associations.models import Territory
from stellazh.events.enums import ComingAs, LetterKind
from stellazh.events.forms.keys import row_keys
from stellazh.events.models import Enrolment, Event
from stellazh.events.services.letters import ATTENDED, STATE_CHOICES, LetterFields, Part
from stellazh.events.services.letters.texts import LONGEST_SUBJECT, LONGEST_TEXT
from stellazh.ui.widgets import MomentInput

NOW, BEFORE, MOMENT = "", "before", "moment"
# Minutes before the beginning, as people say it.
BEFORE_CHOICES = (
    (str(7 * 24 * 60), "за неделю"),
    (str(3 * 24 * 60), "за 3 дня"),
    (str(24 * 60), "за день"),
    (str(3 * 60), "за 3 часа"),
    (str(60), "за час"),
    (str(15), "за 15 минут"),
)


class LetterForm(forms.Form):
    """One letter. Moments are those of the event's zone."""

    subject = forms.CharField(label="Тема", max_length=LONGEST_SUBJECT)
    text = forms.CharField(label="Текст", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 14}))
    states = forms.MultipleChoiceField(
        label="Кому", choices=STATE_CHOICES, widget=forms.CheckboxSelectMultiple, initial=["confirmed"]
    )
    attended = forms.ChoiceField(label="Участие", choices=[("", "не важно"), *ATTENDED.items()], required=False)
    coming_as = forms.ChoiceField(label="Как участвует", choices=[("", "не важно"), *ComingAs.choices], required=False)
    territory = forms.ModelChoiceField(
        label="Муниципалитет", queryset=Territory.objects.none(), required=False, empty_label="все"
    )
    when = forms.ChoiceField(
        label="Когда отправить",
        choices=[(NOW, "вручную, когда проверю"), (BEFORE, "до начала"), (MOMENT, "в день и час")],
        required=False,
    )
    minutes_before = forms.ChoiceField(
        label="За сколько до начала",
        choices=[("", "выберите"), *BEFORE_CHOICES],
        required=False,
        help_text="Если мероприятие перенесут, напоминание сдвинется вместе с ним.",
    )
    due_at = forms.DateTimeField(label="День и час", widget=MomentInput, required=False)
    kind = forms.ChoiceField(choices=LetterKind.choices, widget=forms.HiddenInput)
    enrolment_ids = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, **options)
        self._event = event
        self.fields["submission_key"].initial = uuid.uuid4
        places = Enrolment.objects.filter(event=event, territory__isnull=False).values("territory_id")
        field = self.fields["territory"]
        field.queryset = Territory.objects.filter(pk__in=places).order_by("sort_key")  # type: ignore[attr-defined]
        if not event.is_mixed:
            del self.fields["coming_as"]

    @staticmethod
    def initial_of(fields: LetterFields, event: Event) -> dict[str, Any]:
        """The form filled from a letter."""
        when = BEFORE if fields.minutes_before is not None else MOMENT if fields.due_at is not None else NOW
        return {
            "kind": fields.kind,
            "subject": fields.subject,
            "text": fields.text,
            "states": list(fields.part.states),
            "attended": fields.part.attended,
            "coming_as": fields.part.coming_as,
            "territory": fields.part.territory_id,
            "enrolment_ids": ",".join(str(key) for key in fields.part.enrolment_ids),
            "when": when,
            "minutes_before": "" if fields.minutes_before is None else str(fields.minutes_before),
            "due_at": timezone.make_naive(fields.due_at, event.zone) if fields.due_at else None,
        }

    def clean_enrolment_ids(self) -> tuple[int, ...]:
        """Keys of registrations picked by hand, from «12,15»."""
        typed = self.cleaned_data["enrolment_ids"]
        return tuple(sorted(set(row_keys(typed.split(",")))))

    def clean_due_at(self) -> datetime | None:
        """The moment as the event's zone tells it."""
        moment: datetime | None = self.cleaned_data["due_at"]
        if moment is None:
            return None
        return timezone.make_naive(moment, timezone.get_current_timezone()).replace(tzinfo=self._event.zone)

    def clean(self) -> dict[str, Any]:
        """A chosen way of sending needs its moment."""
        data = super().clean() or {}
        if data.get("when") == BEFORE and not data.get("minutes_before"):
            self.add_error("minutes_before", "Выберите, за сколько до начала отправить.")
        if data.get("when") == MOMENT and not data.get("due_at") and "due_at" not in self.errors:
            self.add_error("due_at", "Укажите день и час отправки.")
        return data

    def letter_fields(self) -> LetterFields:
        """What was typed."""
        data = self.cleaned_data
        territory = data.get("territory")
        return LetterFields(
            kind=data["kind"],
            part=Part(
                states=tuple(data["states"]),
                attended=data["attended"],
                coming_as=data.get("coming_as", ""),
                territory_id=territory.pk if territory else None,
                enrolment_ids=data["enrolment_ids"],
            ),
            subject=data["subject"],
            text=data["text"],
            minutes_before=int(data["minutes_before"]) if data["when"] == BEFORE else None,
            due_at=data["due_at"] if data["when"] == MOMENT else None,
        )
