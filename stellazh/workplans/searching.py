"""Plans and their items in the search of everything.

Who answers for an item is found as the plan shows it: signed in everybody, without that groups, schools and the people
who have agreed to be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from stellazh.associations.searching import place_of, placed
from stellazh.common.actor import Actor, ActorKind
from stellazh.people.services.consents import published_subjects
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Shown, Source, searchables
from stellazh.workplans.enums import EventForm
from stellazh.workplans.models import ItemOutcome, Plan, PlanItem
from stellazh.workplans.reads.naming import SOMEBODY, Naming

PLANS: Final = "workplans_plan"
ITEMS: Final = "workplans_planitem"
SECTIONS: Final = "workplans_plansection"
OWNERS: Final = "workplans_itemowner"


def register() -> None:
    """Let plans and items be found by whoever may read the plan."""
    searchables.add(
        SearchableKind(
            code="plan",
            label="план работы",
            plural="Планы работы",
            entries=_plans,
            every_key=Plan.objects.present,
            visible_to=_open_plans,
            address=lambda key: reverse("workplans:plan_detail", args=[key]),
            sources=(
                Source(
                    PLANS,
                    columns=(
                        "association_id",
                        "school_year",
                        "title",
                        "unified_theme",
                        "methodical_theme",
                        "goal",
                        "tasks",
                        "expected_results",
                        "archived_at",
                    ),
                ),
                Source(SECTIONS, "{row}.plan_id", ("plan_id", "position", "title")),
                placed(PLANS),
            ),
            order=25,
            weight=1.05,
        )
    )
    consents = Source(
        "people_consent",
        f"SELECT t.item_id FROM {OWNERS} t WHERE t.person_id = {{row}}.person_id",  # noqa: S608
        ("person_id", "subject", "withdrawn_at"),
    )
    for code, named in (("item", False), ("item_owner", True)):
        searchables.add(
            SearchableKind(
                code=code,
                label="пункт плана",
                plural="Пункты планов",
                entries=_named_items if named else _items,
                every_key=_present_items,
                visible_to=_items_with_names if named else _open_items,
                shown=_shown,
                sources=(*_of_items(), *(() if named else (consents,))),
                order=27,
                group="item",
            )
        )


def _of_items() -> Iterable[Source]:
    yield Source(
        ITEMS,
        columns=(
            "plan_id", "section_id", "title", "form", "description", "term_raw", "start", "end", "place", "audience",
            "outcome_document", "status", "status_reason", "note", "archived_at",
        ),
    )  # fmt: skip
    yield Source(SECTIONS, f"SELECT t.id FROM {ITEMS} t WHERE t.section_id = {{row}}.id", ("title",))  # noqa: S608
    yield Source(OWNERS, "{row}.item_id", ("item_id", "position", "kind", "name", "detail", "person_id"))
    yield Source("workplans_itemoutcome", "{row}.item_id", ("item_id", "evidence", "withdrawn_at"))
    yield Source(
        PLANS,
        f"SELECT t.id FROM {ITEMS} t WHERE t.plan_id = {{row}}.id",  # noqa: S608
        ("association_id", "school_year", "archived_at"),
    )
    yield placed(ITEMS, to_association="p.association_id", joined=f"JOIN {PLANS} p ON p.id = t.plan_id")


def _open_plans(actor: Actor) -> QuerySet[Plan]:
    return Plan.objects.present().visible_to(actor)


def _present_items() -> QuerySet[PlanItem]:
    return PlanItem.objects.present().filter(plan__archived_at=None)


def _open_items(actor: Actor) -> QuerySet[PlanItem]:
    return PlanItem.objects.present().filter(plan__in=_open_plans(actor).values("pk"))


def _items_with_names(actor: Actor) -> QuerySet[PlanItem]:
    is_signed_in = actor.actor_kind in (ActorKind.PERSON, ActorKind.SYSTEM)
    return _open_items(actor) if is_signed_in else PlanItem.objects.none()


def _plans(keys: Sequence[int]) -> Iterable[SearchEntry]:
    rows = Plan.objects.present().filter(pk__in=keys).select_related("association").prefetch_related("sections")
    for row in rows:
        words = [
            row.title,
            row.unified_theme,
            row.methodical_theme,
            row.goal,
            row.tasks,
            row.expected_results,
            *(section.title for section in row.sections.all()),
        ]
        yield SearchEntry(
            row.pk,
            f"{row}. {row.association.short_name}",
            "\n".join(filter(None, words)),
            on=row.year.first_day,
            year=row.school_year,
            **place_of(row.association),
        )


def _items(keys: Sequence[int]) -> Iterable[SearchEntry]:
    return _entries(keys, shows_everybody=False)


def _named_items(keys: Sequence[int]) -> Iterable[SearchEntry]:
    return _entries(keys, shows_everybody=True)


def _entries(keys: Sequence[int], *, shows_everybody: bool) -> Iterable[SearchEntry]:
    outcomes = Prefetch("outcomes", ItemOutcome.objects.filter(withdrawn_at=None).order_by("pk"))
    rows = _present_items().filter(pk__in=keys).select_related("plan__association", "section")
    items = list(rows.prefetch_related("owners", outcomes))
    owners = {item.pk: [(one.kind, one.name, one.detail, one.person_id) for one in item.owners.all()] for item in items}
    published: Mapping[int, frozenset[str]] = {}
    if not shows_everybody:
        published = published_subjects({row[3] for held in owners.values() for row in held if row[3] is not None})
    naming = Naming(shows_everybody=shows_everybody, published=published)
    for item in items:
        named = [", ".join(filter(None, one)) for one in naming.owners(owners[item.pk]) if one[0] != SOMEBODY]
        if shows_everybody and not named:
            # The other kind has all its words.
            continue
        words = [
            item.section.title if item.section else "",
            "" if item.form == EventForm.OTHER else item.get_form_display(),
            item.term_raw,
            *named,
            item.description,
            item.place,
            item.audience,
            item.outcome_document,
            item.note,
            item.status_reason,
            *(outcome.evidence for outcome in item.outcomes.all()),
        ]
        yield SearchEntry(
            item.pk,
            item.title,
            "\n".join(filter(None, words)),
            on=item.start or item.end,
            year=item.plan.school_year,
            **place_of(item.plan.association),
        )


def _shown(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
    rows = _open_items(actor).filter(pk__in=keys).select_related("plan__association")
    return {
        row.pk: Shown(
            row.get_absolute_url(), str(row), f"{row.plan}. {row.plan.association.short_name}", row.term_raw.strip()
        )
        for row in rows
    }
