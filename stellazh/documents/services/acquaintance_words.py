"""What the letter of a sheet says."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from stellazh.documents.models import AcquaintanceSheet
from stellazh.mail.recipients import Recipient
from stellazh.mail.services import Letter
from stellazh.people.models import Person
from stellazh.russian.calendar_words import day_and_month

_LONGEST_TITLE = 180


def letter_to(sheet: AcquaintanceSheet, person: Person, address: str, token: str, *, is_reminder: bool) -> Letter:
    """The letter to that person with the personal link; `address` is where it goes."""
    document = sheet.document
    until = f" до {day_and_month(sheet.due_on)}" if sheet.due_on else ""
    title = " ".join(document.title.split())
    what = f"{title} ({document.requisites})"
    lines = [
        f"Здравствуйте, {person.greeting_name}!",
        "Напоминаем: мы ещё ждём вашей отметки о прочтении." if is_reminder else "",
        f"{document.association.short_name} просит вас ознакомиться{until}: {what}.",
        sheet.request,
        f"Откройте документ по личной ссылке и нажмите «Отметить прочитанным»:\n{link_address(token)}",
        "Пароль не нужен. Не пересылайте ссылку: отметка по ней ставится за вас.",
        f"-- \n«{settings.SITE_NAME}», {urljoin(settings.SITE_URL, '/')}",
    ]
    subject = f"Напоминание: прочитайте{until}: {title}" if is_reminder else f"Прочитайте{until}: {title}"
    return Letter(
        Recipient(person.full_name, address).header,
        subject[:_LONGEST_TITLE],
        "\n\n".join(line for line in lines if line),
        about=f"person:{person.pk}",
    )


def link_address(token: str) -> str:
    """The whole address of a personal link."""
    return urljoin(settings.SITE_URL, reverse("documents:acknowledge_by_link", args=[token]))
