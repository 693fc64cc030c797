"""Links by which a department, a partner or a school without an account answers for one point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from stellazh.audit.models import type_of
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.links.models import SecretLink, SecretLinkQuerySet
from stellazh.links.services import IssuedLink, LinkOrder, create_link, create_links
from stellazh.mail.services import queue_mail
from stellazh.protocols import access
from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Assignment, Decision
from stellazh.protocols.models.decisions import REPORT_LINK
from stellazh.protocols.notice_kinds import ASSIGNMENT
from stellazh.protocols.reads.assignments import source_of
from stellazh.protocols.services.locking import locked_decision
from stellazh.protocols.services.standing import DecisionIsClosed, require_binding

# A report comes late more often than early.
AFTER_DUE: Final = timedelta(days=30)


class NobodyWaits(DomainError):
    """There is no open mark to give a link to."""


@dataclass(frozen=True, slots=True)
class ReportLink:
    """A link just made: for which mark, and its whole address, which exists only here."""

    row: Assignment
    address: str


@transaction.atomic
def give_report_link(assignment_id: int, *, email: str = "", by: Actor, at: datetime) -> ReportLink:
    """Make a link to one mark and, when an address is given, send it there.

    It lives until thirty days after the term, four hundred days without one.

    Raises:
        PermissionRefused, DecisionNotBinding, DecisionIsClosed, LetterIsMalformed.
    """
    row = Assignment.objects.select_related("decision__association__territory").get(pk=assignment_id)
    decision = _followed(row.decision_id, by)
    row.decision = decision
    issued = create_link(
        REPORT_LINK,
        thing=row,
        owner_id=by.actor_id,
        label=_label(row),
        expires_at=_ends_at(decision, at),
        scope=decision.association.path,
        by=by,
        at=at,
    )
    made = ReportLink(row, _address(issued))
    if email.strip():
        _send(made, decision, email.strip(), by=by, at=at)
    return made


@transaction.atomic
def give_report_links(decision_id: int, *, by: Actor, at: datetime) -> list[ReportLink]:
    """Make a link for each open mark of the decision, as many statements as for one; for letters sent elsewhere.

    Raises:
        PermissionRefused, DecisionNotBinding, DecisionIsClosed. NobodyWaits: everybody has answered.
    """
    decision = _followed(decision_id, by)
    rows = list(decision.assignments.open().order_by("sort_key", "pk"))
    if not rows:
        raise NobodyWaits("Все уже ответили: ссылки раздавать некому.")
    orders = [LinkOrder(row, by.actor_id, _label(row), decision.association.path) for row in rows]
    issued = create_links(REPORT_LINK, orders, expires_at=_ends_at(decision, at), by=by, at=at)
    return [ReportLink(row, _address(one)) for row, one in zip(rows, issued, strict=True)]


def links_to(row: Assignment) -> SecretLinkQuerySet:
    """Every link made to the mark, the newest first."""
    return SecretLink.objects.about(row).filter(purpose=REPORT_LINK)


def links_to_all(assignment_ids: list[int]) -> SecretLinkQuerySet:
    """Every link made to any of these marks."""
    return SecretLink.objects.filter(
        purpose=REPORT_LINK, object_type=type_of(Assignment()), object_id__in=[str(key) for key in assignment_ids]
    )


def _followed(decision_id: int, by: Actor) -> Decision:
    decision = locked_decision(decision_id)
    require(access.can_follow_decisions(by, decision.association))
    require_binding(decision)
    if decision.state != DoneState.OPEN:
        raise DecisionIsClosed("Решение закрыто: отвечать по нему больше не нужно.")
    return decision


def _ends_at(decision: Decision, at: datetime) -> datetime | None:
    if decision.due_on is None:
        return None
    zone = ZoneInfo(decision.association.time_zone)
    last = max(decision.due_on, clock.day_of(at, decision.association.time_zone)) + AFTER_DUE
    return datetime.combine(last, time(23, 59), tzinfo=zone)


def _address(issued: IssuedLink) -> str:
    return urljoin(settings.SITE_URL, reverse("protocols:report_by_link", args=[issued.token]))


def _send(made: ReportLink, decision: Decision, email: str, *, by: Actor, at: datetime) -> None:
    due = f"Срок: до {decision.due_on:%d.%m.%Y}.\n" if decision.due_on else ""
    queue_mail(
        to=email,
        subject=f"Поручение: {decision.association.short_name}",
        text=(
            f"Здравствуйте!\n\n{decision.association.name} просит сообщить, как исполняется решение.\n\n"
            f"Кому: {made.row.name}\n{source_of(decision)}, пункт {decision.number_text or 'без номера'}:\n"
            f"{decision.text.strip()}\n{due}\n"
            f"Ответить можно здесь, входить на сайт не нужно:\n{made.address}\n\n"
            "Ссылка открывает только это поручение. Не передавайте её посторонним."
        ),
        kind=ASSIGNMENT,
        about=f"assignment:{made.row.pk}",
        by=by,
        at=at,
    )


def _label(row: Assignment) -> str:
    """Stands in the list of links, and after «По ссылке:» beside what was answered."""
    return f"{row.name}, поручение"
