"""Outcomes: told, told again, taken back."""

from datetime import date

import pytest

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused
from stellazh.workplans import services
from stellazh.workplans.models import ItemOutcome, PlanVersion
from tests.factories.workplans import PlanItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(association):
    return PlanItemFactory(plan__association=association)


def test_record_outcome_makes_the_item_held(item, head, at):
    services.record_outcome(
        item.pk, participation_count=27, evidence=" список участников ", held_on=date(2024, 10, 8), by=head, at=at
    )

    item.refresh_from_db()
    outcome = ItemOutcome.objects.get()
    assert (item.status, item.version) == ("held", 2)
    assert (outcome.participation_count, outcome.evidence, outcome.held_on, outcome.recorded_by) == (
        27, "список участников", date(2024, 10, 8), "Ольхова В.И.",
    )  # fmt: skip
    assert AuditEntry.objects.get().changes == {
        "Чем подтверждается": ["", "список участников"],
        "Участий": ["", "27"],
        "Когда проведено": ["", "08.10.2024"],
        "Состояние": ["запланировано", "проведено"],
    }


def test_record_outcome_of_one_source_is_updated(item, at):
    events = System("events")
    for count in (5, 31):
        services.record_outcome(
            item.pk, source_key="event:1", participation_count=count, evidence="встреча", held_on=None, by=events, at=at
        )

    assert list(ItemOutcome.objects.values_list("source_key", "participation_count")) == [("event:1", 31)]
    assert AuditEntry.objects.latest("pk").changes == {"Участий": ["5", "31"]}


def test_record_outcome_of_two_sources_stands_twice(item, at):
    for source in ("event:1", "protocol:1", ""):
        services.record_outcome(
            item.pk, source_key=source, participation_count=None, evidence="бумага", held_on=None, by=System("x"), at=at
        )

    assert ItemOutcome.objects.count() == 3


def test_record_outcome_overrules_a_cancellation(item, head, at):
    item.status, item.status_reason = "cancelled", "нет зала"
    item.save()

    services.record_outcome(item.pk, participation_count=3, evidence="протокол", held_on=None, by=head, at=at)

    item.refresh_from_db()
    assert (item.status, item.status_reason) == ("held", "")


@pytest.mark.parametrize(
    ("evidence", "url", "refusal"),
    [
        (" ", "", services.EvidenceMissing),
        ("я" * 301, "", services.TextTooLong),
        ("протокол", "javascript:alert(1)", services.UnsafeAddress),
    ],
)
def test_record_outcome_refuses(evidence, url, refusal, item, head, at):
    with pytest.raises(refusal):
        services.record_outcome(
            item.pk, participation_count=1, evidence=evidence, evidence_url=url, held_on=None, by=head, at=at
        )

    item.refresh_from_db()
    assert (item.status, ItemOutcome.objects.count(), AuditEntry.objects.count()) == ("planned", 0, 0)


def test_withdraw_outcome_plans_the_item_again(item, head, at):
    outcome = services.record_outcome(item.pk, participation_count=3, evidence="протокол", held_on=None, by=head, at=at)

    services.withdraw_outcome(outcome.pk, by=head, at=at)

    item.refresh_from_db()
    outcome.refresh_from_db()
    assert (item.status, outcome.withdrawn_at) == ("planned", at)


def test_withdraw_outcome_leaves_the_item_held_by_another(item, head, at):
    first, _ = (
        services.record_outcome(item.pk, participation_count=3, evidence="протокол", held_on=None, by=head, at=at)
        for _ in range(2)
    )

    services.withdraw_outcome(first.pk, by=head, at=at)

    item.refresh_from_db()
    assert item.status == "held"


def test_withdraw_outcome_twice_is_refused(item, head, at):
    outcome = services.record_outcome(item.pk, participation_count=3, evidence="протокол", held_on=None, by=head, at=at)
    services.withdraw_outcome(outcome.pk, by=head, at=at)

    with pytest.raises(services.OutcomeAlreadyWithdrawn):
        services.withdraw_outcome(outcome.pk, by=head, at=at)

    assert AuditEntry.objects.count() == 2


def test_a_source_may_tell_again_after_its_outcome_was_withdrawn(item, at):
    telling = {"source_key": "event:1", "participation_count": 3, "evidence": "встреча", "held_on": None}
    outcome = services.record_outcome(item.pk, **telling, by=System("events"), at=at)
    services.withdraw_outcome(outcome.pk, by=System("events"), at=at)

    again = services.record_outcome(item.pk, **telling, by=System("events"), at=at)

    assert (again.pk != outcome.pk, ItemOutcome.objects.filter(withdrawn_at=None).count()) == (True, 1)


@pytest.mark.parametrize("who", ["member", "stranger", "region_head"])
def test_outcomes_are_for_those_who_work_here(who, item, head, at, request):
    actor = request.getfixturevalue(who)
    outcome = services.record_outcome(item.pk, participation_count=3, evidence="протокол", held_on=None, by=head, at=at)

    with pytest.raises(PermissionRefused):
        services.record_outcome(item.pk, participation_count=3, evidence="x", held_on=None, by=actor, at=at)
    with pytest.raises(PermissionRefused):
        services.withdraw_outcome(outcome.pk, by=actor, at=at)

    assert ItemOutcome.objects.get().withdrawn_at is None


def test_an_outcome_is_no_change_of_an_approved_plan(association, head, at):
    item = PlanItemFactory(plan__association=association, plan__approved=True)

    services.record_outcome(item.pk, participation_count=3, evidence="протокол", held_on=None, by=head, at=at)

    assert not PlanVersion.objects.exists()
