"""A preview as a page shows it: rows beside the paper, with what each owner will become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.numerals import agree
from stellazh.jobs.models import Job
from stellazh.workplans.drafts.model import Draft, DraftNote, DraftRow, DraftTerm
from stellazh.workplans.drafts.spellings import written_key
from stellazh.workplans.enums import OwnerKind
from stellazh.workplans.models import PlanImport
from stellazh.workplans.reads.hints import days_text
from stellazh.workplans.services.imports.comparing import compare_import, plan_of_year
from stellazh.workplans.services.imports.doubts import BY_MEMORY, NEW, Doubt, OwnerBook, Settled, owner_book
from stellazh.workplans.services.imports.reading import READ_PLAN

ROWS_PER_PAGE: Final = 40
ALL, WARNED, ASKED, ASIDE = "all", "warnings", "questions", "aside"

_WITHOUT_DAYS: Final = {
    "none": "срок не указан",
    "unknown": "срок не понят, останется словами",
    "invalid": "такой даты не бывает, останется словами",
    "recurring": "повторяется, без точных дней",
    "permanent": "постоянно",
    "unlimited": "без срока",
    "as_needed": "по мере необходимости",
    "by_schedule": "по отдельному графику",
}


@dataclass(frozen=True, slots=True)
class OwnerView:
    """An owner of a row: as written, and what becomes of it. `tone` is ok, warn or empty."""

    name: str
    detail: str
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the preview."""

    row: DraftRow
    owners: tuple[OwnerView, ...]
    term_words: str
    is_first: bool

    @property
    def numbered_notes(self) -> list[tuple[int, DraftNote]]:
        """The warnings with their numbers, by which a correction is asked for."""
        return list(enumerate(self.row.notes))


@dataclass(frozen=True, slots=True)
class Preview:
    """A page of the preview and the counts above it."""

    rows: tuple[RowView, ...]
    page: Page[DraftRow]
    show: str
    item_count: int
    note_count: int
    warned_count: int
    asked_count: int
    doubt_count: int
    aside_count: int

    @property
    def shows_all(self) -> bool:
        return self.show == ALL

    @property
    def shows_warnings(self) -> bool:
        return self.show == WARNED

    @property
    def shows_questions(self) -> bool:
        return self.show == ASKED

    @property
    def shows_aside(self) -> bool:
        return self.show == ASIDE


def preview_of(draft: Draft, book: OwnerBook, *, show: str, page: str) -> Preview:
    """The rows that `show` asks for (all, warnings, questions, aside), forty a page. No queries."""
    open_keys = {doubt.key for doubt in book.open_doubts}
    asked = {row.key for row in draft.taken if any(written_key(owner.name) in open_keys for owner in row.owners)}
    warned = {row.key for row in draft.taken if row.notes}
    aside = {row.key for row in draft.rows if row.is_left_out}
    chosen = {WARNED: warned, ASKED: asked, ASIDE: aside}.get(show)
    rows = [row for row in draft.rows if chosen is None or row.key in chosen]
    paginated = Paginator(rows, ROWS_PER_PAGE).get_page(page)
    return Preview(
        rows=tuple(row_view(row, draft, book) for row in paginated.object_list),
        page=paginated,
        show=show if chosen is not None else ALL,
        item_count=len(draft.taken),
        note_count=draft.note_count,
        warned_count=len(warned),
        asked_count=len(asked),
        doubt_count=len(open_keys),
        aside_count=len(aside),
    )


def row_view(row: DraftRow, draft: Draft, book: OwnerBook) -> RowView:
    """One row as a page shows it."""
    settled = {entry.key: entry for entry in book.settled}
    names = {person.id: person.name for person in book.people}
    owners = tuple(
        OwnerView(owner.name, owner.detail, *_becomes(owner.name, book, settled, names)) for owner in row.owners
    )
    first = next((other.key for other in draft.rows if not other.is_left_out), "")
    return RowView(row, owners, term_words(row.term), is_first=row.key == first)


def _becomes(name: str, book: OwnerBook, settled: dict[str, Settled], names: dict[int, str]) -> tuple[str, str]:
    key = written_key(name)
    found = book.resolution(name)
    if any(doubt.key == key for doubt in book.open_doubts):
        return "кто это?", "warn"
    if found.is_new:
        return "новая карточка", "ok"
    if found.person_id is not None:
        by_memory = ", по прошлому ответу" if key in settled and settled[key].how == BY_MEMORY else ""
        return f"{names.get(found.person_id, 'карточка')}{by_memory}", "ok"
    if key in settled and settled[key].how == BY_MEMORY:
        return "словами, по прошлому ответу", ""
    return {OwnerKind.GROUP: "группа", OwnerKind.ORGANISATION: "организация"}.get(found.kind, "словами"), ""


def term_words(term: DraftTerm) -> str:
    """«26 августа 2024 г., понедельник», «1–30 сентября 2024 г.»; words for a term without days."""
    days = days_text(term.start, term.end)
    time = f", {term.time:%H:%M}" if term.time else ""
    return (days or _WITHOUT_DAYS.get(term.kind, "без точных дней")) + time


def people_to_make(book: OwnerBook) -> Sequence[str]:
    """Spellings that get a new card at confirmation, each person once."""
    return [doubt.written for doubt in book.doubts if doubt.answer is not None and doubt.answer.choice == NEW]


def waiting_job(plan_import: PlanImport, actor: Actor) -> Job | None:
    """The actor's own job that reads the import's paper, the latest one."""
    jobs = Job.objects.visible_to(actor).filter(name=READ_PLAN, key=f"{READ_PLAN}:{plan_import.pk}")
    return jobs.order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """An import in words, for a console: `seen` and `nothing_differs` are those of the comparison with the plan."""

    lines: tuple[str, ...]
    seen: str
    nothing_differs: bool


def import_report(plan_import: PlanImport, draft: Draft) -> ImportReport:
    """What was read, every warning, every name that will stay words. Six queries at most."""
    association = plan_import.association
    book = owner_book(draft, association, on=clock.today(association.time_zone))
    comparison = compare_import(draft, plan_of_year(plan_import), book)
    items = _counted(len(draft.taken), "пункт", "пункта", "пунктов")
    warnings = _counted(draft.note_count, "предупреждение", "предупреждения", "предупреждений")
    lines = [f"{association}, план на {plan_import.year.label}: {items}, {warnings}."]
    lines += [f"  {note.text}" for note in draft.notes]
    lines += [f"  {row.place}: {note.text}" for row in draft.taken for note in row.notes]
    lines += [f"  «{doubt.written}» останется словами: {_why(doubt)}." for doubt in book.open_doubts]
    if comparison.nothing_differs:
        lines.append("В плане уже есть всё, что есть в файле: вносить нечего.")
    elif comparison.plan is not None:
        lines.append(
            f"План на этот год уже есть: новых {len(comparison.new)}, изменилось {len(comparison.changed)}, "
            f"нет в файле {len(comparison.gone)} (останутся в плане)."
        )
    return ImportReport(tuple(lines), comparison.seen, comparison.nothing_differs)


def _why(doubt: Doubt) -> str:
    if not doubt.candidates:
        return "такого имени среди участников нет"
    return "похоже на " + ", ".join(f"{one.person.name} ({one.why})" for one in doubt.candidates)


def _counted(count: int, one: str, few: str, many: str) -> str:
    return f"{count} {agree(count, one, few, many)}"
