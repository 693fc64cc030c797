"""Notices in the browser: the bell, the list, the choices, and the door from a letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.common.actor import System
from stellazh.live.topics import followable
from stellazh.mail.models import OutgoingMail
from stellazh.mail.services import queue_mail
from stellazh.notices.models import BouncedAddress, Notice, NoticePreference, NoticeSettings
from stellazh.notices.services import Choices
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.factories.notices import BouncedAddressFactory, NoticeFactory
from tests.factories.people import PersonFactory
from tests.notices.conftest import ALARM, GAZETTE, NEWS, Tell

ClientFor = Callable[..., Client]
LIST, CHOICES = "/notices/", "/notices/choices/"
SENT = {
    f"kind-{NEWS}": "digest",
    f"kind-{GAZETTE}": "off",
    "digest_days": "daily",
    "digest_hour": "18",
    "quiet_from": "22:00",
    "quiet_to": "07:30",
    "time_zone": "",
    "version": "0",
}


def titles(text: str) -> list[str]:
    return re.findall(r'<button class="news__title" type="submit">([^<]+)</button>', text)


def bell(text: str) -> list[str]:
    """The figure in the masthead, if any."""
    head = text.partition("</header>")[0]
    return re.findall(r'<span>Уведомления</span> <span class="count">([^<]+)</span>', head)


def whole_form(person: Person) -> dict[str, str]:
    """What the page sends when `SENT` is chosen and other kinds stay as they are."""
    ways = {f"kind-{code}": how for code, how in Choices.of(person).deliveries.items()}
    return {**ways, **SENT}


def unsubscribe_path(tell: Tell, kind: str = NEWS) -> str:
    tell(kind)
    (address,) = OutgoingMail.objects.values_list("unsubscribe_url", flat=True)
    return re.sub(r"^https?://[^/]+", "", address)


@pytest.mark.parametrize("count", [1, 3])
def test_notice_list_costs_the_same_for_one_and_three(
    reader: Person, client_for: ClientFor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        NoticeFactory(person=reader)
    client = client_for(reader)
    client.get(LIST)

    # The session's person and grants, the count, the rows, the newest, the unread, the mark; the bell.
    with django_assert_num_queries(8):
        text = client.get(LIST).content.decode()

    assert (len(titles(text)), bell(text)) == (count, [str(count)])


def test_notice_list_shows_ones_own_newest_first(
    reader: Person, head: Person, client_for: ClientFor, at: datetime
) -> None:
    NoticeFactory(person=reader, title="Первая", created_at=at.replace(day=1), read_at=at)
    NoticeFactory(person=reader, title="Вторая", created_at=at.replace(day=2))
    NoticeFactory(person=head, title="Чужая")

    whole = client_for(reader).get(LIST).content.decode()
    unread = client_for(reader).get(LIST, {"only": "unread"}).content.decode()

    assert (titles(whole), titles(unread), bell(whole)) == (["Вторая", "Первая"], ["Вторая"], ["1"])


def test_notice_list_comes_by_fifty(reader: Person, client_for: ClientFor) -> None:
    for _ in range(51):
        NoticeFactory(person=reader)

    first = client_for(reader).get(LIST).content.decode()
    second = client_for(reader).get(LIST, {"page": 2}).content.decode()

    assert (len(titles(first)), len(titles(second))) == (50, 1)


def test_notice_list_without_notices_says_so(reader: Person, client_for: ClientFor) -> None:
    text = client_for(reader).get(LIST).content.decode()

    assert "Уведомлений ещё нет" in text
    assert bell(text) == []


def test_notice_list_refreshes_its_rows_alone(reader: Person, client_for: ClientFor) -> None:
    NoticeFactory(person=reader)

    text = client_for(reader).get(LIST, headers={"HX-Request": "true"}).content.decode()

    assert text.strip().startswith('<div id="rows"')
    assert f'data-live-topic="notices:{reader.pk}"' in text


def test_live_topic_is_followed_by_the_person_alone(reader: Person, head: Person) -> None:
    name = f"notices:{reader.pk}"

    assert followable(reader, (name,)) == (name,)
    assert followable(head, (name,)) == followable(System("тест"), (name,)) == ()


def test_guest_has_no_bell_and_pays_no_query(
    client_for: ClientFor, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        text = client_for().get(reverse("people:sign_in")).content.decode()

    assert "Уведомления" not in text


def test_notice_open_reads_it_and_goes_there(reader: Person, client_for: ClientFor) -> None:
    notice: Any = NoticeFactory(person=reader, address="/plans/5/?month=9")

    answer = client_for(reader).post(reverse("notices:notice_open", args=[notice.pk]))

    notice.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/plans/5/?month=9")
    assert notice.read_at is not None


def test_notice_read_stays_where_it_was(reader: Person, client_for: ClientFor) -> None:
    notice: Any = NoticeFactory(person=reader)
    address = reverse("notices:notice_read", args=[notice.pk])

    answers = [
        client_for(reader).post(address, {"next": wanted}) for wanted in (f"{LIST}?only=unread", "//evil.example/")
    ]

    notice.refresh_from_db()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, f"{LIST}?only=unread"),
        (302, LIST),
    ]
    assert notice.read_at is not None


@pytest.mark.parametrize("name", ["notice_open", "notice_read"])
def test_notice_of_another_is_not_there_and_a_get_reads_nothing(
    reader: Person, head: Person, client_for: ClientFor, name: str
) -> None:
    notice: Any = NoticeFactory(person=reader)
    address = reverse(f"notices:{name}", args=[notice.pk])

    answers = [client_for(head).post(address), client_for(reader).get(address)]

    notice.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 405]
    assert notice.read_at is None


def test_notices_read_marks_what_was_shown(reader: Person, client_for: ClientFor) -> None:
    shown: Any = NoticeFactory(person=reader)
    client = client_for(reader)
    page = client.get(LIST).content.decode()
    (up_to,) = re.findall(r'name="up_to" value="(\d+)"', page)
    later: Any = NoticeFactory(person=reader)

    answers = [client.post(reverse("notices:notices_read"), {"up_to": value}) for value in (up_to, "nonsense")]

    assert up_to == str(shown.pk)
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, LIST)] * 2
    assert list(Notice.objects.unread()) == [later]


def test_choices_show_what_holds(reader: Person, client_for: ClientFor) -> None:
    text = client_for(reader).get(CHOICES).content.decode()

    chosen = re.findall(r'<input type="radio" name="kind-tests\.(\w+)" value="(\w+)"[^>]*checked', text)
    assert chosen == [("news", "at_once"), ("gazette", "digest")]
    assert f'name="kind-{ALARM}"' not in text
    assert "Всегда сразу" in text


def test_choices_are_kept(reader: Person, client_for: ClientFor) -> None:
    answer = client_for(reader).post(CHOICES, whole_form(reader))

    stored = NoticeSettings.objects.get(person=reader)
    kept = dict(NoticePreference.objects.filter(kind__startswith="tests.").values_list("kind", "delivery"))
    assert (answer.status_code, answer["Location"]) == (302, CHOICES)
    assert kept == {NEWS: "digest", GAZETTE: "off"}
    assert (stored.digest_days, stored.digest_hour, f"{stored.quiet_from:%H:%M}", f"{stored.quiet_to:%H:%M}") == (
        "daily", 18, "22:00", "07:30",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quiet_to": ""}, "Укажите и начало, и конец тихих часов"),
        ({"quiet_to": "22:00"}, "Начало и конец тихих часов совпали"),
        ({"digest_hour": "24"}, "Выберите корректный вариант"),
        ({f"kind-{NEWS}": "pigeon"}, "Выберите корректный вариант"),
        ({"version": "7"}, "Пока вы правили"),
    ],
)
def test_unfit_choices_come_back_with_words(
    reader: Person, client_for: ClientFor, changes: dict[str, str], words: str
) -> None:
    before = fingerprint()

    answer = client_for(reader).post(CHOICES, {**whole_form(reader), **changes})

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert fingerprint() == before


@pytest.mark.parametrize("count", [1, 3])
def test_choices_cost_the_same_for_one_letter_and_three(
    reader: Person, client_for: ClientFor, at: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        queue_mail(
            to="ozerova@example.org", subject=f"Письмо {number}", text="Текст", kind="tests.letter",
            about=f"person:{reader.pk}", by=System("тест"), at=at,
        )  # fmt: skip
    client = client_for(reader)
    client.get(CHOICES)

    # The session's person and grants, settings, ways, version, the mark, the letters; the bell.
    with django_assert_num_queries(8):
        text = client.get(CHOICES).content.decode()

    assert len(re.findall(r'<td data-label="Тема">Письмо \d</td>', text)) == count


def test_choices_show_the_fifty_latest_letters_to_me_alone(
    reader: Person, head: Person, client_for: ClientFor, at: datetime
) -> None:
    for person, count in ((reader, 51), (head, 1)):
        for number in range(count):
            queue_mail(
                to=person.email or "", subject=f"{person.family_name} {number}", text="Тайный текст",
                kind="tests.letter", about=f"person:{person.pk}", by=System("тест"), at=at,
            )  # fmt: skip

    text = client_for(reader).get(CHOICES).content.decode()

    shown = re.findall(r'<td data-label="Тема">(\w+) (\d+)</td>', text)
    assert shown == [("Озерова", str(number)) for number in range(50, 0, -1)]
    assert "Тайный текст" not in text


@pytest.mark.parametrize("address", [LIST, CHOICES])
def test_pages_say_that_letters_do_not_arrive(reader: Person, client_for: ClientFor, address: str) -> None:
    BouncedAddressFactory(address="ozerova@example.org", answer="No such <user>")
    BouncedAddressFactory(address="another@example.org", answer="Чужой ответ")

    text = client_for(reader).get(address).content.decode()

    assert "Письма на ваш адрес не доходят" in text
    assert "No such &lt;user&gt;" in text
    assert "Чужой ответ" not in text


def test_address_check_takes_the_mark_off_and_writes(reader: Person, client_for: ClientFor) -> None:
    BouncedAddressFactory(address="ozerova@example.org")
    client = client_for(reader)

    answers = [client.post(reverse("notices:address_check"), follow=True).content.decode() for _ in "ab"]

    assert "Отправили проверочное письмо" in answers[0]
    assert "Ваш адрес не отмечен" in answers[1]
    assert BouncedAddress.objects.marked().count() == 0
    assert OutgoingMail.objects.get().to_address == "ozerova@example.org"


def test_link_from_a_letter_asks_first(tell: Tell, client_for: ClientFor) -> None:
    path = unsubscribe_path(tell)
    before = fingerprint()

    answers = [client_for().get(path), client_for().head(path)]

    text = answers[0].content.decode()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert fingerprint() == before
    assert "Писем «Новости» больше не будет" in text
    assert "Озерова" not in text
    assert "ozerova@example.org" not in text


def test_mail_program_unsubscribes_by_one_click(tell: Tell, reader: Person) -> None:
    path = unsubscribe_path(tell)
    program = Client(enforce_csrf_checks=True)

    answers = [program.post(path, {"List-Unsubscribe": "One-Click"}) for _ in "ab"]
    told = tell()

    assert [answer.status_code for answer in answers] == [200, 200]
    assert (NoticePreference.objects.get().kind, NoticePreference.objects.get().delivery) == (NEWS, "off")
    assert (told, OutgoingMail.objects.count()) == (1, 1)


def test_button_switches_everything_off(tell: Tell, reader: Person, client_for: ClientFor) -> None:
    path = unsubscribe_path(tell)

    answer = client_for().post(path, {"what": "all"})
    tell(GAZETTE)
    tell(ALARM)

    assert "вы отписались" in answer.content.decode()
    assert NoticeSettings.objects.get(person=reader).is_mail_off is True
    assert list(OutgoingMail.objects.values_list("kind", flat=True)) == [ALARM, NEWS]


@pytest.mark.parametrize("what", ["tests.unknown", ALARM, "", "x" * 100])
def test_link_about_nothing_known_offers_everything(tell: Tell, client_for: ClientFor, what: str) -> None:
    path = unsubscribe_path(tell).partition("?")[0]
    before = fingerprint()

    answers = [client_for().get(path, {"what": what}), client_for().post(f"{path}?what={what}")]

    assert [answer.status_code for answer in answers] == [200, 422]
    assert all("Не присылать никаких уведомлений" in answer.content.decode() for answer in answers)
    assert fingerprint() == before


def test_link_of_nobody_opens_nothing(tell: Tell, client_for: ClientFor) -> None:
    before = fingerprint()
    path = reverse("notices:unsubscribe", args=["a" * 43])

    answers = [client_for().get(path), client_for().post(path, {"what": "all"})]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert fingerprint() == before


def test_bell_is_another_persons_business(reader: Person, client_for: ClientFor) -> None:
    other: Any = PersonFactory()
    NoticeFactory(person=other)

    assert bell(client_for(reader).get(LIST).content.decode()) == []
