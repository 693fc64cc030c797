"""The form that a questionnaire is: built of its questions, as they stand now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.questionnaires.answering.widgets import (
    HeadingField,
    OneOf,
    OneOfMany,
    PlainNumberField,
    SomeOf,
    TokenField,
)
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.figures import in_figures
from stellazh.questionnaires.models import Answer, Option, Question, Questionnaire, Submission
from stellazh.questionnaires.reads.places import places_left
from stellazh.questionnaires.values import LONGEST_TEXT, IncomingFile, Value, Values
from stellazh.ui.widgets import DayInput

# More options than this are a list to open.
MOST_IN_SIGHT = 15
SKIP = ("", "Не отвечать")
DROP = "drop"
# What was promised and agreed to on the page that was filled in: no names, the words of each consent.
SHOWN = "shown"
CHANGED = (
    "Пока вы отвечали, организатор изменил условия анкеты: хранится ли имя, или текст согласия. "
    "Прочитайте их ещё раз и отправьте снова."
)


class AnswerForm(forms.Form):
    """A questionnaire to fill in. Once it is valid, `values` are what `services.submit` takes.

    Draw it with `{{ form }}` inside a form of several parts (`form.is_multipart` says whether files are asked), or with
    `{% include "questionnaires/fields.html" with form=answers %}` among the fields of another form. Field names carry
    the prefix, so it may stand on a page with other forms.
    """

    questionnaire: Questionnaire
    submission: Submission | None = None
    # One that is only looked at asks nothing of the browser and takes nothing.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(self.questionnaire.questions.present().prefetch_related("options"))
        self._left = places_left(self.questionnaire)
        self._before = _answers(self.submission)
        for question in self.questions:
            self.fields[str(question.pk)] = self._field(question)
            if question.kind == QuestionKind.FILE and not question.is_required and self._file_name(question):
                self.fields[f"{question.pk}-{DROP}"] = forms.BooleanField(
                    required=False, label=f"Убрать файл «{self._file_name(question)}»"
                )
        if self.questionnaire.is_anonymous or self._consents:
            self.fields[SHOWN] = TokenField(initial=self._promise)

    def clean(self) -> dict[str, Any]:
        """Nobody answers by name who was promised that no names are kept, nor agrees to words that she has not read."""
        told = self.data.get(self.add_prefix(SHOWN))
        if told and told != self._promise:
            # Agreed is only what was read: the boxes are empty again beside the words now in force.
            again = cast("dict[str, Any]", self.data).copy()
            for question in self._consents:
                again.pop(self.add_prefix(str(question.pk)), None)
            self.data = again
            raise forms.ValidationError(CHANGED)
        return super().clean() or {}

    @property
    def values(self) -> Values:
        """The answers as the services take them; the form is valid."""
        return {
            question.pk: self._value(question, self.cleaned_data.get(str(question.pk)))
            for question in self.questions
            if question.kind != QuestionKind.HEADING
        }

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal of `submit` or `change_submission` beside the questions it is about, others above the form."""
        problems: Mapping[int, str] = getattr(refusal, "problems", {})
        here = {str(key): words for key, words in problems.items() if str(key) in self.fields}
        for name, words in here.items():
            self.add_error(name, words[:1].upper() + words[1:])
        if not here:
            self.add_error(None, str(refusal))

    @property
    def _consents(self) -> list[Question]:
        return [question for question in self.questions if question.kind == QuestionKind.CONSENT]

    @property
    def _promise(self) -> str:
        parts = [str(self.questionnaire.is_anonymous), *(f"{one.pk}|{one.label}|{one.help}" for one in self._consents)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]

    def _field(self, question: Question) -> forms.Field:
        kind = QuestionKind(question.kind)
        if kind == QuestionKind.HEADING:
            return HeadingField(label=question.label, text=question.help)
        answer = self._before.get(question.pk)
        known: dict[str, Any] = {
            "label": question.label,
            "help_text": question.help,
            "required": question.is_required,
            "initial": _initial(kind, answer),
        }
        if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
            return self._choice(question, known)
        if kind == QuestionKind.SCALE:
            return _scale(question, known)
        if kind == QuestionKind.FILE:
            return self._file(question, known)
        return _plain(question, kind, known)

    def _choice(self, question: Question, known: dict[str, Any]) -> forms.Field:
        chosen = set(known["initial"] or ())
        offered = [row for row in question.options.all() if row.archived_at is None or str(row.pk) in chosen]
        choices = [(str(option.pk), self._label(option, str(option.pk) in chosen)) for option in offered]
        full = {str(option.pk) for option in offered if self._left.get(option.pk) == 0 and str(option.pk) not in chosen}
        if question.kind == QuestionKind.MULTIPLE:
            several = forms.MultipleChoiceField(widget=SomeOf, choices=choices, **known)
            cast("SomeOf", several.widget).full = full
            return several
        is_long = len(choices) > MOST_IN_SIGHT
        known["initial"] = next(iter(known["initial"] or ()), "")
        if is_long:
            choices = [("", "Выберите" if question.is_required else SKIP[1]), *choices]
        elif not question.is_required:
            choices.append(SKIP)
        one = forms.ChoiceField(widget=OneOfMany if is_long else OneOf, choices=choices, **known)
        cast("OneOf", one.widget).full = full
        return one

    def _label(self, option: Option, is_own: bool) -> str:
        left = self._left.get(option.pk)
        if option.archived_at is not None:
            return f"{option.label} (больше не предлагается)"
        if left is None:
            return option.label
        if is_own:
            return f"{option.label} (место за вами)"
        if left == 0:
            return f"{option.label} (мест нет)"
        return f"{option.label} (осталось {left} {_places(left)})"

    def _file(self, question: Question, known: dict[str, Any]) -> forms.Field:
        name = self._file_name(question)
        if name:
            told = f"Загружен файл «{name}». Выберите другой, чтобы заменить его."
            known["help_text"] = f"{question.help} {told}".strip()
            known["required"] = False
        else:
            known["help_text"] = f"{question.help} До 20 МБ.".strip()
        known.pop("initial")
        return forms.FileField(widget=forms.FileInput, max_length=200, **known)

    def _file_name(self, question: Question) -> str:
        answer = self._before.get(question.pk)
        return answer.file.name if answer and answer.file else ""

    def _value(self, question: Question, given: Any) -> Value:
        kind = QuestionKind(question.kind)
        if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
            several = given if isinstance(given, list) else [given] if given else []
            return Value(option_ids=tuple(int(key) for key in several))
        if kind == QuestionKind.FILE:
            dropped = bool(self.cleaned_data.get(f"{question.pk}-{DROP}"))
            incoming = IncomingFile(given.name or "", given) if isinstance(given, UploadedFile) else None  # type: ignore[arg-type]
            return Value(file=incoming, keeps_file=incoming is None and not dropped)
        if kind == QuestionKind.SCALE:
            return Value(number=Decimal(given) if given else None)
        if kind == QuestionKind.NUMBER:
            return Value(number=given)
        if kind == QuestionKind.DAY:
            return Value(day=given)
        if kind == QuestionKind.YES_NO:
            return Value(is_yes={"yes": True, "no": False}.get(given or ""))
        if kind == QuestionKind.CONSENT:
            return Value(is_yes=bool(given))
        return Value(text=given or "")


def answer_form(
    questionnaire: Questionnaire, *, submission: Submission | None = None, prefix: str = "q"
) -> type[AnswerForm]:
    """The form class of a questionnaire; with `submission`, filled with what was answered, its places its own.

    `Form = answer_form(questionnaire)`, then `Form(request.POST or None, request.FILES or None)`. Making a form costs
    three queries, three more with a submission.
    """

    class FilledForm(AnswerForm):
        """The form of this one questionnaire."""

    FilledForm.questionnaire = questionnaire
    FilledForm.submission = submission
    FilledForm.prefix = prefix
    return FilledForm


def _answers(submission: Submission | None) -> dict[int, Answer]:
    if submission is None:
        return {}
    rows = submission.answers.select_related("file").prefetch_related("chosen")
    return {answer.question_id: answer for answer in rows}


def _initial(kind: QuestionKind, answer: Answer | None) -> Any:
    if answer is None:
        return None
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return [str(row.option_id) for row in answer.chosen.all()]
    if kind == QuestionKind.SCALE:
        return str(int(answer.number)) if answer.number is not None else ""
    if kind == QuestionKind.NUMBER:
        return in_figures(answer.number) if answer.number is not None else ""
    if kind == QuestionKind.YES_NO:
        return "yes" if answer.number else "no"
    if kind == QuestionKind.CONSENT:
        return bool(answer.number)
    return answer.day if kind == QuestionKind.DAY else answer.text


def _plain(question: Question, kind: QuestionKind, known: dict[str, Any]) -> forms.Field:
    if kind == QuestionKind.NUMBER:
        bounds = {"min_value": question.minimum, "max_value": question.maximum}
        return PlainNumberField(max_digits=12, decimal_places=2, **bounds, **known)
    if kind == QuestionKind.DAY:
        return forms.DateField(widget=DayInput, **known)
    if kind == QuestionKind.YES_NO:
        choices = [("yes", "Да"), ("no", "Нет"), *(() if question.is_required else (SKIP,))]
        known["initial"] = known["initial"] or ("" if not question.is_required else None)
        return forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **known)
    if kind == QuestionKind.CONSENT:
        wrong = {"required": "Без этого согласия отправить нельзя: прочитайте и поставьте отметку."}
        return forms.BooleanField(error_messages=wrong, **known)
    longest = question.longest or LONGEST_TEXT[kind]
    widget = forms.Textarea(attrs={"rows": 4}) if kind == QuestionKind.LONG_TEXT else forms.TextInput()
    return forms.CharField(widget=widget, max_length=longest, **known)


def _scale(question: Question, known: dict[str, Any]) -> forms.Field:
    low, high = int(question.minimum or 0), int(question.maximum or 0)
    ends = {low: question.minimum_label, high: question.maximum_label}
    choices = [
        (str(grade), f"{grade} — {ends[grade]}" if ends.get(grade) else str(grade)) for grade in range(low, high + 1)
    ]
    if not question.is_required:
        choices.append(SKIP)
    return forms.ChoiceField(widget=forms.RadioSelect(attrs={"class": "scale"}), choices=choices, **known)


def _places(count: int) -> str:
    return agree(count, "место", "места", "мест")
