"""The public check: what it says, to whom it says nothing, how guessing ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from stellazh.certificates import wording
from stellazh.certificates.enums import CertificateStatus, CopyReason
from stellazh.certificates.models import Certificate
from stellazh.certificates.reads.check import Answer, check_url, checked_sheet
from stellazh.certificates.services.checking import (
    FREE_TRIES,
    CodeUnknown,
    TooManyCodes,
    find_sheet,
)
from stellazh.certificates.services.codes import new_code
from stellazh.people.models import Person, SignInTrouble
from tests.certificates.register.conftest import Give
from tests.checks import fingerprint
from tests.factories.certificates import CertificateCopyFactory

pytestmark = pytest.mark.django_db
PLACE = "192.0.2.7"


def look(code: str, at: datetime, place: str = PLACE) -> str:
    try:
        return find_sheet(code, place=place, at=at).code
    except (CodeUnknown, TooManyCodes) as refusal:
        return type(refusal).__name__


def page(code: str) -> Any:
    return Client().get(reverse("certificates:check", args=[code]))


def text_of(response: Any) -> str:
    return str(response.content.decode().replace("\u00a0", " "))


def test_genuine_sheet_shows_what_is_printed_and_nothing_else(give: Give, member: Person) -> None:
    given = give(values={wording.NAME: "Липина Мария Сергеевна"}, row__email="secret@example.org")
    copy = given.copies.get()

    response = page(copy.code)

    body = text_of(response)
    assert response.status_code == 200
    for said in (
        "Документ подлинный",
        given.title,
        given.number_words,
        "Липина Мария Сергеевна",
        given.basis,
        "28 ноября 2024",
    ):
        assert said in body
    for hidden in ("secret@example.org", given.school, f"/certificates/{given.pk}/", "/people/", "/files/"):
        assert hidden not in body
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("typed", ["{lower}", "{spaced}", "{joined}", "{cyrillic}"])
def test_code_is_taken_as_people_type_it(give: Give, typed: str) -> None:
    copy = give().copies.get()
    copy.code = "7K3E-9QXM-2PZT-AB5D"
    copy.save()
    forms = {
        "lower": "7k3e-9qxm-2pzt-ab5d",
        "spaced": " 7K3E 9QXM 2PZT AB5D",
        "joined": "7K3E9QXM2PZTAB5D",
        "cyrillic": "7К3Е-9QХМ-2РZТ-АВ5D",
    }

    response = Client().get(reverse("certificates:check_entry"), {"code": typed.format(**forms)}, follow=True)

    assert response.status_code == 200
    assert "Документ подлинный" in response.content.decode()


def test_withdrawn_document_says_so_without_the_reason(give: Give, at: datetime) -> None:
    given = give()
    Certificate.objects.filter(pk=given.pk).update(
        status=CertificateStatus.WITHDRAWN, status_reason="Личная причина", status_at=at
    )

    body = text_of(page(given.copies.get().code))

    assert "Документ отозван" in body
    assert "10 сентября 2024" in body
    assert "Личная причина" not in body
    assert "подлинный" not in body


def test_sheet_of_a_spoiled_document_holds_not(give: Give, at: datetime) -> None:
    given = give(status=CertificateStatus.SPOILED, status_reason="Залит чаем")

    body = page(given.copies.get().code).content.decode()

    assert "Документ не действует" in body
    assert "Залит чаем" not in body


@pytest.mark.parametrize(
    ("reason", "old", "words"),
    [
        (CopyReason.LOST, Answer.DUPLICATED, "к нему выдан дубликат"),
        (CopyReason.NAME_CHANGE, Answer.REPLACED, "Этот лист заменён"),
    ],
)
def test_older_sheet_says_that_there_is_a_later_one(give: Give, reason: str, old: Answer, words: str) -> None:
    given = give(values={wording.NAME: "Прежняя Фамилия"})
    first = given.copies.get()
    second = CertificateCopyFactory.create(
        certificate=given, ordinal=2, reason=reason, values={wording.NAME: "Новая Фамилия"}
    )

    answers = [checked_sheet(copy) for copy in (first, second)]

    assert [(one.answer, one.name, one.is_duplicate) for one in answers] == [
        (old, "Прежняя Фамилия", False),
        (Answer.GENUINE, "Новая Фамилия", True),
    ]
    assert words in page(first.code).content.decode()


def test_basis_that_is_not_printed_is_not_told(give: Give) -> None:
    from stellazh.certificates.designs.shipped import SHIPPED
    from stellazh.certificates.layout import layout_to_json

    given = give()
    layout = layout_to_json(SHIPPED[0].layout)
    bare = {**layout, "blocks": [block for block in layout["blocks"] if "мероприятие" not in str(block)]}
    given.run.layout = bare
    given.run.save()

    body = page(given.copies.get().code).content.decode()

    assert (given.basis in body) is any("основание" in str(block) for block in bare["blocks"])


@pytest.mark.parametrize("code", ["7K3F-9QXM-2PZT-AB5D", "нет", "-", "7" * 300, "' OR 1=1 --", "%00"])
def test_unknown_code_gets_the_same_calm_page(give: Give, code: str) -> None:
    give()

    response = page(code)

    assert response.status_code == 404
    assert "Документа с таким кодом нет" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_looking_changes_nothing(give: Give) -> None:
    code = give().copies.get().code
    before = fingerprint()

    page(code)
    page(new_code())

    assert fingerprint() == before
    assert SignInTrouble.objects.count() == 2


def test_nobody_writes_at_the_check_page(give: Give) -> None:
    code = give().copies.get().code

    assert Client().post(reverse("certificates:check", args=[code])).status_code == 405
    assert Client().post(reverse("certificates:check_entry")).status_code == 405


def test_right_codes_are_never_counted(give: Give, at: datetime) -> None:
    code = give().copies.get().code

    found = {look(code, at) for _ in range(FREE_TRIES * 3)}

    assert found == {code}
    assert SignInTrouble.objects.count() == 0


def test_guessing_waits_longer_and_longer(give: Give, at: datetime) -> None:
    code = give().copies.get().code
    for _ in range(FREE_TRIES + 1):
        assert look(new_code(), at) == "CodeUnknown"

    assert look(code, at) == "TooManyCodes"
    assert look(code, at + timedelta(seconds=11)) == code
    assert look(code, at, place="192.0.2.8") == code
    assert look(new_code(), at + timedelta(seconds=11)) == "CodeUnknown"
    assert look(code, at + timedelta(seconds=21)) == "TooManyCodes"
    assert look(code, at + timedelta(days=1)) == code


def test_a_day_of_guessing_is_some_tens_of_tries(give: Give) -> None:
    at, tries = datetime(2024, 9, 10, 0, 0, tzinfo=UTC), 0
    end = at + timedelta(hours=23)
    while at < end:
        if look(new_code(), at) == "CodeUnknown":
            tries += 1
        else:
            at += timedelta(seconds=30)

    assert tries < 80


def test_guessing_from_everywhere_makes_guessers_wait_and_nobody_else(give: Give, at: datetime) -> None:
    from stellazh.people.services.sign_in import count_wrong

    code = give().copies.get().code
    look(new_code(), at, place="198.51.100.1")
    # As if the free tries of everybody had been used up from a thousand networks.
    for _ in range(12):
        count_wrong([("certificate-code-of-all", f"{at:%Y-%m-%d}", 0)], at=at)

    assert look(code, at, place="198.51.100.1") == "TooManyCodes"
    assert look(code, at, place="203.0.113.5") == code


def test_whoever_guesses_is_told_when_to_come_again(give: Give) -> None:
    client = Client(REMOTE_ADDR=PLACE)
    codes = [client.get(reverse("certificates:check", args=[new_code()])).status_code for _ in range(FREE_TRIES + 1)]

    response = client.get(reverse("certificates:check", args=[new_code()]))

    assert set(codes) == {404}
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 11
    assert "Попробуйте снова через" in response.content.decode()


def test_forwarded_addresses_are_believed_of_our_proxies_only(give: Give) -> None:
    address = reverse("certificates:check", args=[new_code()])
    for place in range(FREE_TRIES + 1):
        Client(REMOTE_ADDR=PLACE).get(address, headers={"X-Forwarded-For": f"203.0.113.{place}"})

    believed = Client(REMOTE_ADDR=PLACE).get(address, headers={"X-Forwarded-For": "203.0.113.99"})
    with override_settings(TRUSTED_PROXY_COUNT=1):
        behind = Client(REMOTE_ADDR=PLACE).get(address, headers={"X-Forwarded-For": "203.0.113.99"})

    assert (believed.status_code, behind.status_code) == (429, 404)


def test_address_of_the_check_is_short_and_whole() -> None:
    url = check_url("https://stellazh.example", "7K3F-9QXM-2PZT-AB5D")

    assert url == "https://stellazh.example/c/7K3F-9QXM-2PZT-AB5D/"


@pytest.mark.parametrize("typed", ["", "  "])
def test_entry_page_asks_for_a_code(typed: str) -> None:
    response = Client().get(reverse("certificates:check_entry"), {"code": typed})

    assert response.status_code == 200
    assert "Код с листа" in response.content.decode()


def test_check_costs_few_queries(give: Give, django_assert_num_queries: Any) -> None:
    code = give().copies.get().code

    with django_assert_num_queries(4):
        page(code)
