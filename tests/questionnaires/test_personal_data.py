"""What is kept of a person, how it is given out, erased, moved to another card and forgotten in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stellazh.common.actor import System
from stellazh.files.models import StoredFile
from stellazh.people.holders import holders
from stellazh.questionnaires import services
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Answer
from stellazh.questionnaires.reads import answers_of, summary
from stellazh.questionnaires.retention import forget_withdrawn
from stellazh.questionnaires.services import IncomingFile, Respondent, Value
from tests.factories.questionnaires import QuestionFactory, SubmissionFactory
from tests.questionnaires.making import number

pytestmark = pytest.mark.django_db
HOLDER = "questionnaires.submissions"
BY = System("тест")


@pytest.fixture
def submission(questionnaire, member, at):
    """A grade, a text and a file of `member`."""
    grade = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SCALE, minimum=1, maximum=5, label="Как?")
    text = QuestionFactory(questionnaire=questionnaire, label="Тема")
    paper = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.FILE, label="Тезисы")
    values = {
        grade.pk: number(5),
        text.pk: Value(text="Каталог"),
        paper.pk: Value(file=IncomingFile("тезисы.txt", b"1")),
    }
    who = Respondent(f"person:{member.pk}", member.pk)
    return services.submit(questionnaire.pk, respondent=who, values=values, by=member, at=at)


def test_export_gives_questions_answers_and_files(submission, member):
    taken = holders[HOLDER].export(member)

    assert [(row["Анкета"], row["Ответы"][1]) for row in taken.value] == [
        ("После встречи", {"Вопрос": "Тема", "Ответ": "Каталог"})
    ]
    assert list(taken.files.values()) == [b"1"]


def test_erase_leaves_the_count_and_nothing_that_leads_to_the_person(submission, questionnaire, member, at):
    told = holders[HOLDER].erase(member, at)

    submission.refresh_from_db()
    assert (submission.person, submission.respondent_key) == (None, "")
    assert answers_of(submission) == [("Как?", "5")]
    assert summary(questionnaire).questions[0].answer_count == 1
    assert StoredFile.objects.count() == 0
    assert [(row.count, row.kept_count) for row in told] == [(2, 0), (0, 1)]


def test_repoint_moves_answers_and_their_key(submission, member, head, at):
    moved = holders[HOLDER].repoint(member, head, at)

    submission.refresh_from_db()
    assert (submission.person, submission.respondent_key) == (head, f"person:{head.pk}")
    assert [row.field for row in moved] == ["person_id", "respondent_key"]


def test_repoint_leaves_the_key_where_the_other_card_has_answered(submission, questionnaire, member, head, at):
    SubmissionFactory(questionnaire=questionnaire, person=head, respondent_key=f"person:{head.pk}")

    holders[HOLDER].repoint(member, head, at)

    submission.refresh_from_db()
    assert (submission.person, submission.respondent_key) == (head, f"person:{member.pk}")


def test_forget_withdrawn_empties_after_ninety_days(submission, at):
    services.withdraw_submission(submission.pk, by=BY, at=at)

    early = forget_withdrawn(at + timedelta(days=90))
    late = forget_withdrawn(at + timedelta(days=91))

    submission.refresh_from_db()
    assert (early, late, forget_withdrawn(at + timedelta(days=92))) == (0, 1, 0)
    assert (submission.person, submission.respondent_key) == (None, "")
    assert (Answer.objects.count(), StoredFile.objects.count()) == (0, 0)
