"""Plans: started, changed, agreed, approved, published, closed, put away."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Guest, System
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.mail.models import OutgoingMail
from stellazh.notices.models import Notice
from stellazh.workplans import services
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.models import Plan, PlanGrif, PlanSection, PlanVersion
from tests.factories.associations import AssociationFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory
from tests.workplans.making import BASIS, PLAN

pytestmark = pytest.mark.django_db


def deeds():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_create_plan_makes_a_draft_with_its_sections(association, head, at):
    plan = services.create_plan(
        association.pk, school_year=2024, fields=PLAN, sections=["Первое", " Второе ", "Первое"],
        submission_key=uuid4(), by=head, at=at,
    )  # fmt: skip

    stored = Plan.objects.get()
    assert (stored.pk, stored.status, stored.school_year, stored.goal) == (plan.pk, "draft", 2024, "Помогать школам")
    assert list(PlanSection.objects.values_list("position", "title")) == [(1, "Первое"), (2, "Второе")]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.scope, entry.changes["Цель"]) == ("plan_created", "/omo/luga/", ["", "Помогать школам"])


def test_create_plan_twice_by_one_form_makes_one(association, head, at):
    key = uuid4()

    first = services.create_plan(association.pk, school_year=2024, fields=PLAN, submission_key=key, by=head, at=at)
    again = services.create_plan(association.pk, school_year=2024, fields=PLAN, submission_key=key, by=head, at=at)

    assert again.pk == first.pk
    assert deeds() == ["plan_created"]


def test_create_plan_refuses_a_second_one_for_the_year(association, head, at):
    taken = PlanFactory(association=association)

    with pytest.raises(services.PlanAlreadyExists) as refusal:
        services.create_plan(association.pk, school_year=2024, fields=PLAN, submission_key=uuid4(), by=head, at=at)

    assert refusal.value.plan_id == taken.pk
    assert Plan.objects.count() == 1


def test_create_plan_refuses_a_key_of_another_association(association, neighbour, head, at):
    key = uuid4()
    services.create_plan(neighbour.pk, school_year=2024, fields=PLAN, submission_key=key, by=System("test"), at=at)

    with pytest.raises(services.FormSentTwice):
        services.create_plan(association.pk, school_year=2024, fields=PLAN, submission_key=key, by=head, at=at)

    assert Plan.objects.count() == 1


def test_create_plan_refuses_an_impossible_year(association, head, at):
    with pytest.raises(services.YearOutOfRange):
        services.create_plan(association.pk, school_year=1999, fields=PLAN, submission_key=uuid4(), by=head, at=at)

    assert not Plan.objects.exists()


def test_create_plan_refuses_a_long_title(association, head, at):
    with pytest.raises(services.TextTooLong, match="«Название»: не более 400 знаков, а набрано 401"):
        services.create_plan(
            association.pk, school_year=2024, fields=replace(PLAN, title="я" * 401), submission_key=None, by=head, at=at
        )

    assert not Plan.objects.exists()


@pytest.mark.parametrize("who", ["member", "stranger", "region_head"])
def test_create_plan_is_for_those_who_edit_here(who, association, at, request):
    actor = request.getfixturevalue(who)

    with pytest.raises(PermissionRefused):
        services.create_plan(association.pk, school_year=2024, fields=PLAN, submission_key=uuid4(), by=actor, at=at)

    assert not Plan.objects.exists()


def test_create_plan_refuses_a_closed_association(head, association, at):
    association.archived_at = at
    association.save()

    with pytest.raises(PermissionRefused):
        services.create_plan(association.pk, school_year=2024, fields=PLAN, submission_key=uuid4(), by=head, at=at)


def test_update_plan_keeps_what_changed(association, head, at):
    plan = PlanFactory(association=association, goal="Старая цель", title="План")

    services.update_plan(
        plan.pk, expected_version=1, fields=replace(PLAN, title="План", goal="Новая цель", tasks=""), by=head, at=at
    )

    plan.refresh_from_db()
    assert (plan.goal, plan.version, plan.updated_at) == ("Новая цель", 2, at)
    assert AuditEntry.objects.get().changes == {"Цель": ["Старая цель", "Новая цель"]}


def test_update_plan_with_equal_fields_changes_nothing(association, head, at):
    plan = PlanFactory(association=association, title="План", goal="Цель")

    services.update_plan(
        plan.pk, expected_version=1, fields=replace(PLAN, title="План", goal="Цель", tasks=""), by=head, at=at
    )

    plan.refresh_from_db()
    assert plan.version == 1
    assert deeds() == []


def test_update_plan_shows_both_texts_when_somebody_was_faster(association, head, at):
    plan = PlanFactory(association=association, goal="Их цель", title="План", version=2)

    with pytest.raises(ChangedMeanwhile) as clash:
        services.update_plan(
            plan.pk, expected_version=1, fields=replace(PLAN, title="План", goal="Моя цель", tasks=""), by=head, at=at
        )

    assert (clash.value.theirs, clash.value.mine) == ({"Цель": "Их цель"}, {"Цель": "Моя цель"})
    assert Plan.objects.get().goal == "Их цель"


@pytest.mark.parametrize("trait", ["closed", "archived"])
def test_update_plan_refuses_what_is_finished(trait, association, head, at):
    plan = PlanFactory(association=association, **{trait: True})

    with pytest.raises(PermissionRefused):
        services.update_plan(plan.pk, expected_version=1, fields=PLAN, by=head, at=at)

    assert deeds() == []


def test_set_grif_writes_and_takes_away(association, methodist, at):
    plan = PlanFactory(association=association)

    services.set_grif(plan.pk, kind="agreed", text="Директор центра", number="7", by=methodist, at=at)
    first = list(PlanGrif.objects.values_list("kind", "text", "number"))
    services.set_grif(plan.pk, kind="agreed", text=" ", by=methodist, at=at)

    assert first == [("agreed", "Директор центра", "7")]
    assert not PlanGrif.objects.exists()
    assert [entry.changes for entry in AuditEntry.objects.order_by("pk")] == [
        {"Гриф «СОГЛАСОВАНО»": ["", "Директор центра № 7"]},
        {"Гриф «СОГЛАСОВАНО»": ["Директор центра № 7", ""]},
    ]


def test_set_grif_of_approval_needs_the_right_to_approve(association, methodist, at):
    plan = PlanFactory(association=association)

    with pytest.raises(PermissionRefused):
        services.set_grif(plan.pk, kind="approved", text="Приказ", by=methodist, at=at)

    assert not PlanGrif.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "data:text/html,x"])
def test_set_grif_refuses_addresses_that_are_no_pages(url, association, head, at):
    plan = PlanFactory(association=association)

    with pytest.raises(services.UnsafeAddress):
        services.set_grif(plan.pk, kind="agreed", text="Центр", url=url, by=head, at=at)

    assert not PlanGrif.objects.exists()


def test_consider_plan_keeps_the_protocol(association, head, at):
    plan = PlanItemFactory(plan__association=association).plan

    services.consider_plan(plan.pk, basis=BASIS, by=head, at=at)

    plan.refresh_from_db()
    grif = PlanGrif.objects.get()
    assert (plan.status, grif.kind, grif.text, grif.number, grif.on) == (
        "considered", "reviewed", "на заседании ММО, протокол", "1", BASIS.on,
    )  # fmt: skip
    assert AuditEntry.objects.get().changes == {"Состояние": ["черновик", "рассмотрен"]}


@pytest.mark.parametrize("trait", ["considered", "approved", "closed"])
def test_consider_plan_refuses_what_is_past_it(trait, association, head, at):
    plan = PlanItemFactory(plan__association=association, **{f"plan__{trait}": True}).plan

    with pytest.raises(services.PlanAlreadyConsidered):
        services.consider_plan(plan.pk, basis=BASIS, by=head, at=at)

    assert not PlanGrif.objects.exists()


@pytest.mark.parametrize("decision", [services.consider_plan, services.approve_plan])
def test_decisions_refuse_an_empty_plan(decision, association, head, at):
    plan = PlanFactory(association=association)
    PlanItemFactory(plan=plan, archived_at=at)

    with pytest.raises(services.PlanIsEmpty):
        decision(plan.pk, basis=BASIS, by=head, at=at)

    plan.refresh_from_db()
    assert (plan.status, plan.version, deeds()) == ("draft", 1, [])


@pytest.mark.parametrize("decision", [services.consider_plan, services.approve_plan])
def test_decisions_refuse_a_paper_without_words(decision, association, head, at):
    plan = PlanItemFactory(plan__association=association).plan

    with pytest.raises(services.TextMissing):
        decision(plan.pk, basis=replace(BASIS, text=" "), by=head, at=at)

    plan.refresh_from_db()
    assert (plan.status, PlanGrif.objects.count()) == ("draft", 0)


@pytest.mark.parametrize("trait", ["considered", None])
def test_approve_plan_makes_it_binding(trait, association, head, at):
    plan = PlanItemFactory(plan__association=association, **({f"plan__{trait}": True} if trait else {})).plan

    services.approve_plan(plan.pk, basis=BASIS, by=head, at=at)

    plan.refresh_from_db()
    version = PlanVersion.objects.get()
    assert (plan.status, plan.is_binding) == ("approved", True)
    assert (version.number, version.reason, version.note) == (
        1, "approved", "на заседании ММО, протокол № 1 от 03.09.2024",
    )  # fmt: skip
    assert len(version.snapshot["items"]) == 1
    assert deeds() == ["plan_approved"]


@pytest.mark.parametrize("trait", ["approved", "closed"])
def test_approve_plan_twice_is_refused(trait, association, head, at):
    plan = PlanItemFactory(plan__association=association, **{f"plan__{trait}": True}).plan

    with pytest.raises(services.PlanAlreadyApproved):
        services.approve_plan(plan.pk, basis=BASIS, by=head, at=at)

    assert not PlanVersion.objects.exists()


def test_approve_plan_tells_the_members_and_nobody_else(association, neighbour, head, member, methodist, stranger, at):
    plan = PlanFactory(association=association)
    PlanItemFactory(plan=plan)
    gone = MembershipFactory(association=association, to_on=at.date() - timedelta(days=1)).person
    card = MembershipFactory(association=association, person=PersonFactory(without_account=True)).person

    services.approve_plan(plan.pk, basis=BASIS, by=head, at=at)

    told = Notice.objects.order_by("person_id")
    assert {notice.person for notice in told} == {member, methodist}
    assert {gone, card, head, stranger}.isdisjoint(notice.person for notice in told)
    assert {(notice.kind, notice.title, notice.address) for notice in told} == {
        ("workplans.plan_approved", "План на 2024/2025 утверждён", plan.get_absolute_url())
    }
    assert told[0].text == "ММО Лужского округа: на заседании ММО, протокол № 1 от 03.09.2024."
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("who", ["methodist", "member", "stranger", "region_head"])
def test_approve_plan_is_for_the_head(who, association, at, request):
    plan = PlanItemFactory(plan__association=association).plan
    actor = request.getfixturevalue(who)

    with pytest.raises(PermissionRefused):
        services.approve_plan(plan.pk, basis=BASIS, by=actor, at=at)

    plan.refresh_from_db()
    assert plan.status == "draft"


def test_reopen_plan_makes_a_considered_one_a_draft(association, head, at):
    plan = PlanFactory(association=association, considered=True)

    services.reopen_plan(plan.pk, reason="ошибка в сроках", by=head, at=at)

    plan.refresh_from_db()
    assert (plan.status, AuditEntry.objects.get().note) == ("draft", "ошибка в сроках")


def test_reopen_plan_needs_a_reason(association, head, at):
    plan = PlanFactory(association=association, considered=True)

    with pytest.raises(services.ReasonNeeded):
        services.reopen_plan(plan.pk, reason=" ", by=head, at=at)

    plan.refresh_from_db()
    assert plan.status == "considered"


@pytest.mark.parametrize("status", [PlanStatus.DRAFT, PlanStatus.APPROVED, PlanStatus.CLOSED])
def test_reopen_plan_refuses_all_but_considered_ones(status, association, head, at):
    plan = PlanFactory(association=association, status=status)

    with pytest.raises(services.PlanNotConsidered):
        services.reopen_plan(plan.pk, reason="надо", by=head, at=at)

    plan.refresh_from_db()
    assert plan.status == status


def test_publish_plan_shows_it_to_guests(association, head, at):
    plan = PlanFactory(association=association, approved=True)
    before = Plan.objects.visible_to(Guest()).count()

    services.publish_plan(plan.pk, by=head, at=at)

    assert (before, list(Plan.objects.visible_to(Guest()))) == (0, [plan])


def test_publish_plan_refuses_a_draft(association, head, at):
    plan = PlanFactory(association=association, considered=True)

    with pytest.raises(services.PlanNotApproved):
        services.publish_plan(plan.pk, by=head, at=at)

    plan.refresh_from_db()
    assert not plan.is_public


def test_publish_and_unpublish_refuse_what_is_so_already(association, head, at):
    public = PlanFactory(association=association, published=True)
    private = PlanFactory(association=association, school_year=2023, approved=True)

    with pytest.raises(services.PlanAlreadyThere):
        services.publish_plan(public.pk, by=head, at=at)
    with pytest.raises(services.PlanAlreadyThere):
        services.unpublish_plan(private.pk, by=head, at=at)

    assert deeds() == []


def test_unpublish_plan_hides_it(association, head, at):
    plan = PlanFactory(association=association, published=True)

    services.unpublish_plan(plan.pk, by=head, at=at)

    assert not Plan.objects.visible_to(Guest()).exists()


def test_close_plan_keeps_the_last_version(association, head, at):
    plan = PlanFactory(association=association, approved=True)

    services.close_plan(plan.pk, by=head, at=at)

    plan.refresh_from_db()
    assert (plan.status, PlanVersion.objects.get().reason) == ("closed", "closed")


def test_close_plan_refuses_a_draft(association, head, at):
    plan = PlanFactory(association=association)

    with pytest.raises(services.PlanNotApproved):
        services.close_plan(plan.pk, by=head, at=at)

    assert not PlanVersion.objects.exists()


def test_archive_and_restore_plan(association, methodist, at):
    plan = PlanFactory(association=association)

    services.archive_plan(plan.pk, by=methodist, at=at)
    archived = Plan.objects.get().archived_at
    services.restore_plan(plan.pk, by=methodist, at=at)

    assert (archived, Plan.objects.get().archived_at) == (at, None)
    assert deeds() == ["plan_archived", "plan_restored"]


def test_archive_plan_refuses_an_approved_one(association, head, at):
    plan = PlanFactory(association=association, approved=True)

    with pytest.raises(PermissionRefused, match="сначала закройте"):
        services.archive_plan(plan.pk, by=head, at=at)

    assert Plan.objects.get().archived_at is None


def test_restore_plan_refuses_when_the_year_is_taken(association, head, at):
    put_away = PlanFactory(association=association, archived=True)
    PlanFactory(association=association)

    with pytest.raises(services.PlanAlreadyExists):
        services.restore_plan(put_away.pk, by=head, at=at)

    put_away.refresh_from_db()
    assert put_away.archived_at is not None


@pytest.mark.parametrize(
    "deed",
    [
        lambda pk, by, at: services.update_plan(pk, expected_version=1, fields=PLAN, by=by, at=at),
        lambda pk, by, at: services.set_grif(pk, kind="agreed", text="x", by=by, at=at),
        lambda pk, by, at: services.consider_plan(pk, basis=BASIS, by=by, at=at),
        lambda pk, by, at: services.reopen_plan(pk, reason="x", by=by, at=at),
        lambda pk, by, at: services.publish_plan(pk, by=by, at=at),
        lambda pk, by, at: services.unpublish_plan(pk, by=by, at=at),
        lambda pk, by, at: services.close_plan(pk, by=by, at=at),
        lambda pk, by, at: services.archive_plan(pk, by=by, at=at),
        lambda pk, by, at: services.restore_plan(pk, by=by, at=at),
        lambda pk, by, at: services.add_section(pk, title="x", by=by, at=at),
        lambda pk, by, at: services.renumber_items(pk, by=by, at=at),
        lambda pk, by, at: services.copy_plan(pk, to_year=2025, submission_key=None, by=by, at=at),
        lambda pk, by, at: services.change_items(
            pk, item_ids=[1], change=services.BulkChange(form="seminar"), by=by, at=at
        ),
    ],
)
@pytest.mark.parametrize("who", ["member", "stranger", "guest"])
def test_no_service_serves_outsiders(deed, who, association, at, request):
    plan = PlanFactory(association=association)
    actor = Guest() if who == "guest" else request.getfixturevalue(who)

    with pytest.raises(PermissionRefused):
        deed(plan.pk, actor, at)

    assert (deeds(), Plan.objects.count()) == ([], 1)


def test_every_refusal_is_a_sentence_for_the_person():
    refusals = [getattr(services, name) for name in dir(services) if isinstance(getattr(services, name), type)]

    assert all(issubclass(kind, DomainError) for kind in refusals if issubclass(kind, Exception))


def test_a_plan_of_another_association_may_have_the_same_year(head, at):
    PlanFactory(association=AssociationFactory())
    PlanFactory(association=AssociationFactory())

    assert Plan.objects.for_year(2024).count() == 2
