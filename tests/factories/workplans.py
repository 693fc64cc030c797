"""Plans, their sections, items and owners, as rows: what services make of them is tested through services."""

from datetime import UTC, date, datetime

import factory

from stellazh.workplans.enums import OwnerKind, PlanStatus
from stellazh.workplans.models import ItemOutcome, ItemOwner, Plan, PlanItem, PlanSection
from tests.factories.associations import AssociationFactory

MADE_AT = datetime(2024, 8, 20, 9, 0, tzinfo=UTC)


class PlanFactory(factory.django.DjangoModelFactory):
    """A draft for 2024/2025; traits `considered`, `approved`, `published`, `closed`, `archived`."""

    class Meta:
        model = Plan

    class Params:
        considered = factory.Trait(status=PlanStatus.CONSIDERED)
        approved = factory.Trait(status=PlanStatus.APPROVED)
        published = factory.Trait(status=PlanStatus.APPROVED, is_public=True)
        closed = factory.Trait(status=PlanStatus.CLOSED)
        archived = factory.Trait(archived_at=MADE_AT)

    association = factory.SubFactory(AssociationFactory)
    school_year = 2024
    title = "План работы на 2024/2025 учебный год"
    goal = "Помочь школьным библиотекам стать сердцем школы."
    created_at = MADE_AT
    updated_at = MADE_AT


class PlanSectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanSection

    plan = factory.SubFactory(PlanFactory)
    position = factory.LazyAttribute(lambda s: s.plan.sections.count() + 1)
    title = factory.Sequence(lambda n: f"Направление {n}")


class PlanItemFactory(factory.django.DjangoModelFactory):
    """An item of October 2024, without a section unless given one."""

    class Meta:
        model = PlanItem

    plan = factory.SubFactory(PlanFactory)
    section = None
    position = factory.LazyAttribute(lambda i: i.plan.items.count() + 1)
    number = factory.LazyAttribute(lambda i: str(i.position))
    title = factory.Sequence(lambda n: f"Семинар для библиотекарей № {n}")
    term_raw = "октябрь 2024"
    term_kind = "month"
    start = date(2024, 10, 1)
    end = date(2024, 10, 31)
    created_at = MADE_AT
    updated_at = MADE_AT


class ItemOwnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ItemOwner

    item = factory.SubFactory(PlanItemFactory)
    kind = OwnerKind.TEXT
    name = "Ольхова В.И."


class ItemOutcomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ItemOutcome

    item = factory.SubFactory(PlanItemFactory)
    evidence = "список участников"
    participation_count = 27
    recorded_at = MADE_AT
    recorded_by = "Ольхова В.И."
