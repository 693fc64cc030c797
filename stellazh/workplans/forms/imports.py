"""What comes in from the pages of an import."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict

from stellazh.common.numerals import whole_number
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.ui.widgets import PastedTable
from stellazh.workplans.drafts.edits import RowText, owners_of_text, owners_text
from stellazh.workplans.drafts.model import DraftAnswer, DraftRow, Passport
from stellazh.workplans.drafts.paper import Paper
from stellazh.workplans.enums import PlanForm
from stellazh.workplans.services.imports.doubts import GROUP, NEW, PERSON, SAME, WORDS, Doubt, OwnerBook

FILE_LIMIT_BYTES = 20 * 1024 * 1024
PASTE_LIMIT = 4_000_000


class ImportStartForm(forms.Form):
    """Year and a file, or a pasted table."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    school_year = forms.TypedChoiceField(label="На какой учебный год план", coerce=int)
    file = forms.FileField(
        label="Файл с планом",
        required=False,
        help_text="Word (.docx), Excel (.xlsx) или страница (.html), не больше 20 МБ. Файл сохранится как есть.",
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.html,.htm"}),
    )
    table_html = forms.CharField(widget=forms.HiddenInput, required=False, max_length=PASTE_LIMIT)
    table_text = forms.CharField(
        label="Или вставьте таблицу",
        required=False,
        max_length=PASTE_LIMIT,
        help_text="Выделите таблицу в Word или Excel, скопируйте (Ctrl+C) и вставьте сюда (Ctrl+V).",
        widget=PastedTable({"rows": 5}),
    )

    def __init__(self, *args: Any, present_year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        years = range(max(FIRST_YEAR, present_year - 3), min(LAST_YEAR, present_year + 1) + 1)
        field = cast("forms.TypedChoiceField", self.fields["school_year"])
        field.choices = [(year, SchoolYear(year).label) for year in reversed(years)]
        field.initial = present_year
        self.fields["submission_key"].initial = uuid.uuid4

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is not None and file.size > FILE_LIMIT_BYTES:
            self.add_error("file", "Файл больше 20 МБ: уберите из него картинки или скопируйте план в новый файл.")
        pasted = (data.get("table_text") or "").strip() or (data.get("table_html") or "").strip()
        if not self.errors and file is None and not pasted:
            self.add_error("file", "Выберите файл с планом или вставьте таблицу ниже.")
        return data

    @property
    def paper(self) -> Paper:
        """What is to be read: the file when there is one."""
        file = self.cleaned_data["file"]
        if file is not None:
            return Paper(name=file.name or "план", content=file.read())
        return Paper(html=self.cleaned_data["table_html"], text=self.cleaned_data["table_text"])


class RowForm(forms.Form):
    """One row of the preview as a person types it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label="№", max_length=12, required=False)
    section = forms.CharField(label="Раздел или направление", max_length=300, required=False)
    title = forms.CharField(
        label="Мероприятие", max_length=4_000, widget=forms.Textarea(attrs={"rows": 4, "data-focus": True})
    )
    term = forms.CharField(
        label="Срок", max_length=300, required=False, help_text="Так он и напечатается; ниже — как он понят."
    )
    owners = forms.CharField(
        label="Ответственные",
        required=False,
        max_length=10_000,
        help_text="Каждый с новой строки. Должность — после тире: Ольхова В.И. — методист.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def of(cls, row: DraftRow, *, sections_id: str) -> RowForm:
        """The form filled with the row."""
        form = cls(
            initial={
                "revision": row.revision,
                "number": row.number,
                "section": row.section,
                "title": row.title,
                "term": row.term.raw,
                "owners": owners_text(row.owners),
            }
        )
        form.fields["section"].widget.attrs["list"] = sections_id
        return form

    def text(self, row: DraftRow) -> RowText:
        """What was typed; owners already known keep their kind."""
        data = self.cleaned_data
        return RowText(
            title=data["title"],
            number=data["number"],
            section=data["section"],
            term=data["term"],
            owners=owners_of_text(data["owners"], row.owners),
        )


class RowActForm(forms.Form):
    """A button of a row: «leave:3» or «fix:3:0» — what to do, at which revision, with which warning."""

    act = forms.RegexField(r"^(leave|return|merge|fix|dismiss):\d{1,9}(:\d{1,4})?\Z")

    @property
    def parts(self) -> tuple[str, int, int]:
        """The verb, the revision, the number of the warning (-1 without one)."""
        verb, revision, *note = self.cleaned_data["act"].split(":")
        return verb, int(revision), int(note[0]) if note else -1


class SplitForm(forms.Form):
    """One row into two: the text is moved between the two boxes."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    first = forms.CharField(label="Первый пункт", max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}))
    second = forms.CharField(label="Второй пункт", max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}))


class PassportForm(forms.Form):
    """What stands above the table, and the sections."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Название", max_length=400, required=False)
    form = forms.ChoiceField(label="Форма плана", choices=PlanForm.choices)
    unified_theme = forms.CharField(
        label="Единая методическая тема", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    methodical_theme = forms.CharField(
        label="Методическая тема объединения",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    goal = forms.CharField(label="Цель", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))
    tasks = forms.CharField(
        label="Задачи",
        required=False,
        max_length=20_000,
        help_text="Каждая с новой строки.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    expected_results = forms.CharField(
        label="Ожидаемые результаты",
        required=False,
        max_length=20_000,
        help_text="Каждый с новой строки.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    signer_post = forms.CharField(label="Должность подписывающего", max_length=200, required=False)
    signer_name = forms.CharField(label="Кто подписывает", max_length=120, required=False)
    sections = forms.CharField(
        label="Разделы или направления",
        required=False,
        max_length=20_000,
        help_text="Каждый с новой строки, в порядке плана. Переименованный на своём месте раздел заберёт свои пункты.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    @property
    def passport(self) -> Passport:
        """The texts as a passport."""
        names = Passport.__dataclass_fields__
        return Passport(**{name: self.cleaned_data[name].strip().replace("\r\n", "\n") for name in names})

    @property
    def section_titles(self) -> tuple[str, ...]:
        """The sections, one a line."""
        return tuple(line.strip() for line in self.cleaned_data["sections"].splitlines() if line.strip())


class DoubtsForm:
    """All questions of a screen: for each spelling one choice, and the name of somebody not among those offered."""

    def __init__(self, book: OwnerBook, data: MultiValueDict[str, str] | None = None) -> None:
        self._data = data
        self.questions = [Question(place, doubt, data) for place, doubt in enumerate(_near_first(book), start=1)]
        self._by_label: dict[str, list[int]] = {}
        for person in book.people:
            self._by_label.setdefault(person.name.casefold(), []).append(person.id)

    def answers(self) -> dict[str, DraftAnswer]:
        """The answers given; wrong ones leave an error at their question."""
        found: dict[str, DraftAnswer] = {}
        for question in self.questions:
            answer = question.read(self._by_label, self._rest)
            if answer is not None:
                found[question.doubt.key] = answer
        return found

    @property
    def is_valid(self) -> bool:
        """Whether no question has an error; asked after `answers`."""
        return not any(question.error for question in self.questions)

    @property
    def _rest(self) -> str:
        """What everybody without anybody alike becomes, when that button was pressed."""
        wanted = self._data.get("rest", "") if self._data is not None else ""
        return wanted if wanted in (NEW, WORDS) else ""


def _near_first(book: OwnerBook) -> list[Doubt]:
    """Names like somebody's first, new ones after them."""
    return sorted(book.doubts, key=lambda doubt: not (doubt.candidates or doubt.lookalikes))


class Question:
    """One doubt on the screen."""

    def __init__(self, place: int, doubt: Doubt, data: MultiValueDict[str, str] | None) -> None:
        self.place = place
        self.doubt = doubt
        self.error = ""
        self.other = ""
        self._data = data
        if data is not None:
            self.chosen = data.get(f"answer-{place}", "")
            self.other = data.get(f"other-{place}", "").strip()
        else:
            answer = doubt.answer
            self.chosen = f"{answer.choice}:{answer.target}".rstrip(":") if answer else ""

    @property
    def is_near(self) -> bool:
        """Whether there is somebody alike."""
        return bool(self.doubt.candidates or self.doubt.lookalikes)

    def read(self, people: dict[str, list[int]], rest: str) -> DraftAnswer | None:
        """The answer, None when nothing was chosen."""
        # The key travels along, so that answers do not slip to another name when the draft changed meanwhile.
        if self._data is not None and self._data.get(f"key-{self.place}", "") != self.doubt.key:
            self.error = "Пока вы отвечали, имена в файле поменялись: ответьте здесь ещё раз."
            self.chosen = ""
            return None
        choice, _, target = self.chosen.partition(":")
        if choice == "other" or (self.other and not choice):
            return self._other(people)
        if not choice:
            return DraftAnswer(rest) if rest and not self.is_near else None
        if choice not in (PERSON, NEW, WORDS, GROUP, SAME):
            self.error = "Выберите один из ответов."
            return None
        return DraftAnswer(choice, target)

    def _other(self, people: dict[str, list[int]]) -> DraftAnswer | None:
        found = people.get(" ".join(self.other.split()).casefold(), [])
        if len(found) == 1:
            return DraftAnswer(PERSON, str(found[0]))
        self.error = (
            "С таким именем несколько карточек: выберите «оставить словами» и свяжите пункт на его странице."
            if found
            else "Такого человека в списке нет: выберите имя из подсказки или заведите новую карточку."
        )
        return None


class ConfirmForm(forms.Form):
    """What of the paper goes into the plan."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    passport = forms.BooleanField(required=False)

    def taken(self) -> frozenset[str]:
        """Keys of the rows that were ticked."""
        return frozenset(self._values("take"))

    def put_away(self) -> frozenset[int]:
        """Items that the paper no longer has and that were ticked."""
        return frozenset(key for value in self._values("gone") if (key := whole_number(value)) is not None)

    def _values(self, name: str) -> list[str]:
        data = self.data
        return data.getlist(name) if isinstance(data, MultiValueDict) else []
