"""Object-level rights: ids of a neighbour's things, put into one's own addresses and forms; and what lists let slip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse

from stellazh.common import clock
from stellazh.people.models import Person
from stellazh.people.services import issue_token
from stellazh.workplans.models import Plan
from tests.factories.people import PersonFactory
from tests.factories.workplans import ItemOutcomeFactory, PlanFactory, PlanItemFactory, PlanSectionFactory
from tests.matrix.row import Named
from tests.matrix.table import TABLE
from tests.matrix.test_matrix import outcome
from tests.matrix.world import World

WORD = "Тайнопись"


@pytest.fixture
def own(world: World) -> Plan:
    """A draft of the neighbour's head, who is the stranger here."""
    plan: Any = PlanFactory(association=world.neighbour, school_year=world.year)
    PlanItemFactory(plan=plan, section=PlanSectionFactory(plan=plan))
    return plan


def _in_ones_own_card(world: World, kind: str, row_id: int) -> Mapping[str, Any]:
    person = world.people["head_of_neighbour"]
    return {"person_id": person.pk, "row_id": row_id, **({"kind": kind} if kind else {})}


# An address of the stranger's own with something of ours in it.
MIXED: Mapping[str, Named] = {
    "members:member_edit": lambda w: {"code": "bereg", "membership_id": w.membership.pk},
    "members:member_end": lambda w: {"code": "bereg", "membership_id": w.membership.pk},
    "members:member_invite": lambda w: {"code": "bereg", "membership_id": w.membership.pk},
    "members:role_grant": lambda w: {"code": "bereg", "membership_id": w.membership.pk},
    "members:role_end": lambda w: {"code": "bereg", "grant_id": w.grant.pk},
    "members:member_invite_report": lambda w: {"code": "bereg", "public_id": w.inviting.public_id},
    "members:merge_create": lambda w: {"person_id": w.people["head_of_neighbour"].pk, "other_id": w.newcomer.pk},
    "members:post_edit": lambda w: {"person_id": w.people["head_of_neighbour"].pk, "post_id": w.post.pk},
    "members:post_end": lambda w: {"person_id": w.people["head_of_neighbour"].pk, "post_id": w.post.pk},
    "members:card_row_edit": lambda w: _in_ones_own_card(w, "awards", w.award.pk),
    "members:card_row_remove": lambda w: _in_ones_own_card(w, "trainings", w.training.pk),
    "members:guardian_consent": lambda w: _in_ones_own_card(w, "", w.result.pk),
    "members:guardian_withdraw": lambda w: _in_ones_own_card(w, "", w.named_result.pk),
    "members:roster_row": lambda w: {"roster_id": w.neighbours_roster.pk, "number": 999},
    "workplans:section_rename": lambda w: {"section_id": w.section.pk},
    "workplans:section_remove": lambda w: {"section_id": w.section.pk},
    "workplans:item_detail": lambda w: {"item_id": w.item.pk},
    "workplans:item_edit": lambda w: {"item_id": w.item.pk},
    "workplans:item_status": lambda w: {"item_id": w.item.pk},
    "workplans:item_move": lambda w: {"item_id": w.item.pk},
    "workplans:item_archive": lambda w: {"item_id": w.item.pk},
    "workplans:item_restore": lambda w: {"item_id": w.archived_item.pk},
    "workplans:item_outcome": lambda w: {"item_id": w.item.pk},
    "workplans:outcome_withdraw": lambda w: {"item_id": w.item.pk, "outcome_id": w.outcome.pk},
    "workplans:version_compare": lambda w: {"number": w.approved.versions.get().number},
}


@pytest.mark.parametrize("name", list(MIXED))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_ids_of_another_association_do_not_exist_in_ones_own_addresses(
    name: str, method: str, world: World, own: Plan
) -> None:
    row = next(row for row in TABLE if row.name == name)
    names = dict(MIXED[name](world))
    if name.startswith("workplans:"):
        names["plan_id"] = own.pk
    body = dict(row.body(world))

    found = outcome(world.client("head_of_neighbour"), method, reverse(name, kwargs=names), body)

    cells = (row.get if method == "GET" else row.post).by_column()
    assert found == ("405" if cells["head"] == "405" else "404")


def test_outcome_of_another_item_is_not_withdrawn(world: World, own: Plan) -> None:
    item = own.items.get()
    theirs: Any = ItemOutcomeFactory(item=world.item)
    address = reverse("workplans:outcome_withdraw", args=[own.pk, item.pk, theirs.pk])

    assert outcome(world.client("head_of_neighbour"), "POST", address, {}) == "404"


# Forms of the stranger's own, naming something of ours: the form does not know it.
SMUGGLED: Mapping[str, tuple[Named, Named]] = {
    "workplans:item_add": (
        lambda w: {},
        lambda w: {"title": "Новое", "form": "other", "section": w.section.pk, "submission_key": str(w.item.uid)},
    ),
    "workplans:items_change": (
        lambda w: {},
        lambda w: {"item": w.item.pk, "form": "seminar", "confirm": "1"},
    ),
    "workplans:sections_edit": (lambda w: {}, lambda w: {"up": w.section.pk}),
}


@pytest.mark.parametrize("name", list(SMUGGLED))
def test_forms_do_not_take_things_of_another_association(name: str, world: World, own: Plan) -> None:
    names, body = (make(world) for make in SMUGGLED[name])

    found = outcome(
        world.client("head_of_neighbour"), "POST", reverse(name, kwargs={"plan_id": own.pk, **names}), dict(body)
    )

    assert found in ("404", "422")


def test_item_is_not_moved_beside_one_of_another_plan(world: World, own: Plan) -> None:
    address = reverse("workplans:item_move", args=[own.pk, own.items.get().pk])

    found = [
        outcome(world.client("head_of_neighbour"), "POST", address, body)
        for body in ({"section": world.section.pk}, {"before": world.item.pk})
    ]

    assert found == ["422", "422"]


def test_things_are_not_moved_into_a_territory_of_others(world: World) -> None:
    client = world.client("head_of_neighbour")
    organisation = {
        "kind": "school",
        "short_name": "Школа",
        "name": "Школа",
        "territory": world.association.territory_id,
    }

    found = outcome(client, "POST", reverse("associations:organisation_create"), organisation)

    assert found == "422"


def put_a_word_everywhere(world: World) -> None:
    """One telling word in every text that only the association may read."""
    Plan.objects.filter(pk__in=[world.draft.pk, world.approved.pk, world.considered.pk]).update(
        title=WORD, goal=WORD, tasks=WORD, signer_name=WORD
    )
    for plan in (world.draft, world.approved, world.considered):
        plan.sections.update(title=f"{WORD} {plan.pk}")
        plan.items.update(
            title=WORD, place=WORD, start=clock.today(), end=clock.today(), term_kind="day", form="meeting"
        )
    type(world.preview).objects.filter(pk=world.preview.pk).update(file_name=WORD)
    type(world.job).objects.filter(pk=world.job.pk).update(label=WORD)
    Person.objects.filter(pk=world.newcomer.pk).update(given_name=WORD)
    type(world.card).objects.filter(pk=world.card.pk).update(other_work=WORD, self_education_theme=WORD)
    type(world.award).objects.filter(pk=world.award.pk).update(title=WORD)
    type(world.post).objects.filter(pk=world.post.pk).update(title=WORD)
    type(world.registration).objects.filter(association=world.association).update(given_name=WORD, message=WORD)
    type(world.campaign).objects.filter(association=world.association).update(title=WORD, letter=WORD)
    type(world.notice).objects.filter(pk=world.notice.pk).update(title=WORD, text=WORD)
    type(world.view).objects.filter(pk=world.view.pk).update(name=WORD)
    world.responsible.basis = WORD
    world.responsible.save()
    world.outcome.evidence = WORD
    world.outcome.save()


@pytest.mark.parametrize("column", ["guest", "head_of_neighbour", "member_above", "archived_head", "bearer_of_key"])
def test_no_page_lets_a_word_of_others_slip(column: str, world: World) -> None:
    put_a_word_everywhere(world)
    client = world.client(column)
    slipped = []

    for row in TABLE:
        # The bearer of a key has rights in the interface alone: there the key is the head's own.
        if row.has_token or (column == "bearer_of_key" and row.name.startswith("api-1:")):
            continue
        names = dict(row.names(world))
        codes = {names["code"], "bereg", "omo"} if "code" in names else {""}
        for code in sorted(codes):
            address = reverse(row.name, kwargs={**names, **({"code": code} if code else {})})
            answer = client.get(address, dict(row.query(world)))
            if answer.status_code == 200 and not answer.streaming and WORD in answer.content.decode(errors="ignore"):
                slipped.append(address)

    assert slipped == []


def test_the_word_is_there_for_those_who_may_read_it(world: World) -> None:
    """Without this, the test above could pass because nothing is shown to anybody."""
    put_a_word_everywhere(world)
    client = world.client("head")
    addresses = [
        reverse("pages:association_home", args=["luga"]),
        reverse("workplans:plan_detail", args=[world.draft.pk]),
        reverse("workplans:calendar"),
        reverse("workplans:association_calendar", args=["luga"]),
        reverse("workplans:import_list", args=["luga"]),
        reverse("members:member_list", args=["luga"]),
        reverse("jobs:job_detail", args=[world.job.public_id]),
        reverse("pages:desk"),
        reverse("members:card_detail", args=[world.newcomer.pk]),
        reverse("members:registration_list", args=["luga"]),
        reverse("members:campaign_list", args=["luga"]),
        reverse("members:directory"),
        reverse("members:composition_on", args=["luga"]),
        reverse("notices:notice_list"),
        reverse("members:white_spots"),
    ]

    silent = [address for address in addresses if WORD not in client.get(address).content.decode()]

    assert silent == []


def test_key_of_a_stranger_reads_nothing_of_others(world: World) -> None:
    put_a_word_everywhere(world)
    stranger = world.people["head_of_neighbour"]
    token = issue_token(stranger, label="Сайт", by=stranger, at=clock.now()).token
    slipped, statuses = [], {}

    for row in TABLE:
        if not row.name.startswith("api-1:"):
            continue
        address = reverse(row.name, kwargs=dict(row.names(world)))
        answer = world.client("guest").get(address, headers={"Authorization": f"Bearer {token}"})
        statuses[row.name] = answer.status_code
        if WORD in answer.content.decode(errors="ignore"):
            slipped.append(address)

    assert slipped == []
    assert {name for name, status in statuses.items() if status == 404} == {
        "api-1:api-root",
        "api-1:plan_detail",
        "api-1:item_list",
        "api-1:plan_file",
    }


def test_person_without_any_role_sees_only_what_is_public(world: World) -> None:
    nobody: Any = PersonFactory()
    put_a_word_everywhere(world)
    client = world.client("guest")
    client.force_login(nobody)
    found: dict[int, set[str]] = {}

    for row in TABLE:
        if row.has_token or row.name.startswith(("api-1:", "notices:", "people:", "ui:")):
            continue
        answer = client.get(reverse(row.name, kwargs=dict(row.names(world))), dict(row.query(world)))
        found.setdefault(answer.status_code, set()).add(str(row))
        if answer.status_code == 200 and not answer.streaming:
            assert WORD not in answer.content.decode(errors="ignore"), str(row)

    assert found[200] == {
        "associations:association_list",
        "associations:capability_explain (of oneself)",
        "associations:capability_table",
        "associations:organisation_list",
        "associations:territory_list",
        "members:campaigns",
        "members:card_detail (name published)",
        "members:directory",
        "members:join",
        "members:join_association",
        "members:join_confirmed",
        "members:join_consent",
        "members:join_sent",
        "members:my_lists",
        "members:school_directory",
        "members:view_save",
        "pages:association_home",
        "pages:desk",
        "pages:home",
        "personal:privacy",
        "workplans:association_calendar",
        "workplans:calendar",
        "workplans:calendar_feed_public",
        "workplans:item_detail (published)",
        "workplans:plan_detail (published)",
        "workplans:plan_export (published)",
        "workplans:plan_list",
    }
