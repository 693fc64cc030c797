"""Putting a questionnaire together: each service, each refusal, and that nothing changed then."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from stellazh.common.actor import System
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.questionnaires import services
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Option, Question, Questionnaire
from stellazh.questionnaires.services import OptionFields
from tests.checks import deeds, nothing_changes
from tests.factories.questionnaires import AnswerFactory, QuestionFactory, QuestionnaireFactory, SubmissionFactory
from tests.questionnaires.making import NARROW, USE, all_at_once, key_of, question_fields

pytestmark = pytest.mark.django_db


def create(association, by, at, **more):
    return services.create_questionnaire(
        more.pop("use", USE), key_of(association), title=more.pop("title", "Отзыв"), by=by, at=at, **more
    )


def update(questionnaire, by, at, **more):
    more = {"expected_version": questionnaire.version, "title": questionnaire.title, **more}
    return services.update_questionnaire(questionnaire.pk, by=by, at=at, **more)


def labels(questionnaire):
    return [question.label for question in questionnaire.questions.present()]


def test_create_questionnaire_keeps_its_words(association, head, at):
    made = create(association, head, at, title=" Отзыв ", intro="Пять минут.", is_anonymous=True, closes_at=at)

    stored = Questionnaire.objects.get(pk=made.pk)
    assert (stored.title, stored.intro, stored.is_anonymous, stored.closes_at) == ("Отзыв", "Пять минут.", True, at)
    assert deeds(stored) == [("questionnaire_created", str(head.pk), {})]


def test_create_questionnaire_twice_by_one_click_makes_one(association, head, at):
    key = uuid.uuid4()

    first, second = (create(association, head, at, submission_key=key) for _ in range(2))

    assert first == second


def test_create_questionnaire_refuses_a_key_of_another(association, neighbour, head, stranger, at):
    key = uuid.uuid4()
    create(association, head, at, submission_key=key)

    nothing_changes(lambda: create(neighbour, stranger, at, submission_key=key), FormSentTwice)


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_create_questionnaire_refuses_whom_the_use_refuses(association, at, who, request):
    person = request.getfixturevalue(who)

    nothing_changes(lambda: create(association, person, at), PermissionRefused)


def test_create_questionnaire_refuses_a_use_nobody_registered(association, head, at):
    nothing_changes(lambda: create(association, head, at, use="tests.nobody"), PermissionRefused, "отключён")


def test_create_questionnaire_refuses_a_second_one_of_the_use(association, head, at):
    create(association, head, at)

    nothing_changes(lambda: create(association, head, at), services.QuestionnaireExists)
    assert create(association, head, at, use=NARROW).use == NARROW


def test_create_questionnaire_refuses_what_cannot_be(association, head, at):
    early = at - timedelta(days=1)

    nothing_changes(lambda: create(association, head, at, title="  "), services.QuestionnaireWrong)
    nothing_changes(lambda: create(association, head, at, title="я" * 201), services.QuestionnaireWrong)
    nothing_changes(lambda: create(association, head, at, intro="я" * 6001), services.QuestionnaireWrong)
    nothing_changes(lambda: create(association, head, at, opens_at=at, closes_at=early), services.QuestionnaireWrong)


def test_update_questionnaire_says_what_changed(questionnaire, head, at):
    update(questionnaire, head, at, title="Отзыв", is_anonymous=True)

    questionnaire.refresh_from_db()
    assert (questionnaire.title, questionnaire.is_anonymous, questionnaire.version) == ("Отзыв", True, 2)
    changes = {"Название": ["После встречи", "Отзыв"], "Ответы без имени": ["нет", "да"]}
    assert deeds(questionnaire) == [("questionnaire_updated", str(head.pk), changes)]


def test_update_questionnaire_refuses_strangers_old_versions_and_nonsense(questionnaire, head, stranger, at):
    nothing_changes(lambda: update(questionnaire, stranger, at), PermissionRefused)
    nothing_changes(lambda: update(questionnaire, head, at, expected_version=7), ChangedMeanwhile)
    nothing_changes(lambda: update(questionnaire, head, at, title=""), services.QuestionnaireWrong)


def test_update_questionnaire_keeps_the_promise_once_somebody_answered(questionnaire, head, at):
    SubmissionFactory(questionnaire=questionnaire, withdrawn=True)

    nothing_changes(lambda: update(questionnaire, head, at, is_anonymous=True), services.AnswersExist)
    assert update(questionnaire, head, at, title="Иначе").title == "Иначе"


def test_update_questionnaire_takes_no_names_away_while_a_file_is_asked(questionnaire, head, at):
    QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.FILE)

    nothing_changes(lambda: update(questionnaire, head, at, is_anonymous=True), services.QuestionnaireWrong, "файл")


def test_archive_questionnaire_makes_room_for_another(questionnaire, association, head, at):
    services.archive_questionnaire(questionnaire.pk, by=head, at=at)

    create(association, head, at)
    nothing_changes(
        lambda: services.restore_questionnaire(questionnaire.pk, by=head, at=at), services.QuestionnaireExists
    )
    nothing_changes(lambda: services.archive_questionnaire(questionnaire.pk, by=head, at=at), PermissionRefused)


def test_restore_questionnaire_takes_it_back(questionnaire, head, stranger, at):
    services.archive_questionnaire(questionnaire.pk, by=head, at=at)
    nothing_changes(lambda: services.restore_questionnaire(questionnaire.pk, by=stranger, at=at), PermissionRefused)

    services.restore_questionnaire(questionnaire.pk, by=head, at=at)
    again = services.restore_questionnaire(questionnaire.pk, by=head, at=at)

    assert (again.archived_at, again.version) == (None, 3)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_add_question_of_each_kind(questionnaire, head, at, kind):
    question = services.add_question(questionnaire.pk, fields=question_fields(kind), by=head, at=at)

    stored = Question.objects.get(pk=question.pk)
    assert (stored.kind, stored.label, stored.position) == (kind, "Тема выступления", 1)
    assert [action for action, _, _ in deeds(questionnaire)] == ["question_added"]


def test_add_question_keeps_options_and_places(questionnaire, head, at):
    fields = question_fields(QuestionKind.SINGLE)

    question = services.add_question(questionnaire.pk, fields=fields, by=head, at=at)

    assert list(question.options.values_list("label", "capacity")) == [("Переплёт", 2), ("Каталог", None)]
    assert deeds(questionnaire)[0][2]["Варианты"] == ["", "Переплёт — мест: 2; Каталог"]


def test_add_question_gives_a_scale_its_usual_ends(questionnaire, head, at):
    question = services.add_question(questionnaire.pk, fields=question_fields(QuestionKind.SCALE), by=head, at=at)

    assert (question.minimum, question.maximum) == (1, 5)


def test_add_question_leaves_out_what_the_kind_does_not_have(questionnaire, head, at):
    fields = question_fields(
        QuestionKind.HEADING, is_required=True, minimum=Decimal(1), longest=9, options=(OptionFields("Да"),)
    )

    question = services.add_question(questionnaire.pk, fields=fields, by=head, at=at)

    assert (question.is_required, question.minimum, question.longest) == (False, None, None)
    assert question.options.count() == 0


def test_add_question_twice_by_one_click_makes_one(questionnaire, head, at):
    key = uuid.uuid4()

    for _ in range(2):
        services.add_question(questionnaire.pk, fields=question_fields(), submission_key=key, by=head, at=at)

    assert questionnaire.questions.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        question_fields(label=" "),
        question_fields(label="я" * 1001),
        question_fields(help="я" * 4001),
        question_fields(longest=0),
        question_fields(QuestionKind.SCALE, minimum=Decimal(5), maximum=Decimal(1)),
        question_fields(QuestionKind.SCALE, minimum=Decimal(0), maximum=Decimal(11)),
        question_fields(QuestionKind.SCALE, minimum=Decimal("0.5"), maximum=Decimal(5)),
        question_fields(QuestionKind.NUMBER, minimum=Decimal(5), maximum=Decimal(1)),
        question_fields(QuestionKind.NUMBER, maximum=Decimal(10_000_000_000)),
        question_fields(QuestionKind.SINGLE, options=()),
        question_fields(QuestionKind.SINGLE, options=(OptionFields("Да"), OptionFields("да "))),
        question_fields(QuestionKind.SINGLE, options=(OptionFields("я" * 301),)),
        question_fields(QuestionKind.SINGLE, options=(OptionFields("Да", -1),)),
        question_fields(QuestionKind.SINGLE, options=tuple(OptionFields(str(n)) for n in range(201))),
    ],
)
def test_add_question_refuses_what_cannot_be_answered(questionnaire, head, at, fields):
    nothing_changes(
        lambda: services.add_question(questionnaire.pk, fields=fields, by=head, at=at), services.QuestionWrong
    )


def test_add_question_refuses_strangers_and_kinds_not_offered(association, questionnaire, head, stranger, at):
    narrow = QuestionnaireFactory(use=NARROW, object_key=key_of(association))
    scale = question_fields(QuestionKind.SCALE)

    nothing_changes(
        lambda: services.add_question(questionnaire.pk, fields=scale, by=stranger, at=at), PermissionRefused
    )
    nothing_changes(lambda: services.add_question(narrow.pk, fields=scale, by=head, at=at), services.KindNotOffered)


def test_add_question_asks_for_no_file_where_no_names_are_kept(questionnaire, head, at):
    Questionnaire.objects.update(is_anonymous=True)
    fields = question_fields(QuestionKind.FILE)

    nothing_changes(
        lambda: services.add_question(questionnaire.pk, fields=fields, by=head, at=at), services.KindNotOffered
    )


def change(question, by, at, **more):
    fields = services.fields_of(Question.objects.get(pk=question.pk))
    version = more.pop("expected_version", question.version)
    changed = question_fields(**{**{name: getattr(fields, name) for name in fields.__slots__}, **more})
    return services.update_question(question.pk, expected_version=version, fields=changed, by=by, at=at)


def test_update_question_mends_words_and_tells_what_they_were(questionnaire, head, at):
    question = QuestionFactory(questionnaire=questionnaire, label="Тема выстуления")
    AnswerFactory(question=question, text="Каталог")

    change(question, head, at, label="Тема выступления", is_required=True)

    question.refresh_from_db()
    assert (question.label, question.is_required, question.version) == ("Тема выступления", True, 2)
    changes = {"Вопрос": ["Тема выстуления", "Тема выступления"], "Обязателен": ["нет", "да"]}
    assert deeds(questionnaire) == [("question_updated", str(head.pk), changes)]


def test_update_question_changes_its_kind_while_nobody_has_answered(questionnaire, head, at):
    question = QuestionFactory(questionnaire=questionnaire)

    change(question, head, at, kind=QuestionKind.NUMBER, minimum=Decimal(1))

    question.refresh_from_db()
    assert (question.kind, question.minimum) == (QuestionKind.NUMBER, 1)


def test_update_question_gives_answers_no_other_meaning(questionnaire, head, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SCALE, minimum=1, maximum=5)
    AnswerFactory(question=question, number=3)

    nothing_changes(lambda: change(question, head, at, maximum=Decimal(10)), services.AnswersExist)
    nothing_changes(lambda: change(question, head, at, kind=QuestionKind.TEXT), services.AnswersExist)


def test_update_question_refuses_strangers_and_old_versions(questionnaire, head, stranger, at):
    question = QuestionFactory(questionnaire=questionnaire)

    nothing_changes(lambda: change(question, stranger, at), PermissionRefused)
    nothing_changes(lambda: change(question, head, at, expected_version=9), ChangedMeanwhile)
    nothing_changes(lambda: change(question, head, at, label=""), services.QuestionWrong)


def test_update_question_renames_an_option_and_keeps_its_places(questionnaire, head, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE)
    first, second = question.options.all()
    AnswerFactory(question=question, options=[first])

    change(
        question,
        head,
        at,
        options=(
            OptionFields("Каталог", 5, first.pk),
            OptionFields("Переплёт", None, second.pk),
            OptionFields("Лекция"),
        ),
    )

    rows = list(question.options.values_list("pk", "label", "capacity"))
    assert rows[:2] == [(first.pk, "Каталог", 5), (second.pk, "Переплёт", None)]
    assert rows[2][1:] == ("Лекция", None)


def test_update_question_puts_chosen_options_away_and_deletes_others(questionnaire, head, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE)
    first, second = question.options.all()
    AnswerFactory(question=question, options=[first])

    change(question, head, at, options=(OptionFields("Лекция"),))

    assert list(question.options.present().values_list("label", flat=True)) == ["Лекция"]
    assert Option.objects.get(pk=first.pk).archived_at == at
    assert not Option.objects.filter(pk=second.pk).exists()


def test_update_question_takes_an_option_back_with_the_places_taken_in_it(questionnaire, head, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE)
    first = question.options.first()
    AnswerFactory(question=question, options=[first])
    change(question, head, at, options=(OptionFields("Лекция"),))
    question.refresh_from_db()

    change(question, head, at, options=(OptionFields("Лекция"), OptionFields("Переплёт", 1)))

    assert list(question.options.present().values_list("pk", flat=True))[1] == first.pk


def test_update_question_leaves_no_fewer_places_than_are_taken(questionnaire, head, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE)
    first = question.options.first()
    for _ in range(2):
        AnswerFactory(question=question, options=[first])

    nothing_changes(
        lambda: change(question, head, at, options=(OptionFields("Переплёт", 1, first.pk),)),
        services.CapacityBelowTaken,
        "уже выбрали 2",
    )


def test_update_question_refuses_an_option_of_another_question(questionnaire, head, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE)
    foreign = QuestionFactory(kind=QuestionKind.SINGLE).options.first()

    nothing_changes(
        lambda: change(question, head, at, options=(OptionFields("Переплёт", None, foreign.pk),)),
        services.QuestionWrong,
    )


def test_move_question_renumbers(questionnaire, head, at):
    rows = [QuestionFactory(questionnaire=questionnaire, label=label) for label in "абв"]

    services.move_question(rows[2].pk, to_position=1, by=head, at=at)

    assert labels(questionnaire) == ["в", "а", "б"]
    assert [action for action, _, _ in deeds(questionnaire)] == ["question_moved"]


def test_move_question_beyond_the_ends_and_where_it_is_changes_nothing(questionnaire, head, stranger, at):
    rows = [QuestionFactory(questionnaire=questionnaire, label=label) for label in "аб"]

    services.move_question(rows[0].pk, to_position=-3, by=head, at=at)

    assert labels(questionnaire) == ["а", "б"]
    assert deeds(questionnaire) == []
    nothing_changes(lambda: services.move_question(rows[0].pk, to_position=2, by=stranger, at=at), PermissionRefused)


def test_archive_question_and_restore_question_keep_its_answers(questionnaire, head, at):
    first = QuestionFactory(questionnaire=questionnaire, label="а")
    QuestionFactory(questionnaire=questionnaire, label="б")
    AnswerFactory(question=first, text="Каталог")

    for _ in range(2):
        services.archive_question(first.pk, by=head, at=at)
    gone = labels(questionnaire)
    for _ in range(2):
        services.restore_question(first.pk, by=head, at=at)

    assert (gone, labels(questionnaire)) == (["б"], ["б", "а"])
    assert first.answers.count() == 1
    assert [action for action, _, _ in deeds(questionnaire)] == ["question_archived", "question_restored"]


def test_archive_question_and_restore_question_refuse_strangers(questionnaire, head, stranger, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.FILE)

    nothing_changes(lambda: services.archive_question(question.pk, by=stranger, at=at), PermissionRefused)
    services.archive_question(question.pk, by=head, at=at)
    nothing_changes(lambda: services.restore_question(question.pk, by=stranger, at=at), PermissionRefused)
    Questionnaire.objects.update(is_anonymous=True)
    nothing_changes(lambda: services.restore_question(question.pk, by=head, at=at), services.KindNotOffered)


def test_copy_questionnaire_takes_questions_alone(questionnaire, neighbour, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE, is_required=True, label="Куда?")
    gone = QuestionFactory(questionnaire=questionnaire, archived_at=at)
    AnswerFactory(question=question, submission__questionnaire=questionnaire, options=[question.options.first()])

    copy = services.copy_questionnaire(
        questionnaire.pk, use=USE, object_key=key_of(neighbour), by=System("тест"), at=at
    )

    copied = copy.questions.get()
    assert gone.is_archived
    assert (copied.label, copied.is_required, copied.answers.count()) == ("Куда?", True, 0)
    assert list(copied.options.values_list("label", "capacity")) == [("Переплёт", 2), ("Каталог", None)]
    assert copy.submissions.count() == 0


def test_copy_questionnaire_leaves_out_kinds_not_offered_and_refuses_strangers(questionnaire, neighbour, head, at):
    QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SCALE, minimum=1, maximum=5)
    QuestionFactory(questionnaire=questionnaire, label="Слова")
    key = key_of(neighbour)

    copy = services.copy_questionnaire(questionnaire.pk, use=NARROW, object_key=key, by=System("тест"), at=at)

    assert labels(copy) == ["Слова"]
    nothing_changes(
        lambda: services.copy_questionnaire(questionnaire.pk, use=USE, object_key=key, by=head, at=at),
        PermissionRefused,
    )


def test_apply_starter_fills_an_empty_questionnaire_once(questionnaire, head, stranger, at):
    nothing_changes(
        lambda: services.apply_starter(questionnaire.pk, code="feedback", by=stranger, at=at), PermissionRefused
    )

    services.apply_starter(questionnaire.pk, code="feedback", by=head, at=at)

    assert labels(questionnaire)[0] == "Насколько встреча была полезна?"
    nothing_changes(
        lambda: services.apply_starter(questionnaire.pk, code="feedback", by=head, at=at), services.AnswersExist
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_a_question_one_sees_both_texts(questionnaire, head, at):
    question = QuestionFactory(questionnaire=questionnaire)

    results = all_at_once(2, lambda n: change(question, System("тест"), at, label=f"Слова {n}"))

    assert results == ["ChangedMeanwhile", "done"]
