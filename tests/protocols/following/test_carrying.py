"""Decisions still open go from meeting to meeting until one of them closes them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.people.models import Person
from stellazh.protocols.enums import AgendaKind, AgendaOutcome, CarryResult, DoneState, ProtocolStatus
from stellazh.protocols.models import CarryOver, Decision, ProgressEntry, Protocol
from stellazh.protocols.reads.carrying import carried_rows
from stellazh.protocols.services.carrying import Carried, ResultUnknown, carry_over_into, update_carry
from stellazh.protocols.services.closing import close_decision, reopen_decision
from stellazh.protocols.services.following import make_binding, unmake_binding
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.protocols import AgendaItemFactory, DecisionFactory, DecisionOwnerFactory, ProtocolFactory

BY = System("подписание")


def _draft(association: Association, month: int) -> Protocol:
    return ProtocolFactory(association=association, held_on=date(2024, month, 8))


def _decided(protocol: Protocol, text: str) -> Decision:
    decision = DecisionFactory(protocol=protocol, text=text, due_on=date(2024, 12, 1))
    DecisionOwnerFactory(decision=decision)
    return decision


def _sign(protocol: Protocol, number: int, at: datetime) -> None:
    Protocol.objects.filter(pk=protocol.pk).update(status=ProtocolStatus.SIGNED, number=number, signed_at=at)
    protocol.refresh_from_db()
    make_binding(protocol, by=BY, at=at)


def _said(protocol: Protocol, decision: Decision, result: str, words: str, *, by: Person, at: datetime) -> None:
    row = CarryOver.objects.get(protocol=protocol, decision=decision)
    update_carry(row.pk, result=result, words=words, expected_version=row.version, by=by, at=at)


def test_across_three_meetings(association: Association, neighbour: Association, head: Person, at: datetime) -> None:
    september, october, november = (_draft(association, month) for month in (9, 10, 11))
    stand, plan = _decided(september, "Оформить стенд"), _decided(september, "Сдать план")
    note = DecisionFactory(protocol=september, is_for_information=True)
    foreign = _draft(neighbour, 9)
    _decided(foreign, "Чужое")
    _sign(september, 1, at)
    _sign(foreign, 1, at)

    first = carry_over_into(october, by=head, at=at)

    assert first == Carried(2, 0, 0)
    assert [row.decision.text for row in october.carried.all()] == ["Оформить стенд", "Сдать план"]
    question = october.agenda.get()
    assert (question.kind, question.title) == (AgendaKind.FOLLOW_UP, "О выполнении решений предыдущих заседаний")
    _said(october, plan, CarryResult.DONE, "Сдан 1 октября", by=head, at=at)
    _said(october, stand, CarryResult.KEPT, "Начали", by=head, at=at)
    party = _decided(october, "Провести праздник")
    _sign(october, 2, at)
    plan.refresh_from_db()
    stand.refresh_from_db()
    assert (plan.state, plan.closing_words, plan.closed_at) == (DoneState.DONE, "Сдан 1 октября", at)
    assert stand.state == DoneState.OPEN
    assert list(ProgressEntry.objects.order_by("pk").values_list("decision_id", "protocol_id", "state", "text")) == [
        (stand.pk, october.pk, "open", "Начали"),
        (plan.pk, october.pk, "done", "Сдан 1 октября"),
    ]

    second = carry_over_into(november, by=head, at=at)

    assert second == Carried(2, 0, 0)
    rows = carried_rows(november)
    assert [(row.decision_id, row.source, row.due.words) for row in rows] == [
        (stand.pk, "Протокол №\xa01 от 08.09.2024", "до 01.12.2024"),
        (party.pk, "Протокол №\xa02 от 08.10.2024", "до 01.12.2024"),
    ]
    assert [[(said.source, said.result, said.words) for said in row.history] for row in rows] == [
        [("Протокол №\xa02 от 08.10.2024", "остаётся на контроле", "Начали")],
        [],
    ]
    _said(november, stand, CarryResult.NOT_DONE, "", by=head, at=at)
    _said(november, party, CarryResult.WITHDRAWN, "Отменили", by=head, at=at)
    _sign(november, 3, at)
    assert dict(Decision.objects.filter(association=association).values_list("pk", "state")) == {
        stand.pk: "not_done", plan.pk: "done", party.pk: "withdrawn", note.pk: "open"
    }  # fmt: skip
    stand.refresh_from_db()
    assert stand.closing_words == "Рассмотрено на заседании 08.11.2024."
    assert carry_over_into(_draft(association, 12), by=head, at=at) == Carried(0, 0, 0)


def test_again_adds_new_and_drops_what_was_closed_untouched(
    association: Association, head: Person, at: datetime
) -> None:
    september, october = _draft(association, 9), _draft(association, 10)
    closed, spoken_of = _decided(september, "Первое"), _decided(september, "Второе")
    _sign(september, 1, at)
    AgendaItemFactory(protocol=october, position=0, title="О выставке")
    carry_over_into(october, by=head, at=at)
    _said(october, spoken_of, CarryResult.KEPT, "Обсудили", by=head, at=at)
    for decision in (closed, spoken_of):
        close_decision(decision.pk, state=DoneState.DONE, words="Готово", by=head, at=at)
    late = _decided(september, "Третье")
    Decision.objects.filter(pk=late.pk).update(binding_at=at, number_text="3")

    done = carry_over_into(october, by=head, at=at)

    assert done == Carried(1, 0, 1)
    assert [row.decision_id for row in october.carried.all()] == [spoken_of.pk, late.pk]
    assert list(october.agenda.values_list("position", "title")) == [
        (0, "О выполнении решений предыдущих заседаний"), (1, "О выставке")
    ]  # fmt: skip
    assert carry_over_into(october, by=head, at=at) == Carried(0, 0, 0)
    assert [action for action, *_ in deeds(october)].count("carried_over") == 2


def test_postponed_questions_come_once(association: Association, head: Person, at: datetime) -> None:
    september, october = _draft(association, 9), _draft(association, 10)
    postponed = AgendaItemFactory(
        protocol=september, outcome=AgendaOutcome.POSTPONED, title="О фонде", reporters="Липина Е. С."
    )
    AgendaItemFactory(protocol=september, outcome=AgendaOutcome.DISCUSSED)
    _sign(september, 1, at)

    assert carry_over_into(october, by=head, at=at) == Carried(0, 1, 0)

    row = october.agenda.get()
    assert (row.title, row.reporters, row.carried_from_id, row.outcome) == (
        "О фонде", "Липина Е. С.", postponed.pk, AgendaOutcome.OPEN
    )  # fmt: skip
    row.archived_at = at
    row.save()
    assert carry_over_into(october, by=head, at=at) == Carried(0, 0, 0)


def test_what_a_meeting_said_is_refused(
    association: Association, head: Person, member: Person, stranger: Person, at: datetime
) -> None:
    september, october = _draft(association, 9), _draft(association, 10)
    _decided(september, "Первое")
    _sign(september, 1, at)
    carry_over_into(october, by=head, at=at)
    row = october.carried.get()

    def said(by: Person, result: str = "done", version: int = 1) -> object:
        return update_carry(row.pk, result=result, words="да", expected_version=version, by=by, at=at)

    for actor in (member, stranger):
        nothing_changes(lambda: said(actor), PermissionRefused)  # noqa: B023
        nothing_changes(lambda: carry_over_into(october, by=actor, at=at), PermissionRefused)  # noqa: B023
    nothing_changes(lambda: said(head, "never"), ResultUnknown)
    nothing_changes(lambda: said(head, version=5), ChangedMeanwhile)
    _sign(october, 2, at)
    nothing_changes(lambda: said(head), PermissionRefused, "подписан")
    nothing_changes(lambda: carry_over_into(october, by=head, at=at), PermissionRefused, "подписан")


def test_undoing_the_signature_opens_again_what_it_closed(association: Association, head: Person, at: datetime) -> None:
    september, october = _draft(association, 9), _draft(association, 10)
    decision, by_hand = _decided(september, "Первое"), _decided(september, "Второе")
    _sign(september, 1, at)
    carry_over_into(october, by=head, at=at)
    close_decision(by_hand.pk, state=DoneState.DONE, words="Готово", by=head, at=at)
    _said(october, decision, CarryResult.DONE, "Готово", by=head, at=at)
    _sign(october, 2, at)

    unmake_binding(october, by=head, at=at)

    assert dict(Decision.objects.values_list("pk", "state")) == {decision.pk: "open", by_hand.pk: "done"}
    last = ProgressEntry.objects.filter(decision=decision).order_by("pk").last()
    assert last is not None
    assert (last.state, last.text) == ("open", "Подписание протокола отменено.")


def test_undoing_the_signature_leaves_what_was_closed_by_hand_since(
    association: Association, head: Person, at: datetime
) -> None:
    september, october = _draft(association, 9), _draft(association, 10)
    decision = _decided(september, "Первое")
    _sign(september, 1, at)
    carry_over_into(october, by=head, at=at)
    _said(october, decision, CarryResult.DONE, "Готово", by=head, at=at)
    _sign(october, 2, at)
    reopen_decision(decision.pk, reason="Рано закрыли", by=head, at=at)
    close_decision(decision.pk, state=DoneState.NOT_DONE, words="Не вышло", by=head, at=at)

    unmake_binding(october, by=head, at=at)

    decision.refresh_from_db()
    assert (decision.state, decision.closing_words) == (DoneState.NOT_DONE, "Не вышло")


def test_a_decision_out_of_force_is_not_closed_by_a_draft_that_carries_it(
    association: Association, head: Person, at: datetime
) -> None:
    september, october = _draft(association, 9), _draft(association, 10)
    decision = _decided(september, "Первое")
    _sign(september, 1, at)
    carry_over_into(october, by=head, at=at)
    _said(october, decision, CarryResult.DONE, "Готово", by=head, at=at)
    unmake_binding(september, by=head, at=at)

    _sign(october, 2, at)

    decision.refresh_from_db()
    assert (decision.state, decision.binding_at, decision.entries.count()) == (DoneState.OPEN, None, 0)


@pytest.mark.django_db(transaction=True)
def test_two_bring_them_in_at_once(association: Association, head: Person, at: datetime) -> None:
    september, october = _draft(association, 9), _draft(association, 10)
    _decided(september, "Первое")
    _sign(september, 1, at)

    found = at_once(lambda: str(carry_over_into(october, by=head, at=at).decision_count))

    assert sorted(found) == ["0", "1"]
    assert (october.carried.count(), october.agenda.count()) == (1, 1)
