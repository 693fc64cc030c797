"""What letters say: ready texts of each kind, and the placeholders that each addressee's own words fill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from stellazh.events.enums import EnrolmentState, LetterKind
from stellazh.events.models import Enrolment, Event, EventLetter
from stellazh.events.services.refusals import TextMissing, TextTooLong
from stellazh.events.wording import when_words

PLACEHOLDER = re.compile(r"\{[^{}\n]{1,40}\}")
LONGEST_SUBJECT = 200
LONGEST_TEXT = 10_000
# By name: what it becomes. The editor shows these lines.
PLACEHOLDERS: Mapping[str, str] = {
    "{имя}": "имя и отчество получателя",
    "{мероприятие}": "название с номером",
    "{когда}": "дни и часы",
    "{где}": "место, а при видеовстрече слова о ссылке",
    "{страница}": "адрес страницы мероприятия: программа, материалы, запись",
    "{моя регистрация}": "адрес, где видно свою регистрацию и билет, можно изменить её или отказаться",
    "{состояние}": "как зарегистрирован получатель",
    "{календарь}": "адрес записи для календаря",
    "{отзыв}": "адрес формы отзыва",
    "{объединение}": "краткое название объединения",
}

SUBJECTS: Mapping[LetterKind, str] = {
    LetterKind.INVITATION: "Приглашаем: {мероприятие}",
    LetterKind.REMINDER: "Напоминаем: {мероприятие}, {когда}",
    LetterKind.CHANGES: "Изменения: {мероприятие}",
    LetterKind.THANKS: "Спасибо за участие: {мероприятие}",
    LetterKind.FREE: "{мероприятие}",
}
TEXTS: Mapping[LetterKind, str] = {
    LetterKind.INVITATION: (
        "Здравствуйте, {имя}!\n\n"
        "Приглашаем вас: {мероприятие}.\nКогда: {когда}.\nГде: {где}.\n\n"
        "Программа: {страница}\nОтветить на приглашение: {моя регистрация}\n\n{объединение}"
    ),
    LetterKind.REMINDER: (
        "Здравствуйте, {имя}!\n\n"
        "Напоминаем: {мероприятие}.\nКогда: {когда}.\nГде: {где}.\n\n"
        "Если планы изменились, откажитесь от места: его займут те, кто ждёт.\n"
        "Ваша регистрация и билет: {моя регистрация}\nДобавить в календарь: {календарь}\n\n{объединение}"
    ),
    LetterKind.CHANGES: (
        "Здравствуйте, {имя}!\n\n"
        "В мероприятии, на которое вы зарегистрированы, есть изменения: {мероприятие}.\n"
        "Теперь так.\nКогда: {когда}.\nГде: {где}.\n\n"
        "Подробности: {страница}\nВаша регистрация: {моя регистрация}\n\n{объединение}"
    ),
    LetterKind.THANKS: (
        "Здравствуйте, {имя}!\n\n"
        "Спасибо, что были с нами: {мероприятие}.\n\n"
        "Запись и материалы: {страница}\nПожалуйста, оставьте отзыв, это две минуты: {отзыв}\n\n{объединение}"
    ),
    LetterKind.FREE: "Здравствуйте, {имя}!\n\n\n\n{объединение}",
}


class UnknownPlaceholder(TextMissing):
    """The text names something in braces that we do not know."""


@dataclass(frozen=True, slots=True)
class Told:
    """A letter as one addressee reads it."""

    subject: str
    text: str


def checked_letter(subject: str, text: str) -> tuple[str, str]:
    """Subject and text without outer blanks, when both are there and every placeholder is known.

    Raises:
        TextMissing, TextTooLong, UnknownPlaceholder.
    """
    subject, text = " ".join(subject.split()), text.strip()
    if not subject:
        raise TextMissing("Напишите тему письма.")
    if not text:
        raise TextMissing("Напишите текст письма.")
    if len(subject) > LONGEST_SUBJECT:
        raise TextTooLong(f"Тема: не более {LONGEST_SUBJECT} знаков, а набрано {len(subject)}.")
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(f"Текст: не более {LONGEST_TEXT} знаков, а набрано {len(text)}.")
    unknown = sorted({found for found in PLACEHOLDER.findall(f"{subject}\n{text}") if found not in PLACEHOLDERS})
    if unknown:
        raise UnknownPlaceholder(
            f"Не знаем, что подставить вместо {', '.join(unknown)}. Возьмите одно из полей в списке рядом."
        )
    return subject, text


def tell(subject: str, text: str, enrolment: Enrolment, event: Event, *, own_path: str, feedback_path: str) -> Told:
    """The letter with every placeholder filled; nothing in the fillings is taken for another one.

    `own_path` and `feedback_path` are made for this addressee: paths of ours, or whole addresses of ours.
    """
    filled = {
        **_of_event(event),
        "{имя}": enrolment.person.greeting_name if enrolment.person is not None else _greeting(enrolment.name),
        "{моя регистрация}": whole_address(own_path),
        "{состояние}": str(EnrolmentState(enrolment.state).label),
        "{отзыв}": whole_address(feedback_path),
    }
    return Told(" ".join(_fill(subject, filled).split())[:250], _fill(text, filled))


def subject_words(letter: EventLetter, event: Event) -> str:
    """The subject as a list shows it: with what is the same for every addressee."""
    return _fill(letter.subject, _of_event(event))


def _of_event(event: Event) -> dict[str, str]:
    return {
        "{мероприятие}": event.full_title,
        "{когда}": when_words(event),
        "{где}": _where(event),
        "{страница}": whole_address(event.get_absolute_url()),
        "{календарь}": whole_address(reverse("events:event_ics", args=[event.pk])),
        "{объединение}": event.association.short_name,
    }


def _fill(words: str, filled: Mapping[str, str]) -> str:
    def filling(found: re.Match[str]) -> str:
        said = filled.get(found[0], found[0])
        # «Когда: {когда}.» of whole days ends in «2026 г.»: one full stop is enough.
        return said.removesuffix(".") if words.startswith(".", found.end()) else said

    return PLACEHOLDER.sub(filling, words)


def whole_address(path: str) -> str:
    """A path of ours as it stands in a letter."""
    return urljoin(settings.SITE_URL, path)


def _greeting(name: str) -> str:
    """«Анна Петровна» of a guest's «Тополева Анна Петровна»; the name as it is when it has other parts."""
    parts = name.split()
    return " ".join(parts[1:]) if len(parts) == 3 else name


def _where(event: Event) -> str:
    room = "ссылка на видеовстречу откроется на странице вашей регистрации" if event.room_url else ""
    return "; ".join(part for part in (event.place, room) if part) or "уточняется"
