"""The picture of the answers: right numbers, as many queries for many as for few, nothing that tells who."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from stellazh.questionnaires import reads
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Questionnaire, Submission
from stellazh.ui.charts import Bar
from tests.factories.questionnaires import AnswerFactory, QuestionFactory, QuestionnaireFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
ON = date(2024, 9, 10)


@pytest.fixture
def scale(questionnaire):
    return QuestionFactory(
        questionnaire=questionnaire, kind=QuestionKind.SCALE, minimum=1, maximum=3, maximum_label="очень", label="Как?"
    )


def answered(questionnaire, question, *values, **more):
    """A submission for each value."""
    for value in values:
        AnswerFactory(submission=SubmissionFactory(questionnaire=questionnaire, **more), question=question, **value)


def grades(questionnaire, scale, *numbers, **more):
    answered(questionnaire, scale, *({"number": n} for n in numbers), **more)


def part(questionnaire, **more):
    return reads.summary(questionnaire, **more).questions[0]


def rows_of(content):
    """Heading and rows of the one sheet, without the title above them."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)[1:]


def test_summary_of_a_scale_has_every_grade_average_and_median(questionnaire, scale):
    grades(questionnaire, scale, 1, 3, 3, 3)
    grades(questionnaire, scale, 2, withdrawn=True)

    found = part(questionnaire)

    assert found.bars == (Bar("1", 1, 25), Bar("2", 0, 0), Bar("3 — очень", 3, 75))
    assert (found.answer_count, found.average, found.median) == (4, "2,5", "3")
    assert reads.summary(questionnaire).count_in_words == "4 ответа"


def test_summary_of_numbers_says_the_median_between_two(questionnaire):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.NUMBER)
    grades(questionnaire, question, Decimal("1.5"), 4, 10, 3)

    found = part(questionnaire)

    assert (found.average, found.median) == ("4,63", "3,5")
    assert [bar.label for bar in found.bars] == ["1,5", "3", "4", "10"]


def test_summary_of_options_counts_shares_of_those_who_answered(questionnaire, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.MULTIPLE)
    first, second = question.options.all()
    answered(questionnaire, question, {"options": [first, second]}, {"options": [first]}, {"options": [first]})
    second.archived_at = at
    second.save()

    assert part(questionnaire).bars == (
        Bar("Переплёт", 3, 100),
        Bar("Каталог (больше не предлагается)", 1, 33),
    )


def test_summary_of_yes_no_consent_and_days(questionnaire):
    for kind in (QuestionKind.YES_NO, QuestionKind.CONSENT):
        question = QuestionFactory(questionnaire=questionnaire, kind=kind)
        grades(questionnaire, question, 1, 0, 1)
    day = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.DAY)
    answered(questionnaire, day, {"day": date(2024, 10, 8)}, {"day": date(2024, 9, 3)}, {"day": date(2024, 10, 8)})

    yes, agreed, days = (found.bars for found in reads.summary(questionnaire).questions)

    assert yes == (Bar("да", 2, 67), Bar("нет", 1, 33))
    assert agreed == (Bar("согласие дано", 2, 67), Bar("не дано", 1, 33))
    assert days == (Bar("03.09.2024", 1, 33), Bar("08.10.2024", 2, 67))


def test_summary_of_texts_shows_the_latest_five(questionnaire, at):
    question = QuestionFactory(questionnaire=questionnaire)
    for place in range(7):
        answered(questionnaire, question, {"text": f"Ответ {place}"}, submitted_at=at + timedelta(hours=place))

    found = part(questionnaire)

    assert found.texts == tuple(f"Ответ {place}" for place in (6, 5, 4, 3, 2))
    assert found.more_count == 2
    assert reads.texts_of(question).first().text == "Ответ 6"


def test_summary_shows_an_archived_question_only_when_it_has_answers(questionnaire, at):
    QuestionFactory(questionnaire=questionnaire, archived_at=at)
    kept = QuestionFactory(questionnaire=questionnaire, archived_at=at)
    QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.HEADING)
    answered(questionnaire, kept, {"text": "Да"})

    assert [found.question for found in reads.summary(questionnaire).questions] == [kept]


def test_summary_of_some_submissions_counts_those_alone(questionnaire, scale):
    grades(questionnaire, scale, 1, 1)
    grades(questionnaire, scale, 3, respondent_key="registration:7")

    found = reads.summary(questionnaire, submissions=Submission.objects.exclude(respondent_key=""))

    assert (found.submission_count, found.questions[0].average) == (1, "3")


def test_summary_counts_nothing_of_another_questionnaire(questionnaire, scale):
    other = QuestionnaireFactory()
    grades(other, QuestionFactory(questionnaire=other, kind=QuestionKind.SCALE, minimum=1, maximum=3), 3, 3)
    grades(questionnaire, scale, 1)

    assert part(questionnaire).bars[2].value == 0


def test_summary_hides_fewer_than_three_anonymous_answers(questionnaire, scale):
    Questionnaire.objects.update(is_anonymous=True)
    questionnaire.refresh_from_db()
    grades(questionnaire, scale, 1, 1)
    few = reads.summary(questionnaire)
    grades(questionnaire, scale, 2)
    enough = reads.summary(questionnaire)

    assert (few.is_hidden, few.submission_count, few.questions) == (True, 2, ())
    assert few.why_hidden == "Ответов пока меньше трёх: чтобы никого нельзя было узнать, они не показываются."
    assert (enough.is_hidden, len(enough.questions)) == (False, 1)


def test_summary_hides_a_part_of_anonymous_answers_that_is_too_small(questionnaire, scale):
    Questionnaire.objects.update(is_anonymous=True)
    questionnaire.refresh_from_db()
    grades(questionnaire, scale, 1, 1, 1, 2)

    found = reads.summary(questionnaire, submissions=Submission.objects.filter(answers__number=2))

    assert (found.is_hidden, found.submission_count) == (True, 1)


def test_summary_costs_the_same_for_few_and_for_many(questionnaire, django_assert_num_queries):
    asked = [
        QuestionFactory(questionnaire=questionnaire, kind=kind) for kind in (QuestionKind.TEXT, QuestionKind.SINGLE)
    ]
    for count in (1, 30):
        for _ in range(count):
            submission = SubmissionFactory(questionnaire=questionnaire)
            AnswerFactory(submission=submission, question=asked[0], text="Да")
            AnswerFactory(submission=submission, question=asked[1], options=[asked[1].options.first()])

        with django_assert_num_queries(8):
            reads.summary(questionnaire)


def test_answers_by_submission_costs_the_same_for_few_and_for_many(questionnaire, django_assert_num_queries):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE)
    for count in (1, 3):
        answered(questionnaire, question, *({"options": [question.options.first()]} for _ in range(count)))
        keys = list(Submission.objects.values_list("pk", flat=True))

        with django_assert_num_queries(2):
            found = reads.answers_by_submission(keys)

        assert found == {key: {question.pk: "Переплёт"} for key in keys}


def test_answers_by_submission_names_those_without_an_answer(questionnaire):
    submission = SubmissionFactory(questionnaire=questionnaire)

    assert reads.answers_by_submission([submission.pk]) == {submission.pk: {}}


def test_answers_sheet_has_a_row_for_each_and_no_formula(questionnaire, member, at):
    question = QuestionFactory(questionnaire=questionnaire, label="=Тема")
    gone = QuestionFactory(questionnaire=questionnaire, archived_at=at)
    answered(questionnaire, question, {"text": "=HYPERLINK(1)"}, person=member)
    answered(questionnaire, question, {"text": "Отозвано"}, withdrawn=True)

    rows = rows_of(reads.answers_sheet(questionnaire, on=ON))

    assert gone.label not in rows[0]
    assert rows[0] == ["Кто ответил", "Когда", "=Тема"]
    assert [rows[1][0], rows[1][2]] == [member.full_name, "=HYPERLINK(1)"]
    assert rows[1][1] == date(2024, 9, 8)
    assert len(rows) == 2


def test_answers_sheet_of_anonymous_answers_has_no_name_no_day_and_no_order(questionnaire, at):
    Questionnaire.objects.update(is_anonymous=True)
    questionnaire.refresh_from_db()
    question = QuestionFactory(questionnaire=questionnaire, label="Тема")
    answered(questionnaire, question, *({"text": f"Ответ {n}"} for n in range(9)))

    rows = rows_of(reads.answers_sheet(questionnaire, on=ON))

    by_key = Submission.objects.order_by("public_id").values_list("answers__text", flat=True)
    assert rows == [["Тема"], *([text] for text in by_key)]


def test_answers_sheet_hides_fewer_than_three_anonymous_answers(questionnaire):
    Questionnaire.objects.update(is_anonymous=True)
    questionnaire.refresh_from_db()
    answered(questionnaire, QuestionFactory(questionnaire=questionnaire), {"text": "Тайна"}, {"text": "Тайна"})

    rows = rows_of(reads.answers_sheet(questionnaire, on=ON))

    assert rows == [["Ответов пока меньше трёх: чтобы никого нельзя было узнать, они не показываются."]]
