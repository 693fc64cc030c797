"""Accounts elsewhere that sign a person in, and the rule that the last way in stays."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import unique_or
from stellazh.links.models import SecretLink
from stellazh.links.services import revoke_link
from stellazh.people import access
from stellazh.people.links import API_TOKEN
from stellazh.people.models import Person
from stellazh.people.outside import name_of
from stellazh.people.signals import credentials_changed

LINKED_ELSEWHERE = "Этот вход уже привязан к другой учётной записи."


class NotYourAccount(DomainError):
    """Ways to sign in are changed by their own person only."""


class AccountIsLinkedElsewhere(DomainError):
    """The outside account signs somebody else in."""


class LastWayIn(DomainError):
    """Without it the person could not sign in any more."""


def linked_accounts(person_id: int) -> list[SocialAccount]:
    """The person's accounts elsewhere, the oldest first."""
    return list(SocialAccount.objects.filter(user_id=person_id).order_by("date_joined", "pk"))


@transaction.atomic
def link_account(person_id: int, *, provider: str, uid: str, label: str, by: Actor, at: datetime) -> SocialAccount:
    """Let an account elsewhere sign the person in from now on. `label` is how it is called there: all that is kept.

    Raises:
        NotYourAccount: `by` is somebody else.
        AccountIsLinkedElsewhere: it signs somebody else in; nothing has changed.
    """
    person = _own(person_id, by)
    known = SocialAccount.objects.filter(provider=provider, uid=uid).first()
    if known is not None and known.user_id != person.pk:
        raise AccountIsLinkedElsewhere(LINKED_ELSEWHERE)
    if known is not None:
        return known
    with unique_or(AccountIsLinkedElsewhere(LINKED_ELSEWHERE)):
        account = SocialAccount.objects.create(
            user=person, provider=provider, uid=uid, extra_data={"label": label[:120]}
        )
    note_other_ways(person)
    record("account_linked", person, by=by, at=at, note=_named(account))
    credentials_changed.send(Person, person=person, what=f"привязан вход «{_named(account)}»", at=at)
    return account


@transaction.atomic
def unlink_account(account_id: int, *, by: Actor, at: datetime) -> str:
    """Let an account elsewhere sign the person in no more; its name.

    Raises:
        NotYourAccount: somebody else's, or none.
        LastWayIn: there is no password, no passkey and no other linked account.
    """
    account = SocialAccount.objects.select_for_update().filter(pk=account_id).first()
    if account is None or not access.is_self(by, account.user):
        raise NotYourAccount("Такой привязки у вас нет: возможно, она уже снята.")
    person = Person.objects.select_for_update().get(pk=account.user_id)
    require_another_way(person, besides=account)
    named = _named(account)
    account.delete()
    note_other_ways(person)
    record("account_unlinked", person, by=by, at=at, note=named)
    credentials_changed.send(Person, person=person, what=f"отвязан вход «{named}»", at=at)
    return named


@transaction.atomic
def revoke_keys(person: Person, *, by: Actor, at: datetime) -> int:
    """Take back the person's keys for programs and subscriptions; how many."""
    own = SecretLink.objects.owned_by(str(person.pk)).live_at(at)
    links = [link for link in own if link.purpose == API_TOKEN or not link.purpose.startswith("people.")]
    for link in links:
        revoke_link(link.pk, by=by, at=at)
    return len(links)


def note_other_ways(person: Person) -> None:
    """Keep whether the person has a passkey or a linked account, after one came or went."""
    person.has_other_way = _other_ways(person) > 0
    person.save(update_fields=["has_other_way"])


def require_another_way(person: Person, *, besides: Authenticator | SocialAccount) -> None:
    """Refuse to take the only way in.

    Raises:
        LastWayIn: nothing else signs the person in.
    """
    if not person.has_password and _other_ways(person) <= 1:
        named = _named(besides) if isinstance(besides, SocialAccount) else besides.data["name"]
        raise LastWayIn(
            f"«{named}» – ваш единственный способ войти. Сначала добавьте другой: ключ доступа – здесь, пароль – по "
            "ссылке «Забыли пароль?» на странице входа."
        )


def _other_ways(person: Person) -> int:
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    count: int = passkeys.count() + SocialAccount.objects.filter(user=person).count()
    return count


def _named(account: SocialAccount) -> str:
    label = (account.extra_data or {}).get("label", "")
    return f"{name_of(account.provider)}: {label}" if label else name_of(account.provider)


def _own(person_id: int, by: Actor) -> Person:
    person = Person.objects.select_for_update().get(pk=person_id)
    if not access.is_self(by, person):
        raise NotYourAccount("Вход привязывает только сам человек.")
    return person
