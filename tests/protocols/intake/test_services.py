"""An old protocol brought, corrected, taken in and taken back: exact effects, refusals, two at once."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.files.services import FileIsEmpty, open_file
from stellazh.notices.models import Notice
from stellazh.numbering.reads import last_values
from stellazh.numbering.services import NumberNotLast
from stellazh.people.models import Person
from stellazh.protocols.drafts.model import DraftPerson, DraftVote
from stellazh.protocols.models import Assignment, Protocol, ProtocolIntake
from stellazh.protocols.papers.sealing import matches_record
from stellazh.protocols.reads.intake_people import names_offered
from stellazh.protocols.services.carrying import carry_over_into
from stellazh.protocols.services.intake import (
    EventNotOffered,
    FactsIncomplete,
    IntakeChanges,
    IntakeNotOpen,
    LinesLeft,
    NotConfirmed,
    NumberNotFree,
    UnknownPlace,
    abandon_intake,
    bring_protocol,
    bringing,
    confirm_intake,
    correct_intake,
    read_waiting,
    resume_intake,
    undo_intake,
)
from stellazh.protocols.services.intake.opening import brought_before, can_read_source
from stellazh.protocols.services.life_refusals import NothingToSign, SigningStands
from stellazh.protocols.services.refusals import AlreadyNamed, TextTooLong, UnknownPerson
from stellazh.protocols.services.signing import sign_protocol
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.events import EventFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import ProtocolFactory
from tests.protocols.intake.conftest import LINES, SHARED, Bring, Correct, draft_of, with_line, word_file

pytestmark = pytest.mark.django_db
LAST = "Секретарь ____________ Е.С. Липина"
ODD = (*LINES[:-2], "Лист согласования", *LINES[-2:])


@pytest.fixture
def intake(bring: Bring) -> ProtocolIntake:
    return bring()


def confirm(intake: ProtocolIntake, by: Person, at: datetime) -> Protocol:
    """Take it in as it is now."""
    version = ProtocolIntake.objects.get(pk=intake.pk).version
    made = confirm_intake(intake.pk, expected_version=version, by=by, at=at).protocol
    assert made is not None
    return made


def test_bring_reads_a_file_into_a_preview_and_keeps_it(intake: ProtocolIntake, head: Person) -> None:
    draft = draft_of(intake)

    with open_file(intake.file) as stream:
        kept = stream.read()

    assert (intake.status, intake.problem, intake.brought_by) == ("preview", "", head.actor_name)
    assert kept[:2] == b"PK"
    assert intake.file.name == "Протокол 2.docx"
    heading = draft.facts.heading
    assert (heading.number, heading.held_on, heading.starts_at) == ("2", date(2021, 10, 12), time(14, 0))
    assert (heading.said_count, heading.present_shown, heading.body_form) == (13, "count", "full")
    assert [(person.role, person.name) for person in draft.facts.people] == [
        ("chair", "Ольхова В.И."),
        ("secretary", "Липина Е.С."),
    ]
    assert [item.title for item in draft.facts.agenda] == [
        "О месячнике школьных библиотек.",
        "О подписке на журналы.",
    ]
    assert (draft.choices.follows, draft.choices.as_draft, draft.leftovers) == (False, False, ())
    assert draft.read_count == len(draft.lines)
    assert [(deed, by) for deed, by, _ in deeds(intake)] == [("intake_brought", str(head.pk))]


def test_bring_twice_with_one_key_makes_one(bring: Bring) -> None:
    key = uuid.uuid4()

    first, second = bring(submission_key=key), bring(submission_key=key)

    assert (first.pk, ProtocolIntake.objects.count()) == (second.pk, 1)


def test_bring_proposes_to_follow_decisions_of_this_school_year(bring: Bring, at: datetime) -> None:
    assert at.year == 2024

    now = bring(with_line("Дата проведения: 12.10.2021", "Дата проведения: 12.09.2024"))

    assert draft_of(now).choices.follows is True


def test_bring_without_a_number_proposes_a_draft(bring: Bring) -> None:
    draft = draft_of(bring(with_line("ПРОТОКОЛ № 2", "ПРОТОКОЛ")))

    assert draft.choices.as_draft is True


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("протокол.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 9, "старого Word"),
        ("п.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "паролем"),
        ("протокол.pdf", b"%PDF-1.7\n1 0 obj", "PDF"),
        ("протокол.docx", b"PK\x03\x04garbage", "повреждён"),
        ("протокол.txt", "Протокол № 2\nРешили: да".encode(), "Word"),
    ],
)
def test_bring_keeps_a_refused_file_with_the_reason(bring: Bring, name: str, content: bytes, words: str) -> None:
    intake = bring(content=content, name=name)

    assert intake.status == "abandoned"
    assert words in intake.problem
    assert "план" not in intake.problem
    with open_file(intake.file) as stream:
        assert stream.read() == content


def test_bring_tells_a_plan_from_a_protocol(bring: Bring) -> None:
    intake = bring(("План работы на 2021-2022 учебный год", "1. Заседание", "2. Семинар"))

    assert intake.status == "abandoned"
    assert intake.problem == "Похоже, это план работы, а не протокол: планы загружаются на странице планов."


def test_bring_refuses_an_empty_file_and_strangers(
    association: Association, member: Person, stranger: Person, head: Person, at: datetime
) -> None:
    def by(person: Person, content: bytes = b"x") -> ProtocolIntake:
        return bring_protocol(association.pk, content=content, name="п.docx", submission_key=None, by=person, at=at)

    nothing_changes(lambda: by(member), PermissionRefused)
    nothing_changes(lambda: by(stranger), PermissionRefused)
    nothing_changes(lambda: by(head, b""), FileIsEmpty)


def test_a_slow_file_is_read_in_the_background(
    bring: Bring, head: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "LARGE_BYTES", 10)
    waiting = bring()
    assert (waiting.status, waiting.reading) == ("reading", {})
    nothing_changes(lambda: confirm_intake(waiting.pk, expected_version=1, by=head, at=at), IntakeNotOpen)

    read = read_waiting(waiting.pk, by=head, at=at)

    assert (read.status, draft_of(read).facts.heading.number) == ("preview", "2")
    assert read_waiting(waiting.pk, by=head, at=at).version == read.version


def test_a_slow_file_that_is_no_protocol_says_why(
    bring: Bring, head: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "LARGE_BYTES", 10)
    waiting = bring(("Отчёт о работе", "Всё хорошо."))

    read = read_waiting(waiting.pk, by=head, at=at)

    assert (read.status, read.problem.startswith("Похоже, это отчёт")) == ("abandoned", True)
    nothing_changes(lambda: resume_intake(waiting.pk, by=head, at=at), IntakeNotOpen)


def test_correct_puts_facts_in_place(intake: ProtocolIntake, correct: Correct, head: Person) -> None:
    changed = correct(intake, heading={"title": "Чтение", "number": "3"}, follows=True)

    draft = draft_of(changed)
    assert (draft.facts.heading.title, draft.facts.heading.number, draft.choices.follows) == ("Чтение", "3", True)
    assert changed.version == intake.version + 1
    assert Protocol.objects.count() == 0
    assert [deed for deed, _, _ in deeds(intake)] == ["intake_brought", "intake_corrected"]


def test_correct_with_equal_facts_changes_nothing(intake: ProtocolIntake, correct: Correct) -> None:
    assert correct(intake).version == intake.version


def test_correct_shows_both_when_somebody_was_faster(
    intake: ProtocolIntake, correct: Correct, head: Person, at: datetime
) -> None:
    correct(intake, heading={"title": "Чтение"})
    draft = draft_of(intake)
    mine = replace(draft.facts, agenda=())
    changes = IntakeChanges(mine, draft.choices)

    with pytest.raises(ChangedMeanwhile) as clash:
        correct_intake(intake.pk, expected_version=1, changes=changes, by=head, at=at)

    assert set(clash.value.theirs) == {"Повестка дня"}
    assert draft_of(intake) == draft


def test_correct_refuses_strangers_long_texts_and_closed_ones(
    intake: ProtocolIntake, correct: Correct, member: Person, head: Person, at: datetime
) -> None:
    draft = draft_of(intake)
    same = IntakeChanges(draft.facts, draft.choices)

    nothing_changes(lambda: correct(intake, heading={"title": "я" * 401}), TextTooLong)
    nothing_changes(
        lambda: correct_intake(intake.pk, expected_version=1, changes=same, by=member, at=at), PermissionRefused
    )
    abandon_intake(intake.pk, by=head, at=at)
    nothing_changes(lambda: correct(intake), IntakeNotOpen)


def test_a_leftover_line_goes_where_it_is_sent(bring: Bring, correct: Correct, head: Person, at: datetime) -> None:
    intake = bring(ODD)
    draft = draft_of(intake)
    assert [one.text for one in draft.leftovers] == ["Лист согласования"]
    nothing_changes(lambda: confirm(intake, head, at), LinesLeft, "Неразобрано: 1 строка")
    nothing_changes(lambda: correct(intake, fates={0: "decision:d9"}), UnknownPlace)

    correct(intake, fates={0: "decision:d2"})
    correct(intake, fates={0: "speech:s1"})

    draft = draft_of(intake)
    assert draft.facts.decisions[1].text.endswith("\nЛист согласования")
    assert [one.fate for one in draft.leftovers] == ["decision:d2"]
    assert not any("Лист" in speech.text for speech in draft.facts.speeches)


def test_a_leftover_line_may_be_left_out_consciously(
    bring: Bring, correct: Correct, head: Person, at: datetime
) -> None:
    intake = bring(ODD)

    correct(intake, fates={0: "dropped"})

    assert confirm(intake, head, at).number == 2


def test_confirm_makes_a_signed_protocol_under_its_own_number(
    intake: ProtocolIntake, association: Association, head: Person, at: datetime
) -> None:
    protocol = confirm(intake, head, at)

    protocol = Protocol.objects.select_related("association").get(pk=protocol.pk)
    assert (protocol.status, protocol.number, protocol.school_year) == ("signed", 2, 2021)
    assert (protocol.held_on, protocol.starts_at, protocol.place) == (date(2021, 10, 12), time(14, 0), "г. Сосногорск")
    assert (protocol.title, protocol.said_count, protocol.present_shown) == ("Чтение и школа", 13, "count")
    assert (protocol.source_file, protocol.order_reason, protocol.event) == (intake.file, "", None)
    assert [(row.role, row.name, row.person) for row in protocol.people.all()] == [
        # The one bearer of the name in the lists around.
        ("chair", "Ольхова В.И.", head),
        ("secretary", "Липина Е.С.", None),
    ]
    first, second = protocol.agenda.all()
    assert (first.title, first.reporters, first.outcome) == (
        "О месячнике школьных библиотек.", "Ольхова В.И.", "discussed",
    )  # fmt: skip
    assert [(row.item, row.kind, row.name) for row in protocol.speeches.all()] == [
        (first, "heard", "Ольхова В.И."),
        (first, "spoke", "Рябинина О.П."),
        (second, "heard", "Липина Е.С."),
    ]
    decisions = list(protocol.decisions.all())
    assert [(row.item, row.number_text, row.due_on) for row in decisions] == [
        (first, "1.1", date(2021, 10, 25)),
        (second, "2.1", None),
    ]
    assert [owner.name for owner in decisions[0].owners.all()] == ["школьные библиотекари"]
    assert {row.binding_at for row in decisions} == {None}
    assert Assignment.objects.count() == Notice.objects.count() == 0
    vote = protocol.votes.get()
    assert (vote.item or vote.decision, vote.mode, vote.for_count, vote.against_count) == (
        vote.decision or first, "counts", 13, 0,
    )  # fmt: skip
    seal = protocol.seals.get()
    assert (seal.number, matches_record(protocol, seal.record)) == (2, True)
    assert last_values([protocol.series_code]) == {protocol.series_code: 2}
    intake.refresh_from_db()
    assert (intake.status, intake.protocol, intake.decided_at) == ("confirmed", protocol, at)
    assert [deed for deed, _, _ in deeds(intake)] == ["intake_brought", "intake_confirmed"]
    assert [deed for deed, _, _ in deeds(protocol)] == ["protocol_brought", "protocol_signed"]


def test_confirm_with_following_makes_marks(
    intake: ProtocolIntake, correct: Correct, head: Person, at: datetime
) -> None:
    correct(intake, follows=True)

    protocol = confirm(intake, head, at)

    assert set(protocol.decisions.values_list("binding_at", "number_text")) == {(at, "1.1"), (at, "2.1")}
    assert Assignment.objects.filter(decision__protocol=protocol).count() > 0


def test_decisions_that_are_not_followed_are_carried_nowhere(
    intake: ProtocolIntake, association: Association, head: Person, at: datetime
) -> None:
    confirm(intake, head, at)
    later = ProtocolFactory.create(association=association, held_on=date(2021, 11, 12), school_year=2021)

    carry_over_into(later, by=head, at=at)

    assert later.carried.count() == 0


def test_confirm_as_a_draft_leaves_the_number_free(
    intake: ProtocolIntake, correct: Correct, methodist: Person, at: datetime
) -> None:
    correct(intake, as_draft=True)

    protocol = confirm(intake, methodist, at)

    assert (protocol.status, protocol.number, protocol.seals.count()) == ("draft", None, 0)
    assert last_values([protocol.series_code]) == {protocol.series_code: 0}
    assert [deed for deed, _, _ in deeds(protocol)] == ["protocol_brought"]


def test_who_does_not_sign_takes_in_drafts_only(intake: ProtocolIntake, methodist: Person, at: datetime) -> None:
    nothing_changes(lambda: confirm(intake, methodist, at), PermissionRefused)


def test_confirm_says_whose_the_number_is(
    intake: ProtocolIntake, bring: Bring, correct: Correct, head: Person, at: datetime
) -> None:
    confirm(intake, head, at)
    other = bring(with_line("Дата проведения: 12.10.2021", "Дата проведения: 15.12.2021"))

    nothing_changes(
        lambda: confirm(other, head, at), NumberNotFree, "№\xa02 за 2021/2022 уже есть: протокол от 12.10.2021"
    )


def test_confirm_against_the_days_keeps_the_papers_number(
    intake: ProtocolIntake, bring: Bring, head: Person, at: datetime
) -> None:
    confirm(intake, head, at)
    lines = with_line("Дата проведения: 12.10.2021", "Дата проведения: 15.12.2021")
    later = bring(("ПРОТОКОЛ № 1", *lines[1:]))

    protocol = confirm(later, head, at)

    assert (protocol.number, protocol.order_reason) == (1, "номер взят из бумаги")


@pytest.mark.parametrize(
    ("heading", "refusal"),
    [
        ({"held_on": None}, FactsIncomplete),
        ({"number": "2-а"}, FactsIncomplete),
        ({"number": ""}, FactsIncomplete),
    ],
)
def test_confirm_names_what_is_missing(
    intake: ProtocolIntake, correct: Correct, head: Person, at: datetime,
    heading: dict[str, object], refusal: type[FactsIncomplete],
) -> None:  # fmt: skip
    correct(intake, heading=heading)

    nothing_changes(lambda: confirm(intake, head, at), refusal)


def test_confirm_refuses_rows_without_words(
    intake: ProtocolIntake, correct: Correct, head: Person, at: datetime
) -> None:
    facts = draft_of(intake).facts
    emptied = replace(facts, decisions=(replace(facts.decisions[0], text=" "),))
    correct(intake, facts=emptied)
    nothing_changes(lambda: confirm(intake, head, at), FactsIncomplete, "Решение 1 без текста")
    correct(intake, facts=replace(facts, agenda=(replace(facts.agenda[0], title=""),)))
    nothing_changes(lambda: confirm(intake, head, at), FactsIncomplete, "Вопрос 1")
    two = (*facts.people, DraftPerson("chair", "Кленова В.О."))
    correct(intake, facts=replace(facts, people=two))
    nothing_changes(lambda: confirm(intake, head, at), FactsIncomplete, "Председатель может быть один")
    correct(intake, facts=replace(facts, people=()))
    nothing_changes(lambda: confirm(intake, head, at), NothingToSign, "председателя")
    correct(intake, facts=replace(facts, votes=(*facts.votes, replace(facts.votes[0], key="v9"))))
    nothing_changes(lambda: confirm(intake, head, at), FactsIncomplete, "Два голосования")


def test_confirm_refuses_what_changed_meanwhile_and_a_second_time(
    intake: ProtocolIntake, correct: Correct, head: Person, at: datetime
) -> None:
    nothing_changes(lambda: confirm_intake(intake.pk, expected_version=9, by=head, at=at), ChangedMeanwhile)
    confirm(intake, head, at)

    nothing_changes(lambda: confirm(intake, head, at), IntakeNotOpen, "уже внесён")


def test_confirm_binds_to_an_event_of_the_day(
    intake: ProtocolIntake, correct: Correct, association: Association, neighbour: Association,
    head: Person, at: datetime,
) -> None:  # fmt: skip
    day = datetime(2021, 10, 12, 7, 0, tzinfo=UTC)
    event = EventFactory.create(association=association, starts_at=day, ends_at=day.replace(hour=9))
    foreign = EventFactory.create(association=neighbour, starts_at=day, ends_at=day.replace(hour=9))
    correct(intake, event_id=foreign.pk)
    nothing_changes(lambda: confirm(intake, head, at), EventNotOffered)
    correct(intake, event_id=event.pk)

    protocol = confirm(intake, head, at)

    assert protocol.event == event


def test_names_are_offered_and_only_sure_ones_linked(
    intake: ProtocolIntake, correct: Correct, association: Association, head: Person, at: datetime
) -> None:
    sure = PersonFactory.create(family_name="Липина", given_name="Елена", patronymic="Сергеевна")
    near = PersonFactory.create(family_name="Рябинина", given_name="Ольга", patronymic="Ильинична")
    for person in (sure, near):
        MembershipFactory.create(person=person, association=association)

    offered = {row.name: row for row in names_offered(draft_of(intake), association, on=date(2024, 10, 1))}

    assert (offered["Липина Е.С."].person_id, offered["Липина Е.С."].is_asked) == (sure.pk, False)
    assert (offered["Рябинина О.П."].person_id, offered["Рябинина О.П."].is_asked) == (0, True)
    assert [key for key, _ in offered["Рябинина О.П."].offered] == [near.pk]
    correct(intake, links={"рябинина о.п": near.pk})
    protocol = confirm(intake, head, at)
    assert [(row.name, row.person) for row in protocol.people.all()] == [
        ("Ольхова В.И.", head),
        ("Липина Е.С.", sure),
    ]
    assert [row.person for row in protocol.speeches.all()] == [head, near, sure]


def test_a_sure_name_may_stay_words(
    intake: ProtocolIntake, correct: Correct, association: Association, head: Person, at: datetime
) -> None:
    sure = PersonFactory.create(family_name="Липина", given_name="Елена", patronymic="Сергеевна")
    MembershipFactory.create(person=sure, association=association)

    correct(intake, links={"липина е.с": 0})

    assert [row.person for row in confirm(intake, head, at).people.all()] == [head, None]


def test_links_to_strangers_and_double_links_are_refused(
    intake: ProtocolIntake, correct: Correct, association: Association, head: Person, at: datetime
) -> None:
    foreign = PersonFactory.create()
    correct(intake, links={"липина е.с": foreign.pk})
    nothing_changes(lambda: confirm(intake, head, at), UnknownPerson)
    MembershipFactory.create(person=foreign, association=association)
    facts = draft_of(intake).facts
    both = (*facts.people, DraftPerson("present", "Липина Е.С."), DraftPerson("present", "Липина Елена"))
    correct(intake, facts=replace(facts, people=both), links={"липина е.с": foreign.pk, "липина елена": foreign.pk})

    nothing_changes(lambda: confirm(intake, head, at), AlreadyNamed, "связаны с одной карточкой")


def test_undo_returns_the_number_and_archives_the_protocol(
    intake: ProtocolIntake, bring: Bring, head: Person, at: datetime
) -> None:
    protocol = confirm(intake, head, at)

    undone = undo_intake(intake.pk, by=head, at=at)

    protocol.refresh_from_db()
    assert (undone.status, protocol.status, protocol.number, protocol.archived_at) == ("undone", "draft", None, at)
    assert set(protocol.decisions.values_list("number_text", flat=True)) == {""}
    assert protocol.seals.get().withdrawn_reason == "Отменено внесение из файла Word"
    assert last_values([protocol.series_code]) == {protocol.series_code: 0}
    assert undo_intake(intake.pk, by=head, at=at).version == undone.version
    nothing_changes(lambda: confirm(intake, head, at), IntakeNotOpen)
    assert confirm(bring(), head, at).number == 2


def test_undo_refuses_what_something_stands_on(
    intake: ProtocolIntake, bring: Bring, correct: Correct, head: Person, member: Person, at: datetime
) -> None:
    nothing_changes(lambda: undo_intake(intake.pk, by=head, at=at), NotConfirmed)
    confirm(intake, head, at)
    nothing_changes(lambda: undo_intake(intake.pk, by=member, at=at), PermissionRefused)
    lines = with_line("Дата проведения: 12.10.2021", "Дата проведения: 15.12.2021")
    confirm(bring(("ПРОТОКОЛ № 3", *lines[1:])), head, at)

    nothing_changes(lambda: undo_intake(intake.pk, by=head, at=at), NumberNotLast)


def test_undo_of_a_draft_that_was_signed_since_is_refused(
    intake: ProtocolIntake, correct: Correct, head: Person, at: datetime
) -> None:
    correct(intake, as_draft=True)
    protocol = confirm(intake, head, at)
    sign_protocol(protocol.pk, by=head, at=at)

    nothing_changes(lambda: undo_intake(intake.pk, by=head, at=at), SigningStands)


def test_abandon_and_resume_keep_every_correction(
    intake: ProtocolIntake, correct: Correct, head: Person, member: Person, at: datetime
) -> None:
    correct(intake, heading={"title": "Чтение"})
    nothing_changes(lambda: abandon_intake(intake.pk, by=member, at=at), PermissionRefused)

    assert abandon_intake(intake.pk, by=head, at=at).status == "abandoned"
    nothing_changes(lambda: confirm(intake, head, at), IntakeNotOpen)
    assert resume_intake(intake.pk, by=head, at=at).status == "preview"

    assert draft_of(intake).facts.heading.title == "Чтение"
    confirm(intake, head, at)
    nothing_changes(lambda: abandon_intake(intake.pk, by=head, at=at), IntakeNotOpen)
    nothing_changes(lambda: resume_intake(intake.pk, by=head, at=at), IntakeNotOpen)


def test_the_same_file_is_known_again(bring: Bring, head: Person, at: datetime) -> None:
    content = word_file()
    first = bring(content=content)
    second = bring(content=content, name="Копия.docx")

    assert brought_before(second) == first
    assert brought_before(first) == second
    abandon_intake(first.pk, by=head, at=at)
    assert brought_before(second) is None


def test_the_file_is_open_to_keepers_and_to_readers_of_the_protocol(
    intake: ProtocolIntake, head: Person, member: Person, stranger: Person, at: datetime
) -> None:
    assert [bool(can_read_source(one, intake.file)) for one in (head, member, stranger)] == [True, False, False]

    confirm(intake, head, at)

    assert [bool(can_read_source(one, intake.file)) for one in (head, member, stranger)] == [True, True, False]


def test_a_long_protocol_costs_little_more(bring: Bring, head: Person, at: datetime) -> None:
    short = bring(("ПРОТОКОЛ № 4", *LINES[1:]))
    confirm(bring(), head, at)
    more = tuple(f"1.{n}. Провести выставку {n}." for n in range(2, 12))
    place = LINES.index("Голосовали: за – 13, против – нет, воздержались – нет.")
    long = bring(("ПРОТОКОЛ № 5", *LINES[1:place], *more, *LINES[place:]))
    counts = []
    for one in (short, long):
        with CaptureQueriesContext(connection) as queries:
            confirm(one, head, at)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.skipif(not (SHARED / "protocol.docx").is_file(), reason="the shared papers are not here")
def test_the_shared_protocol_goes_all_the_way(bring: Bring, head: Person, at: datetime) -> None:
    intake = bring(content=(SHARED / "protocol.docx").read_bytes(), name="protocol.docx")

    protocol = confirm(intake, head, at)

    assert (protocol.number, protocol.held_on, protocol.format, protocol.said_count) == (
        2, date(2021, 10, 13), "online", 13,
    )  # fmt: skip
    assert (protocol.body_form, protocol.present_shown) == ("short", "count")
    assert [row.role for row in protocol.people.all()] == ["leader", "leader"]
    counts = (protocol.agenda.count(), protocol.speeches.count(), protocol.decisions.count())
    assert counts == (3, 2, 3)


@pytest.mark.django_db(transaction=True)
def test_two_confirming_at_once_make_one_protocol(intake: ProtocolIntake, head: Person, at: datetime) -> None:
    found = at_once(lambda: str(confirm_intake(intake.pk, expected_version=1, by=head, at=at).status))

    assert sorted(found) == ["IntakeNotOpen", "confirmed"]
    assert Protocol.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_papers_with_one_number_at_once_get_it_once(bring: Bring, head: Person, at: datetime) -> None:
    keys = {"ane": bring().pk, "bob": bring().pk}

    def take() -> str:
        key = keys[threading.current_thread().name]
        return str(confirm_intake(key, expected_version=1, by=head, at=at).status)

    found = at_once(take)

    assert sorted(found) == ["NumberNotFree", "confirmed"]
    assert [row.number for row in Protocol.objects.all()] == [2]


def test_a_vote_about_nothing_stored_is_of_the_whole_meeting(
    intake: ProtocolIntake, correct: Correct, head: Person, at: datetime
) -> None:
    facts = draft_of(intake).facts
    correct(intake, facts=replace(facts, votes=(DraftVote("v1", "item:gone", "unanimous"),)))

    vote = confirm(intake, head, at).votes.get()

    assert (vote.item, vote.decision, vote.mode, vote.for_count) == (None, None, "unanimous", None)
