"""One's own account in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.links.models import SecretLink
from stellazh.links.services import create_link
from stellazh.members.access.cards import CONFIRMATION
from stellazh.notices.links import UNSUBSCRIBE
from stellazh.people.models import Person
from stellazh.people.services import PersonFields, issue_token, update_person
from stellazh.workplans.services.subscriptions import subscribe
from tests.checks import fingerprint
from tests.factories.people import PASSWORD

ClientFor = Callable[..., Client]


def test_account_lists_own_keys_and_subscriptions_only(
    member: Person, head: Person, association: Association, client_for: ClientFor
) -> None:
    now = clock.now()
    issue_token(member, label="Сайт школы", by=member, at=now)
    issue_token(member, label="Давний ключ", by=member, at=now - timedelta(days=400))
    issue_token(head, label="Чужой ключ", by=head, at=now)
    subscribe(association.pk, by=member, at=now)

    text = client_for(member).get(reverse("people:account")).content.decode()

    found = [label for label in ("Сайт школы", "Давний ключ", "Чужой ключ", "Календарь: ММО Лужского") if label in text]
    assert found == ["Сайт школы", "Календарь: ММО Лужского"]


def test_key_is_shown_once_and_works_until_revoked(member: Person, client_for: ClientFor) -> None:
    client = client_for(member)

    shown = client.post(reverse("people:token_issue"), {"label": "Сайт школы"}).content.decode()
    found = re.search(r'<code class="secret">([\w-]{43})</code>', shown)
    assert found is not None
    ask = Client(headers={"Authorization": f"Bearer {found[1]}"})
    before = ask.get("/api/v1/plans").status_code
    again = client.get(reverse("people:account")).content.decode()
    client.post(reverse("people:link_revoke", args=[SecretLink.objects.get().pk]))

    assert (before, ask.get("/api/v1/plans").status_code) == (200, 401)
    assert found[1] not in again


def test_names_edit_after_a_conflict_saves_the_second_time(member: Person, head: Person, client_for: ClientFor) -> None:
    client, url = client_for(member), reverse("people:names_edit")
    update_person(member.pk, expected_version=1, fields=PersonFields("Липина-Зорина", "Вера"), by=head, at=clock.now())

    clash = client.post(url, {"family_name": "Липина", "given_name": "Вера", "version": 1})
    version = re.search(r'name="version" value="(\d+)"', clash.content.decode())
    assert version is not None
    saved = client.post(url, {"family_name": "Липина", "given_name": "Вера", "version": version[1]})

    member.refresh_from_db()
    assert (clash.status_code, saved.status_code) == (422, 302)
    assert "Липина-Зорина" in clash.content.decode()
    assert (member.family_name, member.version) == ("Липина", 3)


def test_wrong_present_password_changes_nothing(member: Person, client_for: ClientFor) -> None:
    client = client_for(member)
    before = fingerprint()

    answers = [
        client.post(reverse("people:password_change"), sent).status_code
        for sent in (
            {"current": "не тот", "password": "лампа-над-столом-5", "again": "лампа-над-столом-5"},
            {"current": PASSWORD, "password": "лампа-над-столом-5", "again": "лампа-над-столом-6"},
            {"current": PASSWORD, "password": "коротко", "again": "коротко"},
            {"current": ""},
        )
    ]

    member.refresh_from_db()
    assert answers == [422, 422, 422, 422]
    assert member.check_password(PASSWORD)
    assert fingerprint() == before


def test_pages_with_secrets_are_not_kept_by_browsers(member: Person, client_for: ClientFor) -> None:
    client = client_for(member)
    answers = [
        client.get(reverse("people:account")),
        client.post(reverse("people:token_issue"), {"label": "Сайт"}),
        client_for().get(reverse("people:invitation", args=["x" * 43])),
        client_for().get(reverse("people:sign_in")),
    ]

    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    assert all(answer["Referrer-Policy"] == "same-origin" for answer in answers)


def test_question_before_revoking_a_link_is_true_of_its_kind(
    member: Person, association: Association, client_for: ClientFor
) -> None:
    now = clock.now()
    subscribe(association.pk, by=member, at=now)
    for purpose in (UNSUBSCRIBE, CONFIRMATION):
        create_link(purpose, thing=member, owner_id=str(member.pk), label="Письмо", expires_at=None, by=member, at=now)

    text = client_for(member).get(reverse("people:account")).content.decode()

    assert [question.split(": отозвать ссылку? ") for question in re.findall(r'data-confirm="([^"]+)"', text)] == [
        [
            "Подтверждение карточки",
            "Подтвердить карточку прямо из письма больше не получится – только войдя на сайт.",
        ],
        [
            "Отписка от писем",
            "Отписаться по ссылке из прежних писем больше не получится – только в настройках уведомлений.",
        ],
        ["Подписка на календарь", "Календарь, который по ней обновлялся, перестанет обновляться."],
    ]
