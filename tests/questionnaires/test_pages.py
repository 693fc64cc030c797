"""The editor and the answers: who gets in, what the pages do."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Question, Questionnaire, Submission
from tests.factories.questionnaires import AnswerFactory, QuestionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def address(name, questionnaire, *more):
    return reverse(f"questionnaires:{name}", args=[questionnaire.public_id, *more])


@pytest.fixture
def client(client_for, head):
    return client_for(head)


@pytest.fixture
def pages(questionnaire):
    """Every page of the questionnaire."""
    question = QuestionFactory(questionnaire=questionnaire)
    submission = SubmissionFactory(questionnaire=questionnaire)
    AnswerFactory(submission=submission, question=question, text="Каталог")
    return [
        *(address(name, questionnaire) for name in ("questionnaire_edit", "questionnaire_settings")),
        *(address(name, questionnaire) for name in ("questionnaire_preview", "answers_summary", "submission_list")),
        address("question_create", questionnaire, "text"),
        address("question_edit", questionnaire, question.pk),
        address("question_archive", questionnaire, question.pk),
        address("submission_detail", questionnaire, submission.public_id),
        address("text_list", questionnaire, question.pk),
        address("answers_download", questionnaire),
    ]


def test_pages_open_to_whom_the_use_lets_in(client, pages):
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.parametrize("who", ["member", "stranger", "region_head"])
def test_pages_are_not_there_for_strangers(client_for, pages, who, request):
    client = client_for(request.getfixturevalue(who))

    assert [client.get(page).status_code for page in pages] == [404] * len(pages)


def test_changes_are_not_there_for_strangers(client_for, questionnaire, stranger):
    question = QuestionFactory(questionnaire=questionnaire)
    client = client_for(stranger)
    targets = [
        address("starter_apply", questionnaire),
        *(address(f"question_{name}", questionnaire, question.pk) for name in ("move", "archive", "restore", "edit")),
    ]

    assert [client.post(target).status_code for target in targets] == [404] * len(targets)


def test_editor_of_an_archived_questionnaire_is_not_there(client, questionnaire, at):
    Questionnaire.objects.update(archived_at=at)

    assert client.get(address("questionnaire_edit", questionnaire)).status_code == 404
    assert client.get(address("answers_summary", questionnaire)).status_code == 200


def test_editor_offers_ready_made_sets_and_takes_one(client, questionnaire):
    page = client.get(address("questionnaire_edit", questionnaire))

    answer = client.post(address("starter_apply", questionnaire), {"code": "feedback"})

    assert "Взять эти вопросы" in page.content.decode()
    assert answer.url == questionnaire.get_absolute_url()
    assert questionnaire.questions.count() == 5
    assert client.post(address("starter_apply", questionnaire), {"code": "nothing"}).status_code == 404


def test_question_create_adds_options_with_places(client, questionnaire):
    data = {
        "label": "Куда?",
        "new_options": "Переплёт — 12 мест\nКаталог",
        "is_required": "on",
        "submission_key": str(uuid.uuid4()),
    }

    for _ in range(2):
        answer = client.post(address("question_create", questionnaire, "single"), data)

    question = questionnaire.questions.get()
    assert answer.status_code == 302
    assert list(question.options.values_list("label", "capacity")) == [("Переплёт", 12), ("Каталог", None)]


def test_question_create_answers_a_wrong_form_with_422(client, questionnaire):
    answer = client.post(address("question_create", questionnaire, "single"), {"label": "Куда?"})

    assert answer.status_code == 422
    assert "Напишите варианты ответа" in answer.content.decode()
    assert client.get(address("question_create", questionnaire, "riddle")).status_code == 404


def test_question_edit_renames_drops_and_adds_options(client, questionnaire):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE, label="Куда?")
    first, second = question.options.all()
    data = {
        "version": "1",
        "label": "Куда пойдёте?",
        f"option-{first.pk}": "Переплётная",
        f"places-{first.pk}": "7",
        f"option-{second.pk}": "",
        "new_options": "Лекция",
    }

    answer = client.post(address("question_edit", questionnaire, question.pk), data)

    assert answer.status_code == 302
    rows = list(question.options.present().values_list("label", "capacity"))
    assert rows == [("Переплётная", 7), ("Лекция", None)]


def test_question_edit_shows_both_texts_to_the_second_editor(client, questionnaire):
    question = QuestionFactory(questionnaire=questionnaire, label="Тема")
    Question.objects.update(label="Их слова", version=2)

    answer = client.post(address("question_edit", questionnaire, question.pk), {"version": "1", "label": "Мои слова"})

    assert answer.status_code == 422
    assert "Их слова" in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()


def test_question_move_archive_and_restore(client, questionnaire):
    first, second = (QuestionFactory(questionnaire=questionnaire, label=label) for label in "аб")

    client.post(address("question_move", questionnaire, second.pk), {"to": "up"})
    moved = list(questionnaire.questions.present().values_list("label", flat=True))
    client.post(address("question_archive", questionnaire, second.pk))
    archived = list(questionnaire.questions.present().values_list("label", flat=True))
    client.post(address("question_restore", questionnaire, second.pk))

    assert (moved, archived) == (["б", "а"], ["а"])
    assert first.questionnaire.questions.present().count() == 2


def test_questionnaire_settings_saves_and_refuses(client, questionnaire, at):
    data = {"version": "1", "title": "Отзыв", "is_anonymous": "on", "closes_at": "2024-10-08T18:00"}

    saved = client.post(address("questionnaire_settings", questionnaire), data)
    late = client.post(
        address("questionnaire_settings", questionnaire), {**data, "version": "2", "opens_at": "2024-11-08T18:00"}
    )

    questionnaire.refresh_from_db()
    assert (saved.status_code, late.status_code) == (302, 422)
    assert (questionnaire.title, questionnaire.is_anonymous) == ("Отзыв", True)


def test_editor_costs_the_same_for_few_questions_and_for_many(client, questionnaire, django_assert_num_queries):
    client.get(address("questionnaire_edit", questionnaire))
    for count in (1, 3):
        for _ in range(count):
            QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE)

        with django_assert_num_queries(11):
            client.get(address("questionnaire_edit", questionnaire))


def test_submission_list_costs_the_same_for_few_and_for_many(client, questionnaire, member, django_assert_num_queries):
    client.get(address("submission_list", questionnaire))
    for count in (1, 3):
        for _ in range(count):
            SubmissionFactory(questionnaire=questionnaire, person=member)

        with django_assert_num_queries(9):
            page = client.get(address("submission_list", questionnaire)).content.decode()

    assert page.count(member.full_name) == 4


def test_anonymous_answers_have_no_list_and_no_pages(client, questionnaire):
    Questionnaire.objects.update(is_anonymous=True)
    submission = SubmissionFactory(questionnaire=questionnaire)

    assert client.get(address("submission_list", questionnaire)).status_code == 404
    assert client.get(address("submission_detail", questionnaire, submission.public_id)).status_code == 404


def test_texts_of_too_few_anonymous_answers_are_not_shown(client, questionnaire):
    Questionnaire.objects.update(is_anonymous=True)
    question = QuestionFactory(questionnaire=questionnaire)
    for _ in range(2):
        AnswerFactory(submission__questionnaire=questionnaire, question=question, text="Тайна")

    texts = client.get(address("text_list", questionnaire, question.pk)).content.decode()
    picture = client.get(address("answers_summary", questionnaire)).content.decode()

    assert ("Тайна" in texts, "Тайна" in picture) == (False, False)
    assert "Ответов пока меньше трёх" in picture


def test_withdrawn_answers_have_no_page(client, questionnaire, at):
    submission = SubmissionFactory(questionnaire=questionnaire, withdrawn=True)

    assert client.get(address("submission_detail", questionnaire, submission.public_id)).status_code == 404


def test_answers_summary_pages_through_many_texts(client, questionnaire, at):
    question = QuestionFactory(questionnaire=questionnaire)
    for place in range(51):
        AnswerFactory(
            submission=SubmissionFactory(questionnaire=questionnaire, submitted_at=at + timedelta(minutes=place)),
            question=question,
            text=f"Ответ {place}.",
        )

    first, second = (
        client.get(address("text_list", questionnaire, question.pk), {"page": page}).content.decode() for page in (1, 2)
    )

    assert ("Ответ 50." in first, "Ответ 0." in first, "Ответ 0." in second) == (True, False, True)
    assert Submission.objects.count() == 51
