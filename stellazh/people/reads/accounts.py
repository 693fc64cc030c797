"""Read models of one's own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings

from stellazh.people.models import Person, PersonSession, TrustedBrowser
from stellazh.people.outside import OutsideWay, name_of, outside_ways
from stellazh.people.services.ways_in import linked_accounts


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key of a device, by the name that its owner gave it."""

    pk: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkedAccount:
    """An account elsewhere. `label` is how it is called there, or nothing."""

    pk: int
    name: str
    label: str
    linked_at: datetime
    last_used_at: datetime


@dataclass(frozen=True, slots=True)
class ListedSession:
    """A browser that is signed in."""

    row: PersonSession
    is_this: bool


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """All that signs a person in. `codes_since` is None while one-time codes are off."""

    person: Person
    has_password: bool
    passkeys: list[Passkey]
    codes_since: datetime | None
    spare_left: int
    browsers: list[TrustedBrowser]
    accounts: list[LinkedAccount]
    linkable: list[OutsideWay]
    sessions: list[ListedSession]

    @property
    def has_other_sessions(self) -> bool:
        return any(not session.is_this for session in self.sessions)


def security_of(person: Person, *, session_key: str, at: datetime) -> SecurityPage:
    """What the page «Безопасность» shows. Four queries, however much there is."""
    rows = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    codes = next((row for row in rows if row.type == Authenticator.Type.TOTP), None)
    spare = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    accounts = linked_accounts(person.pk)
    sessions = PersonSession.objects.of(person.pk).alive(at).newest_first()
    listed = [ListedSession(row, row.session_key == session_key) for row in sessions]
    return SecurityPage(
        person=person,
        has_password=person.has_password,
        passkeys=[
            Passkey(row.pk, row.data["name"], row.created_at, row.last_used_at)
            for row in rows
            if row.type == Authenticator.Type.WEBAUTHN
        ],
        codes_since=codes.created_at if codes else None,
        spare_left=settings.MFA_RECOVERY_CODE_COUNT - int(spare.data["used_mask"]).bit_count() if spare else 0,
        browsers=list(TrustedBrowser.objects.of(person.pk).live_at(at).newest_first()),
        accounts=[
            LinkedAccount(
                account.pk,
                name_of(account.provider),
                (account.extra_data or {}).get("label", ""),
                account.date_joined,
                account.last_login,
            )
            for account in accounts
        ],
        linkable=[way for way in outside_ways() if way.code not in {account.provider for account in accounts}],
        sessions=sorted(listed, key=lambda session: not session.is_this),
    )
