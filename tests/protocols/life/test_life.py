"""Remarks, the archive, files beside a protocol, plans approved: exact effects and refusals that change nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.protocols.enums import RemarkState
from stellazh.protocols.models import PlanApproval, Protocol, Remark
from stellazh.protocols.services.life import (
    answer_remark,
    archive_protocol,
    make_remark,
    restore_protocol,
    send_for_remarks,
    take_back_to_draft,
)
from stellazh.protocols.services.life_refusals import (
    EventHasAnotherProtocol,
    NothingToSign,
    NotSigned,
    PlanNotOffered,
    RemarkMissing,
    RemarksDayPassed,
    WrongStatus,
)
from stellazh.protocols.services.plan_links import approve_plan_by
from stellazh.protocols.services.refusals import RowOfAnotherProtocol, TextTooLong
from stellazh.protocols.services.signing import sign_protocol
from stellazh.workplans.services.refusals import PlanAlreadyApproved
from tests.checks import deeds, nothing_changes
from tests.factories.events import EventFactory
from tests.factories.protocols import NOW, AgendaItemFactory, ProtocolFactory, ProtocolPersonFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory
from tests.protocols.life.conftest import MakeWhole

AT = datetime(2024, 10, 9, 9, 0, tzinfo=UTC)
UNTIL = date(2024, 10, 12)
KEY = UUID(int=7)


def send(protocol: Protocol, by: Person, until: date = UNTIL, version: int = 1) -> Protocol:
    return send_for_remarks(protocol.pk, until=until, expected_version=version, by=by, at=AT)


def remark(protocol: Protocol, by: Person, text: str = "Неверная дата", **said: object) -> Remark:
    return make_remark(protocol.pk, text=text, submission_key=None, by=by, at=AT, **said)  # type: ignore[arg-type]


@pytest.fixture
def out(whole: Protocol, head: Person) -> Protocol:
    """Out for remarks since yesterday."""
    Protocol.objects.filter(pk=whole.pk).update(status="remarks", remarks_until=UNTIL)
    whole.refresh_from_db()
    return whole


def test_those_who_were_there_are_asked_to_read(whole: Protocol, head: Person, member: Person) -> None:
    away = ProtocolPersonFactory.create(protocol=whole, role="excused")
    guest = ProtocolPersonFactory.create(protocol=whole, role="invited")

    send(whole, head)

    whole.refresh_from_db()
    assert (whole.status, whole.remarks_until, whole.updated_at, whole.version) == ("remarks", UNTIL, AT, 1)
    notices = Notice.objects.filter(kind="protocols.remarks")
    assert set(notices.values_list("person", flat=True)) == {member.pk, guest.person.pk}
    assert away.person.pk not in notices.values_list("person", flat=True)
    assert notices.first().address == f"/protocols/{whole.pk}/"  # type: ignore[union-attr]
    assert deeds(whole) == [
        (
            "protocol_sent_for_remarks",
            str(head.pk),
            {"Состояние": ["черновик", "на замечаниях"], "Замечания до": ["", "12.10.2024"]},
        )
    ]


def test_sending_is_refused(whole: Protocol, head: Person, member: Person, association: Association) -> None:
    empty = ProtocolFactory.create(association=association)

    nothing_changes(lambda: send(whole, member), PermissionRefused)
    nothing_changes(lambda: send(whole, head, date(2024, 10, 8)), RemarksDayPassed)
    nothing_changes(lambda: send(whole, head, version=7), ChangedMeanwhile)
    nothing_changes(lambda: send(empty, head), NothingToSign, "нечего читать")
    send(whole, head)
    nothing_changes(lambda: send(whole, head), WrongStatus)


def test_taking_back_ends_the_time_of_remarks(out: Protocol, head: Person, member: Person) -> None:
    said = remark(out, member)

    nothing_changes(lambda: take_back_to_draft(out.pk, by=member, at=AT), PermissionRefused)
    take_back_to_draft(out.pk, by=head, at=AT)

    out.refresh_from_db()
    assert (out.status, out.remarks_until) == ("draft", None)
    assert out.remarks.get() == said
    nothing_changes(lambda: take_back_to_draft(out.pk, by=head, at=AT), WrongStatus)


def test_remark_is_kept_and_told_to_those_who_keep_protocols(
    out: Protocol, head: Person, methodist: Person, member: Person
) -> None:
    item = out.agenda.get()

    said = remark(out, member, " Дата  встречи\r\n9 октября ", item_id=item.pk)

    assert (said.text, said.item, said.person, said.name, said.state, said.made_at) == (
        "Дата  встречи\n9 октября", item, member, member.actor_name, "open", AT,
    )  # fmt: skip
    told = Notice.objects.filter(kind="protocols.remarks")
    assert set(told.values_list("person", "address")) == {
        (head.pk, f"/protocols/{out.pk}/#remarks"),
        (methodist.pk, f"/protocols/{out.pk}/#remarks"),
    }


def test_remark_sent_twice_is_one(out: Protocol, member: Person) -> None:
    first, second = (make_remark(out.pk, text="Дата", submission_key=KEY, by=member, at=AT) for _ in range(2))

    assert first == second
    assert out.remarks.count() == 1


def test_remark_form_of_one_protocol_makes_none_in_another(
    out: Protocol, make_whole: MakeWhole, member: Person
) -> None:
    other = make_whole(9, status="remarks", remarks_until=UNTIL)
    make_remark(out.pk, text="Дата", submission_key=KEY, by=member, at=AT)

    nothing_changes(
        lambda: make_remark(other.pk, text="Дата", submission_key=KEY, by=member, at=AT), FormSentTwice, "отправлена"
    )


def test_remarks_are_refused(
    out: Protocol, whole: Protocol, member: Person, stranger: Person, association: Association
) -> None:
    other = AgendaItemFactory.create()
    excused = ProtocolPersonFactory.create(protocol=out, role="excused").person

    nothing_changes(lambda: remark(out, stranger), PermissionRefused, "кто был на заседании")
    nothing_changes(lambda: remark(out, excused), PermissionRefused)
    nothing_changes(lambda: remark(out, member, "  \n "), RemarkMissing)
    nothing_changes(lambda: remark(out, member, "а" * 3001), TextTooLong)
    nothing_changes(lambda: remark(out, member, item_id=other.pk), RowOfAnotherProtocol)
    Protocol.objects.filter(pk=out.pk).update(status="draft")
    nothing_changes(lambda: remark(out, member), PermissionRefused, "пока протокол на замечаниях")


def answer(said: Remark, by: Person, state: RemarkState, words: str = "", version: int = 1) -> Remark:
    return answer_remark(said.pk, state=state, answer=words, expected_version=version, by=by, at=AT)


def test_answer_reaches_the_one_who_asked(out: Protocol, head: Person, member: Person) -> None:
    said = remark(out, member)
    Notice.objects.all().delete()

    answered = answer(said, head, RemarkState.DECLINED, "Дата верна.")

    assert (answered.state, answered.answer, answered.decided_at, answered.version) == (
        "declined",
        "Дата верна.",
        AT,
        2,
    )
    notice = Notice.objects.get()
    assert (notice.person, notice.title, notice.text) == (member, "Ваше замечание: не принято", "Дата верна.")
    again = answer(answered, head, RemarkState.TAKEN, version=2)
    assert (again.state, again.answer, again.version) == ("taken", "", 3)


def test_answers_are_refused(out: Protocol, head: Person, member: Person) -> None:
    said = remark(out, member)

    nothing_changes(lambda: answer(said, member, RemarkState.TAKEN), PermissionRefused)
    nothing_changes(lambda: answer(said, head, RemarkState.DECLINED, " "), RemarkMissing)
    nothing_changes(lambda: answer(said, head, RemarkState.TAKEN, "а" * 501), TextTooLong)
    nothing_changes(lambda: answer(said, head, RemarkState.TAKEN, version=5), ChangedMeanwhile)
    sign_protocol(out.pk, accept_remarks=True, by=head, at=AT)
    nothing_changes(lambda: answer(said, head, RemarkState.TAKEN), PermissionRefused)


def test_draft_goes_into_the_archive_and_comes_back(whole: Protocol, head: Person, member: Person) -> None:
    nothing_changes(lambda: archive_protocol(whole.pk, by=member, at=AT), PermissionRefused)
    nothing_changes(lambda: restore_protocol(whole.pk, by=head, at=AT), WrongStatus)

    archive_protocol(whole.pk, by=head, at=AT)

    whole.refresh_from_db()
    assert whole.archived_at == AT
    nothing_changes(lambda: archive_protocol(whole.pk, by=head, at=AT), WrongStatus)
    restore_protocol(whole.pk, by=head, at=AT)
    whole.refresh_from_db()
    assert whole.archived_at is None
    assert [deed for deed, *_ in deeds(whole)] == ["protocol_archived", "protocol_restored"]


def test_signed_protocol_is_never_put_away(whole: Protocol, head: Person) -> None:
    sign_protocol(whole.pk, by=head, at=AT)

    nothing_changes(lambda: archive_protocol(whole.pk, by=head, at=AT), PermissionRefused, "хранится со своим номером")


def test_draft_does_not_come_back_beside_another_of_its_event(association: Association, head: Person) -> None:
    event = EventFactory.create(association=association)
    old = ProtocolFactory.create(association=association, event=event, archived_at=NOW)
    ProtocolFactory.create(association=association, event=event)

    nothing_changes(lambda: restore_protocol(old.pk, by=head, at=AT), EventHasAnotherProtocol)


def test_plan_is_approved_by_the_protocol(whole: Protocol, association: Association, head: Person) -> None:
    plan = PlanItemFactory.create(plan=PlanFactory.create(association=association, school_year=2024)).plan
    sign_protocol(whole.pk, by=head, at=AT)
    decision = whole.decisions.get()

    approval = approve_plan_by(whole.pk, plan.pk, decision_id=decision.pk, by=head, at=AT)

    plan.refresh_from_db()
    grif = plan.grifs.get(kind="approved")
    assert plan.status == "approved"
    assert (grif.text, grif.number, grif.on, grif.url) == (
        f"на заседании {association.short_name}, протокол", "1", whole.held_on, f"/protocols/{whole.pk}/",
    )  # fmt: skip
    assert (approval.protocol, approval.plan, approval.decision, approval.approved_at) == (whole, plan, decision, AT)
    assert deeds(whole)[-1] == ("plan_approved_by_protocol", str(head.pk), {"План": ["", "на 2024/2025"]})


def test_approving_is_refused(
    whole: Protocol, association: Association, neighbour: Association, head: Person, methodist: Person
) -> None:
    plan = PlanItemFactory.create(plan=PlanFactory.create(association=association, school_year=2024)).plan
    foreign = PlanItemFactory.create(plan=PlanFactory.create(association=neighbour)).plan

    nothing_changes(lambda: approve_plan_by(whole.pk, plan.pk, by=head, at=AT), NotSigned)
    sign_protocol(whole.pk, by=head, at=AT)
    nothing_changes(lambda: approve_plan_by(whole.pk, plan.pk, by=methodist, at=AT), PermissionRefused)
    nothing_changes(lambda: approve_plan_by(whole.pk, foreign.pk, by=head, at=AT), PlanNotOffered)
    nothing_changes(lambda: approve_plan_by(whole.pk, plan.pk, decision_id=-1, by=head, at=AT), PlanNotOffered)
    approve_plan_by(whole.pk, plan.pk, by=head, at=AT)
    nothing_changes(lambda: approve_plan_by(whole.pk, plan.pk, by=head, at=AT), PlanAlreadyApproved)


def test_plan_rests_once_on_a_protocol(whole: Protocol, association: Association) -> None:
    plan = PlanFactory.create(association=association)
    PlanApproval.objects.create(protocol=whole, plan=plan, approved_at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanApproval.objects.create(protocol=whole, plan=plan, approved_at=AT)


def test_remark_has_words(whole: Protocol) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.create(protocol=whole, name="Липина", text="", made_at=AT)
