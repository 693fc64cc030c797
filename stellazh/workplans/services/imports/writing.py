"""Writing rows of a paper into a plan in few queries, with the audit of every row and a note of how to undo it.

Plans change through here as through the services of items; only the version of an approved plan is kept once, by the
caller, and not once a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.workplans.drafts.model import DraftRow
from stellazh.workplans.enums import EventForm, ItemFormat
from stellazh.workplans.models import ItemOwner, Plan, PlanImport, PlanItem, PlanSection
from stellazh.workplans.services.fields import ItemFields, OwnerFields, checked_item
from stellazh.workplans.services.imports.doubts import OwnerBook
from stellazh.workplans.services.owners import owner_rows, owners_of, put_owners, require_owners
from stellazh.workplans.services.terms import put_term
from stellazh.workplans.services.texts import fields_texts, item_texts

# The columns a paper can fill; a cell it leaves empty changes nothing.
PAPER_TEXTS: Final = ("number", "title", "description", "term_raw", "place", "audience", "outcome_document", "note")

# What a difference calls a column.
_CODES: Final = {"term_raw": "term"}


@dataclass
class UndoLog:
    """What confirming has made and changed, as JSON: enough to return it, and to see what others touched since."""

    plan_created: bool = False
    created: list[dict[str, int]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    archived: list[dict[str, int]] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)
    passport: dict[str, list[str]] = field(default_factory=dict)
    people: list[dict[str, int]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """What `PlanImport.undo` holds."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> UndoLog:
        """The log that `to_json` gave."""
        return cls(**stored)


def fields_of_row(row: DraftRow, section_id: int | None, owners: tuple[OwnerFields, ...]) -> ItemFields:
    """The row of a paper as fields of an item."""
    return ItemFields(
        section_id=section_id,
        title=row.title,
        number=row.number,
        form=row.form if row.form in EventForm.values else EventForm.OTHER,
        description=row.description,
        term_raw=row.term.raw,
        place=row.place_name,
        format=row.format if row.format in ItemFormat.values else "",
        audience=row.audience,
        outcome_document=row.outcome_document,
        note=row.note,
        owners=owners,
    )


class PlanWriter:
    """Writes into one locked plan. Owners and sections are resolved once for all rows."""

    def __init__(
        self,
        plan: Plan,
        plan_import: PlanImport,
        book: OwnerBook,
        new_people: Mapping[str, int],
        log: UndoLog,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        self.plan = plan
        self.log = log
        self._import = plan_import
        self._book = book
        self._new_people = new_people
        self._by = by
        self._at = at
        self._sections = {section.title: section for section in plan.sections.all()}

    def owners(self, row: DraftRow) -> tuple[OwnerFields, ...]:
        """The responsibles of the row, linked as the questions were answered."""
        owners = []
        for owner in row.owners:
            found = self._book.resolution(owner.name)
            person_id = self._new_people.get(found.new_key) if found.is_new else found.person_id
            owners.append(OwnerFields(kind=found.kind, name=owner.name, detail=owner.detail, person_id=person_id))
        return tuple(owners)

    def add_sections(self, titles: Iterable[str]) -> None:
        """Make the sections that the plan lacks, in the order of the paper, after its own."""
        before = list(self._sections)
        for title in titles:
            if title and title not in self._sections:
                position = max((section.position for section in self._sections.values()), default=0) + 1
                section = PlanSection.objects.create(plan=self.plan, title=title, position=position)
                self._sections[title] = section
                self.log.sections.append(section.pk)
        if len(self._sections) > len(before):
            changes = {"Разделы": ("; ".join(before), "; ".join(self._sections))}
            self._record("plan_section_added", self.plan, changes)

    def add_rows(self, rows: Sequence[DraftRow], after: Mapping[str, int | None]) -> None:
        """Add the rows as items; `after` maps a row's key to the item it follows in the paper, or None for the end."""
        items = [self._new_item(row) for row in rows]
        require_owners(owner for _, fields in items for owner in fields.owners)
        PlanItem.objects.bulk_create([item for item, _ in items])
        ItemOwner.objects.bulk_create([owner for item, fields in items for owner in owner_rows(item, fields.owners)])
        for item, fields in items:
            self.log.created.append({"id": item.pk, "version": item.version})
            self._record("plan_item_added", item, compare({}, fields_texts(fields, item.section)))
        self._put_in_order({row.key: item.pk for row, (item, _) in zip(rows, items, strict=True)}, after)

    def change_item(self, item: PlanItem, row: DraftRow, fields: Iterable[str]) -> None:
        """Give the item those of its fields that the paper says otherwise. Its state and outcomes stay as they are."""
        stored_owners = owners_of(item)
        before = item_texts(item, stored_owners)
        old: dict[str, Any] = {}
        wanted = set(fields)
        checked = checked_item(fields_of_row(row, None, self.owners(row)))
        for name in PAPER_TEXTS:
            if _CODES.get(name, name) in wanted and getattr(checked, name):
                old[name] = getattr(item, name)
                setattr(item, name, getattr(checked, name))
        if "term_raw" in old:
            put_term(item, checked.term_raw, self.plan.school_year)
        if "section" in wanted and row.section in self._sections:
            old["section"] = item.section_id
            item.section = self._sections[row.section]
        if "format" in wanted and checked.format:
            old["format"] = item.format
            item.format = checked.format
        owners = stored_owners
        if "owners" in wanted and checked.owners:
            old["owners"] = [_owner_to_json(owner) for owner in stored_owners]
            owners = checked.owners
            require_owners(owners)
            put_owners(item, owners)
        item.version += 1
        item.updated_at = self._at
        item.save()
        self.log.changed.append({"id": item.pk, "version": item.version, "before": old})
        self._record("plan_item_updated", item, compare(before, item_texts(item, owners)))

    def archive_item(self, item: PlanItem) -> None:
        """Put away an item that the paper no longer has."""
        item.archived_at = self._at
        item.updated_at = self._at
        item.version += 1
        item.save(update_fields=["archived_at", "updated_at", "version"])
        self.log.archived.append({"id": item.pk, "version": item.version})
        self._record("plan_item_archived", item, {})

    def _new_item(self, row: DraftRow) -> tuple[PlanItem, ItemFields]:
        section = self._sections.get(row.section)
        fields = checked_item(fields_of_row(row, section.pk if section else None, self.owners(row)))
        item = PlanItem(
            plan=self.plan,
            section=section,
            form=fields.form,
            format=fields.format,
            source_import=self._import,
            source_row=row.place[:40],
            created_at=self._at,
            updated_at=self._at,
            **{name: getattr(fields, name) for name in PAPER_TEXTS},
        )
        put_term(item, fields.term_raw, self.plan.school_year)
        return item, fields

    def _put_in_order(self, added: Mapping[str, int], after: Mapping[str, int | None]) -> None:
        new_ids = set(added.values())
        present = self.plan.items.present().in_paper_order().values_list("pk", flat=True)
        order = [pk for pk in present if pk not in new_ids]
        places = {pk: place for place, pk in enumerate(order)}
        behind: dict[int, list[int]] = {}
        for key, pk in added.items():
            behind.setdefault(places.get(after.get(key) or 0, len(order)), []).append(pk)
        arranged: list[int] = []
        for place, pk in enumerate(order):
            arranged += [pk, *behind.pop(place, ())]
        arranged += behind.pop(len(order), [])
        rows = {item.pk: item for item in PlanItem.objects.filter(pk__in=arranged).only("pk", "position")}
        moved = []
        for place, pk in enumerate(arranged, start=1):
            if rows[pk].position != place:
                rows[pk].position = place
                moved.append(rows[pk])
        PlanItem.objects.bulk_update(moved, ["position"], batch_size=500)

    def _record(self, action: str, thing: Plan | PlanItem, changes: Mapping[str, tuple[str, str]]) -> None:
        note = f"Из файла: {self._import}"
        record(action, thing, by=self._by, at=self._at, scope=self.plan.association.path, changes=changes, note=note)


def _owner_to_json(owner: OwnerFields) -> dict[str, Any]:
    return {
        "kind": str(owner.kind),
        "name": owner.name,
        "detail": owner.detail,
        "person_id": owner.person_id,
        "association_id": owner.association_id,
        "organisation_id": owner.organisation_id,
    }
