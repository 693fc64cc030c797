"""One-time codes: asked after the password, never more than once the same, and not for ever."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.mail.models import OutgoingMail
from stellazh.people import services
from stellazh.people.models import Person, TrustedBrowser
from stellazh.people.services import MustWait
from stellazh.people.services.second_step import (
    CodeIsWrong,
    CodesAreOff,
    CodesAreOn,
    check_code,
    forget_browser,
    has_codes,
    make_spare_codes,
    new_secret,
    spare_codes_left,
    trust_browser,
    turn_codes_off,
    turn_codes_on,
    use_trust,
)
from stellazh.people.services.ways_in import NotYourAccount
from tests.checks import deeds, nothing_changes
from tests.factories.people import PASSWORD
from tests.people.outside import is_signed_in, sign_in
from tests.people.software_key import SoftwareKey

HALF_A_MINUTE = timedelta(seconds=30)
STRONG = "лампа-над-столом-5"


def code_at(secret: str, at: datetime) -> str:
    """What a telephone shows at that moment."""
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))


def codes_of(person: Person, at: datetime) -> tuple[str, list[str]]:
    """Codes turned on: the secret in the telephone, and the spare ones."""
    secret = new_secret()
    return secret, turn_codes_on(person.pk, secret=secret, code=code_at(secret, at), by=person, at=at)


def test_code_of_the_moment_fits(member: Person, at: datetime) -> None:
    secret, spare = codes_of(member, at)

    for step in (1, 2, 3):
        now = at + step * HALF_A_MINUTE
        check_code(member.pk, code=code_at(secret, now), at=now)

    assert has_codes(member.pk)
    assert (len(spare), len(set(spare)), spare_codes_left(member.pk)) == (10, 10, 10)
    assert deeds(member) == [("second_factor_on", str(member.pk), {})]


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_telephone_may_be_half_a_minute_off(member: Person, at: datetime, seconds: int, fits: bool) -> None:
    secret, _ = codes_of(member, at)
    now = at + timedelta(hours=1)
    code = code_at(secret, now + timedelta(seconds=seconds))

    if fits:
        check_code(member.pk, code=f" {code[:3]} {code[3:]} ", at=now)
    else:
        with pytest.raises(CodeIsWrong):
            check_code(member.pk, code=code, at=now)


def test_code_fits_once(member: Person, at: datetime) -> None:
    secret, _ = codes_of(member, at)
    with pytest.raises(CodeIsWrong):
        check_code(member.pk, code=code_at(secret, at), at=at)
    now = at + HALF_A_MINUTE
    check_code(member.pk, code=code_at(secret, now), at=now)

    with pytest.raises(CodeIsWrong):
        check_code(member.pk, code=code_at(secret, now), at=now + timedelta(seconds=5))


def test_spare_code_fits_once(member: Person, at: datetime) -> None:
    _, spare = codes_of(member, at)

    check_code(member.pk, code=f"{spare[3][:4]} {spare[3][4:]}", at=at)

    assert spare_codes_left(member.pk) == 9
    with pytest.raises(CodeIsWrong):
        check_code(member.pk, code=spare[3], at=at)


def test_new_spare_codes_end_the_earlier_ones(member: Person, head: Person, at: datetime) -> None:
    _, spare = codes_of(member, at)

    nothing_changes(lambda: make_spare_codes(member.pk, by=head, at=at), NotYourAccount)
    fresh = make_spare_codes(member.pk, by=member, at=at)

    assert not set(spare) & set(fresh)
    with pytest.raises(CodeIsWrong):
        check_code(member.pk, code=spare[0], at=at)
    check_code(member.pk, code=fresh[0], at=at)


@pytest.mark.parametrize("code", ["", "000000", "letters", "１２３４５６", "0" * 20])
def test_wrong_codes_are_refused(member: Person, at: datetime, code: str) -> None:
    codes_of(member, at)

    with pytest.raises(CodeIsWrong):
        check_code(member.pk, code=code, at=at)


def test_guessing_waits_longer_and_longer(member: Person, at: datetime) -> None:
    secret, _ = codes_of(member, at)
    now = at + timedelta(hours=2)
    for _ in range(6):
        with pytest.raises(CodeIsWrong):
            check_code(member.pk, code="000000", at=now)

    with pytest.raises(MustWait):
        check_code(member.pk, code=code_at(secret, now), at=now)
    later = now + timedelta(seconds=11)
    check_code(member.pk, code=code_at(secret, later), at=later)


def test_secrets_lie_under_the_installations_key(member: Person, at: datetime, settings: Settings) -> None:
    secret, spare = codes_of(member, at)
    stored = json.dumps([row.data for row in Authenticator.objects.all()])
    now = at + HALF_A_MINUTE

    assert secret not in stored
    settings.SECRET_KEY = "another key of the installation"
    with pytest.raises(CodeIsWrong):
        check_code(member.pk, code=code_at(secret, now), at=now)
    settings.SECRET_KEY_FALLBACKS = ["a key for tests only"]
    check_code(member.pk, code=code_at(secret, now), at=now)
    check_code(member.pk, code=spare[0], at=now)


def test_codes_are_turned_on_by_their_own_person_once(member: Person, head: Person, at: datetime) -> None:
    secret = new_secret()
    code = code_at(secret, at)

    def turn_on(by: Person, sent: str = code) -> list[str]:
        return turn_codes_on(member.pk, secret=secret, code=sent, by=by, at=at)

    nothing_changes(lambda: turn_on(head), NotYourAccount)
    nothing_changes(lambda: turn_on(member, "000000"), CodeIsWrong)
    turn_on(member)
    nothing_changes(lambda: turn_on(member), CodesAreOn)


def test_codes_are_turned_off_with_all_that_hangs_on_them(member: Person, head: Person, at: datetime) -> None:
    codes_of(member, at)
    trust_browser(member, device="Chrome на Windows", place="", at=at)

    nothing_changes(lambda: turn_codes_off(member.pk, by=head, at=at), NotYourAccount)
    turn_codes_off(member.pk, by=member, at=at)

    assert (Authenticator.objects.count(), TrustedBrowser.objects.count()) == (0, 0)
    nothing_changes(lambda: turn_codes_off(member.pk, by=member, at=at), CodesAreOff)
    nothing_changes(lambda: make_spare_codes(member.pk, by=member, at=at), CodesAreOff)


def test_operator_turns_codes_off_for_who_lost_them(member: Person, at: datetime) -> None:
    codes_of(member, at)

    turn_codes_off(member.pk, by=System("оператор"), at=at)

    assert not has_codes(member.pk)


def test_trust_is_one_persons_and_ends(member: Person, head: Person, at: datetime) -> None:
    token = trust_browser(member, device="Chrome на Windows", place="10.0.0.1", at=at)
    later = at + timedelta(days=29)

    assert use_trust(member.pk, tokens=["wrong", token], at=later)
    assert not use_trust(head.pk, tokens=[token], at=later)
    assert not use_trust(member.pk, tokens=[token], at=at + timedelta(days=30))
    assert not use_trust(member.pk, tokens=[], at=later)
    assert TrustedBrowser.objects.get().last_used_at == later


def test_trust_is_taken_back(member: Person, head: Person, at: datetime) -> None:
    token = trust_browser(member, device="Chrome на Windows", place="", at=at)
    row = TrustedBrowser.objects.get()

    nothing_changes(lambda: forget_browser(row.pk, by=head, at=at), NotYourAccount)
    forget_browser(row.pk, by=member, at=at)

    assert not use_trust(member.pk, tokens=[token], at=at)
    assert [deed for deed, _, _ in deeds(member)] == ["browser_trusted", "browser_trust_ended"]


def test_trusted_browsers_have_an_end(member: Person, at: datetime) -> None:
    for minute in range(22):
        trust_browser(member, device=f"Браузер {minute}", place="", at=at + timedelta(minutes=minute))

    assert TrustedBrowser.objects.count() == 20
    assert not TrustedBrowser.objects.filter(device="Браузер 0").exists()


def by_password(person: Person, client: Client | None = None, **sent: str) -> tuple[Client, Any]:
    client = client or Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36")
    return client, client.post(reverse("people:sign_in"), {"email": person.email, "password": PASSWORD, **sent})


@pytest.fixture
def guarded(member: Person) -> tuple[Person, str, list[str]]:
    """The member with codes on since an hour: the person, the secret, the spare codes."""
    return member, *codes_of(member, clock.now() - timedelta(hours=1))


def test_password_alone_signs_nobody_in(guarded: tuple[Person, str, list[str]]) -> None:
    person, secret, _ = guarded
    client, answer = by_password(person, next=reverse("people:security"))

    before = is_signed_in(client)
    wrong = client.post(answer["Location"], {"code": "000000"})
    right = client.post(answer["Location"], {"code": code_at(secret, clock.now())})

    assert (answer["Location"], before) == (reverse("people:second_step"), False)
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert right["Location"] == reverse("people:security")
    assert is_signed_in(client)
    assert "device" in client.cookies


def test_second_step_without_the_first_leads_back(db: None) -> None:
    for answer in (Client().get(reverse("people:second_step")), Client().post(reverse("people:second_step"))):
        assert answer["Location"] == reverse("people:sign_in")


def test_second_step_waits_a_quarter_of_an_hour(guarded: tuple[Person, str, list[str]]) -> None:
    person, secret, _ = guarded
    client, _ = by_password(person)
    session = client.session
    login = session["account_login"]
    session["account_login"] = {**login, "initiated_at": login["initiated_at"] - 16 * 60}
    session.save()

    answer = client.post(reverse("people:second_step"), {"code": code_at(secret, clock.now())})

    assert answer["Location"] == reverse("people:sign_in")
    assert not is_signed_in(client)


def test_person_archived_between_the_steps_stays_out(guarded: tuple[Person, str, list[str]]) -> None:
    person, secret, _ = guarded
    client, _ = by_password(person)
    services.archive_person(person.pk, by=System("проверка"), at=clock.now())

    answer = client.post(reverse("people:second_step"), {"code": code_at(secret, clock.now())}, follow=True)

    assert "Карточка закрыта" in answer.content.decode()
    assert not is_signed_in(client)


def test_reset_link_is_not_the_second_step(guarded: tuple[Person, str, list[str]]) -> None:
    person, secret, _ = guarded
    services.request_password_reset(person.email or "", at=clock.now())
    found = re.search(r"/password/new/([\w-]+)/", OutgoingMail.objects.latest("pk").text)
    assert found
    client = Client()

    answer = client.post(reverse("people:password_reset", args=[found[1]]), {"password": STRONG, "again": STRONG})

    assert answer["Location"] == reverse("people:second_step")
    assert not is_signed_in(client)
    client.post(answer["Location"], {"code": code_at(secret, clock.now())})
    assert is_signed_in(client)


def test_trusted_browser_is_not_asked_but_may_not_change_ways_in(guarded: tuple[Person, str, list[str]]) -> None:
    person, _, spare = guarded
    client, answer = by_password(person)
    client.post(answer["Location"], {"code": spare[0], "trust": "on"})
    client.post(reverse("people:sign_out"))

    _, again = by_password(person, client)
    guarded_page = client.get(reverse("people:spare_codes"))
    _, elsewhere = by_password(person)

    assert TrustedBrowser.objects.get().device == "Chrome на Windows"
    assert again["Location"] == reverse("pages:desk")
    assert guarded_page["Location"].startswith(reverse("people:confirm"))
    assert elsewhere["Location"] == reverse("people:second_step")


def test_trust_ends_with_a_new_password(guarded: tuple[Person, str, list[str]]) -> None:
    person, _, spare = guarded
    client, answer = by_password(person)
    client.post(answer["Location"], {"code": spare[0], "trust": "on"})

    client.post(reverse("people:password_change"), {"current": PASSWORD, "password": STRONG, "again": STRONG})

    assert TrustedBrowser.objects.count() == 0


def test_new_password_wants_the_code_where_codes_are_on(
    guarded: tuple[Person, str, list[str]], client_for: Callable[..., Client]
) -> None:
    person, secret, _ = guarded
    client, address = client_for(person), reverse("people:password_change")
    sent = {"current": PASSWORD, "password": STRONG, "again": STRONG}

    asked = client.post(address, sent)
    client.post(reverse("people:confirm"), {"code": code_at(secret, clock.now())})
    done = client.post(address, sent)

    assert asked["Location"].startswith(reverse("people:confirm"))
    assert done["Location"] == reverse("people:security")
    assert Person.objects.get(pk=person.pk).check_password(STRONG)


def test_passkey_is_both_steps_in_one(guarded: tuple[Person, str, list[str]]) -> None:
    from tests.people.test_passkeys import added, answered

    person, _, _ = guarded
    key = SoftwareKey()
    added(person, key, clock.now())
    at_once, after_password = Client(), Client()
    by_password(person, after_password)

    answered(at_once, "people:passkey_sign_in", key, "people:passkey_ask")
    answered(after_password, "people:second_step", key, "people:passkey_ask")

    assert (is_signed_in(at_once), is_signed_in(after_password)) == (True, True)


def test_passkey_of_another_is_no_second_step(guarded: tuple[Person, str, list[str]], head: Person) -> None:
    from tests.people.test_passkeys import added, answered

    person, _, _ = guarded
    key = SoftwareKey()
    added(head, key, clock.now())
    client, _ = by_password(person)

    answer = answered(client, "people:second_step", key, "people:passkey_ask")

    assert answer.status_code == 422
    assert not is_signed_in(client)


def test_confirming_wants_the_code_where_codes_are_on(
    guarded: tuple[Person, str, list[str]], client_for: Callable[..., Client]
) -> None:
    person, secret, _ = guarded
    client = client_for(person)
    address = reverse("people:confirm")

    by_word = client.post(address, {"password": PASSWORD})
    by_code = client.post(address, {"code": code_at(secret, clock.now()), "next": "//evil.example/"})

    assert (by_word.status_code, by_code.status_code) == (422, 302)
    assert by_code["Location"] == reverse("people:security")


def test_confirming_wants_the_password_where_they_are_off(member: Person, client_for: Callable[..., Client]) -> None:
    client = client_for(member)
    address = reverse("people:confirm")

    wrong = [client.post(address, {"password": "не тот"}).status_code for _ in range(6)]
    blocked = client.post(address, {"password": PASSWORD})

    assert wrong == [422] * 6
    assert "Подождите" in blocked.content.decode()


def test_codes_are_turned_on_and_off_by_the_pages(member: Person) -> None:
    client = sign_in(member)
    address = reverse("people:codes_on")
    page = client.get(address).content.decode()
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    shown = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert sealed is not None
    assert shown is not None
    secret = shown[1].replace(" ", "")

    wrong = client.post(address, {"sealed": sealed[1], "code": "000000"})
    right = client.post(address, {"sealed": sealed[1], "code": code_at(secret, clock.now())}).content.decode()
    off = client.get(reverse("people:codes_off")).content.decode()
    done = client.post(reverse("people:codes_off"), follow=True).content.decode()

    assert "data:image/svg+xml" in page
    assert wrong.status_code == 422
    assert secret in wrong.content.decode().replace(" ", "")
    assert len(re.findall(r'<code class="secret">\d{4} \d{4}</code>', right)) == 10
    assert "Выключить коды?" in off
    assert "теперь для входа хватит пароля" in done


@pytest.mark.parametrize("sealed", ["", "rubbish", "of another"])
def test_secret_is_ours_and_this_persons(member: Person, head: Person, sealed: str) -> None:
    from django.core import signing

    if sealed == "of another":
        sealed = signing.dumps({"person": head.pk, "secret": new_secret()}, salt="people.codes_on")
    client = sign_in(member)

    answer = client.post(reverse("people:codes_on"), {"sealed": sealed, "code": "000000"})

    assert answer["Location"] == reverse("people:codes_on")
    assert not has_codes(member.pk)


def test_looking_at_the_page_keeps_nothing(member: Person) -> None:
    from tests.checks import fingerprint

    client = sign_in(member)
    before = fingerprint()

    first, second = (client.get(reverse("people:codes_on")).content for _ in range(2))

    assert first != second
    assert fingerprint() == before
    assert Authenticator.objects.count() == 0


def test_new_spare_codes_by_the_page(guarded: tuple[Person, str, list[str]]) -> None:
    person, secret, _ = guarded
    client, answer = by_password(person)
    client.post(answer["Location"], {"code": code_at(secret, clock.now())})

    asked = client.get(reverse("people:spare_codes")).content.decode()
    shown = client.post(reverse("people:spare_codes"))

    assert "Сейчас осталось: 10." in asked
    assert len(re.findall(r">\d{4} \d{4}<", shown.content.decode())) == 10
    assert "no-store" in shown["Cache-Control"]
