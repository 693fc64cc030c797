"""A plan ready to be printed: what the printers of `papers` take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from stellazh.common.actor import Actor
from stellazh.common.numerals import agree
from stellazh.workplans.enums import EventForm, ItemFormat, ItemStatus, PlanStatus
from stellazh.workplans.models import ItemOutcome, Plan, PlanGrif, PlanItem
from stellazh.workplans.papers.content import Grif, PaperItem, PaperOwner, PlanPaper
from stellazh.workplans.reads.filters import falls_into
from stellazh.workplans.reads.naming import Naming, naming_for


def plan_paper(plan: Plan, *, reader: Actor, on: date, month: date | None = None, with_fact: bool = False) -> PlanPaper:
    """The whole plan, or what falls into one month of it (`month` is its first day), as a paper made on that day.

    Five queries, however many items there are; one more when `plan.association` has not been read yet, and one for a
    reader not signed in, whose copy names those alone who agreed to it.
    """
    items = list(plan.items.present().in_paper_order().select_related("section").prefetch_related("owners", "outcomes"))
    if month is not None:
        items = [item for item in items if falls_into(month, item.start, item.end, item.months)]
    naming = naming_for(reader, owner_ids(items))
    sections = tuple(plan.sections.values_list("title", flat=True))
    places = {title: place for place, title in enumerate(sections)}
    items.sort(key=lambda item: places.get(item.section.title if item.section else "", len(places)))
    return PlanPaper(
        association_name=plan.association.name,
        title=plan.title or f"План работы на {plan.year.label} учебный год",
        school_year=plan.school_year,
        unified_theme=plan.unified_theme,
        methodical_theme=plan.methodical_theme,
        goal=plan.goal,
        tasks=_lines(plan.tasks),
        expected_results=_lines(plan.expected_results),
        sections=sections,
        grifs=tuple(_grif(grif, naming) for grif in plan.grifs.order_by("kind")),
        items=tuple(paper_item(item, naming) for item in items),
        signer_post=plan.signer_post,
        signer_name=naming.signer(plan.signer_name),
        generated_on=on,
        draft=plan.status == PlanStatus.DRAFT,
        with_fact=with_fact,
    )


def fact_of(outcomes: list[ItemOutcome]) -> str:
    """«12.10.2024: список участников, 27 участий; протокол № 2»."""
    facts = []
    for outcome in outcomes:
        day = f"{outcome.held_on:%d.%m.%Y}: " if outcome.held_on else ""
        count = outcome.participation_count
        participants = "" if count is None else f", {count} {agree(count, 'участие', 'участия', 'участий')}"
        facts.append(f"{day}{outcome.evidence}{participants}")
    return "; ".join(facts)


def grif_lines(grif: PlanGrif) -> tuple[str, ...]:
    """The lines under the heading of the block: its text, then «№ 1 от 26.08.2024»."""
    number = f"№ {grif.number}" if grif.number else ""
    day = f"от {grif.on:%d.%m.%Y}" if grif.on else ""
    paper = " ".join(part for part in (number, day) if part)
    return (*_lines(grif.text), *((paper,) if paper else ()))


def owner_ids(items: Iterable[PlanItem]) -> set[int | None]:
    """The people whom the items name; `owners` is to be read beforehand."""
    return {owner.person_id for item in items for owner in item.owners.all()}


def _grif(grif: PlanGrif, naming: Naming) -> Grif:
    return Grif(kind=grif.kind, lines=tuple(naming.line(line) for line in grif_lines(grif)))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def paper_item(item: PlanItem, naming: Naming) -> PaperItem:
    """One item for the printers; `section`, `owners` and `outcomes` are to be read beforehand."""
    outcomes = [outcome for outcome in item.outcomes.all() if outcome.withdrawn_at is None]
    return PaperItem(
        uid=str(item.uid),
        number=item.number,
        section=item.section.title if item.section else "",
        title=item.title,
        description=item.description,
        term_raw=item.term_raw,
        term_kind=item.term_kind,
        start=item.start,
        end=item.end,
        time=item.time,
        place=item.place,
        format_label=str(ItemFormat(item.format).label) if item.format else "",
        form_label=str(EventForm(item.form).label),
        audience=item.audience,
        outcome_document=item.outcome_document,
        owners=paper_owners(item, naming),
        status=item.status,
        status_label=str(ItemStatus(item.status).label),
        status_reason=item.status_reason,
        fact=fact_of(outcomes),
        months=tuple(date.fromisoformat(month) for month in item.months),
    )


def paper_owners(item: PlanItem, naming: Naming) -> tuple[PaperOwner, ...]:
    """The owners of an item as the reader sees them."""
    rows = ((owner.kind, owner.name, owner.detail, owner.person_id) for owner in item.owners.all())
    return tuple(PaperOwner(name, detail) for name, detail in naming.owners(rows))
