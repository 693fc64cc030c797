"""What letters about notices say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote, urljoin

from django.conf import settings
from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.links.standing import standing_tokens
from stellazh.mail.recipients import Recipient
from stellazh.mail.services import Letter
from stellazh.notices.kinds import NoticeKind, label_of
from stellazh.notices.links import UNSUBSCRIBE
from stellazh.notices.models import Notice
from stellazh.people.models import Person

DIGEST_KIND = "notices.digest"
# What a link to unsubscribe may name besides a kind.
WHOLE_DIGEST = "digest"
ALL_MAIL = "all"
LABEL = "Отписка от писем"


def about_person(person: Person) -> str:
    """How letters to one person are found again."""
    return f"person:{person.pk}"


def whole_address(path: str) -> str:
    """A path of ours as it stands in a letter."""
    return urljoin(settings.SITE_URL, path)


def unsubscribe_tokens(people: Sequence[Person], *, by: Actor, at: datetime) -> dict[int, str]:
    """The secret of each person's link to unsubscribe; one link per person, whatever the number of letters."""
    things = {str(person.pk): person for person in people}
    found = standing_tokens(UNSUBSCRIBE, things, label=LABEL, by=by, at=at)
    return {int(owner_id): token for owner_id, token in found.items()}


def unsubscribe_ending(kind: str, token: str) -> tuple[str, str]:
    """The last lines of a letter of that kind which another app writes, and the address to unsubscribe at."""
    address = _unsubscribe_address(token, kind)
    return _ending(address, f"писем «{label_of(kind)}»"), address


def letter_at_once(notice: Notice, person: Person, kind: NoticeKind, *, token: str, due_at: datetime) -> Letter:
    """The letter of one notice; without `token` there is nothing to unsubscribe from."""
    unsubscribe = _unsubscribe_address(token, kind.code) if token else ""
    return Letter(
        to=_recipient(person),
        subject=notice.title,
        text=_whole_text(person, _paragraph(notice), _ending(unsubscribe, f"писем «{kind.label}»")),
        about=about_person(person),
        due_at=due_at,
        unsubscribe_url=unsubscribe,
    )


def letter_of_digest(notices: Sequence[Notice], person: Person, *, token: str) -> Letter:
    """One letter with everything that has waited, oldest first."""
    unsubscribe = _unsubscribe_address(token, WHOLE_DIGEST)
    only = len(notices) == 1
    news = "\n\n".join(f"— {notice.title}\n{_paragraph(notice)}" for notice in notices)
    return Letter(
        to=_recipient(person),
        subject=notices[0].title if only else f"Сводка уведомлений: {len(notices)}",
        text=_whole_text(person, news, _ending(unsubscribe, "сводку")),
        about=about_person(person),
        unsubscribe_url=unsubscribe,
    )


def letter_of_check(person: Person) -> Letter:
    """The letter by which a marked address is tried again."""
    text = (
        "Вы попросили проверить, доходят ли до вас письма. Это письмо дошло, значит, всё в порядке: "
        "уведомления снова будут приходить на этот адрес."
    )
    return Letter(
        to=_recipient(person),
        subject="Проверка: письма до вас доходят",
        text=_whole_text(person, text, _ending("", "")),
        about=about_person(person),
    )


def letter_to_former_address(person: Person, before: str) -> Letter:
    """What the earlier address is told when another one takes its place: whoever was robbed reads only that one."""
    text = (
        "Адрес, с которым вы входите, заменён другим. Если это сделали вы, ничего не нужно.\n\n"
        "Если не вы, сразу напишите руководителю своего объединения или оператору сайта: кто-то вошёл под вашим именем."
    )
    return Letter(
        to=Recipient(person.full_name, before).header,
        subject="Адрес для входа заменён",
        text=_whole_text(person, text, f"«{settings.SITE_NAME}», {whole_address('/')}"),
        about=about_person(person),
    )


def _recipient(person: Person) -> str:
    return Recipient(person.full_name, person.email or "").header


def _paragraph(notice: Notice) -> str:
    return "\n".join(part for part in (notice.text.strip(), f"Открыть: {whole_address(notice.address)}") if part)


def _whole_text(person: Person, text: str, ending: str) -> str:
    return f"Здравствуйте, {person.greeting_name}!\n\n{text}\n\n-- \n{ending}\n"


def _ending(unsubscribe: str, what: str) -> str:
    lines = [f"«{settings.SITE_NAME}». Какие письма и когда приходят: {whole_address(reverse('notices:choices'))}"]
    if unsubscribe:
        lines.append(f"Не получать {what}: {unsubscribe}")
    return "\n".join(lines)


def _unsubscribe_address(token: str, what: str) -> str:
    return f"{whole_address(reverse('notices:unsubscribe', args=[token]))}?what={quote(what)}"
