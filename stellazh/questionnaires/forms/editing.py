"""What came in about a questionnaire and its questions."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms

from stellazh.questionnaires.answering.widgets import PlainNumberField
from stellazh.questionnaires.enums import CHOICES, MEASURES, TEXTS, QuestionKind
from stellazh.questionnaires.figures import in_figures
from stellazh.questionnaires.forms.option_lines import read_options
from stellazh.questionnaires.models import Option, Question, Questionnaire
from stellazh.questionnaires.starters import starters
from stellazh.questionnaires.values import MOST_PLACES, OptionFields, QuestionFields
from stellazh.ui.widgets import MomentInput


class QuestionnaireForm(forms.Form):
    """The words around the questions, and until when answers are taken."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Название", max_length=200)
    intro = forms.CharField(
        label="Вступление",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Зачем вы спрашиваете и сколько это займёт.",
    )
    thanks = forms.CharField(label="Слова после отправки", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    is_anonymous = forms.BooleanField(
        label="Ответы без имени",
        required=False,
        help_text="Имя и время не сохраняются. Пока ответов меньше трёх, они не показываются никому. "
        "После первого ответа это не изменить.",
    )
    opens_at = forms.DateTimeField(label="Принимать ответы с", required=False, widget=MomentInput)
    closes_at = forms.DateTimeField(label="Принимать ответы до", required=False, widget=MomentInput)

    @property
    def settings(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @staticmethod
    def initial_of(questionnaire: Questionnaire) -> dict[str, str | int | bool | datetime | None]:
        """What is stored."""
        names = ("version", "title", "intro", "thanks", "is_anonymous", "opens_at", "closes_at")
        return {name: getattr(questionnaire, name) for name in names}


class StarterForm(forms.Form):
    """Which ready-made set of questions."""

    code = forms.ChoiceField(choices=lambda: [(starter.code, starter.label) for starter in starters])


class QuestionForm(forms.Form):
    """One question of a kind: only what the kind has is asked. Options that are there stand in rows of their own."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    label = forms.CharField(label="Вопрос")
    help = forms.CharField(label="Пояснение", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    minimum = PlainNumberField(label="Не меньше", required=False)
    minimum_label = forms.CharField(label="Что значит меньшая", required=False, max_length=60)
    maximum = PlainNumberField(label="Не больше", required=False)
    maximum_label = forms.CharField(label="Что значит большая", required=False, max_length=60)
    longest = forms.IntegerField(label="Самый длинный ответ, знаков", required=False, min_value=1, max_value=20_000)
    new_options = forms.CharField(
        label="Варианты",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="По одному в строке. Если мест мало, допишите через тире, сколько: «Мастерская — 12 мест».",
    )
    is_required = forms.BooleanField(label="Ответ обязателен", required=False)

    def __init__(self, *args: Any, kind: QuestionKind, question: Question | None = None, **kwargs: Any) -> None:
        if question is not None:
            kwargs.setdefault("initial", _initial(question))
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.question = question
        self.stored = list(question.options.present()) if question is not None and kind in CHOICES else []
        for name in _needless(kind):
            del self.fields[name]
        self._name_fields()
        for option in self.stored:
            self.fields[f"option-{option.pk}"] = forms.CharField(
                label=f"Вариант {option.position}", required=False, max_length=300, initial=option.label
            )
            self.fields[f"places-{option.pk}"] = forms.IntegerField(
                label="Мест",
                widget=forms.NumberInput(attrs={"aria-label": f"Мест в варианте {option.position}"}),
                required=False,
                min_value=0,
                max_value=MOST_PLACES,
                initial=option.capacity,
            )

    def _name_fields(self) -> None:
        label, help_field = self.fields["label"], self.fields["help"]
        if self.kind == QuestionKind.CONSENT:
            label.label = "С чем соглашаются"
            label.widget = forms.Textarea(attrs={"rows": 4})
            label.help_text = "Полная фраза от первого лица: «Согласна на съёмку и публикацию фотографий со встречи»."
            self.fields["is_required"].label = "Без согласия отправить нельзя"
        elif self.kind == QuestionKind.HEADING:
            label.label, help_field.label = "Заголовок", "Текст под ним"
        if self.kind == QuestionKind.SCALE:
            self.fields["minimum"].label, self.fields["maximum"].label = "Оценки от", "До"
            self.fields["minimum"].initial, self.fields["maximum"].initial = "1", "5"
        if self.stored:
            self.fields["new_options"].label = "Добавить варианты"

    @property
    def option_rows(self) -> Iterator[tuple[Option, forms.BoundField, forms.BoundField]]:
        """The stored options with their two fields."""
        for option in self.stored:
            yield option, self[f"option-{option.pk}"], self[f"places-{option.pk}"]

    @property
    def question_fields(self) -> QuestionFields:
        """What the service takes."""
        data = self.cleaned_data
        stored = tuple(
            OptionFields(data[f"option-{option.pk}"].strip(), data[f"places-{option.pk}"], option.pk)
            for option in self.stored
            if data[f"option-{option.pk}"].strip()
        )
        return QuestionFields(
            kind=self.kind,
            label=data["label"],
            help=data["help"].replace("\r\n", "\n"),
            is_required=data.get("is_required", False),
            minimum=data.get("minimum"),
            maximum=data.get("maximum"),
            minimum_label=data.get("minimum_label", ""),
            maximum_label=data.get("maximum_label", ""),
            longest=data.get("longest"),
            options=(*stored, *read_options(data.get("new_options", ""))),
        )


def _needless(kind: QuestionKind) -> Iterator[str]:
    """The fields that questions of that kind do not have."""
    if kind not in MEASURES:
        yield from ("minimum", "maximum")
    if kind != QuestionKind.SCALE:
        yield from ("minimum_label", "maximum_label")
    if kind not in TEXTS:
        yield "longest"
    if kind not in CHOICES:
        yield "new_options"
    if kind == QuestionKind.HEADING:
        yield "is_required"


def _initial(question: Question) -> dict[str, Any]:
    names = ("version", "label", "help", "is_required", "minimum_label", "maximum_label", "longest")
    stored = {name: getattr(question, name) for name in names}
    bounds = {name: getattr(question, name) for name in ("minimum", "maximum")}
    return {**stored, **{name: in_figures(bound) if bound is not None else None for name, bound in bounds.items()}}
