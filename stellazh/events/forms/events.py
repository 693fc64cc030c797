"""What came in about an event: its fields, its copy, its repetition."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from stellazh.common.numerals import agree
from stellazh.events.cloning import CloneWhat
from stellazh.events.forms.moments import ZonedMoment, put_zone
from stellazh.events.models import Event
from stellazh.events.repeating import MOST_TIMES, Repetition, Rhythm
from stellazh.events.services.fields import FIELD_NAMES, LONGEST_DESCRIPTION, EventFields
from stellazh.ui.widgets import DayInput

USUAL_LENGTH = timedelta(hours=2)
# A date picker without years before and after what a school year can be.
_WIDE = {"rows": 2}


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields under one heading; a folded one is open when something in it is wrong."""

    title: str
    fields: tuple[forms.BoundField, ...]
    hint: str = ""
    is_folded: bool = False

    @property
    def is_open(self) -> bool:
        return any(field.errors for field in self.fields)


class EventEditForm(forms.ModelForm[Event]):
    """Every field of an event in groups: what everybody fills in, and the rest folded."""

    starts_at = ZonedMoment(label="Начало")
    ends_at = ZonedMoment(label="Окончание", required=False, help_text="Если не указать, мероприятие займёт два часа.")
    enrolment_opens_at = ZonedMoment(
        label="Регистрация с", required=False, help_text="Если не указать, с того дня, как вы объявите мероприятие."
    )
    enrolment_closes_at = ZonedMoment(
        label="Регистрация до", required=False, help_text="Если не указать, до конца мероприятия."
    )
    room_url = forms.CharField(
        label="Ссылка на видеовстречу",
        required=False,
        max_length=500,
        help_text="Её увидят только зарегистрированные и только незадолго до начала.",
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Event
        fields = FIELD_NAMES
        widgets = {
            "title": forms.Textarea(attrs=_WIDE),
            "summary": forms.Textarea(attrs={"rows": 3}),
            "description": forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST_DESCRIPTION}),
            "organisers": forms.Textarea(attrs=_WIDE),
            "partners": forms.Textarea(attrs=_WIDE),
        }
        help_texts = {
            "is_all_day": "Время не важно: неделя, акция, выставка.",
            "place": "Что за здание, адрес, кабинет.",
            "audience": "Например: школьные библиотекари, учителя литературы.",
            "summary": "Два-три предложения: они стоят первыми и видны в ссылке, которой делятся.",
            "contact": "Имя, телефон или почта. Это увидят все, кому открыта страница.",
            "capacity": "Если не указать, мест сколько угодно. При очно-дистанционной форме это места в зале.",
            "capacity_online": "Только при очно-дистанционной форме.",
            "has_waiting_list": "Мест нет – люди встают в очередь; освободившееся место первый в ней получает сам.",
            "takes_guests": "Нужны имя, почта и согласие на обработку данных.",
            "takes_walk_ins": "Пришедшего без регистрации можно отметить.",
        }

    GROUPS: tuple[tuple[str, str, bool, tuple[str, ...]], ...] = (
        ("Что и когда", "", False, ("title", "form", "number", "starts_at", "ends_at", "is_all_day")),
        ("Где и для кого", "", False, ("format", "place", "room_url", "audience", "summary")),
        (
            "Ещё о мероприятии",
            "Описание, организаторы, возрастная отметка",
            True,
            ("description", "organisers", "partners", "contact", "level", "age_mark"),
        ),
        (
            "Регистрация",
            "Кто может записаться, до какого дня, сколько мест",
            True,
            (
                "enrolment_mode", "enrolment_opens_at", "enrolment_closes_at", "capacity", "capacity_online",
                "has_waiting_list", "takes_guests", "takes_walk_ins", "list_shown",
            ),
        ),
        (
            "Кому открыто",
            "Кому видна страница, когда открывается ссылка на видеовстречу",
            True,
            ("visibility", "room_opens_minutes", "room_closes_minutes"),
        ),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, zone: ZoneInfo, event: Event | None = None, initial: Mapping[str, Any] | None = None,
        next_meeting: int | None = None,
    ) -> None:  # fmt: skip
        values = {name: getattr(event, name) for name in FIELD_NAMES} if event is not None else dict(initial or {})
        if event is not None:
            values["version"] = event.version
        super().__init__(data, initial=values)
        put_zone(self, zone)
        self.fields["submission_key"].initial = uuid.uuid4
        for name in ("level", "age_mark"):
            choices = [(code, label) for code, label in self.fields[name].choices if code]  # type: ignore[attr-defined]
            self.fields[name].choices = [("", "не указано"), *choices]  # type: ignore[attr-defined]
        if next_meeting is not None:
            self.fields["number"].help_text = f"Для заседаний: следующее – № {next_meeting}. Пусто – без номера."

    def _post_clean(self) -> None:
        """The service checks what belongs together; a model's own check would say it in other words."""

    def clean_ends_at(self) -> Any:
        """Two hours when nothing was said."""
        starts_at = self.cleaned_data.get("starts_at")
        ends_at = self.cleaned_data.get("ends_at")
        return ends_at or (starts_at + USUAL_LENGTH if starts_at else None)

    def event_fields(self) -> EventFields:
        """What was typed."""
        data = self.cleaned_data
        return EventFields(**{name: data[name] for name in FIELD_NAMES})

    @property
    def groups(self) -> Iterator[FieldGroup]:
        """The fields in the order of the page."""
        for title, hint, is_folded, names in self.GROUPS:
            yield FieldGroup(title, tuple(self[name] for name in names), hint, is_folded)


class _WhatForm(forms.Form):
    """What is taken along into a copy."""

    WHAT = (
        ("enrolment", "правила регистрации: сроки, места, кто может записаться"),
        ("questions", "вопросы при регистрации"),
        ("programme", "программа"),
        ("speakers", "выступающие"),
        ("materials", "материалы"),
        ("parts", "части: дни, секции"),
        ("letters", "письма и напоминания"),
        ("feedback", "вопросы для отзывов"),
    )
    what = forms.MultipleChoiceField(
        label="Что взять с собой",
        required=False,
        choices=WHAT,
        widget=forms.CheckboxSelectMultiple,
        help_text="Название, форма, место и описание копируются всегда. Всё время внутри сдвинется вместе с началом.",
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, event: Event, **options: Any) -> None:
        chosen = [code for code, _ in self.WHAT if getattr(CloneWhat(), code)]
        super().__init__(data, initial={"what": chosen, **options.pop("initial", {})}, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        put_zone(self, event.zone)

    def clone_what(self) -> CloneWhat:
        """What was ticked."""
        chosen = self.cleaned_data["what"]
        return CloneWhat(**{code: code in chosen for code, _ in self.WHAT})


class CloneForm(_WhatForm):
    """A new day and hour, perhaps a new title, what to take along."""

    title = forms.CharField(label="Название", max_length=300)
    starts_at = ZonedMoment(label="Начало")
    field_order = ("title", "starts_at", "what")


class RepeatForm(_WhatForm):
    """How often, until when or how many times."""

    rhythm = forms.ChoiceField(
        label="Как часто",
        choices=[
            (Rhythm.WEEK.value, "каждую неделю"),
            (Rhythm.FORTNIGHT.value, "раз в две недели"),
            (Rhythm.MONTH.value, "раз в месяц, в тот же по счёту день недели"),
        ],
        widget=forms.RadioSelect,
        initial=Rhythm.WEEK.value,
    )
    until = forms.DateField(label="До какого дня", required=False, widget=DayInput)
    times = forms.IntegerField(
        label="Или сколько всего раз",
        required=False,
        min_value=2,
        max_value=MOST_TIMES,
        help_text=f"Вместе с этим, не больше {MOST_TIMES}.",
    )
    field_order = ("rhythm", "until", "times", "what")

    def repetition(self) -> Repetition:
        """What was asked for."""
        data = self.cleaned_data
        return Repetition(Rhythm(data["rhythm"]), until=data["until"], times=data["times"])


class FollowingForm(forms.Form):
    """Title, place and room of this event and of those after it."""

    title = forms.CharField(label="Название", max_length=300)
    place = forms.CharField(label="Место", max_length=300, required=False)
    room_url = forms.CharField(
        label="Ссылка на видеовстречу",
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
    )


class SubmissionForm(forms.Form):
    """A button that makes something: pressed twice it makes one."""

    submission_key = forms.UUIDField(required=False)


class ReasonForm(forms.Form):
    """Why an event is called off."""

    reason = forms.CharField(
        label="Почему",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Причину увидят все, кто откроет страницу мероприятия.",
    )


class AnnounceForm(forms.Form):
    """Whether the parts of an umbrella go along, and whether those who came before are invited."""

    with_parts = forms.BooleanField(label="Объявить и части: дни, секции", required=False, initial=True)
    same_people = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, has_parts: bool, people_count: int) -> None:
        super().__init__(data)
        if not has_parts:
            del self.fields["with_parts"]
        if people_count:
            told = agree(people_count, "человек", "человека", "человек")
            self.fields["same_people"].label = f"Пригласить тех, кто был в прошлый раз: {people_count} {told}"
        else:
            del self.fields["same_people"]


class OwnEventsForm(forms.Form):
    """The filters of an association's own list."""

    q = forms.CharField(label="Слова", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label="Состояние", required=False)
    form = forms.ChoiceField(label="Форма", required=False)
    year = forms.TypedChoiceField(label="Учебный год", required=False, coerce=int, empty_value=None)

    def __init__(
        self, data: Any, *, states: list[tuple[str, str]], kinds: list[tuple[str, str]], years: list[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        for name, choices in (("state", states), ("form", kinds), ("year", years)):
            self.fields[name].choices = [("", "все"), *choices]  # type: ignore[attr-defined]
