"""Two cards of one person: what moves, what never does, and the way back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from stellazh.associations.models import Association, Grant
from stellazh.common.capabilities import Role
from stellazh.common.verdict import PermissionRefused
from stellazh.members.models import Membership, Post, Responsible
from stellazh.members.reads.merging import look_alikes
from stellazh.people.enums import MergeState
from stellazh.people.holders import holders
from stellazh.people.models import Merge, Person
from stellazh.people.services import merging
from stellazh.workplans.models import ItemOwner
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import GrantFactory, OrganisationFactory
from tests.factories.members import (
    AwardFactory,
    CampaignAnswerFactory,
    CardFactory,
    MembershipFactory,
    PostFactory,
    TrainingFactory,
)
from tests.factories.people import PersonFactory
from tests.factories.workplans import ItemOwnerFactory


@pytest.fixture
def double(association: Association) -> Person:
    """A second card of `member`, entered by mistake, with nobody behind it."""
    person = PersonFactory(family_name="Липина", given_name="В", patronymic="И", without_account=True)
    MembershipFactory(person=person, association=association, from_on=date(2019, 9, 1))
    return person


@pytest.fixture
def twin(association: Association) -> Person:
    """A second card of `member` that signs in too."""
    person = PersonFactory(family_name="Липина")
    MembershipFactory(person=person, association=association)
    return person


def _references() -> list[tuple[type[models.Model], str]]:
    """Every foreign key that merging moves."""
    return [
        (apps.get_model(app, model), field)
        for holder in holders
        if not holder.stays
        for app, model, field in (reference.split(".") for reference in holder.references)
    ]


def _state(*people: Person) -> dict[str, Any]:
    """Every row that points at one of them, whole."""
    found: dict[str, Any] = {}
    for model, field in _references():
        rows = model._default_manager.filter(**{f"{field}__in": people}).order_by("pk")
        found[f"{model._meta.label}.{field}"] = [
            {name: value for name, value in row.items() if name != "version"} for row in rows.values()
        ]
    found["people"] = list(
        Person.objects.filter(pk__in=[one.pk for one in people]).order_by("pk")
        .values("family_name", "email", "password", "is_active", "archived_at")
    )  # fmt: skip
    return found


def test_merge_moves_everything_that_pointed_at_the_card_that_goes(
    head: Person, member: Person, double: Person, neighbour: Association, at: datetime
) -> None:
    post = PostFactory(person=double, organisation=OrganisationFactory())
    gone = MembershipFactory(person=double, association=neighbour, from_on=date(2018, 9, 1), to_on=date(2019, 6, 1))
    owner = ItemOwnerFactory(person=double)
    card = CardFactory(person=double)
    answer = CampaignAnswerFactory(person=double)
    answering = Responsible.objects.create(territory=neighbour.territory, person=double, from_on=date(2020, 1, 1))

    merge = merging.merge_people(member.pk, double.pk, by=head, at=at)

    assert merge.state == MergeState.DONE
    for row in (post, gone, owner, card, answer, answering):
        row.refresh_from_db()
        assert row.person_id == member.pk
    left = {
        f"{model._meta.label}.{field}": model._default_manager.filter(**{field: double}).count()
        for model, field in _references()
    }
    assert {name for name, count in left.items() if count} == set()
    double.refresh_from_db()
    assert (double.archived_at, double.is_active) == (at, False)


def test_merge_leaves_one_open_place_where_both_stood(
    head: Person, member: Person, double: Person, association: Association, at: datetime
) -> None:
    merging.merge_people(member.pk, double.pk, by=head, at=at)

    held = Membership.objects.filter(association=association, person=member)
    assert held.filter(to_on=None).count() == 1
    assert {row.from_on for row in held} == {date(2020, 1, 1), date(2019, 9, 1)}


def test_merge_fills_what_the_card_that_stays_lacks_and_overwrites_nothing(
    head: Person, member: Person, double: Person, at: datetime
) -> None:
    stays = CardFactory(person=member, phone="+7 900 000-00-01", self_education_theme="")
    goes = CardFactory(person=double, phone="+7 900 000-00-02", self_education_theme="Чтение вслух")
    training, award = TrainingFactory(card=goes), AwardFactory(card=goes)

    merging.merge_people(member.pk, double.pk, by=head, at=at)

    stays.refresh_from_db()
    training.refresh_from_db()
    award.refresh_from_db()
    assert (stays.phone, stays.self_education_theme) == ("+7 900 000-00-01", "Чтение вслух")
    assert (training.card_id, award.card_id) == (stays.pk, stays.pk)


def test_merge_shows_nobody_what_either_card_hid(head: Person, member: Person, double: Person, at: datetime) -> None:
    stays = CardFactory(person=member, phone="", visibility={"awards": "region"})
    goes = CardFactory(person=double, phone="+7 900 000-00-02", visibility={"phone": "self", "awards": "public"})
    AwardFactory(card=goes)

    merging.merge_people(member.pk, double.pk, by=head, at=at)

    stays.refresh_from_db()
    assert (stays.visibility["phone"], stays.visibility["awards"]) == ("self", "region")


def test_merge_never_moves_roles_or_credentials(
    head: Person, member: Person, double: Person, association: Association, at: datetime
) -> None:
    GrantFactory(person=double, role=Role.MEMBER, association=association)
    Person.objects.filter(pk=double.pk).update(email="lipina@example.org")
    before = list(Grant.objects.order_by("pk").values())
    password, email = member.password, member.email

    merging.merge_people(member.pk, double.pk, by=head, at=at)

    member.refresh_from_db()
    double.refresh_from_db()
    assert list(Grant.objects.order_by("pk").values()) == before
    assert (member.password, member.email, double.email) == (password, email, None)


def test_undo_brings_back_every_row_as_it_was(
    head: Person, member: Person, double: Person, neighbour: Association, at: datetime
) -> None:
    PostFactory(person=double, organisation=OrganisationFactory())
    ItemOwnerFactory(person=double)
    CardFactory(person=member, self_education_theme="")
    goes = CardFactory(person=double, self_education_theme="Чтение вслух")
    TrainingFactory(card=goes)
    CampaignAnswerFactory(person=double)
    Responsible.objects.create(territory=neighbour.territory, person=double, from_on=date(2020, 1, 1))
    Person.objects.filter(pk=double.pk).update(email="lipina@example.org")
    before = _state(member, double)
    trainings = list(goes.trainings.values())
    merge = merging.merge_people(member.pk, double.pk, by=head, at=at)

    stayed_count = merging.undo_merge(merge.pk, by=head, at=at + timedelta(days=30))

    assert stayed_count == 0
    assert _state(member, double) == before
    assert list(goes.trainings.values()) == trainings


def test_undo_leaves_what_somebody_changed_since(head: Person, member: Person, double: Person, at: datetime) -> None:
    owner = ItemOwnerFactory(person=double)
    other = PersonFactory()
    merge = merging.merge_people(member.pk, double.pk, by=head, at=at)
    ItemOwner.objects.filter(pk=owner.pk).update(person=other)

    stayed_count = merging.undo_merge(merge.pk, by=head, at=at)

    owner.refresh_from_db()
    assert (stayed_count, owner.person_id) == (1, other.pk)


def test_undo_is_refused_after_thirty_days(head: Person, member: Person, double: Person, at: datetime) -> None:
    merge = merging.merge_people(member.pk, double.pk, by=head, at=at)

    nothing_changes(
        lambda: merging.undo_merge(merge.pk, by=head, at=at + timedelta(days=30, seconds=1)), merging.TooLateToUndo
    )


def test_undo_twice_is_refused(head: Person, member: Person, double: Person, at: datetime) -> None:
    merge = merging.merge_people(member.pk, double.pk, by=head, at=at)
    merging.undo_merge(merge.pk, by=head, at=at)

    nothing_changes(lambda: merging.undo_merge(merge.pk, by=head, at=at), merging.MergeIsSettled)


def test_two_who_both_sign_in_must_both_say_so(head: Person, member: Person, twin: Person, at: datetime) -> None:
    PostFactory(person=twin)
    merge = merging.merge_people(member.pk, twin.pk, by=head, at=at)

    assert (merge.state, Post.objects.filter(person=twin).count()) == (MergeState.PROPOSED, 1)
    assert merging.confirm_merge(merge.pk, by=member, at=at).state == MergeState.PROPOSED
    assert merging.confirm_merge(merge.pk, by=member, at=at).state == MergeState.PROPOSED
    assert merging.confirm_merge(merge.pk, by=twin, at=at).state == MergeState.DONE
    twin.refresh_from_db()
    assert (Post.objects.filter(person=member).count(), twin.is_active) == (1, False)


def test_nobody_else_confirms_for_them(head: Person, member: Person, twin: Person, at: datetime) -> None:
    merge = merging.merge_people(member.pk, twin.pk, by=head, at=at)

    nothing_changes(lambda: merging.confirm_merge(merge.pk, by=head, at=at), merging.NotYours)


def test_either_of_them_may_decline(head: Person, member: Person, twin: Person, at: datetime) -> None:
    merge = merging.merge_people(member.pk, twin.pk, by=head, at=at)
    merging.confirm_merge(merge.pk, by=member, at=at)

    merging.decline_merge(merge.pk, by=twin, at=at)

    nothing_changes(lambda: merging.confirm_merge(merge.pk, by=member, at=at), merging.MergeIsSettled)
    twin.refresh_from_db()
    assert twin.is_active


def test_the_card_that_signs_in_stays(head: Person, member: Person, double: Person, at: datetime) -> None:
    nothing_changes(lambda: merging.merge_people(double.pk, member.pk, by=head, at=at), merging.AccountMustStay)


def test_a_card_with_a_role_is_not_given_up(
    head: Person, member: Person, double: Person, association: Association, at: datetime
) -> None:
    GrantFactory(person=double, role=Role.SECRETARY, association=association)

    nothing_changes(
        lambda: merging.merge_people(member.pk, double.pk, by=head, at=at), merging.RoleMustEndFirst, match="Секретарь"
    )


def test_a_card_is_not_merged_with_itself_nor_with_an_archived_one(
    head: Person, member: Person, double: Person, at: datetime
) -> None:
    Person.objects.filter(pk=double.pk).update(archived_at=at)

    nothing_changes(lambda: merging.merge_people(member.pk, member.pk, by=head, at=at), merging.SamePerson)
    nothing_changes(lambda: merging.merge_people(member.pk, double.pk, by=head, at=at), merging.CardIsAway)


def test_a_head_does_not_merge_people_of_others(
    head: Person, member: Person, stranger: Person, neighbour: Association, at: datetime
) -> None:
    foreign = PersonFactory(family_name="Липина", without_account=True)
    MembershipFactory(person=foreign, association=neighbour)

    nothing_changes(lambda: merging.merge_people(member.pk, foreign.pk, by=head, at=at), PermissionRefused)
    nothing_changes(lambda: merging.merge_people(member.pk, foreign.pk, by=stranger, at=at), PermissionRefused)


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_the_same_cards_at_once_do_it_once(
    head: Person, member: Person, double: Person, at: datetime
) -> None:
    def deed() -> str:
        merging.merge_people(member.pk, double.pk, by=head, at=at)
        return "merged"

    assert sorted(at_once(deed)) == ["CardIsAway", "merged"]
    assert Merge.objects.count() == 1


def test_look_alikes_are_named_by_how_alike_they_are(head: Person, member: Person, double: Person) -> None:
    place = Membership.objects.filter(person=member).first().association  # type: ignore[union-attr]
    for family, given, patronymic in (("Лыпина", "Вера", "Ильинична"), ("Липина", "Зоя", "Петровна")):
        person = PersonFactory(family_name=family, given_name=given, patronymic=patronymic)
        MembershipFactory(person=person, association=place)

    found = [(pair.one.full_name, pair.other.full_name, pair.why) for pair in look_alikes(head)]

    assert found == [
        ("Липина В.И.", "Липина Вера Ильинична", "фамилия и инициалы совпадают"),
        ("Липина В.И.", "Лыпина Вера Ильинична", "отличается одна буква"),
        ("Липина Вера Ильинична", "Лыпина Вера Ильинична", "отличается одна буква"),
    ]


def test_two_people_are_kept_apart_once_and_for_all(head: Person, member: Person, double: Person, at: datetime) -> None:
    first = merging.keep_apart(double.pk, member.pk, by=head, at=at)
    again = merging.keep_apart(member.pk, double.pk, by=head, at=at + timedelta(days=1))

    assert first == again == Merge.objects.get()
    assert (first.state, first.ended_at, first.proposed_by_id) == (MergeState.DECLINED, at, str(head.pk))
    assert deeds(double) == [
        (
            "people_kept_apart",
            str(head.pk),
            {"Карточки": [f"Липина Вера Ильинична (№ {member.pk})", f"Липина В.И. (№ {double.pk})"]},
        )
    ]
    double.refresh_from_db()
    assert (double.archived_at, look_alikes(head)) == (None, [])


def test_keeping_apart_declines_what_was_proposed(head: Person, member: Person, twin: Person, at: datetime) -> None:
    merge = merging.merge_people(member.pk, twin.pk, by=head, at=at)

    merging.keep_apart(twin.pk, member.pk, by=head, at=at)

    merge.refresh_from_db()
    assert (merge.state, Merge.objects.count()) == (MergeState.DECLINED, 1)


def test_those_kept_apart_may_be_merged_later(head: Person, member: Person, double: Person, at: datetime) -> None:
    merging.keep_apart(member.pk, double.pk, by=head, at=at)

    assert merging.merge_people(member.pk, double.pk, by=head, at=at).state == MergeState.DONE


def test_keeping_apart_is_refused(
    head: Person, member: Person, double: Person, stranger: Person, methodist: Person, at: datetime
) -> None:
    for actor in (stranger, member):
        nothing_changes(
            lambda actor=actor: merging.keep_apart(member.pk, double.pk, by=actor, at=at), PermissionRefused
        )
    nothing_changes(lambda: merging.keep_apart(member.pk, member.pk, by=head, at=at), merging.SamePerson)
    Person.objects.filter(pk=double.pk).update(archived_at=at)
    nothing_changes(lambda: merging.keep_apart(member.pk, double.pk, by=head, at=at), merging.CardIsAway)


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_apart_at_once_say_it_once(head: Person, member: Person, double: Person, at: datetime) -> None:
    pairs = {"ane": (member.pk, double.pk), "bob": (double.pk, member.pk)}

    found = at_once(
        lambda: merging.keep_apart(*pairs[threading.current_thread().name], by=head, at=at).get_state_display()
    )

    assert found == ["отклонено", "отклонено"]
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("state", [MergeState.PROPOSED, MergeState.DECLINED, MergeState.UNDONE])
def test_settled_pairs_are_no_look_alikes(
    head: Person, member: Person, double: Person, at: datetime, state: MergeState
) -> None:
    assert len(look_alikes(head)) == 1

    Merge.objects.create(survivor=member, absorbed=double, state=state, proposed_at=at, proposed_by_kind="person")

    assert look_alikes(head) == []


def test_look_alikes_of_others_stay_theirs(stranger: Person, member: Person, double: Person) -> None:
    assert look_alikes(stranger) == []


def test_the_pages_merge_and_part(
    client_for: Callable[..., Client], head: Person, member: Person, double: Person
) -> None:
    client = client_for(head)

    listed = client.get("/merges/").content.decode()
    found = client.get(f"/merges/find/{double.pk}/").content.decode()
    done = client.post(f"/merges/new/{double.pk}/{member.pk}/", {"survivor": member.pk})
    merge = Merge.objects.get()
    parted = client.post(f"/merges/{merge.pk}/undo/")

    merge.refresh_from_db()
    assert f"/merges/new/{double.pk}/{member.pk}/" in listed
    assert f"/merges/new/{double.pk}/{member.pk}/" in found
    assert (done.status_code, parted.status_code, merge.state) == (302, 302, MergeState.UNDONE)


def test_the_page_remembers_that_these_are_two_people(
    client_for: Callable[..., Client], head: Person, member: Person, double: Person
) -> None:
    client = client_for(head)
    address = f"/merges/new/{double.pk}/{member.pk}/"

    asked = client.get(address).content.decode()
    said = client.post(address, {"answer": "apart"}, follow=True).content.decode()
    client.post(address, {"answer": "apart"})

    assert 'name="answer" value="apart"' in asked
    assert "Больше эту пару не предложим" in said
    assert "Похожих имён нет" in said
    assert "Сравнить снова" in said
    assert [merge.state for merge in Merge.objects.all()] == [MergeState.DECLINED]


def test_the_page_says_why_not(client_for: Callable[..., Client], head: Person, member: Person, double: Person) -> None:
    refused = client_for(head).post(f"/merges/new/{double.pk}/{member.pk}/", {"survivor": double.pk})

    assert refused.status_code == 422
    assert "человек входит в систему: оставьте её" in refused.content.decode()


def test_the_two_see_the_question_on_their_desk_and_answer_it(
    client_for: Callable[..., Client], head: Person, member: Person, twin: Person, at: datetime
) -> None:
    merge = merging.merge_people(member.pk, twin.pk, by=head, at=at)
    address = f"/merges/{merge.pk}/"

    assert address in client_for(member).get("/desk/").content.decode()
    client_for(member).post(address, {"answer": "yes"})
    assert address not in client_for(member).get("/desk/").content.decode()
    client_for(twin).post(address, {"answer": "yes"})

    merge.refresh_from_db()
    assert merge.state == MergeState.DONE
    assert client_for(head).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 40])
def test_look_alikes_cost_two_queries(
    head: Person, association: Association, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(count):
        MembershipFactory(person=PersonFactory(family_name=f"Лесникова{number}"), association=association)
    head.caches_grants = True
    look_alikes(head)

    with django_assert_num_queries(2):
        look_alikes(head)
