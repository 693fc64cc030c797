"""The second step of a sign-in: one-time codes of a telephone, spare codes, and browsers that are not asked."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.people import access
from stellazh.people.models import Person, TrustedBrowser
from stellazh.people.secrets import SecretIsLost
from stellazh.people.services.sign_in import count_guess, forget_guesses
from stellazh.people.services.ways_in import NotYourAccount
from stellazh.people.signals import credentials_changed

STEP_SECONDS = 30
# A telephone's clock may be half a minute off.
STEPS_APART = 1
TRUSTED_FOR = timedelta(days=30)
MOST_TRUSTED = 20

CODES = Authenticator.Type.TOTP
SPARE_CODES = Authenticator.Type.RECOVERY_CODES


class CodeIsWrong(DomainError):
    """The code does not fit, or was used already."""


class CodesAreOn(DomainError):
    """One-time codes are on already."""


class CodesAreOff(DomainError):
    """The person has no one-time codes."""


def new_secret() -> str:
    """A secret for a telephone, not kept anywhere yet."""
    return str(generate_totp_secret())


def otpauth_address(person: Person, secret: str) -> str:
    """What the picture for the telephone says."""
    label = quote(person.email or person.short_name)
    named = {"secret": secret, "issuer": settings.SITE_NAME}
    return f"otpauth://totp/{label}?{urlencode(named, quote_via=quote)}"


def has_codes(person_id: int) -> bool:
    """Whether the person is asked for a code after the password."""
    return bool(Authenticator.objects.filter(user_id=person_id, type=CODES).exists())


def turn_codes_on(person_id: int, *, secret: str, code: str, by: Actor, at: datetime) -> list[str]:
    """Ask for a code at every sign-in from now on; the spare codes. The first code proves that the telephone has it.

    Raises:
        NotYourAccount, CodesAreOn.
        CodeIsWrong: the telephone shows something else.
        MustWait: too many wrong codes.
    """
    count_guess("code", person_id, at=at)
    spare = _turn_codes_on(person_id, secret, code, by, at)
    forget_guesses("code", person_id)
    return spare


@transaction.atomic
def _turn_codes_on(person_id: int, secret: str, code: str, by: Actor, at: datetime) -> list[str]:
    person = _own(person_id, by)
    if has_codes(person.pk):
        raise CodesAreOn("Коды уже включены.")
    step = _matching_step(secret, code, at)
    if step is None:
        raise CodeIsWrong("Код не подошёл. Введите тот, что телефон показывает сейчас, и проверьте время на телефоне.")
    data = {"secret": encrypt(secret), "last_step": step}
    Authenticator.objects.create(user=person, type=CODES, data=data, created_at=at)
    spare = _new_spare_codes(person, at)
    record("second_factor_on", person, by=by, at=at)
    credentials_changed.send(Person, person=person, what="включены одноразовые коды", at=at)
    return spare


@transaction.atomic
def turn_codes_off(person_id: int, *, by: Actor, at: datetime) -> None:
    """Ask for no codes any more: the spare ones and the trusted browsers go too. By the person, or by the operator from
    the command line for somebody who lost the telephone and the spare codes.

    Raises:
        NotYourAccount, CodesAreOff.
    """
    person = _own(person_id, by)
    if not Authenticator.objects.filter(user=person, type=CODES).delete()[0]:
        raise CodesAreOff("Коды и так выключены.")
    Authenticator.objects.filter(user=person, type=SPARE_CODES).delete()
    forget_browsers(person)
    record("second_factor_off", person, by=by, at=at)
    credentials_changed.send(Person, person=person, what="выключены одноразовые коды", at=at)


@transaction.atomic
def make_spare_codes(person_id: int, *, by: Actor, at: datetime) -> list[str]:
    """New spare codes; the earlier ones fit no more.

    Raises:
        NotYourAccount, CodesAreOff.
    """
    person = _own(person_id, by)
    if not has_codes(person.pk):
        raise CodesAreOff("Запасные коды нужны тому, у кого включены коды из приложения.")
    spare = _new_spare_codes(person, at)
    record("spare_codes_made", person, by=by, at=at)
    credentials_changed.send(Person, person=person, what="выпущены новые запасные коды", at=at)
    return spare


def spare_codes_left(person_id: int) -> int:
    """How many spare codes were not used yet."""
    row = Authenticator.objects.filter(user_id=person_id, type=SPARE_CODES).first()
    if row is None:
        return 0
    return int(settings.MFA_RECOVERY_CODE_COUNT) - int(row.data.get("used_mask", 0)).bit_count()


def check_code(person_id: int, *, code: str, at: datetime) -> None:
    """Take a code from the telephone, or a spare one. Each fits once.

    Raises:
        CodeIsWrong: it fits nothing or was used.
        MustWait: too many wrong codes.
    """
    count_guess("code", person_id, at=at)
    if not _take_code(person_id, code, at):
        raise CodeIsWrong("Код не подошёл. Введите тот, что приложение показывает сейчас, или один из запасных.")
    forget_guesses("code", person_id)


@transaction.atomic
def _take_code(person_id: int, code: str, at: datetime) -> bool:
    rows = Authenticator.objects.select_for_update().filter(user_id=person_id, type__in=(CODES, SPARE_CODES))
    try:
        return any(_fits(row, code, at) for row in rows.order_by("pk"))
    except SecretIsLost:
        return False


def _fits(row: Authenticator, code: str, at: datetime) -> bool:
    if row.type == CODES:
        step = _matching_step(decrypt(row.data["secret"]), code, at)
        # A code seen over the shoulder is worth nothing: its half minute is spent with its first use.
        if step is None or step <= row.data.get("last_step", 0):
            return False
        row.data["last_step"] = step
    elif not RecoveryCodes(row).validate_code(_digits(code)):
        return False
    else:
        row.refresh_from_db()
    row.last_used_at = at
    row.save(update_fields=["data", "last_used_at"])
    return True


def _matching_step(secret: str, code: str, at: datetime) -> int | None:
    now = int(at.timestamp()) // STEP_SECONDS
    for step in range(now - STEPS_APART, now + STEPS_APART + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, step)), _digits(code)):
            return step
    return None


def _digits(code: str) -> str:
    return "".join(sign for sign in code if sign in "0123456789")


def _new_spare_codes(person: Person, at: datetime) -> list[str]:
    Authenticator.objects.filter(user=person, type=SPARE_CODES).delete()
    spare = RecoveryCodes.activate(person)
    return [str(code) for code in spare.generate_codes()]


@transaction.atomic
def trust_browser(person: Person, *, device: str, place: str, at: datetime) -> str:
    """Not to ask this browser for a code for thirty days; the secret for its cookie, which exists only here."""
    secret = secrets.token_urlsafe(32)
    expires_at = at + TRUSTED_FOR
    TrustedBrowser.objects.create(
        person=person,
        digest=_digest(secret),
        device=device[:80],
        place=place[:64],
        trusted_at=at,
        expires_at=expires_at,
    )
    kept = TrustedBrowser.objects.of(person.pk).newest_first().values("pk")[:MOST_TRUSTED]
    TrustedBrowser.objects.of(person.pk).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    record("browser_trusted", person, by=person, at=at, note=device)
    return secret


@transaction.atomic
def use_trust(person_id: int, *, tokens: Iterable[str], at: datetime) -> bool:
    """Whether one of these secrets is of a browser that the person trusts."""
    digests = [_digest(token) for token in tokens]
    if not digests:
        return False
    found = TrustedBrowser.objects.of(person_id).live_at(at).filter(digest__in=digests)
    return found.update(last_used_at=at) > 0


@transaction.atomic
def forget_browser(browser_id: int, *, by: Actor, at: datetime) -> None:
    """Ask that browser for a code again.

    Raises:
        NotYourAccount: somebody else trusts it, or nobody any more.
    """
    row = TrustedBrowser.objects.filter(pk=browser_id).select_related("person").first()
    if row is None or not access.is_self(by, row.person):
        raise NotYourAccount("Такого доверенного браузера у вас нет.")
    row.delete()
    record("browser_trust_ended", row.person, by=by, at=at, note=row.device)


def forget_browsers(person: Person) -> int:
    """Trust no browser of the person any more; how many there were. The caller's deed says why."""
    return TrustedBrowser.objects.of(person.pk).delete()[0]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _own(person_id: int, by: Actor) -> Person:
    person = Person.objects.select_for_update().get(pk=person_id)
    if not access.is_self_or_system(by, person):
        raise NotYourAccount("Способы входа меняет только сам человек.")
    return person
