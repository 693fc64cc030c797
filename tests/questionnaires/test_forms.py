"""The form that a questionnaire is: what it shows, what it makes of what came in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stellazh.common.actor import System
from stellazh.common.errors import DomainError
from stellazh.questionnaires import services
from stellazh.questionnaires.answering import answer_form
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.services import IncomingFile, Value
from tests.factories.questionnaires import QuestionFactory
from tests.questionnaires.making import somebody

pytestmark = pytest.mark.django_db


def filled(questionnaire, data, files=None, **more):
    form = answer_form(questionnaire, **more)(data, files)
    assert form.is_valid(), form.errors
    return form.values


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (QuestionKind.TEXT, " Каталог ", Value(text="Каталог")),
        (QuestionKind.LONG_TEXT, "а\r\nб", Value(text="а\r\nб")),
        (QuestionKind.NUMBER, "1 250,5", Value(number=Decimal("1250.5"))),
        (QuestionKind.NUMBER, "", Value()),
        (QuestionKind.SCALE, "4", Value(number=Decimal(4))),
        (QuestionKind.SCALE, "", Value()),
        (QuestionKind.DAY, "2024-10-08", Value(day=date(2024, 10, 8))),
        (QuestionKind.YES_NO, "no", Value(is_yes=False)),
        (QuestionKind.YES_NO, "", Value()),
        (QuestionKind.CONSENT, "on", Value(is_yes=True)),
        (QuestionKind.CONSENT, None, Value(is_yes=False)),
    ],
)
def test_values_of_each_kind(questionnaire, kind, typed, value):
    bounds = {"minimum": 1, "maximum": 5} if kind == QuestionKind.SCALE else {}
    question = QuestionFactory(questionnaire=questionnaire, kind=kind, **bounds)
    data = {} if typed is None else {f"q-{question.pk}": typed}

    assert filled(questionnaire, data) == {question.pk: value}


def test_values_of_choices_and_files(questionnaire):
    one = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE)
    some = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.MULTIPLE)
    paper = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.FILE)
    first, second = some.options.all()
    brought = SimpleUploadedFile("тезисы.txt", b"1")
    data = {f"q-{one.pk}": str(one.options.first().pk), f"q-{some.pk}": [str(first.pk), str(second.pk)]}

    found = filled(questionnaire, data, {f"q-{paper.pk}": brought})

    assert found[one.pk] == Value(option_ids=(one.options.first().pk,))
    assert found[some.pk] == Value(option_ids=(first.pk, second.pk))
    assert found[paper.pk] == Value(file=IncomingFile("тезисы.txt", brought))


def test_form_says_how_many_places_are_left_and_disables_what_has_none(questionnaire, at):
    question = QuestionFactory(
        questionnaire=questionnaire,
        kind=QuestionKind.SINGLE,
        options=(("Переплёт", 0), ("Каталог", 3), ("Лекция", None)),
    )

    html = answer_form(questionnaire)().as_div()

    gone = question.options.first()
    assert "Переплёт (мест нет)" in html
    assert "Каталог (осталось 3 места)" in html
    assert f'value="{gone.pk}"' in html
    assert html.count("disabled") == 1


def test_form_with_a_submission_holds_its_answers_and_its_own_place(questionnaire, at):
    one = QuestionFactory(
        questionnaire=questionnaire, kind=QuestionKind.SINGLE, options=(("Переплёт", 1), ("Лекция", None))
    )
    text = QuestionFactory(questionnaire=questionnaire)
    paper = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.FILE)
    values = {
        one.pk: Value(option_ids=(one.options.first().pk,)),
        text.pk: Value(text="Каталог"),
        paper.pk: Value(file=IncomingFile("тезисы.txt", b"1")),
    }
    submission = services.submit(questionnaire.pk, respondent=somebody(1), values=values, by=System("тест"), at=at)

    form = answer_form(questionnaire, submission=submission)()
    html = form.as_div()
    kept = filled(questionnaire, {}, submission=submission)
    dropped = filled(questionnaire, {f"q-{paper.pk}-drop": "on"}, submission=submission)

    assert form[str(text.pk)].value() == "Каталог"
    assert form[str(one.pk)].value() == str(one.options.first().pk)
    assert "Переплёт (место за вами)" in html
    assert "Загружен файл «тезисы.txt»" in html
    assert "disabled" not in html
    assert (kept[paper.pk], dropped[paper.pk]) == (Value(keeps_file=True), Value())


def test_form_asks_nothing_of_a_heading_and_draws_it_between_questions(questionnaire):
    QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.HEADING, label="О вас", help="Коротко")
    QuestionFactory(questionnaire=questionnaire, label="Тема")

    form = answer_form(questionnaire)()

    assert "<h3>О вас</h3>" in str(form)
    assert len(filled(questionnaire, {})) == 1


@pytest.mark.parametrize("kind", [kind for kind in QuestionKind if kind != QuestionKind.HEADING])
def test_form_refuses_a_required_question_left_empty(questionnaire, kind):
    bounds = {"minimum": 1, "maximum": 5} if kind == QuestionKind.SCALE else {}
    question = QuestionFactory(questionnaire=questionnaire, kind=kind, is_required=True, **bounds)

    form = answer_form(questionnaire)({}, {})

    assert list(form.errors) == [str(question.pk)]


def test_refuse_puts_the_words_beside_the_question(questionnaire):
    question = QuestionFactory(questionnaire=questionnaire, label="Тема")
    form = answer_form(questionnaire)({}, {})

    form.refuse(services.AnswersRefused({question.pk: "ответьте на этот вопрос."}, {question.pk: "Тема"}))
    form.refuse(DomainError("Ответы больше не принимаются."))

    assert form.errors[str(question.pk)] == ["Ответьте на этот вопрос."]
    assert form.non_field_errors() == ["Ответы больше не принимаются."]


def test_form_costs_the_same_for_few_questions_and_for_many(questionnaire, django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE)

        with django_assert_num_queries(3):
            str(answer_form(questionnaire)())


def test_whoever_was_promised_no_names_does_not_answer_by_name(questionnaire):
    question = QuestionFactory(questionnaire=questionnaire)
    questionnaire.is_anonymous = True
    questionnaire.save()
    shown = answer_form(questionnaire)()["shown"].value()
    questionnaire.is_anonymous = False
    questionnaire.save()

    form = answer_form(questionnaire)({f"q-{question.pk}": "Мало света", "q-shown": shown})

    assert not form.is_valid()
    assert "изменил условия" in str(form.non_field_errors())


def test_nobody_agrees_to_words_that_were_changed_meanwhile(questionnaire):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.CONSENT, is_required=True)
    shown = answer_form(questionnaire)()["shown"].value()
    sent = {f"q-{question.pk}": "on", "q-shown": shown}
    assert answer_form(questionnaire)(sent).is_valid()
    question.help = "И на передачу сведений третьим лицам."
    question.save()

    form = answer_form(questionnaire)(sent)

    assert not form.is_valid()
    assert "изменил условия" in str(form.non_field_errors())
    assert form["shown"].value() != shown
    assert not form[str(question.pk)].value()
