"""Decisions: what each service does, what it refuses and that nothing changed then."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.common.actor import Actor, Guest
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.people.models import Person
from stellazh.protocols import services
from stellazh.protocols.enums import AddresseeClass, AddresseeKind, DoneState, UnfoldTo
from stellazh.protocols.models import AgendaItem, Decision, DecisionOwner, Protocol, TextRevision
from stellazh.protocols.services import DecisionFields, OwnerFields
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.protocols import (
    AgendaItemFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    PointFactory,
    ProtocolFactory,
)

EVERYBODY = OwnerFields(
    AddresseeKind.CLASS, "все школьные библиотекари", AddresseeClass.LIBRARIANS, UnfoldTo.MUNICIPALITY
)
WHOLE = DecisionFields(
    text=" Провести выставку\r\n- в школах ",
    term_raw=" до  15 ноября ",
    sign_of_done="фото на странице",
    owners=(EVERYBODY, OwnerFields(AddresseeKind.GROUP, "творческая группа")),
)


def add(protocol: Protocol, by: Actor, at: datetime, **changes: Any) -> Decision:
    values: dict[str, Any] = {"item_id": None, "fields": WHOLE, "submission_key": None}
    return services.add_decision(protocol.pk, **{**values, **changes}, by=by, at=at)


def update(decision: Decision, by: Actor, at: datetime, fields: DecisionFields = WHOLE, version: int = 1) -> Decision:
    return services.update_decision(decision.pk, expected_version=version, fields=fields, by=by, at=at)


def order(protocol: Protocol, item: AgendaItem | None = None) -> list[str]:
    return list(protocol.decisions.filter(item=item, archived_at=None).values_list("text", flat=True))


def test_add_decision_reads_the_term_and_keeps_the_wording(
    protocol: Protocol, item: AgendaItem, head: Person, at: datetime
) -> None:
    made = add(protocol, head, at, item_id=item.pk)

    made.refresh_from_db()
    assert (made.association, made.protocol, made.item, made.position) == (protocol.association, protocol, item, 1)
    assert (made.text, made.sign_of_done) == ("Провести выставку\n- в школах", "фото на странице")
    assert (made.term_raw, made.term_kind, made.starts_on, made.due_on) == (
        "до 15 ноября",
        "deadline",
        None,
        date(2024, 11, 15),
    )
    assert (made.state, made.binding_at, made.version) == (DoneState.OPEN, None, 1)
    assert [(row.position, row.kind, row.name, row.addressee_class, row.unfold_to) for row in made.owners.all()] == [
        (1, "class", "все школьные библиотекари", "librarians", "municipality"),
        (2, "group", "творческая группа", "", "one"),
    ]
    assert deeds(made) == [
        (
            "decision_added",
            str(head.pk),
            {
                "Решение": ["", "Провести выставку\n- в школах"],
                "Кто отвечает": ["", "все школьные библиотекари\nтворческая группа"],
                "Отметки": ["", "все школьные библиотекари — по муниципалитетам"],
                "Срок": ["", "до 15 ноября"],
                "Что покажет, что сделано": ["", "фото на странице"],
            },
        )
    ]
    protocol.refresh_from_db()
    assert protocol.updated_at == at


def test_add_decision_may_be_empty_and_stands_last(
    protocol: Protocol, item: AgendaItem, decision: Decision, head: Person, at: datetime
) -> None:
    made = add(protocol, head, at, item_id=item.pk, fields=DecisionFields())

    assert (made.text, made.term_kind, made.due_on, made.position) == ("", "none", None, 2)


def test_add_decision_twice_with_one_key_is_one(protocol: Protocol, head: Person, at: datetime) -> None:
    key = uuid.uuid4()

    made = [add(protocol, head, at, submission_key=key).pk for _ in "ab"]

    assert made[0] == made[1]
    assert protocol.decisions.count() == 1


def test_add_decision_refusals(protocol: Protocol, head: Person, at: datetime) -> None:
    other: Any = AgendaItemFactory()
    away: Any = AgendaItemFactory(protocol=protocol, archived_at=at)
    key = uuid.uuid4()
    DecisionFactory(submission_key=key)

    nothing_changes(lambda: add(protocol, head, at, item_id=other.pk), services.RowOfAnotherProtocol)
    nothing_changes(lambda: add(protocol, head, at, item_id=away.pk), services.RowOfAnotherProtocol)
    nothing_changes(lambda: add(protocol, head, at, submission_key=key), FormSentTwice)


def test_decisions_are_written_by_their_keepers(
    protocol: Protocol,
    decision: Decision,
    member: Person,
    stranger: Person,
    region_head: Person,
    at: datetime,
) -> None:
    for actor in (member, stranger, region_head, Guest()):
        for deed in (
            lambda actor=actor: add(protocol, actor, at),
            lambda actor=actor: update(decision, actor, at),
            lambda actor=actor: services.move_decision(decision.pk, item_id=None, before_id=None, by=actor, at=at),
            lambda actor=actor: services.archive_decision(decision.pk, by=actor, at=at),
            lambda actor=actor: services.restore_decision(decision.pk, by=actor, at=at),
        ):
            nothing_changes(deed, PermissionRefused)


def test_signed_protocol_takes_no_change_of_decisions(head: Person, association: Association, at: datetime) -> None:
    protocol: Any = ProtocolFactory(association=association, signed=True)
    decision: Any = DecisionFactory(protocol=protocol)

    nothing_changes(lambda: add(protocol, head, at), PermissionRefused, "подписан")
    nothing_changes(lambda: update(decision, head, at), PermissionRefused, "подписан")
    nothing_changes(lambda: services.archive_decision(decision.pk, by=head, at=at), PermissionRefused, "подписан")


def test_points_of_resolutions_are_not_found_here(head: Person, at: datetime) -> None:
    point: Any = PointFactory()

    with pytest.raises(Decision.DoesNotExist):
        update(point, head, at)


def test_update_decision_keeps_what_stood_there(decision: Decision, head: Person, at: datetime) -> None:
    DecisionOwnerFactory(decision=decision, kind=AddresseeKind.GROUP, person=None, name="творческая группа")

    made = update(decision, head, at, DecisionFields(text="Провести акцию", is_for_information=True))

    made.refresh_from_db()
    assert (made.text, made.is_for_information, made.version, made.owners.count()) == ("Провести акцию", True, 2, 0)
    revision = TextRevision.objects.get(block=f"decision-{decision.pk}")
    assert revision.fields == {
        "text": "Провести выставку",
        "owners": "творческая группа",
        "term_raw": "",
        "sign_of_done": "",
    }
    assert deeds(decision)[0][2] == {
        "Решение": ["Провести выставку", "Провести акцию"],
        "Кто отвечает": ["творческая группа", ""],
        "Только к сведению": ["", "да"],
    }


def test_update_decision_with_equal_fields_changes_nothing_whatever_the_version(
    decision: Decision, head: Person, at: datetime
) -> None:
    update(decision, head, at)

    again = update(decision, head, at, version=1)

    assert (again.version, len(deeds(decision))) == (2, 1)


def test_update_decision_saves_of_minutes_are_one_deed(decision: Decision, head: Person, at: datetime) -> None:
    for place, text in enumerate(("П", "Пр", "Про"), start=1):
        moment = at + timedelta(seconds=4 * place)
        update(decision, head, moment, DecisionFields(text=text), version=place)

    decision.refresh_from_db()
    assert (decision.text, decision.version, len(deeds(decision))) == ("Про", 4, 1)


def test_update_decision_tells_both_texts_when_somebody_was_faster(
    decision: Decision, head: Person, methodist: Person, at: datetime
) -> None:
    update(decision, methodist, at, DecisionFields(text="Провести акцию", term_raw="октябрь"))

    with pytest.raises(ChangedMeanwhile) as clash:
        update(decision, head, at, DecisionFields(text="Провести конкурс", term_raw="октябрь"))

    assert (clash.value.theirs, clash.value.mine, clash.value.current_version) == (
        {"Решение": "Провести акцию"},
        {"Решение": "Провести конкурс"},
        2,
    )


def test_update_decision_keeps_what_was_set_aside(decision: Decision, head: Person, at: datetime) -> None:
    services.update_decision(
        decision.pk,
        expected_version=1,
        fields=DecisionFields(text="Моё"),
        set_aside={"text": "Чужое"},
        by=head,
        at=at,
    )

    assert TextRevision.objects.get(is_lost=True).fields == {"text": "Чужое"}


def test_update_decision_refusals(decision: Decision, head: Person, at: datetime) -> None:
    def refused(refusal: type[DomainError], **fields: Any) -> None:
        nothing_changes(lambda: update(decision, head, at, DecisionFields(**fields)), refusal)

    crowd = tuple(OwnerFields(AddresseeKind.GROUP, f"группа {number}") for number in range(41))
    refused(services.TextTooLong, text="а" * 30_001)
    refused(services.TextTooLong, term_raw="а" * 301)
    refused(services.TextTooLong, sign_of_done="а" * 401)
    refused(services.TextTooLong, owners=(OwnerFields(AddresseeKind.GROUP, "а" * 301),))
    refused(services.TooManyOwners, owners=crowd)
    services.archive_decision(decision.pk, by=head, at=at)
    refused(services.RowIsArchived, text="Поздно")


def test_move_decision_within_its_question_and_to_another(
    protocol: Protocol, item: AgendaItem, decision: Decision, head: Person, at: datetime
) -> None:
    second, third = (DecisionFactory(protocol=protocol, item=item, position=n, text=f"{n}") for n in (2, 3))
    other: Any = AgendaItemFactory(protocol=protocol)

    services.move_decision(third.pk, item_id=item.pk, before_id=decision.pk, by=head, at=at)
    services.move_decision(second.pk, item_id=other.pk, before_id=None, by=head, at=at)

    third.refresh_from_db()
    assert order(protocol, item) == ["3", "Провести выставку"]
    assert (order(protocol, other), third.version) == (["2"], 1)
    assert deeds(third) == [("decision_moved", str(head.pk), {"Порядок": ["3", "1"]})]


def test_move_decision_to_its_own_place_is_no_deed(
    item: AgendaItem, decision: Decision, head: Person, at: datetime
) -> None:
    services.move_decision(decision.pk, item_id=item.pk, before_id=None, by=head, at=at)

    assert deeds(decision) == []


def test_move_decision_refusals(item: AgendaItem, decision: Decision, head: Person, at: datetime) -> None:
    elsewhere: Any = DecisionFactory()

    def move(**changes: Any) -> Decision:
        values = {"item_id": item.pk, "before_id": None, **changes}
        return services.move_decision(decision.pk, **values, by=head, at=at)

    nothing_changes(lambda: move(before_id=elsewhere.pk), services.RowOfAnotherProtocol)
    nothing_changes(lambda: move(item_id=AgendaItem.objects.order_by("-pk")[0].pk + 1), services.RowOfAnotherProtocol)
    services.archive_decision(decision.pk, by=head, at=at)
    nothing_changes(move, services.RowIsArchived)


def test_archived_decision_comes_back_to_the_end(
    protocol: Protocol, item: AgendaItem, decision: Decision, head: Person, at: datetime
) -> None:
    DecisionFactory(protocol=protocol, item=item, position=2, text="Вторая")

    services.archive_decision(decision.pk, by=head, at=at)
    services.archive_decision(decision.pk, by=head, at=at)
    away = order(protocol, item)
    services.restore_decision(decision.pk, by=head, at=at)
    services.restore_decision(decision.pk, by=head, at=at)

    decision.refresh_from_db()
    assert (away, order(protocol, item)) == (["Вторая"], ["Вторая", "Провести выставку"])
    assert (decision.archived_at, decision.version) == (None, 3)
    assert [deed[0] for deed in deeds(decision)] == ["decision_archived", "decision_restored"]


def test_decision_does_not_come_back_to_a_question_put_away(
    item: AgendaItem, decision: Decision, head: Person, at: datetime
) -> None:
    services.archive_decision(decision.pk, by=head, at=at)
    AgendaItem.objects.filter(pk=item.pk).update(archived_at=at)

    nothing_changes(lambda: services.restore_decision(decision.pk, by=head, at=at), services.RowOfAnotherProtocol)


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_are_one_save_and_one_clash(decision: Decision, head: Person, at: datetime) -> None:
    import threading

    def save() -> str:
        return update(decision, head, at, DecisionFields(text=threading.current_thread().name)).text

    found = at_once(save)

    decision.refresh_from_db()
    assert sorted(found, key=len) == [decision.text, "ChangedMeanwhile"]
    assert decision.version == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_add_one_decision(protocol: Protocol, head: Person, at: datetime) -> None:
    key = uuid.uuid4()

    found = at_once(lambda: str(add(protocol, head, at, submission_key=key).pk))

    assert (len(set(found)), protocol.decisions.count()) == (1, 1)


@pytest.mark.parametrize(
    "broken",
    [
        lambda: DecisionFactory(protocol=None, association=ProtocolFactory().association),
        lambda: Decision.objects.filter(pk=PointFactory().pk).update(protocol=ProtocolFactory()),
        lambda: Decision.objects.filter(pk=PointFactory().pk).update(section=None),
        lambda: Decision.objects.filter(pk=DecisionFactory().pk).update(state=DoneState.DONE),
        lambda: (
            Decision.objects.filter(pk=DecisionFactory(submission_key=uuid.UUID(int=7)).pk)
            and DecisionFactory(submission_key=uuid.UUID(int=7))
        ),
        lambda: DecisionOwnerFactory(name="", kind=AddresseeKind.GROUP, person=None),
        lambda: DecisionOwnerFactory(kind=AddresseeKind.CLASS, person=None, name="все"),
        lambda: DecisionOwnerFactory(addressee_class=AddresseeClass.HEADS),
    ],
)
def test_database_refuses_what_services_never_write(db: None, broken: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        broken()


def test_owner_rows_go_with_their_decision(decision: Decision) -> None:
    DecisionOwnerFactory(decision=decision)

    decision.delete()

    assert DecisionOwner.objects.count() == 0
