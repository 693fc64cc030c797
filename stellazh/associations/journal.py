"""The journal of an association: who did what, when, from what to what. Nothing here can be changed by anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Q

from stellazh.associations.access import holds_below
from stellazh.associations.models import Association
from stellazh.audit.actions import actions
from stellazh.audit.models import AuditEntry, AuditEntryQuerySet
from stellazh.common.actor import Actor
from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What of the journal is asked for; empty values ask for everything. Days are of the association's time zone."""

    first: date | None = None
    last: date | None = None
    who: str = ""
    action: str = ""
    kind: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class JournalChoices:
    """The deeds and the kinds of things met in one journal, as codes and words."""

    actions: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


def journal_of(association: Association, actor: Actor) -> AuditEntryQuerySet:
    """Deeds of exactly that association; of all below it as well for those whose right reaches below."""
    if holds_below(actor, "associations.read_journal", association):
        return AuditEntry.objects.within(association.path)
    return AuditEntry.objects.filter(scope=association.path)


def journal_choices(entries: AuditEntryQuerySet) -> JournalChoices:
    """What there is to choose from. Two queries."""
    codes = entries.order_by().values_list("action", flat=True).distinct()
    kinds = entries.order_by().values_list("object_type", flat=True).distinct()
    named = ((code, known.label if (known := actions.get(code)) else code) for code in codes)
    words = kind_names()
    return JournalChoices(_by_words(named), _by_words((kind, words.get(kind, kind)) for kind in kinds))


def filtered(entries: AuditEntryQuerySet, asked: JournalFilter, zone: str) -> AuditEntryQuerySet:
    """The entries asked for, the newest first."""
    if asked.first is not None:
        entries = entries.filter(at__gte=_begins(asked.first, zone))
    if asked.last is not None:
        entries = entries.filter(at__lt=_begins(asked.last + timedelta(days=1), zone))
    if asked.action:
        entries = entries.filter(action=asked.action)
    if asked.kind:
        entries = entries.filter(object_type=asked.kind)
    if asked.who:
        entries = entries.filter(_has("actor_name", asked.who))
    if asked.text:
        entries = entries.filter(_has("object_label", asked.text) | _has("note", asked.text))
    return entries.order_by("-at", "-id")


def kind_names() -> dict[str, str]:
    """«workplans.plan» to «план работы», of every kind of thing the product knows."""
    return {model._meta.label_lower: str(model._meta.verbose_name) for model in apps.get_models()}  # noqa: SLF001


def journal_sheet(association: Association, entries: AuditEntryQuerySet, *, made_on: date) -> bytes:
    """The entries as .xlsx, `MOST_ROWS` of the newest at most; the title says so when there are more."""
    found = list(entries[: MOST_ROWS + 1])
    shown, words = found[:MOST_ROWS], kind_names()
    zone = ZoneInfo(association.time_zone)
    rows = [
        (
            f"{entry.at.astimezone(zone):%d.%m.%Y %H:%M}",
            entry.actor_name,
            entry.action_label,
            words.get(entry.object_type, entry.object_type),
            entry.object_label,
            "\n".join(f"{name}: {before or 'пусто'} → {after or 'пусто'}" for name, before, after in changes_of(entry)),
            entry.note,
        )
        for entry in shown
    ]
    columns = (
        SheetColumn("Когда", 16),
        SheetColumn("Кто", 24),
        SheetColumn("Что сделано", 26),
        SheetColumn("Вид", 18),
        SheetColumn("Предмет", 30),
        SheetColumn("Было → стало", 50),
        SheetColumn("Примечание", 30),
    )
    title = f"{association.short_name}: журнал на {made_on:%d.%m.%Y}"
    if len(found) > MOST_ROWS:
        title += f" — последние {MOST_ROWS} записей, остальные уточните отбором"
    return sheet_xlsx(Sheet("Журнал", title, columns, rows, author=association.short_name, made_on=made_on))


def changes_of(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Field, before, after, as texts."""
    return [(name, str(pair[0]), str(pair[1])) for name, pair in entry.changes.items()]


def _begins(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _has(field: str, text: str) -> Q:
    # SQLite folds the case of Latin letters only: the usual ways of writing a word are asked for one by one.
    ways = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
    condition = Q(**{f"{field}__icontains": text})
    for way in ways:
        condition |= Q(**{f"{field}__contains": way})
    return condition


def _by_words(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs, key=lambda pair: pair[1]))
