"""Signing in through another site, against a real OpenID Connect server: discovery, PKCE, code, tokens, userinfo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.people.models import Person, PersonSession
from stellazh.people.services import archive_person
from stellazh.people.services.ways_in import (
    AccountIsLinkedElsewhere,
    LastWayIn,
    NotYourAccount,
    link_account,
    unlink_account,
)
from tests.checks import deeds, nothing_changes
from tests.factories.people import PersonFactory
from tests.people.outside import (
    OidcServer,
    agree,
    changed,
    come_in,
    free_port,
    is_signed_in,
    leave,
    link,
    oidc_server,
    sign_in,
)

LIPINA, VERBINA = "lipina", "verbina"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OidcServer]:
    """The region's gateway: it knows two people, one of them by the address that `member` has here."""
    people = (
        {"username": LIPINA, "email": "lipina@example.org", "first_name": "Анна", "last_name": "Липина"},
        {"username": VERBINA, "email": "verbina@region.example", "first_name": "Ольга", "last_name": "Вербина"},
    )
    with oidc_server(tmp_path_factory.mktemp("oidc"), *people) as running:
        yield running


@pytest.fixture
def gateway(server: OidcServer, settings: Settings) -> OidcServer:
    settings.SOCIALACCOUNT_PROVIDERS = server.provider()
    return server


@pytest.fixture
def lipina(db: None) -> Person:
    return PersonFactory(family_name="Липина", email="lipina@example.org")


def test_account_is_linked_from_a_session_and_signs_in_later(gateway: OidcServer, lipina: Person) -> None:
    here = sign_in(lipina)

    linked = link(here, LIPINA)
    elsewhere = Client()
    answer = come_in(elsewhere, LIPINA)

    account = SocialAccount.objects.get()
    assert "Готово: теперь можно входить через «Вход области»." in linked.content.decode()
    assert (account.user, account.provider, account.extra_data) == (lipina, "region", {"label": "lipina@example.org"})
    assert answer["Location"] == reverse("pages:desk")
    assert is_signed_in(elsewhere)
    assert [row.way for row in PersonSession.objects.of(lipina.pk).order_by("pk")] == ["password", "provider"]
    assert [deed for deed, _, _ in deeds(lipina)] == ["account_linked"]


def test_sign_in_leads_where_it_was_asked(gateway: OidcServer, lipina: Person) -> None:
    link(sign_in(lipina), LIPINA)
    client = Client()

    address = leave(client, "people:provider_sign_in", next=reverse("people:account"))
    answer = client.get(agree(address, LIPINA))

    assert answer["Location"] == reverse("people:account")


def test_account_with_the_same_address_is_linked_to_nobody(gateway: OidcServer, lipina: Person) -> None:
    client = Client()

    answer = come_in(client, LIPINA)

    assert answer.status_code == 403
    assert "Этот вход ещё не привязан" in answer.content.decode()
    assert not is_signed_in(client)
    assert (SocialAccount.objects.count(), EmailAddress.objects.count(), Person.objects.count()) == (0, 0, 1)


def test_linking_needs_a_session(gateway: OidcServer, db: None) -> None:
    answer = Client().post(reverse("people:provider_link", args=["region"]))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("people:sign_in"))


def test_linking_asks_first_who_it_is(gateway: OidcServer, lipina: Person) -> None:
    client = Client()
    client.force_login(lipina)

    answer = client.post(reverse("people:provider_link", args=["region"]))

    assert answer["Location"].startswith(reverse("people:confirm"))


def test_linking_begun_by_one_is_not_ended_by_another(gateway: OidcServer, lipina: Person) -> None:
    client = sign_in(lipina)
    address = agree(leave(client, "people:provider_link"), LIPINA)
    session = client.session
    states = session["socialaccount_states"]
    client.force_login(PersonFactory())
    taken_over = client.session
    taken_over["socialaccount_states"] = states
    taken_over.save()

    answer = client.get(address)

    assert answer.status_code == 403
    assert SocialAccount.objects.count() == 0


def test_account_of_somebody_else_is_not_linked_twice(gateway: OidcServer, lipina: Person) -> None:
    link(sign_in(lipina), VERBINA)
    other = sign_in(PersonFactory())

    answer = link(other, VERBINA)

    assert "Этот вход уже привязан к другой учётной записи." in answer.content.decode()
    assert SocialAccount.objects.get().user == lipina


@pytest.mark.parametrize("lie", [{"state": "0" * 16}, {"code": "stolen"}, {"code": ""}])
def test_wrong_answers_are_refused(gateway: OidcServer, lipina: Person, lie: dict[str, str]) -> None:
    link(sign_in(lipina), LIPINA)
    client = Client()
    address = agree(leave(client, "people:provider_sign_in"), LIPINA)

    answer = client.get(changed(address, **lie))

    assert answer.status_code == 403
    assert "Войти не получилось" in answer.content.decode()
    assert not is_signed_in(client)


def test_answer_to_another_browser_is_refused(gateway: OidcServer, lipina: Person) -> None:
    link(sign_in(lipina), LIPINA)
    address = agree(leave(Client(), "people:provider_sign_in"), LIPINA)
    victim = Client()

    assert victim.get(address).status_code == 403
    assert not is_signed_in(victim)


def test_answer_works_once(gateway: OidcServer, lipina: Person) -> None:
    link(sign_in(lipina), LIPINA)
    client = Client()
    address = agree(leave(client, "people:provider_sign_in"), LIPINA)
    client.get(address)
    client.post(reverse("people:sign_out"))

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("lie", [{"nonce": "another"}, {"code_challenge": "x" * 43}])
def test_token_asked_for_by_somebody_else_is_refused(gateway: OidcServer, lipina: Person, lie: dict[str, str]) -> None:
    link(sign_in(lipina), LIPINA)
    client = Client()
    address = leave(client, "people:provider_sign_in")

    answer = client.get(agree(changed(address, **lie), LIPINA))

    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_way_there_carries_a_challenge_a_nonce_and_our_own_address(gateway: OidcServer, db: None) -> None:
    client = Client(HTTP_HOST="127.0.0.1")

    address = leave(client, "people:provider_sign_in")

    assert address.startswith(f"{gateway.address}/authorize")
    assert "code_challenge_method=S256" in address
    assert "nonce=" in address
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Faccount%2Fsign-in%2Fwith%2Fregion%2Fback%2F" in address


def test_change_of_mind_over_there_changes_nothing(gateway: OidcServer, db: None) -> None:
    client = Client()
    address = leave(client, "people:provider_sign_in")
    state = address.split("state=")[1].split("&")[0]

    answer = client.get(
        reverse("people:provider_callback", args=["region"]), {"error": "access_denied", "state": state}
    )

    assert "Вы передумали" in answer.content.decode()


def test_server_that_is_down_gets_a_calm_page(db: None, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = OidcServer(f"http://127.0.0.1:{free_port()}/o").provider()

    answer = Client().post(reverse("people:provider_sign_in", args=["region"]))

    assert answer.status_code == 502
    assert "«Вход области» не ответил" in answer.content.decode()


def test_server_that_went_down_meanwhile_gets_a_calm_page(
    gateway: OidcServer, lipina: Person, settings: Settings
) -> None:
    client = Client()
    address = agree(leave(client, "people:provider_sign_in"), LIPINA)
    settings.SOCIALACCOUNT_PROVIDERS = OidcServer(f"http://127.0.0.1:{free_port()}/o").provider()

    answer = client.get(address)

    assert answer.status_code in {403, 502}
    assert "Войти не получилось" in answer.content.decode()


@pytest.mark.parametrize("secret", ["another-secret"])
def test_wrong_secret_of_ours_is_refused(gateway: OidcServer, lipina: Person, settings: Settings, secret: str) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = gateway.provider(secret=secret)
    client = Client()

    assert come_in(client, LIPINA).status_code == 403


def test_archived_person_does_not_come_in(gateway: OidcServer, lipina: Person, at: datetime) -> None:
    link(sign_in(lipina), LIPINA)
    archive_person(lipina.pk, by=System("проверка"), at=at)
    client = Client()

    answer = come_in(client, LIPINA)

    assert answer.status_code == 403
    assert "карточка у нас закрыта" in answer.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("code", ["unknown", "openid_connect", "vk"])
def test_what_is_not_configured_is_not_there(gateway: OidcServer, lipina: Person, code: str) -> None:
    client = sign_in(lipina)

    answers = [
        client.post(reverse("people:provider_sign_in", args=[code])).status_code,
        client.post(reverse("people:provider_link", args=[code])).status_code,
        client.get(reverse("people:provider_callback", args=[code])).status_code,
    ]

    assert answers == [404, 404, 404]


def test_row_of_the_table_opens_no_door(db: None) -> None:
    from allauth.socialaccount.models import SocialApp

    SocialApp.objects.create(provider="vk", provider_id="vk", name="VK", client_id="1", secret="2")

    assert Client().post(reverse("people:provider_sign_in", args=["vk"])).status_code == 404


@pytest.mark.parametrize("address", ["login/", "signup/", "social/signup/", "oidc/region/login/", "2fa/", "email/"])
def test_no_page_of_allauth_is_mounted(db: None, lipina: Person, address: str) -> None:
    assert sign_in(lipina).get(f"/account/{address}").status_code == 404
    assert sign_in(lipina).get(f"/accounts/{address}").status_code == 404


def test_buttons_stand_for_what_is_configured(gateway: OidcServer, db: None) -> None:
    text = Client().get(reverse("people:sign_in")).content.decode()

    assert [name for name in ("Через Вход области", "Через VK ID", "Через Яндекс ID") if name in text] == [
        "Через Вход области"
    ]


def test_link_makes_an_account_and_unlinking_asks(gateway: OidcServer, lipina: Person) -> None:
    client = sign_in(lipina)
    link(client, LIPINA)
    account = SocialAccount.objects.get()
    lipina.refresh_from_db()
    before = lipina.has_other_way
    address = reverse("people:provider_unlink", args=[account.pk])

    asked = client.get(address)
    done = client.post(address, follow=True)

    lipina.refresh_from_db()
    assert (before, lipina.has_other_way, lipina.has_account) == (True, False, True)
    assert "Отвязать «Вход области»?" in asked.content.decode()
    assert "Войти так больше нельзя" in done.content.decode()
    assert SocialAccount.objects.count() == 0


def outside(person: Person, at: datetime, uid: str = "7", by: Any = None) -> SocialAccount:
    return link_account(person.pk, provider="region", uid=uid, label="Липина", by=by or person, at=at)


def test_account_is_linked_by_its_own_person_only(member: Person, head: Person, at: datetime) -> None:
    nothing_changes(lambda: outside(member, at, by=head), NotYourAccount)


def test_account_linked_elsewhere_is_refused(member: Person, head: Person, at: datetime) -> None:
    outside(head, at)

    nothing_changes(lambda: outside(member, at), AccountIsLinkedElsewhere)


def test_linking_twice_changes_nothing_more(member: Person, at: datetime) -> None:
    assert outside(member, at) == outside(member, at)
    assert [deed for deed, _, _ in deeds(member)] == ["account_linked"]


def test_only_way_in_is_not_taken(member: Person, at: datetime) -> None:
    account = outside(member, at)
    member.refresh_from_db()
    member.set_unusable_password()
    member.save()

    nothing_changes(lambda: unlink_account(account.pk, by=member, at=at), LastWayIn, match="единственный способ")
    outside(member, at, uid="8")
    unlink_account(account.pk, by=member, at=at)

    assert Person.objects.with_account().get(pk=member.pk).has_account


def test_account_of_another_is_not_unlinked(member: Person, head: Person, at: datetime) -> None:
    account = outside(member, at)

    nothing_changes(lambda: unlink_account(account.pk, by=head, at=at), NotYourAccount)


def test_unlinking_is_told(member: Person, at: datetime) -> None:
    from stellazh.people.signals import credentials_changed

    heard: list[str] = []

    def hear(*, what: str, **_: object) -> None:
        heard.append(what)

    credentials_changed.connect(hear)
    account = outside(member, at)
    unlink_account(account.pk, by=member, at=at + timedelta(minutes=1))

    assert heard == ["привязан вход «region: Липина»", "отвязан вход «region: Липина»"]


def test_person_who_takes_long_over_there_begins_anew(gateway: OidcServer, lipina: Person) -> None:
    client = sign_in(lipina)
    address = agree(leave(client, "people:provider_link"), LIPINA)
    session = client.session
    session["confirmed_at"] = (clock.now() - timedelta(minutes=16)).isoformat()
    session.save()

    answer = client.get(address, follow=True)

    assert "Прошло слишком много времени" in answer.content.decode()
    assert SocialAccount.objects.count() == 0
