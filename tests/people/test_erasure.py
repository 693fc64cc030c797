"""Erasing one's data: the card goes, papers stay lawful, what was kept is told with the reason."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import models

from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.capabilities import Role
from stellazh.common.verdict import PermissionRefused
from stellazh.links.models import SecretLink
from stellazh.links.services import create_link
from stellazh.mail.models import OutgoingMail
from stellazh.mail.services import queue_mail
from stellazh.members.models import Award, CampaignAnswer, Card, Membership, Post, Registration, SavedView
from stellazh.people.enums import MergeState
from stellazh.people.holders import holders
from stellazh.people.models import CardLook, Consent, DataRequest, Merge, Person, PersonSession
from stellazh.people.services import erasure
from stellazh.people.services.looks import note_looks
from stellazh.people.services.persons import PersonFields, create_person
from stellazh.workplans.enums import OwnerKind, PlanStatus
from stellazh.workplans.models import ItemOwner, PlanVersion
from stellazh.workplans.reads import plan_paper
from tests.checks import at_once, deeds, fingerprint, nothing_changes
from tests.factories.associations import GrantFactory
from tests.factories.members import (
    AwardFactory,
    CampaignAnswerFactory,
    CardFactory,
    PostFactory,
    RegistrationFactory,
)
from tests.factories.people import ConsentFactory, PersonFactory
from tests.factories.workplans import ItemOwnerFactory, PlanFactory, PlanItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(region):
    person = PersonFactory(family_name="Тополева")
    GrantFactory(person=person, role=Role.OPERATOR, association=region)
    return person


@pytest.fixture
def known(member, head, association, at) -> Person:
    """Something in every drawer."""
    AwardFactory(card=CardFactory(person=member, filled=True))
    PostFactory(person=member)
    ConsentFactory(person=member)
    ConsentFactory(person=member, publishes="name")
    CampaignAnswerFactory(person=member)
    CampaignAnswerFactory(person=member, confirmed=True, note="Переехала", answered_by_name="Липина В.И.")
    RegistrationFactory(email=member.email, declined=True)
    SavedView.objects.create(person=member, name="Мои", query="a=b", saved_at=at)
    note_looks([member.pk], what="карточка", by=head, at=at)
    note_looks([head.pk], what="карточка", by=member, at=at)
    return member


def said(request: DataRequest) -> dict[str, tuple[int, int]]:
    return {line["label"]: (line["count"], line["kept_count"]) for line in request.report}


def test_card_contacts_and_account_go_for_good(known, at):
    erasure.erase_person(known.pk, by=known, at=at)

    for model in (Card, Award, Post, Registration, SavedView):
        assert not model.objects.exists(), model
    known.refresh_from_db()
    assert (known.family_name, known.given_name, known.patronymic) == (f"Удалённая карточка № {known.pk}", "", "")
    assert (known.email, known.is_active, known.archived_at, known.has_account) == (None, False, at, False)
    assert not known.has_usable_password()
    assert CampaignAnswer.objects.get().note == CampaignAnswer.objects.get().answered_by_name == ""


def test_nothing_of_the_name_is_left_but_where_the_report_says_so(known, at, association):
    names = (known.email, "+7 900 000-00-07", "Липина")

    erasure.erase_person(known.pk, by=known, at=at)

    kept_by_report = {"audit_auditentry", "mail_outgoingmail", "people_cardlook"}
    found = {table for table, text in _texts() if any(name in text for name in names)} - kept_by_report
    assert found == set()


def _texts():
    """Every text and JSON value of every table of ours, with the table."""
    for model in apps.get_models():
        if not model.__module__.startswith("stellazh."):
            continue
        kinds = models.CharField | models.TextField | models.JSONField
        columns = [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]
        for row in model._default_manager.values_list(*columns) if columns else ():
            yield model._meta.db_table, " ".join(str(value) for value in row)


def test_report_says_what_went_what_stayed_and_why(known, at):
    request = erasure.erase_person(known.pk, by=known, at=at)

    told = said(request)
    assert told["Должности"] == (1, 0)
    assert told["Участие в объединениях с сегодняшнего дня"] == (1, 0)
    assert told["Записи о данных и отозванных согласиях"] == (0, 2)
    assert told["Кто смотрел вашу карточку"] == (1, 0)
    assert told["Чьи карточки смотрели вы"] == (0, 1)
    assert told["Имя, адрес для входа и пароль"] == (1, 0)
    assert all(line["reason"] for line in request.report if line["kept_count"])
    assert all(line["count"] or line["kept_count"] for line in request.report)


def test_report_goes_to_the_address_that_is_forgotten(known, at):
    address = known.email
    queue_mail(to=address, subject="Приглашение", text="Секрет", kind="people.invitation", by=known, at=at)

    erasure.erase_person(known.pk, by=known, at=at)

    earlier, last = OutgoingMail.objects.order_by("pk")
    assert (earlier.to_address, earlier.text, earlier.subject, earlier.state) == (
        "forgotten@address.invalid", "", "письмо забыто", "failed",
    )  # fmt: skip
    assert (last.to_address, last.kind) == (address, "people.erased")
    assert "Удалено:" in last.text
    assert "Осталось, и почему:" in last.text
    assert "Журнал действий" in last.text


def test_membership_and_roles_end_and_their_past_stays(known, association, at):
    erasure.erase_person(known.pk, by=known, at=at)

    day = clock.day_of(at)
    membership = Membership.objects.get(person=known)
    assert (membership.from_on, membership.to_on) == (date(2020, 1, 1), day)
    assert not Grant.objects.active_on(day + timedelta(days=1)).filter(person=known).exists()
    assert Grant.objects.filter(person=known).count() == 1


def test_approved_plan_prints_the_name_as_before(known, head, association, at):
    plan = PlanFactory(association=association, status=PlanStatus.APPROVED)
    item = PlanItemFactory(plan=plan)
    ItemOwnerFactory(item=item, person=known, name="Липина В.И.", detail="библиотекарь", kind=OwnerKind.PERSON)
    version = PlanVersion.objects.create(
        plan=plan, number=1, reason="approved", snapshot={"items": ["Липина В.И."]}, made_at=at, made_by="Ольхова В.И."
    )
    before = plan_paper(plan, reader=head, on=date(2024, 11, 1))

    request = erasure.erase_person(known.pk, by=known, at=at)

    assert plan_paper(plan, reader=head, on=date(2024, 11, 1)) == before
    owner = ItemOwner.objects.get()
    assert (owner.person, owner.kind, owner.name) == (None, OwnerKind.TEXT, "Липина В.И.")
    version.refresh_from_db()
    assert version.snapshot == {"items": ["Липина В.И."]}
    assert said(request)["Поручения в планах"] == (0, 1)
    assert said(request)["Редакции этих планов"] == (0, 1)


def test_draft_plan_loses_the_name(known, association, at):
    item = PlanItemFactory(plan=PlanFactory(association=association, status=PlanStatus.DRAFT))
    ItemOwnerFactory(item=item, person=known, name="Липина В.И.")

    request = erasure.erase_person(known.pk, by=known, at=at)

    assert not ItemOwner.objects.exists()
    assert said(request)["Поручения в черновиках планов"] == (1, 0)


def test_sessions_links_and_looks_end(known, at):
    store = SessionStore()
    store.create()
    PersonSession.objects.create(
        person=known, session_key=store.session_key, way="password", device="Chrome", began_at=at, last_seen_at=at
    )
    create_link("people.api_token", thing=known, owner_id=str(known.pk), label="ключ", expires_at=None, by=known, at=at)

    erasure.erase_person(known.pk, by=known, at=at)

    assert not SessionStore().exists(store.session_key)
    assert not PersonSession.objects.exists()
    assert not SecretLink.objects.live_at(at).exists()
    assert [look.viewer_key for look in CardLook.objects.all()] == [f"person:{known.pk}"]


def test_consents_are_withdrawn_and_kept_as_proof(known, at):
    erasure.erase_person(known.pk, by=known, at=at)

    assert [row.withdrawn_at for row in Consent.objects.filter(person=known)] == [at, at]


def test_journal_keeps_the_deed_without_the_name(known, at):
    erasure.erase_person(known.pk, by=known, at=at)

    assert deeds(known)[-1] == ("person_erased", "удаление данных", {})


def test_joined_cards_lose_their_names_too(known, at):
    double = PersonFactory(family_name="Липина-Старая", without_account=True, archived_at=at)
    merge = Merge.objects.create(
        survivor=known, absorbed=double, state=MergeState.DONE, moved={"members.card": [{"before": "Липина"}]},
        proposed_at=at, proposed_by_kind="person", proposed_by_name="Ольхова", done_at=at,
        undo_until=at + timedelta(days=30),
    )  # fmt: skip

    erasure.erase_person(known.pk, by=known, at=at)

    double.refresh_from_db()
    merge.refresh_from_db()
    assert double.family_name == f"Удалённая карточка № {double.pk}"
    assert (merge.moved, merge.undo_until) == ({}, at)


def test_look_ahead_tells_the_same_and_changes_nothing(known, at):
    before = fingerprint()

    ahead = erasure.look_ahead(known.pk, by=known, at=at)

    assert fingerprint() == before
    known.refresh_from_db()
    assert known.family_name == "Липина"
    done = erasure.erase_person(known.pk, by=known, at=at)
    told = {(line["label"], line["count"], line["kept_count"]) for line in done.report}
    assert {(line.label, line.count, line.kept_count) for line in ahead} <= told
    assert {label for label, _, _ in told} - {line.label for line in ahead} == {"Журнал действий"}


def test_last_head_and_last_operator_hand_over_first(head, operator, at):
    for person, words in ((head, "единственный руководитель"), (operator, "единственный оператор")):
        nothing_changes(
            lambda person=person: erasure.erase_person(person.pk, by=person, at=at), erasure.CannotEraseYet, match=words
        )


def test_head_with_another_head_beside_may_leave(head, association, at):
    GrantFactory(person=PersonFactory(), role=Role.HEAD, association=association)

    erasure.erase_person(head.pk, by=head, at=at)

    head.refresh_from_db()
    assert head.archived_at == at


def test_head_of_a_closed_association_may_leave(head, association, at):
    Association.objects.filter(pk=association.pk).update(archived_at=at)

    assert erasure.why_not_yet(head, at=at) == []


def test_strangers_erase_nobody(known, head, stranger, at):
    for person in (head, stranger):
        nothing_changes(lambda person=person: erasure.erase_person(known.pk, by=person, at=at), PermissionRefused)


def test_operator_erases_by_request_and_stands_in_the_journal(known, operator, at):
    erasure.erase_person(known.pk, by=operator, at=at)

    assert deeds(known)[-1][:2] == ("person_erased", str(operator.pk))


def test_nobody_is_erased_twice(known, operator, at):
    erasure.erase_person(known.pk, by=known, at=at)

    nothing_changes(lambda: erasure.erase_person(known.pk, by=operator, at=at), erasure.ErasedAlready)


def test_the_address_is_free_again(known, at, region):
    address = known.email
    erasure.erase_person(known.pk, by=known, at=at)

    again = create_person(fields=PersonFields("Липина"), email=address, by=erasure.ERASING, at=at)

    assert again.email == address


def test_withdrawn_consent_waits_for_the_operator(known, head, at):
    assert list(erasure.waiting_for_erasure()) == []
    ConsentFactory(person=head)
    Consent.objects.filter(person=known, subject="").update(withdrawn_at=at)

    assert list(erasure.waiting_for_erasure()) == [known]

    ConsentFactory(person=known)
    assert list(erasure.waiting_for_erasure()) == []


@pytest.mark.parametrize("holder", list(holders), ids=lambda holder: holder.code)
def test_each_holder_bears_a_person_of_whom_it_knows_nothing(holder, at, db):
    person = PersonFactory(without_account=True)

    assert [line for line in holder.erase(person, at) if line.count] == []
    assert holder.export(person).value is not None


def test_person_is_erased_whatever_was_left_to_others(at, db):
    person = PersonFactory(without_account=True)

    erasure.erase_person(person.pk, by=erasure.ERASING, at=at)

    assert not OutgoingMail.objects.exists()
    assert Person.objects.get(pk=person.pk).archived_at == at


@pytest.mark.django_db(transaction=True)
def test_of_two_heads_leaving_at_once_one_has_to_stay(head, association, at):
    other = PersonFactory(family_name="Вербина")
    GrantFactory(person=other, role=Role.HEAD, association=association)
    leaving = {"ane": head, "bob": other}

    def leave() -> str:
        person = leaving[threading.current_thread().name]
        erasure.erase_person(person.pk, by=person, at=at)
        return "gone"

    assert sorted(at_once(leave)) == ["CannotEraseYet", "gone"]
    assert Person.objects.filter(archived_at=None, pk__in=[head.pk, other.pk]).count() == 1
