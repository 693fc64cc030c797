"""Telling people what became of their registration: people of ours by a notice, guests by a letter with their link.

Told in the background: a registration holds the event's lock for a moment only, and nobody can measure whether an
address is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from stellazh.common.actor import System
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.events.enums import ComingAs, EnrolmentState, EventStatus
from stellazh.events.models import Enrolment, Event
from stellazh.events.notice_kinds import EVENT_CANCELLED, EVENT_ENROLMENT, EVENT_INVITATION
from stellazh.events.wording import quoted, when_words
from stellazh.jobs.services import enqueue
from stellazh.links.standing import standing_tokens
from stellazh.mail.recipients import LetterIsMalformed, parse_recipient
from stellazh.mail.services import Letter, queue_letters
from stellazh.notices.services import notify
from stellazh.people.models import Person
from stellazh.workplans.enums import ItemFormat

TELL: Final = "events.tell_enrolled"
TELL_CANCELLED: Final = "events.tell_cancelled"
TELLER: Final = System("регистрация на мероприятия")
LOT: Final = 500
_LINK_LABEL: Final = "Регистрация на мероприятие"
_STANDING: Final = (
    EnrolmentState.INVITED,
    EnrolmentState.PENDING,
    EnrolmentState.CONFIRMED,
    EnrolmentState.WAITING,
)


class News(StrEnum):
    """What has happened; what is told follows from it and from the state at the moment of telling."""

    MADE = "made"
    BY_OTHER = "by_other"
    MOVED_UP = "moved_up"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    INVITED = "invited"
    CANCELLED = "cancelled"


def tell_later(enrolments: Sequence[Enrolment], news: News, *, at: datetime) -> None:
    """Have these told after the commit."""
    ids = [one.pk for one in enrolments]
    for start in range(0, len(ids), LOT):
        enqueue(TELL, {"ids": ids[start : start + LOT], "news": news.value}, by=TELLER, at=at)


@transaction.atomic
def tell_enrolled(ids: Collection[int], news: News, *, at: datetime) -> int:
    """Tell these registrations; how many. Each hears the state that it is in by now."""
    rows = Enrolment.objects.filter(pk__in=ids).select_related("event__association", "person").order_by("pk")
    groups: dict[tuple[int, str, str, str, str], list[Enrolment]] = defaultdict(list)
    for row in rows:
        who = row.registered_by_name if news in (News.BY_OTHER, News.INVITED) else ""
        groups[(row.event_id, row.state, row.coming_as, row.reason, who)].append(row)
    for same in groups.values():
        _tell_same(same, news, at=at)
    return len(rows)


def tell_cancelled(event: Event, *, at: datetime) -> int:
    """Tell everybody who was invited or registered that the event is called off, in lots; how many."""
    if event.status != EventStatus.CANCELLED:
        return 0
    ids = list(event.enrolments.filter(state__in=_STANDING).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), LOT):
        tell_enrolled(ids[start : start + LOT], News.CANCELLED, at=at)
    return len(ids)


def guest_links(enrolments: Sequence[Enrolment], *, at: datetime) -> dict[int, str]:
    """The whole address of each guest's own page, by the key of her registration: the same in every letter."""
    things = {f"enrolment:{one.pk}": one for one in enrolments if one.person_id is None}
    tokens = standing_tokens(ENROLMENT_LINK, things, label=_LINK_LABEL, by=TELLER, at=at)
    return {
        things[owner].pk: urljoin(settings.SITE_URL, reverse("events:guest_enrolment", args=[token]))
        for owner, token in tokens.items()
    }


def _tell_same(enrolments: Sequence[Enrolment], news: News, *, at: datetime) -> None:
    one = enrolments[0]
    title, text = _words(one, news)
    address = reverse("events:my_events")
    if one.state in _STANDING and news != News.CANCELLED:
        address = one.event.get_absolute_url()
    kind = {News.INVITED: EVENT_INVITATION, News.CANCELLED: EVENT_CANCELLED}.get(news, EVENT_ENROLMENT)
    notify(
        kind,
        [row.person_id for row in enrolments if row.person_id is not None],
        title=title,
        text=text,
        address=address,
        about=one.event.object_key,
        by=TELLER,
        at=at,
    )
    guests = [row for row in enrolments if row.person_id is None and _is_addressed(row)]
    if guests:
        links = guest_links(guests, at=at)
        ours = set(Person.objects.present().with_account().values_list("email", flat=True).filter(
            email__in=[row.guest_email for row in guests]
        ))  # fmt: skip
        letters = [_letter(row, title, text, links[row.pk], is_ours=row.guest_email in ours) for row in guests]
        queue_letters(letters, kind=kind, by=TELLER, at=at)


def _letter(guest: Enrolment, title: str, text: str, link: str, *, is_ours: bool) -> Letter:
    parts = ["Здравствуйте!", text]
    if guest.state in _STANDING:
        parts.append(f"Билет, изменение и отказ – по вашей личной ссылке, не передавайте её другим:\n{link}")
    if is_ours:
        sign_in = urljoin(settings.SITE_URL, reverse("people:sign_in"))
        parts.append(
            "С этим адресом вы входите на сайт. Если вы войдёте и зарегистрируетесь под своим именем, участие попадёт "
            f"в вашу карточку:\n{sign_in}"
        )
    parts.append(f"Если это письмо пришло по ошибке, откройте ссылку и откажитесь от участия.\n«{settings.SITE_NAME}»")
    return Letter(
        to=guest.guest_email, subject=title, text="\n\n".join(parts), about=f"enrolment:{guest.pk}", due_at=None
    )


def _is_addressed(guest: Enrolment) -> bool:
    """Whether a letter can be addressed: one spoilt address must not keep the news from the others."""
    try:
        parse_recipient(guest.guest_email)
    except LetterIsMalformed:
        return False
    return True


def _words(one: Enrolment, news: News) -> tuple[str, str]:
    """The title and the text of what is told, the same for all in one state."""
    event = one.event
    what = f"{quoted(event.full_title)}, {when_words(event)}"
    told = f"{what.removesuffix('.')}."
    reason = f" Причина: {one.reason}" if one.reason else ""
    by_whom = f" Кто вас зарегистрировал: {one.registered_by_name}." if news == News.BY_OTHER else ""
    if news == News.CANCELLED:
        return f"Отменено: {event.title}", f"{what}: мероприятие отменено. Причина: {event.cancel_reason}"
    if news == News.INVITED and one.state == EnrolmentState.INVITED:
        how = "Откройте страницу мероприятия и ответьте одной кнопкой, придёте ли вы."
        return f"Приглашение: {event.title}", f"Вас приглашают: {told} {_where(one)}\n{how}"
    if one.state == EnrolmentState.CONFIRMED:
        title = "Для вас освободилось место" if news == News.MOVED_UP else "Вы зарегистрированы"
        return f"{title}: {event.title}", f"{title}: {told} {_where(one)}{by_whom}"
    if one.state == EnrolmentState.WAITING:
        how = "Свободных мест пока нет. Когда место освободится, оно достанется вам само, и мы сразу напишем."
        return f"Вы в листе ожидания: {event.title}", f"{told} Вы в листе ожидания. {how}{by_whom}"
    if one.state == EnrolmentState.PENDING:
        return (
            f"Заявка отправлена: {event.title}",
            f"{told} Организатор рассмотрит заявку, ответ придёт сюда же.{by_whom}",
        )
    if one.state == EnrolmentState.REJECTED:
        return f"Заявка отклонена: {event.title}", f"{told} Организатор отклонил вашу заявку.{reason}"
    return f"Регистрация отменена: {event.title}", f"{told} Вашу регистрацию отменили.{reason}"


def _where(one: Enrolment) -> str:
    """The place, and that the link opens later: the link itself stands in no letter."""
    event = one.event
    comes_online = event.format == ItemFormat.ONLINE or one.coming_as == ComingAs.ONLINE
    parts = [] if comes_online or not event.place else [f"Место: {event.place}."]
    if event.room_url and (comes_online or (event.is_mixed and not one.coming_as)):
        parts.append(
            f"Ссылка на видеовстречу откроется за {event.room_opens_minutes} мин до начала на странице мероприятия."
        )
    return " ".join(parts)
