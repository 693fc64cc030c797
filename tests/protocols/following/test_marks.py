"""Answering marks: who may, what is asked, what follows for the decision, what is kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import LinkHolder
from stellazh.common.capabilities import Role
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.events.services.materials.bringing import Ready
from stellazh.files.purposes import purposes
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.protocols.access.assignments import can_report
from stellazh.protocols.enums import AddresseeKind, DoneState
from stellazh.protocols.models import Assignment, Decision, Evidence, ProgressEntry
from stellazh.protocols.services.closing import DecisionIsOpen, close_decision, reopen_decision
from stellazh.protocols.services.evidence import (
    EvidenceFields,
    EvidenceLinkWrong,
    EvidenceUnknown,
    TooMuchEvidence,
)
from stellazh.protocols.services.following import DecisionIsClosed, DecisionNotBinding
from stellazh.protocols.services.marks import (
    StateUnknown,
    WordsMissing,
    remind_assignments,
    report_assignment,
    withdraw_assignments,
)
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import AssociationFactory, GrantFactory, OrganisationFactory, TerritoryFactory
from tests.factories.events import EventFactory
from tests.factories.members import PostFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import AssignmentFactory, DecisionFactory, DecisionOwnerFactory, ProtocolFactory

Report = Callable[..., Assignment]


@pytest.fixture
def decision(association: Association) -> Decision:
    protocol = ProtocolFactory(association=association, signed=True)
    return DecisionFactory(protocol=protocol, binding_at=protocol.signed_at, number_text="1")


@pytest.fixture
def mark(decision: Decision, member: Person) -> Assignment:
    """The member's own."""
    return AssignmentFactory(decision=decision, person=member)


def _mark_for(decision: Decision, **addressee: object) -> Assignment:
    owner = DecisionOwnerFactory(decision=decision, kind=AddresseeKind.GROUP, person=None, name="все")
    return AssignmentFactory(decision=decision, owner=owner, person=None, key=str(uuid4()), name="Адресат", **addressee)


def _report(mark: Assignment, *, by: object, at: datetime, **changed: object) -> Assignment:
    given = {"state": DoneState.DONE, "words": "Провели.", "expected_version": mark.version, **changed}
    return report_assignment(mark.pk, by=by, at=at, **given)


def test_a_report_is_kept_with_its_story(mark: Assignment, member: Person, at: datetime) -> None:
    done = _report(mark, by=member, at=at)

    assert (done.state, done.words, done.reported_at, done.closed_at, done.version) == (
        DoneState.DONE, "Провели.", at, at, 2
    )  # fmt: skip
    entry = ProgressEntry.objects.get(assignment=mark)
    assert (entry.state, entry.text, entry.made_by_id, entry.made_by_name) == (
        DoneState.DONE, "Провели.", str(member.pk), member.short_name
    )  # fmt: skip
    assert deeds(mark.decision) == [
        (
            "assignment_reported",
            str(member.pk),
            {"Состояние": ["в работе", "исполнено"], "Что сделано": ["", "Провели."]},
        )
    ]


def test_the_decision_is_done_when_every_mark_is(
    decision: Decision, mark: Assignment, member: Person, head: Person, at: datetime
) -> None:
    other, gone = AssignmentFactory(decision=decision), AssignmentFactory(decision=decision)

    _report(mark, by=member, at=at)
    decision.refresh_from_db()
    assert decision.state == DoneState.OPEN
    withdraw_assignments(decision.pk, [gone.pk], words="Ушла на пенсию", by=head, at=at)
    _report(other, by=head, at=at, state=DoneState.PARTLY)
    decision.refresh_from_db()
    assert decision.state == DoneState.OPEN
    other.refresh_from_db()
    _report(other, by=head, at=at)

    decision.refresh_from_db()
    assert (decision.state, decision.closed_at, decision.closing_words) == (DoneState.DONE, at, "")
    mark.refresh_from_db()
    _report(mark, by=member, at=at, state=DoneState.OPEN, words="Ошиблась мероприятием")
    decision.refresh_from_db()
    assert (decision.state, decision.closed_at) == (DoneState.OPEN, None)


def test_who_may_report(association: Association, neighbour: Association, decision: Decision) -> None:
    school = OrganisationFactory(territory=association.territory)
    person_mark = AssignmentFactory(decision=decision)
    marks = {
        "person": person_mark,
        "school": _mark_for(decision, organisation=school),
        "territory": _mark_for(decision, territory=neighbour.territory),
        "association": _mark_for(decision, association=neighbour),
        "group": _mark_for(decision),
    }
    here = TerritoryFactory(parent=neighbour.territory)
    actors = {
        "the person": (person_mark.person, {"person"}),
        "a worker": (PostFactory(organisation=school).person, {"school"}),
        "a former worker": (PostFactory(organisation=school, to_on=date(2020, 1, 1)).person, set()),
        "a worker by her own word": (PostFactory(organisation=school, is_own_word=True).person, set()),
        "leads there": (
            GrantFactory(association=neighbour, role=Role.SECRETARY).person,
            {"territory", "association"},
        ),
        "a member there": (GrantFactory(association=neighbour, role=Role.MEMBER).person, set()),
        "leads below it": (
            GrantFactory(association=AssociationFactory(territory=here, parent=neighbour), role=Role.HEAD).person,
            set(),
        ),
        "follows": (GrantFactory(association=association, role=Role.METHODIST).person, set(marks)),
        "member of the association": (GrantFactory(association=association, role=Role.MEMBER).person, set()),
        "by link": (
            LinkHolder(1, "protocols.assignment", "protocols.assignment", str(marks["territory"].pk)), {"territory"}
        ),
        "by another link": (
            LinkHolder(1, "events.enrolment", "protocols.assignment", str(marks["territory"].pk)), set()
        ),
    }  # fmt: skip

    found = {who: {name for name, row in marks.items() if can_report(actor, row)} for who, (actor, _) in actors.items()}

    assert found == {who: allowed for who, (_, allowed) in actors.items()}


def test_lists_show_what_is_ones_own_and_what_one_follows(
    association: Association, decision: Decision, mark: Assignment, member: Person, head: Person, stranger: Person,
    region_head: Person,
) -> None:  # fmt: skip
    other = AssignmentFactory(decision=decision)

    seen = {
        person.pk: set(Assignment.objects.visible_to(person).values_list("pk", flat=True))
        for person in (member, head, stranger, region_head)
    }

    both = {mark.pk, other.pk}
    assert seen == {member.pk: {mark.pk}, head.pk: both, stranger.pk: set(), region_head.pk: both}
    assert [
        Decision.objects.followed_by(person).exists() for person in (member, head, stranger, region_head)
    ] == [False, True, False, True]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "refusal", "words"),
    [
        ({"words": " "}, WordsMissing, "что сделано"),
        ({"words": "", "state": DoneState.PARTLY}, WordsMissing, "что сделано"),
        ({"words": "", "state": DoneState.OPEN}, WordsMissing, "что уже делается"),
        ({"state": "finished"}, StateUnknown, "Выберите"),
        ({"state": DoneState.NOT_DONE}, PermissionRefused, "ведёт контроль"),
        ({"state": DoneState.WITHDRAWN}, PermissionRefused, "ведёт контроль"),
        ({"expected_version": 7}, ChangedMeanwhile, "изменил кто-то другой"),
        ({"evidence": [EvidenceFields("link", url="ftp://example.org/a")]}, EvidenceLinkWrong, "https"),
        ({"evidence": [EvidenceFields("link", url="javascript:alert(1)")]}, EvidenceLinkWrong, "https"),
        ({"evidence": [EvidenceFields("event", "event:999")]}, EvidenceUnknown, "не видно"),
        ({"evidence": [EvidenceFields("nothing", "event:1")]}, EvidenceUnknown, "не видно"),
        ({"evidence": [EvidenceFields("file")]}, EvidenceUnknown, "Выберите файл"),
        ({"evidence": [EvidenceFields("link", url="https://example.org")] * 11}, TooMuchEvidence, "не больше 10"),
    ],
)
def test_a_report_is_refused(
    mark: Assignment, member: Person, at: datetime, changed: dict[str, object], refusal: type[DomainError], words: str
) -> None:
    nothing_changes(lambda: _report(mark, by=member, at=at, **changed), refusal, words)


def test_strangers_and_members_report_nothing(
    mark: Assignment, stranger: Person, region_head: Person, at: datetime
) -> None:
    for actor in (stranger, region_head, PersonFactory()):
        nothing_changes(lambda: _report(mark, by=actor, at=at), PermissionRefused)  # noqa: B023


def test_what_does_not_bind_or_is_closed_takes_no_report(
    decision: Decision, mark: Assignment, member: Person, head: Person, at: datetime
) -> None:
    close_decision(decision.pk, state=DoneState.WITHDRAWN, words="Отпала нужда", by=head, at=at)
    nothing_changes(lambda: _report(mark, by=member, at=at), DecisionIsClosed)
    Decision.objects.filter(pk=decision.pk).update(binding_at=None)
    nothing_changes(lambda: _report(mark, by=member, at=at), DecisionNotBinding)


def test_those_who_follow_say_what_was_not_done(mark: Assignment, member: Person, head: Person, at: datetime) -> None:
    done = _report(mark, by=head, at=at, state=DoneState.NOT_DONE, words="Не провели: ремонт")

    assert (done.state, done.closed_at) == (DoneState.NOT_DONE, at)
    done.refresh_from_db()
    nothing_changes(lambda: _report(done, by=member, at=at), PermissionRefused, "ведёт контроль")
    nothing_changes(lambda: _report(done, by=head, at=at, state=DoneState.OPEN, words=""), WordsMissing, "снова")
    opened = _report(done, by=head, at=at, state=DoneState.OPEN, words="Ремонт окончен")
    assert (opened.state, opened.closed_at) == (DoneState.OPEN, None)


def test_a_double_click_is_one_report(mark: Assignment, member: Person, at: datetime) -> None:
    key = uuid4()

    _report(mark, by=member, at=at, submission_key=key)
    _report(mark, by=member, at=at, submission_key=key)

    assert ProgressEntry.objects.filter(assignment=mark).count() == 1


def test_evidence_of_each_kind(association: Association, mark: Assignment, member: Person, at: datetime) -> None:
    event = EventFactory(association=association, title="Неделя книги")
    file = Ready("Отчёт.txt", io.BytesIO("Провели неделю книги.".encode()))

    _report(
        mark,
        by=member,
        at=at,
        words="",
        evidence=[
            EvidenceFields("event", f"event:{event.pk}"),
            EvidenceFields("link", url="https://www.example.org/news/5"),
            EvidenceFields("link", url="https://example.org/a", label="Заметка\nна сайте"),
            EvidenceFields("file", file=file),
        ],
    )

    rows = list(Evidence.objects.all())
    assert [(row.kind, row.object_key, row.url) for row in rows] == [
        ("event", f"event:{event.pk}", event.get_absolute_url()),
        ("link", "", "https://www.example.org/news/5"),
        ("link", "", "https://example.org/a"),
        ("file", "", ""),
    ]
    assert rows[0].label.startswith("Неделя книги, ")
    assert [row.label for row in rows[1:]] == ["example.org", "Заметка на сайте", "Отчёт.txt"]
    assert rows[3].file is not None
    assert rows[3].file.size_bytes == len("Провели неделю книги.".encode())


def test_the_file_opens_for_those_of_the_mark_and_those_who_follow(
    decision: Decision, mark: Assignment, member: Person, head: Person, stranger: Person, at: datetime
) -> None:
    other = AssignmentFactory(decision=decision).person
    _report(mark, by=member, at=at, evidence=[EvidenceFields("file", file=Ready("а.txt", b"text"))])
    stored = Evidence.objects.get().file
    assert stored is not None
    may = purposes["protocols.evidence"].may_read

    assert [bool(may(actor, stored)) for actor in (member, head, stranger, other)] == [True, True, False, False]


def test_a_link_chooses_nothing_of_the_installation(association: Association, mark: Assignment, at: datetime) -> None:
    event = EventFactory(association=association)
    bearer = LinkHolder(1, "protocols.assignment", "protocols.assignment", str(mark.pk))

    nothing_changes(
        lambda: _report(mark, by=bearer, at=at, evidence=[EvidenceFields("event", f"event:{event.pk}")]),
        EvidenceUnknown,
    )
    assert _report(mark, by=bearer, at=at).state == DoneState.DONE


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once(mark: Assignment, member: Person, at: datetime) -> None:
    found = at_once(lambda: str(_report(mark, by=member, at=at).state))

    assert sorted(found) == ["ChangedMeanwhile", "done"]
    assert ProgressEntry.objects.filter(assignment=mark).count() == 1


def test_closing_and_opening_the_whole(decision: Decision, mark: Assignment, head: Person, at: datetime) -> None:
    closed = close_decision(
        decision.pk, state=DoneState.PARTLY, words="", evidence=[EvidenceFields("link", url="https://example.org")],
        by=head, at=at,
    )  # fmt: skip

    assert (closed.state, closed.closed_at, closed.closing_words) == (DoneState.PARTLY, at, "example.org")
    assert not Assignment.objects.waiting().exists()
    nothing_changes(
        lambda: close_decision(decision.pk, state=DoneState.DONE, words="да", by=head, at=at), DecisionIsClosed
    )
    opened = reopen_decision(decision.pk, reason="Вернулись к вопросу", by=head, at=at)
    assert (opened.state, opened.closed_at, opened.closing_words) == (DoneState.OPEN, None, "")
    assert list(ProgressEntry.objects.values_list("state", "text")) == [
        ("partly", ""), ("open", "Вернулись к вопросу")
    ]  # fmt: skip
    assert [action for action, *_ in deeds(decision)] == ["decision_closed", "decision_reopened"]


@pytest.mark.parametrize(
    ("state", "words", "refusal"),
    [(DoneState.OPEN, "да", StateUnknown), (DoneState.DONE, "", WordsMissing), (DoneState.WITHDRAWN, "", WordsMissing)],
)
def test_closing_is_refused(
    decision: Decision, head: Person, at: datetime, state: str, words: str, refusal: type[DomainError]
) -> None:
    nothing_changes(lambda: close_decision(decision.pk, state=state, words=words, by=head, at=at), refusal)


def test_closing_is_for_those_who_follow(
    decision: Decision, member: Person, stranger: Person, region_head: Person, head: Person, at: datetime
) -> None:
    for actor in (member, stranger, region_head):
        nothing_changes(
            lambda: close_decision(decision.pk, state="done", words="да", by=actor, at=at),  # noqa: B023
            PermissionRefused,
        )
        nothing_changes(lambda: reopen_decision(decision.pk, reason="да", by=actor, at=at), PermissionRefused)  # noqa: B023
    nothing_changes(lambda: reopen_decision(decision.pk, reason="да", by=head, at=at), DecisionIsOpen)
    close_decision(decision.pk, state="done", words="да", by=head, at=at)
    nothing_changes(lambda: reopen_decision(decision.pk, reason=" ", by=head, at=at), WordsMissing)


def test_withdrawing_takes_only_open_marks_of_that_decision(
    decision: Decision, mark: Assignment, member: Person, head: Person, at: datetime
) -> None:
    done, foreign = AssignmentFactory(decision=decision, state="done", closed_at=at), AssignmentFactory()

    count = withdraw_assignments(decision.pk, [mark.pk, done.pk, foreign.pk], words="Школа закрыта", by=head, at=at)

    assert count == 1
    assert dict(Assignment.objects.values_list("pk", "state")) == {
        mark.pk: "withdrawn", done.pk: "done", foreign.pk: "open"
    }  # fmt: skip
    nothing_changes(
        lambda: withdraw_assignments(decision.pk, [mark.pk], words="", by=head, at=at), WordsMissing, "почему"
    )
    nothing_changes(
        lambda: withdraw_assignments(decision.pk, [mark.pk], words="да", by=member, at=at), PermissionRefused
    )


def test_reminding_tells_those_who_have_not_answered(
    decision: Decision, mark: Assignment, member: Person, head: Person, at: datetime
) -> None:
    done = AssignmentFactory(decision=decision, state="done", closed_at=at)
    Decision.objects.filter(pk=decision.pk).update(due_on=at.date() + timedelta(days=1))

    told = remind_assignments(decision.pk, [mark.pk, done.pk], by=head, at=at)

    assert told == 1
    notice = Notice.objects.get()
    assert (notice.person_id, notice.kind, notice.address) == (member.pk, "protocols.reminder", "/assignments/mine/")
    assert notice.text == f"{decision.text} Срок: до 11.09.2024."
    nothing_changes(lambda: remind_assignments(decision.pk, [mark.pk], by=member, at=at), PermissionRefused)
    close_decision(decision.pk, state="done", words="да", by=head, at=at)
    nothing_changes(lambda: remind_assignments(decision.pk, [mark.pk], by=head, at=at), DecisionIsClosed)
