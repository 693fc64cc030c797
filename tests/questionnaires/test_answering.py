"""Answers: sent, changed, withdrawn; every value looked at, no place sold twice."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Guest, System
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.uniqueness import FormSentTwice
from stellazh.files.models import StoredFile
from stellazh.files.services import FileIsEmpty
from stellazh.questionnaires import services
from stellazh.questionnaires.access import can_read_answer_file
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Answer, AnswerOption, Questionnaire, Submission
from stellazh.questionnaires.reads import answers_of, places_left
from stellazh.questionnaires.services import IncomingFile, Respondent, Value
from tests.checks import deeds, nothing_changes
from tests.factories.questionnaires import QuestionFactory, QuestionnaireFactory, SubmissionFactory
from tests.questionnaires.making import USE, all_at_once, key_of, number, somebody

pytestmark = pytest.mark.django_db
BY = System("тест")


@pytest.fixture
def choice(questionnaire):
    """A question with two places in «Переплёт» and any number in «Каталог»."""
    return QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE, label="Куда?")


def send(questionnaire, values, at, who=1, **more):
    more.setdefault("by", BY)
    return services.submit(questionnaire.pk, respondent=somebody(who), values=values, at=at, **more)


def choose(question, place=0):
    return {question.pk: Value(option_ids=(question.options.all()[place].pk,))}


def change(submission, values, at, version=None):
    version = submission.version if version is None else version
    return services.change_submission(submission.pk, expected_version=version, values=values, by=BY, at=at)


def test_submit_keeps_an_answer_of_each_kind(questionnaire, head, member, at):
    asked = {
        kind: QuestionFactory(questionnaire=questionnaire, kind=kind, label=kind.label, minimum=low, maximum=high)
        for kind in QuestionKind
        for low, high in [(1, 5) if kind == QuestionKind.SCALE else (None, None)]
    }
    first, second = asked[QuestionKind.MULTIPLE].options.all()
    values = {
        asked[QuestionKind.TEXT].pk: Value(text="  Каталог \n и читатели "),
        asked[QuestionKind.LONG_TEXT].pk: Value(text="Первое\r\nВторое"),
        asked[QuestionKind.SINGLE].pk: Value(option_ids=(asked[QuestionKind.SINGLE].options.last().pk,)),
        asked[QuestionKind.MULTIPLE].pk: Value(option_ids=(second.pk, first.pk)),
        asked[QuestionKind.NUMBER].pk: number("3.5"),
        asked[QuestionKind.SCALE].pk: number(4),
        asked[QuestionKind.DAY].pk: Value(day=date(2024, 10, 8)),
        asked[QuestionKind.YES_NO].pk: Value(is_yes=False),
        asked[QuestionKind.FILE].pk: Value(file=IncomingFile("тезисы.txt", "Тезисы".encode())),
        asked[QuestionKind.CONSENT].pk: Value(is_yes=True),
    }

    submission = services.submit(
        questionnaire.pk, respondent=Respondent("person:5", member.pk), values=values, by=member, at=at
    )

    assert answers_of(submission) == [
        ("короткий ответ", "Каталог и читатели"),
        ("развёрнутый ответ", "Первое\nВторое"),
        ("один вариант из списка", "Каталог"),
        ("несколько вариантов", "Переплёт; Каталог"),
        ("число", "3,5"),
        ("оценка по шкале", "4"),
        ("дата", "08.10.2024"),
        ("да или нет", "нет"),
        ("файл", "тезисы.txt"),
        ("согласие с отметкой", "согласие дано"),
    ]
    assert (submission.person, submission.respondent_key, submission.submitted_at) == (member, "person:5", at)
    assert Answer.objects.get(question=asked[QuestionKind.CONSENT]).text == "согласие с отметкой"
    assert deeds(submission) == [("submission_sent", str(member.pk), {})]


def test_submit_says_nothing_of_what_was_answered_in_the_audit(questionnaire, at):
    question = QuestionFactory(questionnaire=questionnaire)

    send(questionnaire, {question.pk: Value(text="Тайна моя")}, at)

    told = "".join(f"{entry.changes}{entry.note}{entry.object_label}" for entry in AuditEntry.objects.all())
    assert "Тайна" not in told


def test_submit_twice_by_one_click_is_one(questionnaire, at):
    key = uuid.uuid4()

    first, second = (send(questionnaire, {}, at, submission_key=key) for _ in range(2))

    assert first == second
    other = QuestionnaireFactory(use=USE)
    nothing_changes(lambda: send(other, {}, at, submission_key=key), FormSentTwice)


def test_submit_refuses_a_second_time(questionnaire, at):
    send(questionnaire, {}, at)

    nothing_changes(lambda: send(questionnaire, {}, at), services.AlreadyAnswered)


def test_submit_of_nobody_in_particular_may_come_again(questionnaire, at):
    for _ in range(2):
        services.submit(questionnaire.pk, respondent=Respondent(), values={}, by=Guest(), at=at)

    assert Submission.objects.count() == 2


def test_submit_refuses_before_after_and_when_put_away(questionnaire, at):
    day = timedelta(days=1)
    for moments, words in (
        ({"opens_at": at + day, "closes_at": None, "archived_at": None}, "ещё не"),
        ({"opens_at": None, "closes_at": at, "archived_at": None}, "больше не"),
        ({"opens_at": None, "closes_at": None, "archived_at": at}, "больше не"),
    ):
        Questionnaire.objects.update(**moments)

        nothing_changes(lambda: send(questionnaire, {}, at), services.QuestionnaireNotOpen, words)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (QuestionKind.TEXT, Value(text="   "), "ответьте"),
        (QuestionKind.TEXT, Value(text="я" * 301), "не более 300 знаков, а набрано 301"),
        (QuestionKind.LONG_TEXT, Value(text="я" * 4001), "не более 4000"),
        (QuestionKind.SINGLE, Value(), "ответьте"),
        (QuestionKind.SINGLE, Value(option_ids=(10**9,)), "такого варианта"),
        (QuestionKind.MULTIPLE, Value(option_ids=(10**9,)), "такого варианта"),
        (QuestionKind.NUMBER, Value(), "ответьте"),
        (QuestionKind.NUMBER, number("0.5"), "от 1 до 5"),
        (QuestionKind.NUMBER, number("1.005"), "двух знаков"),
        (QuestionKind.NUMBER, Value(number=Decimal("NaN")), "попроще"),
        (QuestionKind.NUMBER, Value(number=Decimal("1e300")), "попроще"),
        (QuestionKind.SCALE, number(6), "от 1 до 5"),
        (QuestionKind.SCALE, number("2.5"), "одну из оценок"),
        (QuestionKind.DAY, Value(), "ответьте"),
        (QuestionKind.YES_NO, Value(), "ответьте"),
        (QuestionKind.FILE, Value(), "ответьте"),
        (QuestionKind.FILE, Value(keeps_file=True), "ответьте"),
        (QuestionKind.CONSENT, Value(is_yes=False), "без этого согласия"),
    ],
)
def test_submit_refuses_what_is_no_answer(questionnaire, at, kind, value, words):
    has_bounds = kind in (QuestionKind.NUMBER, QuestionKind.SCALE)
    bounds = {"minimum": 1, "maximum": 5} if has_bounds else {}
    question = QuestionFactory(questionnaire=questionnaire, kind=kind, is_required=True, **bounds)

    with pytest.raises(services.AnswersRefused, match=words) as refused:
        send(questionnaire, {question.pk: value}, at)

    assert list(refused.value.problems) == [question.pk]
    assert Submission.objects.count() == 0


def test_submit_names_every_wrong_answer_at_once(questionnaire, at):
    asked = [QuestionFactory(questionnaire=questionnaire, label=label, is_required=True) for label in ("Тема", "Цель")]

    nothing_changes(lambda: send(questionnaire, {}, at), services.AnswersRefused, "«Тема»: .* «Цель»: ")
    assert len(asked) == 2


def test_submit_refuses_two_options_where_one_is_asked(questionnaire, choice, at):
    keys = tuple(choice.options.values_list("pk", flat=True))

    nothing_changes(
        lambda: send(questionnaire, {choice.pk: Value(option_ids=keys)}, at), services.AnswersRefused, "один вариант"
    )


def test_submit_refuses_an_option_of_another_question_and_an_archived_one(questionnaire, choice, at):
    other = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.SINGLE)
    foreign = {choice.pk: Value(option_ids=(other.options.first().pk,))}
    values = choose(choice)
    choice.options.update(archived_at=at)

    nothing_changes(lambda: send(questionnaire, foreign, at), services.AnswersRefused, "такого варианта")
    nothing_changes(lambda: send(questionnaire, values, at), services.AnswersRefused, "такого варианта")


def test_submit_refuses_a_question_of_another_questionnaire(questionnaire, at):
    foreign = QuestionFactory()

    nothing_changes(lambda: send(questionnaire, {foreign.pk: Value(text="Да")}, at), DomainError, "изменилась")


def test_submit_drops_an_answer_to_a_question_put_away_meanwhile(questionnaire, at):
    gone = QuestionFactory(questionnaire=questionnaire, archived_at=at, is_required=True)

    submission = send(questionnaire, {gone.pk: Value(text="Да")}, at)

    assert answers_of(submission) == []


def test_submit_refuses_a_file_that_cannot_be_kept(questionnaire, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.FILE)
    values = {question.pk: Value(file=IncomingFile("пусто.txt", b""))}

    nothing_changes(lambda: send(questionnaire, values, at), FileIsEmpty)


def test_submit_without_a_consent_that_may_be_withheld_keeps_that_it_was(questionnaire, at):
    QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.CONSENT, label="Согласна на съёмку")

    submission = send(questionnaire, {}, at)

    assert answers_of(submission) == [("Согласна на съёмку", "согласие не дано")]


def test_submit_takes_places_and_names_what_is_left(questionnaire, choice, at):
    first, second = choice.options.all()
    for who in (1, 2):
        send(questionnaire, choose(choice), at, who=who)

    nothing_changes(
        lambda: send(questionnaire, choose(choice), at, who=3),
        services.PlaceTaken,
        "«Переплёт»: мест больше нет, осталось 0 из 2. Ещё можно выбрать: «Каталог»",
    )
    assert places_left(questionnaire) == {first.pk: 0}
    send(questionnaire, choose(choice, 1), at, who=3)
    assert AnswerOption.objects.filter(option=second).count() == 1


def test_submit_names_the_question_and_the_option_whose_places_are_gone(questionnaire, choice, at):
    choice.options.filter(label="Переплёт").update(capacity=0)
    choice.options.filter(label="Каталог").update(capacity=7)

    with pytest.raises(services.PlaceTaken, match="«Каталог» \\(осталось 7\\)") as refused:
        send(questionnaire, choose(choice), at)

    assert (refused.value.question_id, refused.value.option_id) == (choice.pk, choice.options.first().pk)


@pytest.mark.django_db(transaction=True)
def test_of_sixty_four_at_once_exactly_as_many_get_a_place_as_there_are(questionnaire, choice, at):
    choice.options.filter(label="Переплёт").update(capacity=5)
    values = choose(choice)

    results = all_at_once(64, lambda n: send(questionnaire, values, at, who=n))

    assert (results.count("done"), results.count("PlaceTaken")) == (5, 59)
    assert AnswerOption.objects.count() == 5
    assert set(places_left(questionnaire).values()) == {0}


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_at_once_of_one_respondent_one_is_kept(questionnaire, at):
    results = all_at_once(6, lambda n: send(questionnaire, {}, at, who=1))

    assert (results.count("done"), results.count("AlreadyAnswered")) == (1, 5)


@pytest.mark.django_db(transaction=True)
def test_places_do_not_shrink_below_what_is_taken_at_the_same_moment(questionnaire, choice, head, at):
    values = choose(choice)
    option = choice.options.first()

    def deed(place):
        if place:
            return send(questionnaire, values, at, who=place)
        fields = services.fields_of(choice)
        options = (services.OptionFields("Переплёт", 0, option.pk),)
        fields = services.QuestionFields(fields.kind, fields.label, options=options)
        return services.update_question(choice.pk, expected_version=1, fields=fields, by=BY, at=at)

    all_at_once(4, deed)

    option.refresh_from_db()
    assert AnswerOption.objects.filter(option=option).count() <= (option.capacity or 0)


def test_change_submission_puts_others_in_their_place(questionnaire, choice, at):
    text = QuestionFactory(questionnaire=questionnaire)
    submission = send(questionnaire, {**choose(choice), text.pk: Value(text="Было")}, at)
    later = at + timedelta(hours=1)

    changed = change(submission, choose(choice, 1), later)

    assert answers_of(changed) == [("Куда?", "Каталог")]
    assert (changed.version, changed.submitted_at, changed.updated_at) == (2, at, later)
    assert deeds(changed)[-1] == ("submission_changed", BY.actor_id, {})


def test_change_submission_keeps_the_place_held_and_frees_the_one_left(questionnaire, choice, at):
    choice.options.filter(label="Переплёт").update(capacity=1)
    submission = send(questionnaire, choose(choice), at)

    change(submission, choose(choice), at)
    submission.refresh_from_db()
    change(submission, choose(choice, 1), at)

    assert set(places_left(questionnaire).values()) == {1}


def test_change_submission_keeps_an_option_that_is_offered_no_more(questionnaire, choice, at):
    submission = send(questionnaire, choose(choice), at)
    values = choose(choice)
    choice.options.filter(label="Переплёт").update(archived_at=at)

    changed = change(submission, values, at)

    assert answers_of(changed) == [("Куда?", "Переплёт")]


def test_change_submission_keeps_answers_to_questions_asked_no_more(questionnaire, at):
    question = QuestionFactory(questionnaire=questionnaire, label="Тема")
    submission = send(questionnaire, {question.pk: Value(text="Каталог")}, at)
    questionnaire.questions.update(archived_at=at)

    changed = change(submission, {}, at)

    assert answers_of(changed) == [("Тема", "Каталог")]


def test_change_submission_keeps_replaces_and_drops_a_file(questionnaire, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.FILE)
    submission = send(questionnaire, {question.pk: Value(file=IncomingFile("один.txt", b"1"))}, at)

    seen = []
    for value in (Value(keeps_file=True), Value(file=IncomingFile("два.txt", b"2")), Value()):
        submission = change(submission, {question.pk: value}, at)
        seen.append(list(StoredFile.objects.values_list("name", flat=True)))

    assert seen == [["один.txt"], ["два.txt"], []]


def test_change_submission_refuses_what_submit_refuses(questionnaire, choice, at):
    choice.options.filter(label="Каталог").update(capacity=0)
    submission = send(questionnaire, {}, at)

    nothing_changes(lambda: change(submission, {}, at, version=5), ChangedMeanwhile)
    nothing_changes(lambda: change(submission, choose(choice, 1), at), services.PlaceTaken)
    Questionnaire.objects.update(closes_at=at)
    nothing_changes(lambda: change(submission, {}, at), services.QuestionnaireNotOpen)


def test_withdraw_submission_frees_the_places_and_keeps_the_answers(questionnaire, choice, at):
    submission = send(questionnaire, choose(choice), at)

    for _ in range(2):
        withdrawn = services.withdraw_submission(submission.pk, by=BY, at=at)

    assert (withdrawn.withdrawn_at, withdrawn.version) == (at, 2)
    assert answers_of(withdrawn) == [("Куда?", "Переплёт")]
    assert set(places_left(questionnaire).values()) == {2}
    assert [action for action, _, _ in deeds(submission)] == ["submission_sent", "submission_withdrawn"]
    nothing_changes(lambda: change(withdrawn, {}, at), services.SubmissionIsWithdrawn)


def test_submit_takes_withdrawn_answers_up_again(questionnaire, choice, at):
    submission = send(questionnaire, choose(choice), at)
    services.withdraw_submission(submission.pk, by=BY, at=at)

    again = send(questionnaire, choose(choice, 1), at + timedelta(days=1))

    assert (again.pk, again.withdrawn_at, again.version) == (submission.pk, None, 3)
    assert answers_of(again) == [("Куда?", "Каталог")]


def test_anonymous_answers_keep_no_name_no_hour_and_no_entry(questionnaire, member, at):
    Questionnaire.objects.update(is_anonymous=True)

    submission = services.submit(
        questionnaire.pk, respondent=Respondent("person:5", member.pk), values={}, by=member, at=at
    )
    changed = change(submission, {}, at)
    withdrawn = services.withdraw_submission(changed.pk, by=member, at=at)

    midnight = at.replace(hour=0)
    assert (submission.respondent_key, submission.person) == ("", None)
    assert (submission.submitted_at, changed.updated_at, withdrawn.withdrawn_at) == (midnight, midnight, midnight)
    assert AuditEntry.objects.count() == 0


def test_file_opens_to_whoever_gave_it_and_whoever_reads_the_answers(questionnaire, head, member, stranger, at):
    question = QuestionFactory(questionnaire=questionnaire, kind=QuestionKind.FILE)
    services.submit(
        questionnaire.pk,
        respondent=Respondent("person:5", member.pk),
        values={question.pk: Value(file=IncomingFile("тезисы.txt", b"1"))},
        by=member,
        at=at,
    )
    stored = StoredFile.objects.get()

    seen = [bool(can_read_answer_file(actor, stored)) for actor in (head, member, stranger, Guest())]
    Answer.objects.all().delete()

    assert seen == [True, True, False, False]
    assert not can_read_answer_file(head, stored)


def test_answers_are_read_by_nobody_once_the_use_is_gone(association, head, at):
    lost = QuestionnaireFactory(use="tests.gone", object_key=key_of(association))
    submission = SubmissionFactory(questionnaire=lost)

    withdrawn = services.withdraw_submission(submission.pk, by=BY, at=at)

    assert withdrawn.withdrawn_at == at
    assert AuditEntry.objects.get().scope == ""
