"""Forms of the programme: one line in one line, and a line with all that belongs to it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.http import QueryDict

from stellazh.events.enums import SlotKind
from stellazh.events.models import Event, Slot, Speaker
from stellazh.events.reads.speakers import SpeakerDirectory, pasted_speakers
from stellazh.events.services.programme import MOST_SPEAKERS, SlotFields, SpeakerFields
from stellazh.russian.calendar_words import day_and_month, weekday_short
from stellazh.ui.widgets import TimeOfDayInput

# «Библионочь» ends after midnight; what would last longer is a slip of the hand.
_OVER_NIGHT: Final = timedelta(hours=12)
_NAME, _POST, _SCHOOL = (Speaker._meta.get_field(name) for name in ("name", "post", "organisation_name"))  # noqa: SLF001
_no_nulls = ProhibitNullCharactersValidator()


class SpeakersInput(forms.Widget):
    """Rows of name, post, school; an empty one is always left for the next. `search` offers people while typing."""

    template_name = "events/widgets/speakers.html"
    search = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [row for row in value or [] if any((row.name, row.post, row.organisation_name))]
        context["rows"] = [*rows, SpeakerFields("")]
        context["search"] = self.search
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[SpeakerFields]:
        """Rows by the order of their names; a box ticked says by its number which row it belongs to."""
        columns = [_listed(data, f"{name}_{part}") for part in ("name", "post", "school", "person")]
        public = set(_listed(data, f"{name}_public"))
        rows = []
        for number, (typed, *rest) in enumerate(_side_by_side(columns)):
            post, school, person = rest
            person_id = int(person) if person.isascii() and person.isdecimal() and len(person) < 16 else None
            rows.append(SpeakerFields(typed, post, school, person_id, is_name_public=str(number) in public))
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}_name" not in data

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return f"{id_}_{index}" if id_ else id_


class SpeakersField(forms.Field):
    """Speakers as typed, without empty rows. A person stays linked while her name stands as it is stored.

    Refuses a post or a school without a name, and texts that are too long.
    """

    widget = SpeakersInput
    stored: Sequence[SpeakerFields] = ()

    def clean(self, value: Any) -> tuple[SpeakerFields, ...]:
        known = {one.person_id: one for one in self.stored if one.person_id is not None}
        rows = []
        for row in value or []:
            name, post, school = (" ".join(text.split()) for text in (row.name, row.post, row.organisation_name))
            if not any((name, post, school)):
                continue
            for text, column in ((name, _NAME), (post, _POST), (school, _SCHOOL)):
                _no_nulls(text)
                longest = getattr(column, "max_length", None) or 0
                if len(text) > longest:
                    raise forms.ValidationError(f"«{text[:30]}…»: не более {longest} знаков.")
            if not name:
                raise forms.ValidationError(f"Напишите имя того, кто выступает: {post or school}.")
            before = known.get(row.person_id)
            is_same = before is not None and before.name == name
            rows.append(
                SpeakerFields(
                    name=name,
                    post=post,
                    organisation_name=school,
                    person_id=before.person_id if before is not None and is_same else None,
                    organisation_id=before.organisation_id
                    if before is not None and is_same and before.organisation_name == school
                    else None,
                    is_name_public=row.is_name_public,
                )
            )
        if len(rows) > MOST_SPEAKERS:
            raise forms.ValidationError(f"В одной строке не больше {MOST_SPEAKERS} выступающих.")
        return tuple(rows)


class _TimedForm(forms.Form):
    """When a line is: the day of several, the beginning, the end or how many minutes."""

    start = forms.TimeField(label="Начало", required=False, widget=TimeOfDayInput)
    minutes = forms.IntegerField(label="Минут", required=False, min_value=1, max_value=24 * 60)

    def __init__(self, *args: Any, event: Event, sections: Sequence[Slot], on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.event, self._on = event, on
        days = _days(event)
        if len(days) > 1:
            self.fields["day"] = forms.ChoiceField(
                label="День",
                choices=[(day.isoformat(), f"{day_and_month(day)}, {weekday_short(day)}") for day in days],
            )
            self.order_fields(["day", "kind", "start", "minutes"])
        if sections:
            self.fields["section"] = forms.TypedChoiceField(
                label="В секции",
                choices=[("", "вне секций"), *((str(one.pk), one.title) for one in sections)],
                coerce=int,
                empty_value=None,
                required=False,
            )

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """The beginning and the end in the event's zone; minutes fill an end that is not told."""
        data = self.cleaned_data
        start: time | None = data.get("start")
        end: time | None = data.get("end")
        if start is None:
            return None, None
        day = date.fromisoformat(data["day"]) if data.get("day") else self.event.first_day
        begins = datetime.combine(day, start, self.event.zone)
        if end is not None:
            return begins, _ends(begins, end)
        minutes = data.get("minutes")
        return begins, begins + timedelta(minutes=minutes) if minutes else None

    def linked(self, speakers: Sequence[SpeakerFields]) -> tuple[SpeakerFields, ...]:
        """The speakers with the people known linked."""
        return SpeakerDirectory(self.event, on=self._on).linked(speakers) if speakers else ()


class SlotLineForm(_TimedForm):
    """One more line, in one line."""

    kind = forms.ChoiceField(label="Что", choices=SlotKind.choices, initial=SlotKind.TALK)
    title = forms.CharField(label="Тема", max_length=400)
    who = forms.CharField(
        label="Кто выступает",
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Фамилия И. О., школа; Фамилия И. О.", "autocomplete": "off"}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        self.order_fields(["day", "start", "minutes", "kind", "title", "who", "section"])

    def slot_fields(self) -> SlotFields:
        """What was typed."""
        data = self.cleaned_data
        starts_at, ends_at = self.moments()
        return SlotFields(
            title=data["title"],
            kind=data["kind"],
            starts_at=starts_at,
            ends_at=ends_at,
            section_id=data.get("section") if data["kind"] != SlotKind.SESSION else None,
            speakers=self.linked(pasted_speakers(data["who"])),
        )


class SlotForm(_TimedForm):
    """A line with all that belongs to it. `stored` are the speakers it has."""

    kind = forms.ChoiceField(label="Что это", choices=SlotKind.choices)
    title = forms.CharField(label="Тема", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    end = forms.TimeField(label="Окончание", required=False, widget=TimeOfDayInput)
    place = forms.CharField(label="Где", max_length=200, required=False, help_text="Если не там, где всё мероприятие.")
    speakers = SpeakersField(label="Выступают", required=False)
    pasted = forms.CharField(
        label="Добавить нескольких сразу",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Каждый с новой строки или через точку с запятой: Фамилия И. О., должность, школа.",
    )
    description = forms.CharField(
        label="Подробно", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, stored: Sequence[SpeakerFields] = (), search: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["minutes"].label = "Или минут"
        field = self.fields["speakers"]
        field.stored = stored  # type: ignore[attr-defined]
        field.widget.search = search
        self.order_fields(["title", "kind", "day", "start", "end", "minutes", "section", "speakers", "pasted"])

    @staticmethod
    def initial_of(fields: SlotFields, event: Event, version: int) -> dict[str, Any]:
        """The form filled from a line."""
        begins = fields.starts_at.astimezone(event.zone) if fields.starts_at else None
        ends = fields.ends_at.astimezone(event.zone) if fields.ends_at else None
        return {
            "kind": fields.kind,
            "title": fields.title,
            "description": fields.description,
            "place": fields.place,
            "section": fields.section_id or "",
            "day": (begins.date() if begins else event.first_day).isoformat(),
            "start": begins.time() if begins else None,
            "end": ends.time() if ends else None,
            "speakers": fields.speakers,
            "version": version,
        }

    @property
    def has_details(self) -> bool:
        """Whether something stands in the fields that are folded away."""
        return any(self[name].value() or self[name].errors for name in ("pasted", "place", "description"))

    def slot_fields(self) -> SlotFields:
        """What was typed."""
        data = self.cleaned_data
        starts_at, ends_at = self.moments()
        return SlotFields(
            title=data["title"],
            kind=data["kind"],
            description=data["description"],
            starts_at=starts_at,
            ends_at=ends_at,
            place=data["place"],
            section_id=data.get("section"),
            speakers=self.linked([*data["speakers"], *pasted_speakers(data["pasted"])]),
        )

    def clean(self) -> dict[str, Any]:
        """An end needs a beginning."""
        data = super().clean() or {}
        if data.get("end") and not data.get("start") and "start" not in self.errors:
            self.add_error("start", "Укажите начало: известно только окончание.")
        return data


def _days(event: Event) -> list[date]:
    length = (event.last_day - event.first_day).days
    return [event.first_day + timedelta(days=number) for number in range(length + 1)]


def _ends(begins: datetime, end: time) -> datetime:
    same_day = datetime.combine(begins.date(), end, begins.tzinfo)
    next_day = datetime.combine(begins.date() + timedelta(days=1), end, begins.tzinfo)
    return next_day if same_day < begins and next_day - begins <= _OVER_NIGHT else same_day


def _listed(data: Any, name: str) -> list[str]:
    return list(data.getlist(name)) if isinstance(data, QueryDict) else list(data.get(name, []))


def _side_by_side(columns: Sequence[list[str]]) -> list[tuple[str, ...]]:
    height = min(max(map(len, columns)), MOST_SPEAKERS + 2)
    return [tuple(column[row] if row < len(column) else "" for column in columns) for row in range(height)]
