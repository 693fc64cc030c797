"""Reading notices, and forgetting old ones. Reading is no deed: the audit keeps nothing of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.notices.access import can_choose, can_read_notice
from stellazh.notices.enums import NoticeMail
from stellazh.notices.models import Notice
from stellazh.people.models import Person

KEEP_READ = timedelta(days=180)
KEEP_UNREAD = timedelta(days=730)


@transaction.atomic
def read_notice(notice_id: int, *, by: Actor, at: datetime) -> Notice:
    """Mark a notice as read. Read twice, it keeps the first moment; one that waited for a digest needs no letter now.

    Raises:
        PermissionRefused: it is somebody else's.
        Notice.DoesNotExist: there is no such notice.
    """
    notice = Notice.objects.get(pk=notice_id)
    require(can_read_notice(by, notice))
    _mark_read(Notice.objects.filter(pk=notice_id), at)
    notice.refresh_from_db()
    return notice


@transaction.atomic
def read_all_notices(person_id: int, *, up_to: int, by: Actor, at: datetime) -> int:
    """Mark everything up to the notice of that key as read, how many: what came after the page was drawn stays unread.

    Raises:
        PermissionRefused: they are somebody else's.
    """
    require(can_choose(by, Person.objects.get(pk=person_id)))
    return _mark_read(Notice.objects.filter(person_id=person_id, pk__lte=up_to), at)


@transaction.atomic
def settle(kind: str, *, about: str, at: datetime) -> int:
    """Mark whatever anybody has not read of that kind about a thing as read: it needs nobody any more; how many.

    For the app that told of the thing, in the transaction in which it is settled. One statement.
    """
    return _mark_read(Notice.objects.filter(kind=kind, about=about), at)


@transaction.atomic
def clear_old(*, at: datetime) -> int:
    """Forget notices read and half a year old, and all that are two years old; how many."""
    read_long_ago = Q(read_at__isnull=False, created_at__lt=at - KEEP_READ)
    old = Notice.objects.filter(read_long_ago | Q(created_at__lt=at - KEEP_UNREAD))
    return old.delete()[0]


def _mark_read(notices: QuerySet[Notice], at: datetime) -> int:
    waiting = Q(mail_state=NoticeMail.WAITING)
    return notices.filter(read_at=None).update(
        read_at=at,
        mail_due_at=None,
        mail_state=Case(When(waiting, then=Value(NoticeMail.NONE)), default=F("mail_state")),
    )
