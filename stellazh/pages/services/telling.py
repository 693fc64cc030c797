"""Who is told what of pages: publishers of what waits for them, writers of what became of theirs."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from wagtail.models import Page

from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.capabilities import Role, capabilities
from stellazh.notices.services import notify
from stellazh.pages.capabilities import PUBLISH
from stellazh.pages.notice_kinds import DECIDED, DUE_REFUSED, TO_CHECK
from stellazh.pages.services.publishing import association_of_page
from stellazh.people.models import Person


def publishers(association: Association, *, at: datetime) -> set[int]:
    """The keys of those who publish on the site of exactly that association. One query."""
    roles: set[Role] = set(capabilities[PUBLISH].roles)
    on = clock.day_of(at, association.time_zone)
    rows = Grant.objects.active_on(on).filter(association=association, role__in=roles)
    return set(rows.values_list("person_id", flat=True))


def tell_to_check(page: Page, *, by: Actor, at: datetime) -> int:
    """Tell the publishers that a page waits for their check; whoever sent it is not told. How many were."""
    association = association_of_page(page)
    if association is None:
        return 0
    return _tell(
        TO_CHECK, publishers(association, at=at), page, f"Ждёт проверки: {page.title}",
        f"{association.short_name}: страницу прислали на проверку. Прочтите её и опубликуйте или верните с замечанием.",
        by=by, at=at,
    )  # fmt: skip


def tell_published(page: Page, author: Person | None, *, by: Actor, at: datetime) -> int:
    """Tell the author that her page was published, or when it will be."""
    if author is None:
        return 0
    words = "Страницу проверили и опубликовали." if page.live else "Страницу проверили: она выйдет в назначенный срок."
    return _tell(DECIDED, {author.pk}, page, f"Опубликовано: {page.title}", words, by=by, at=at)


def tell_returned(page: Page, author: Person | None, comment: str, *, by: Actor, at: datetime) -> int:
    """Tell the author that her page came back, with the remark."""
    if author is None:
        return 0
    text = f"Замечание: {comment}" if comment else "Замечания нет: спросите того, кто проверял."
    return _tell(DECIDED, {author.pk}, page, f"Вернули с замечанием: {page.title}", text, by=by, at=at)


def tell_refused(page: Page, author: Person | None, why: str, *, by: Actor, at: datetime) -> int:
    """Tell publishers and author that a planned page did not come out, and why."""
    association = association_of_page(page)
    whom = publishers(association, at=at) if association is not None else set()
    whom |= {author.pk} if author is not None else set()
    return _tell(DUE_REFUSED, whom, page, f"Не вышло в срок: {page.title}", why, by=by, at=at)


def _tell(kind: str, whom: set[int], page: Page, title: str, text: str, *, by: Actor, at: datetime) -> int:
    others = whom - {int(by.actor_id)} if by.actor_kind == ActorKind.PERSON else whom
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return notify(kind, others, title=title, text=text, address=address, about=f"page:{page.pk}", by=by, at=at)
