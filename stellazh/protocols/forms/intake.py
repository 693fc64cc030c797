"""What comes in from the pages of old protocols."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Final, cast

from django import forms

from stellazh.events.models import Event
from stellazh.protocols.drafts.model import (
    DROPPED,
    Choices,
    DraftDecision,
    DraftFacts,
    DraftHeading,
    DraftItem,
    DraftPerson,
    DraftSpeech,
    DraftVote,
    ProtocolDraft,
)
from stellazh.protocols.enums import BodyForm, PartRole, PresentShown, SpeechKind, VoteMode
from stellazh.protocols.reads.intake_people import NamesOffered
from stellazh.protocols.services.intake import IntakeChanges
from stellazh.protocols.services.intake.bringing import MOST_SOURCE_BYTES
from stellazh.ui.widgets import DayInput, TimeOfDayInput
from stellazh.workplans.enums import ItemFormat

SPARE: Final = 1
_ROLES: Final = (
    (PartRole.CHAIR, "Председатель"),
    (PartRole.LEADER, "Ведущие"),
    (PartRole.SECRETARY, "Секретарь"),
    (PartRole.PRESENT, "Присутствовали"),
    (PartRole.INVITED, "Приглашены"),
    (PartRole.EXCUSED, "Отсутствуют по уважительной причине"),
    (PartRole.ABSENT, "Отсутствуют"),
)
_AWAY: Final = (PartRole.EXCUSED, PartRole.ABSENT)
_YES_NO: Final = (("yes", "да"), ("no", "нет"))


class BringForm(forms.Form):
    """A file of Word."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label="Файл протокола",
        help_text="Word (.docx), не больше 20 МБ. Файл сохранится как есть.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4

    def clean_file(self) -> Any:
        """Refuses what is too large before it is read into the memory."""
        file = self.cleaned_data["file"]
        if file.size > MOST_SOURCE_BYTES:
            raise forms.ValidationError("Файл больше 20 МБ: уберите из него картинки или скопируйте текст в новый.")
        return file


class FactsForm(forms.Form):
    """Everything but the rows: heading, people one a line, choices, leftovers, whom names mean."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    number = forms.CharField(label="Номер", max_length=20, required=False)
    held_on = forms.DateField(label="Дата заседания", required=False, widget=DayInput)
    title = forms.CharField(label="Тема", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    meeting_words = forms.CharField(label="Протокол чего", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    starts_at = forms.TimeField(label="Начало", required=False, widget=TimeOfDayInput)
    ends_at = forms.TimeField(label="Окончание", required=False, widget=TimeOfDayInput)
    format = forms.ChoiceField(label="Формат", choices=ItemFormat.choices)
    place = forms.CharField(label="Место составления", required=False)
    body_form = forms.ChoiceField(label="Как записан ход", choices=BodyForm.choices)
    present_shown = forms.ChoiceField(label="Присутствующие", choices=PresentShown.choices)
    said_count = forms.IntegerField(label="Присутствовало, человек", required=False, min_value=0, max_value=100_000)
    present_words = forms.CharField(label="Участники словами", required=False)
    as_draft = forms.ChoiceField(
        label="Как внести",
        choices=(("no", "подписанным, под номером из бумаги"), ("yes", "черновиком: номер дадут при подписании")),
        widget=forms.RadioSelect,
    )
    follows = forms.ChoiceField(
        label="Ставить решения на контроль",
        choices=_YES_NO,
        widget=forms.RadioSelect,
        help_text="«Нет» – решения остаются в тексте, исполнения и отчётов по ним не ждут.",
    )
    event = forms.TypedChoiceField(label="Мероприятие", required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        data: Any = None,
        *,
        draft: ProtocolDraft,
        version: int,
        events: Sequence[Event],
        names: Sequence[NamesOffered],
    ) -> None:
        heading, choices = draft.facts.heading, draft.choices
        initial: dict[str, Any] = {name: getattr(heading, name) for name in DraftHeading.__dataclass_fields__}
        initial |= {"expected_version": version, "as_draft": _said(choices.as_draft), "follows": _said(choices.follows)}
        initial |= {"event": choices.event_id or ""}
        super().__init__(data, initial=initial)
        events_field = cast("forms.TypedChoiceField", self.fields["event"])
        events_field.choices = [("", "без мероприятия"), *((event.pk, event.title) for event in events)]
        for role, label in _ROLES:
            rows = [person for person in draft.facts.people if person.role == role]
            self.fields[f"people_{role}"] = forms.CharField(
                label=label,
                required=False,
                initial="\n".join(map(_person_line, rows)),
                widget=forms.Textarea(attrs={"rows": max(1, min(14, len(rows) + (role == PartRole.PRESENT)))}),
            )
        self.names = tuple(names)
        for place, row in enumerate(self.names):
            # The spelling travels along, so that an answer does not slip to another name.
            self.fields[f"name_{place}"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=row.key)
            self.fields[f"link_{place}"] = forms.TypedChoiceField(
                label=row.name,
                coerce=int,
                required=False,
                empty_value="0",
                choices=[("0", "оставить словами"), *((str(key), label) for key, label in row.offered)],
                initial=str(row.person_id),
                help_text=f"Похоже, это один человек: {row.why}." if row.is_asked else "",
            )
        self._draft = draft
        for place, one in enumerate(draft.leftovers):
            if one.fate in ("", DROPPED):
                self.fields[f"fate_{place}"] = forms.ChoiceField(
                    label=one.text[:300],
                    required=False,
                    choices=_fates(draft.facts),
                    initial=one.fate,
                )

    def people_fields(self) -> list[forms.BoundField]:
        """The lists of people, one a role."""
        return [self[f"people_{role}"] for role, _ in _ROLES]

    def link_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Pairs of the hidden spelling and whom it means."""
        return [(self[f"name_{place}"], self[f"link_{place}"]) for place in range(len(self.names))]

    def fate_fields(self) -> list[forms.BoundField]:
        """What becomes of leftover lines."""
        return [self[name] for name in self.fields if name.startswith("fate_")]

    def changes(self, rows: RowSets) -> IntakeChanges:
        """The corrected facts and choices."""
        data = self.cleaned_data
        heading = DraftHeading(**{name: data[name] for name in DraftHeading.__dataclass_fields__})
        people = [
            _person(role, line) for role, _ in _ROLES for line in data[f"people_{role}"].splitlines() if line.strip()
        ]
        facts = DraftFacts(heading, tuple(people), *rows.facts())
        links = dict(self._draft.choices.links)
        for place in range(len(self.names)):
            if key := data.get(f"name_{place}"):
                links[key] = int(data.get(f"link_{place}") or 0)
        choices = Choices(data["as_draft"] == "yes", data["follows"] == "yes", data["event"], links)
        fates = {int(name.removeprefix("fate_")): data[name] for name in data if name.startswith("fate_")}
        return IntakeChanges(facts, choices, fates)


class RowForm(forms.Form):
    """One row; without words in it and without a key it is a spare one."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    is_gone = forms.BooleanField(label="Убрать", required=False)


class ItemForm(RowForm):
    title = forms.CharField(label="Вопрос", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    reporters = forms.CharField(label="Докладчик", required=False)


class SpeechForm(RowForm):
    name = forms.CharField(label="Кто", required=False)
    post = forms.CharField(label="Должность, школа", required=False)
    kind = forms.ChoiceField(label="Что это", choices=SpeechKind.choices, required=False)
    item = forms.ChoiceField(label="К вопросу", required=False)
    text = forms.CharField(label="О чём", required=False, widget=forms.Textarea(attrs={"rows": 5}))


class DecisionForm(RowForm):
    text = forms.CharField(label="Решение", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    owners = forms.CharField(
        label="Кто отвечает",
        required=False,
        help_text="Каждый с новой строки.",
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    term = forms.CharField(label="Срок", required=False)
    sign = forms.CharField(label="Что покажет, что сделано", required=False)
    item = forms.ChoiceField(label="К вопросу", required=False)


class VoteForm(RowForm):
    about = forms.ChoiceField(label="О чём", required=False)
    mode = forms.ChoiceField(
        label="Как голосовали",
        required=False,
        choices=(("", "голосования нет"), *((code, VoteMode(code).label) for code in ("unanimous", "counts"))),
    )
    for_count = forms.IntegerField(label="За", required=False, min_value=0, max_value=1_000_000)
    against_count = forms.IntegerField(label="Против", required=False, min_value=0, max_value=1_000_000)
    abstained_count = forms.IntegerField(label="Воздержались", required=False, min_value=0, max_value=1_000_000)


class RowSets:
    """The rows of the agenda, speeches, decisions and votes, each with a spare one."""

    def __init__(self, draft: ProtocolDraft, data: Any = None) -> None:
        facts = draft.facts
        self.agenda = _set(ItemForm, "agenda", facts.agenda, data)
        self.speeches = _set(SpeechForm, "speeches", facts.speeches, data)
        self.decisions = _set(DecisionForm, "decisions", facts.decisions, data)
        self.votes = _set(VoteForm, "votes", facts.votes, data)
        items = [(item.key, _cut(f"{place}. {item.title}")) for place, item in enumerate(facts.agenda, start=1)]
        for form in (*self.speeches, *self.decisions):
            cast("forms.ChoiceField", form.fields["item"]).choices = [("", "ко всему заседанию"), *items]
        decisions = [
            (f"decision:{one.key}", _cut(f"решение {place}: {one.text}"))
            for place, one in enumerate(facts.decisions, start=1)
        ]
        about = [("", "всё заседание"), *((f"item:{key}", f"вопрос {label}") for key, label in items), *decisions]
        for form in self.votes:
            cast("forms.ChoiceField", form.fields["about"]).choices = about

    def is_valid(self) -> bool:
        """Whether every row is well-formed."""
        sets = (self.agenda, self.speeches, self.decisions, self.votes)
        # Every one is asked, so that all errors are shown at once.
        valid = [rows.is_valid() for rows in sets]
        return all(valid)

    def facts(self) -> tuple[tuple[Any, ...], ...]:
        """Agenda, speeches, decisions, votes as they are now."""
        return (
            tuple(DraftItem(**row) for row in _rows(self.agenda, "q", ("title", "reporters"))),
            tuple(DraftSpeech(**row) for row in _rows(self.speeches, "s", ("name", "text"))),
            tuple(DraftDecision(**row) for row in _rows(self.decisions, "d", ("text",))),
            tuple(DraftVote(**row) for row in _rows(self.votes, "v", ("mode",)) if row["mode"]),
        )


def _set(form: type[RowForm], prefix: str, rows: Sequence[Any], data: Any) -> Any:
    made = forms.formset_factory(form, extra=SPARE, max_num=400, absolute_max=400)
    names = [name for name in form.base_fields if name != "is_gone"]
    return made(data, prefix=prefix, initial=[{name: getattr(row, name) for name in names} for row in rows])


def _rows(rows: Iterable[RowForm], letter: str, telling: tuple[str, ...]) -> list[dict[str, Any]]:
    """Those that stay. A spare one that says something gets a key of its own."""
    kept = [dict(form.cleaned_data) for form in rows if form.cleaned_data and not form.cleaned_data.get("is_gone")]
    numbers = [int(row["key"][1:]) for row in kept if row["key"][1:].isdecimal()]
    last = max(numbers, default=0)
    found = []
    for row in kept:
        row.pop("is_gone")
        if not row["key"]:
            if not any(row[name] for name in telling):
                continue
            last += 1
            row["key"] = f"{letter}{last}"
        if letter == "s":
            row["kind"] = row["kind"] or SpeechKind.SPOKE.value
        found.append(
            {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in row.items()}
        )
    return found


def _lines(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _person_line(person: DraftPerson) -> str:
    parts = [person.name, person.post, person.organisation]
    if person.role in _AWAY:
        parts.append(person.reason)
    return "; ".join(parts).rstrip("; ")


def _person(role: str, line: str) -> DraftPerson:
    parts = [part.strip() for part in line.split(";")]
    parts += [""] * (4 - len(parts))
    rest = "; ".join(part for part in parts[3:] if part)
    if role in _AWAY:
        return DraftPerson(role, parts[0], parts[1], parts[2], rest)
    return DraftPerson(role, parts[0], parts[1], "; ".join(part for part in (parts[2], rest) if part))


def _fates(facts: DraftFacts) -> list[tuple[str, str]]:
    speeches = [(f"speech:{one.key}", _cut(f"в выступление: {one.name or one.text}")) for one in facts.speeches]
    decisions = [
        (f"decision:{one.key}", _cut(f"в решение {place}: {one.text}"))
        for place, one in enumerate(facts.decisions, start=1)
    ]
    return [("", "выберите…"), (DROPPED, "не переносить"), *speeches, *decisions]


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _said(value: bool) -> str:
    return "yes" if value else "no"
