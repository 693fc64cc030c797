"""The items of a plan as light rows: three queries, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.ui.shelf import BookState
from stellazh.workplans.enums import EventForm, ItemFormat, ItemStatus, PlanStatus
from stellazh.workplans.models import ItemOutcome, ItemOwner, Plan, PlanItem, PlanSection
from stellazh.workplans.reads.filters import NO_SECTION, PlanFilters, falls_into, holds_words, is_late
from stellazh.workplans.reads.naming import naming_for

_STATUS_TONES = {
    ItemStatus.HELD.value: "ok",
    ItemStatus.POSTPONED.value: "warn",
    ItemStatus.CANCELLED.value: "",
}
_STATUS_LABELS = {status.value: str(status.label) for status in ItemStatus}
_FORM_LABELS = {form.value: str(form.label) for form in EventForm if form != EventForm.OTHER}
_FORMAT_LABELS = {entry.value: str(entry.label) for entry in ItemFormat}
_COLUMNS = (
    "pk", "version", "section_id", "number", "title", "form", "format", "description", "term_raw", "start", "end",
    "months", "place", "note", "status", "status_reason", "outcome_document",
)  # fmt: skip


@dataclass(slots=True)
class ItemRow:
    """An item as a list shows it. `state` is how its book looks; `participation_count` None when unknown."""

    pk: int
    version: int
    section_id: int | None
    number: str
    title: str
    form: str
    format: str
    description: str
    term_raw: str
    start: date | None
    end: date | None
    months: list[str]
    place: str
    note: str
    status: str
    status_reason: str
    outcome_document: str
    href: str = ""
    section: str = ""
    spine: int = 1
    owners: str = ""
    owner_names: tuple[str, ...] = ()
    state: BookState = "planned"
    participation_count: int | None = None

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return "bad" if self.state == "late" else _STATUS_TONES.get(self.status, "")

    @property
    def status_label(self) -> str:
        """The state in words; empty for what is simply planned."""
        if self.state == "late":
            return "просрочено"
        return "" if self.status == ItemStatus.PLANNED else _STATUS_LABELS[self.status]

    @property
    def kind_label(self) -> str:
        """«семинар, дистанционно», or what is known."""
        parts = (_FORM_LABELS.get(self.form, ""), _FORMAT_LABELS.get(self.format, ""))
        return ", ".join(part for part in parts if part)


def item_rows(
    plan: Plan,
    sections: Sequence[PlanSection],
    *,
    reader: Actor,
    on: date,
    only: int | None = None,
    with_owners: bool = True,
) -> list[ItemRow]:
    """Every present item in the order of the paper, as it stands on that day; `only` that one.

    Three queries; a fourth for a reader not signed in, who sees the names of those alone who agreed to it. Two for a
    shelf, which names nobody: `with_owners=False`.
    """
    base = reverse("workplans:plan_detail", args=[plan.pk])
    items = plan.items.present().in_paper_order()
    owners = ItemOwner.objects.filter(item__plan=plan, item__archived_at=None).order_by("position", "pk")
    outcomes = ItemOutcome.objects.filter(item__plan=plan, withdrawn_at=None)
    if only is not None:
        items, owners, outcomes = items.filter(pk=only), owners.filter(item=only), outcomes.filter(item=only)
    named = _owners(owners, reader) if with_owners else {}
    participants = _participants(outcomes)
    by_key = {section.pk: section for section in sections}
    rows = []
    for values in items.values_list(*_COLUMNS):
        row = ItemRow(*values)
        row.href = f"{base}items/{row.pk}/"
        section = by_key.get(row.section_id or 0)
        if section is not None:
            row.section, row.spine = section.title, section.spine
        row.owner_names, row.owners = named.get(row.pk, ((), ""))
        row.participation_count = participants.get(row.pk)
        row.state = book_state(row.status, row.end, on, is_draft=plan.status == PlanStatus.DRAFT)
        rows.append(row)
    return rows


def item_row(item: PlanItem, *, reader: Actor, on: date) -> ItemRow:
    """One present item as its row; `item.plan` and `item.section` are read already. Queries as of `item_rows`."""
    sections = [item.section] if item.section else []
    return item_rows(item.plan, sections, reader=reader, on=on, only=item.pk)[0]


def next_number(plan: Plan) -> str:
    """The number after the greatest one; empty when the plan goes without numbers."""
    numbers = plan.items.present().exclude(number="").values_list("number", flat=True)
    plain = [int(number.rstrip(".")) for number in numbers if number.rstrip(".").isdecimal()]
    return str(max(plain) + 1) if plain else ""


def book_state(status: str, end: date | None, on: date, *, is_draft: bool = False) -> BookState:
    """How the item's book looks on that day.

    A postponed item is still planned, never late; nor is anything late in a draft, which binds nobody yet.
    """
    if status == ItemStatus.HELD:
        return "done"
    if status == ItemStatus.CANCELLED:
        return "cancelled"
    return "late" if not is_draft and is_late(status, end, on) else "planned"


def matches(row: ItemRow, filters: PlanFilters) -> bool:
    """Whether the row is among what is asked for."""
    if filters.month and not falls_into(filters.month, row.start, row.end, row.months):
        return False
    if filters.section is not None and (row.section_id or NO_SECTION) != filters.section:
        return False
    if filters.owner and filters.owner not in row.owner_names:
        return False
    if filters.status and filters.status not in (row.status, row.state):
        return False
    within = (row.number, row.title, row.description, row.term_raw, row.place, row.note, row.owners)
    return not filters.text or holds_words(filters.text, within=" ".join(within))


def _owners(owners: QuerySet[ItemOwner], reader: Actor) -> dict[int, tuple[tuple[str, ...], str]]:
    rows = list(owners.values_list("item_id", "kind", "name", "detail", "person_id"))
    naming = naming_for(reader, (row[4] for row in rows))
    written: dict[int, list[tuple[str, str, str, int | None]]] = {}
    for item_id, kind, name, detail, person_id in rows:
        written.setdefault(item_id, []).append((kind, name, detail, person_id))
    found = {item_id: naming.owners(members) for item_id, members in written.items()}
    return {
        item_id: (
            tuple(name for name, _ in pairs),
            "; ".join(f"{name}, {detail}" if detail else name for name, detail in pairs),
        )
        for item_id, pairs in found.items()
    }


def _participants(outcomes: QuerySet[ItemOutcome]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for item_id, count in outcomes.values_list("item_id", "participation_count"):
        known = found.get(item_id)
        found[item_id] = known if count is None else (known or 0) + count
    return found
