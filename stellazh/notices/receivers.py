"""What other shelves tell: a letter was refused, an address was set, somebody may have got into an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from stellazh.common.actor import System
from stellazh.mail.models import OutgoingMail
from stellazh.mail.signals import mail_refused
from stellazh.notices import services
from stellazh.notices.bounces import is_address_dead
from stellazh.notices.kinds import SECURITY
from stellazh.people.models import Person
from stellazh.people.signals import address_set, credentials_changed, signed_in_from_new_device

GUARD = System("безопасность входа")
IF_NOT_YOU = "Если это не вы, сразу смените пароль: чужие сеансы тогда закончатся."


def connect() -> None:
    """Begin to listen."""
    mail_refused.connect(on_mail_refused, dispatch_uid="notices")
    address_set.connect(on_address_set, dispatch_uid="notices")
    signed_in_from_new_device.connect(on_new_device, dispatch_uid="notices")
    credentials_changed.connect(on_credentials_changed, dispatch_uid="notices")


def on_mail_refused(
    *, mail: OutgoingMail, code: int | None, answer: str, is_about_address: bool, at: datetime, **more: Any
) -> None:
    """Mark the address, if the server spoke of it and not of the letter."""
    if is_about_address and is_address_dead(code, answer):
        services.mark_bounced(mail.to_address, code=str(code or ""), answer=answer, at=at)


def on_address_set(*, person: Person, before: str, at: datetime, **more: Any) -> None:
    """An address written down anew counts as good; whoever signs in is told at the former one too."""
    if person.email:
        services.clear_address(person.email, by=GUARD, at=at)
    if before and before != (person.email or "") and person.has_account:
        services.tell_former_address(person, before=before, by=GUARD, at=at)


def on_new_device(*, person: Person, place: str, at: datetime, **more: Any) -> None:
    """Tell of a sign-in on a browser that never signed this person in before."""
    text = (
        f"{_when(person, at)} в вашу учётную запись вошли с нового устройства. Адрес в сети: {place or 'неизвестен'}.\n"
        f"Если это вы, ничего делать не нужно. {IF_NOT_YOU}"
    )
    _tell(person, "Вход с нового устройства", text, at)


def on_credentials_changed(*, person: Person, what: str, at: datetime, **more: Any) -> None:
    """Tell of a changed password, passkey, second factor or linked account."""
    text = f"{_when(person, at)} изменено то, чем вы входите: {what.rstrip('.')}.\n{IF_NOT_YOU}"
    _tell(person, "Изменён вход в вашу учётную запись", text, at)


def _tell(person: Person, title: str, text: str, at: datetime) -> None:
    services.notify(SECURITY, [person.pk], title=title, text=text, address=reverse("people:account"), by=GUARD, at=at)


def _when(person: Person, at: datetime) -> str:
    local = at.astimezone(services.zone_of(person))
    return date_format(local, "j E Y г. в H:i")
