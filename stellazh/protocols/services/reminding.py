"""Reminders by the clock: a week before the term, the day before, and once when it has passed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.common.capabilities import capabilities
from stellazh.common.numerals import agree
from stellazh.notices.models import Notice
from stellazh.notices.services import notify
from stellazh.protocols.enums import DoneState, ReminderKind
from stellazh.protocols.models import Assignment, AssignmentReminder, Decision
from stellazh.protocols.notice_kinds import OVERDUE, REMINDER
from stellazh.protocols.reads.answerers import who_answers
from stellazh.protocols.reads.due_words import due_of

REMINDING: Final = System("напоминания")
MORNING: Final = range(8, 12)
MONDAY: Final = 0
# How long after its day a reminder is still made up for, when nothing ran on the day itself.
_WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)
_LATE: Final = timedelta(days=14)
_MOST_NAMED: Final = 10


def send_reminders(*, at: datetime) -> int:
    """Remind of the marks whose turn it is where it is morning now; how many marks. Done again, it sends nothing more.

    On Mondays those who follow get a digest of what is overdue. Each association is a transaction of its own.
    """
    near = Assignment.objects.waiting().filter(
        due_on__gte=at.date() - _LATE - _DAY, due_on__lte=at.date() + _WEEK + _DAY
    )
    late = Decision.objects.open().filter(due_on__lt=at.date() + _DAY)
    asked = Association.objects.filter(pk__in=near.values("decision__association_id"))
    asked = (asked | Association.objects.filter(pk__in=late.values("association_id"))).order_by("pk")
    sent = 0
    for association in asked:
        if at.astimezone(ZoneInfo(association.time_zone)).hour in MORNING:
            sent += _remind(association.pk, at=at)
    return sent


@transaction.atomic
def _remind(association_id: int, *, at: datetime) -> int:
    # Locked, so that of two runs at once the second finds what the first has sent.
    association = Association.objects.select_for_update().get(pk=association_id)
    today = clock.day_of(at, association.time_zone)
    if today.weekday() == MONDAY:
        _tell_followers(association, today, at=at)
    due = _due(association, today)
    if not due:
        return 0
    AssignmentReminder.objects.bulk_create(
        [AssignmentReminder(assignment=row, kind=kind, due_on=day, sent_at=at) for kind, row, day in due]
    )
    answering = who_answers([row for _, row, _ in due], on=today)
    together: dict[tuple[Decision, date], set[int]] = defaultdict(set)
    for _, row, day in due:
        together[row.decision, day] |= answering[row.pk]
    for (decision, day), people in together.items():
        notify(
            REMINDER,
            people,
            title=f"Поручение: {due_of(day, DoneState.OPEN, on=today).words}",
            text=f"{association.short_name}, срок до {day:%d.%m.%Y}.\n\n{decision.text.strip()}",
            address=reverse("protocols:my_assignments"),
            about=f"decision:{decision.pk}",
            by=REMINDING,
            at=at,
        )
    return len(due)


def _due(association: Association, today: date) -> list[tuple[ReminderKind, Assignment, date]]:
    """The marks to remind of today, none twice of one kind. One query, another for what was sent."""
    rows = (
        Assignment.objects.waiting()
        .filter(decision__association=association, due_on__gte=today - _LATE, due_on__lte=today + _WEEK)
        .select_related("decision")
        .order_by("pk")
    )
    sent = set(
        AssignmentReminder.objects.filter(assignment__in=rows.order_by()).values_list("assignment_id", "kind", "due_on")
    )
    found = []
    for row in rows:
        day = row.due_on
        if day is None:
            continue
        kind, first = _kind_of(day, today)
        # Whoever got it after that day was told of the term then.
        is_older = clock.day_of(row.made_at, association.time_zone) < first
        if is_older and (row.pk, kind.value, day) not in sent:
            found.append((kind, row, day))
    return found


def _kind_of(day: date, today: date) -> tuple[ReminderKind, date]:
    """Which reminder belongs to this day, and the day from which it is sent."""
    if day < today:
        return ReminderKind.OVERDUE, day + _DAY
    if day <= today + _DAY:
        return ReminderKind.DAY, day - _DAY
    return ReminderKind.WEEK, day - _WEEK


def _tell_followers(association: Association, today: date, *, at: datetime) -> None:
    """The digest of overdue decisions, once a week, to those who follow them at exactly that association."""
    about = f"overdue:{association.pk}:{today:%d.%m.%Y}"
    rows = list(
        Decision.objects.open()
        .filter(association=association, due_on__lt=today)
        .order_by("due_on", "pk")[: _MOST_NAMED + 1]
    )
    if not rows or Notice.objects.filter(kind=OVERDUE, about=about).exists():
        return
    roles = [str(role) for role in capabilities["protocols.follow_decisions"].roles]
    grants = Grant.objects.active_on(today).filter(association=association, role__in=roles)
    count = Decision.objects.open().filter(association=association, due_on__lt=today).count()
    lines = [f"– {row} ({due_of(row.due_on, row.state, on=today).words})" for row in rows[:_MOST_NAMED]]
    notify(
        OVERDUE,
        grants.values_list("person_id", flat=True),
        title=f"Просрочено: {count} {agree(count, 'решение', 'решения', 'решений')}, {association.short_name}",
        text="\n".join(lines) + ("\n…" if count > _MOST_NAMED else ""),
        address=f"{reverse('protocols:association_assignments', args=[association.code])}?state=overdue",
        about=about,
        by=REMINDING,
        at=at,
    )
