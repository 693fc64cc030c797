"""One's own address to sign in with, changed by its owner: asked for when signed in, proved by a letter, confirmed
when signed in.

Whoever asks learns nothing of whom we know: the answer, the work and the traces are the same for an address that is
somebody else's, only the words of the letter differ, and it goes to the address itself.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from stellazh.common.actor import Actor, System
from stellazh.common.errors import DomainError
from stellazh.common.verdict import ALLOWED, refuse, require
from stellazh.links.models import SecretLink
from stellazh.links.services import LinkIsSpent, create_link, open_link, revoke_links, use_up
from stellazh.mail.services import queue_mail
from stellazh.people import access
from stellazh.people.links import NEW_ADDRESS
from stellazh.people.models import Person
from stellazh.people.services.persons import set_email
from stellazh.people.services.sign_in import allow_new_address


class AddressIsTheSame(DomainError):
    """The person signs in with that address already."""


@transaction.atomic
def ask_for_new_address(person_id: int, *, email: str, by: Actor, at: datetime) -> None:
    """Write to the address that the person wants to sign in with; nothing changes until the letter's link is confirmed.

    Earlier links of the kind open nothing from now on. An address that is somebody else's gets a letter without a link.

    Raises:
        PermissionRefused: `by` is somebody else.
        AddressIsTheSame: it is the present one.
        MustWait: the person asked too often, or letters of this kind went to that address too often.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(ALLOWED if access.is_self(by, person) else refuse("Адрес для входа меняет только сам человек."))
    address = email.strip().casefold()
    if address == person.email:
        raise AddressIsTheSame("С этим адресом вы и входите.")
    allow_new_address(person_id=person.pk, email=address, at=at)
    waiting = SecretLink.objects.about(person).live_at(at).filter(purpose=NEW_ADDRESS)
    revoke_links(waiting, by=System("другой новый адрес"), at=at)
    # The label is the address itself: a link confirms exactly what it was made for.
    issued = create_link(
        NEW_ADDRESS, thing=person, owner_id=str(person.pk), label=address, expires_at=None, by=by, at=at
    )
    is_taken = Person.objects.filter(email=address).exists()
    link = urljoin(settings.SITE_URL, reverse("people:address_confirm", args=[issued.token]))
    queue_mail(
        to=address,
        subject=f"Новый адрес для входа в «{settings.SITE_NAME}»",
        text=(_TAKEN if is_taken else _CONFIRM).format(site=settings.SITE_NAME, link=link),
        kind=NEW_ADDRESS,
        about=f"person:{person.pk}",
        by=by,
        at=at,
    )


def address_behind(token: str, *, by: Actor, at: datetime) -> str:
    """The address that the link would confirm for `by`; empty for links of others and those that open nothing."""
    link = _own_link(token, by, at)
    return link.label if link is not None else ""


@transaction.atomic
def confirm_new_address(token: str, *, by: Actor, at: datetime) -> Person:
    """Let `by` sign in with the address that the letter went to; the former address is told.

    The link alone changes nothing: it counts only in the hands of the person who asked, signed in.

    Raises:
        LinkIsSpent: it is used up, revoked, older than a day, or somebody else's.
        EmailIsTaken: the address has become somebody else's meanwhile; the link stays.
    """
    link = _own_link(token, by, at)
    if link is None:
        raise LinkIsSpent("Ссылка больше не действует. Укажите новый адрес ещё раз.")
    use_up(link, at=at)
    return set_email(int(link.object_id), email=link.label, by=by, at=at)


def _own_link(token: str, by: Actor, at: datetime) -> SecretLink | None:
    link = open_link(token, NEW_ADDRESS, at=at)
    is_own = link is not None and access.is_self(by, Person(pk=int(link.object_id)))
    return link if is_own else None


_CONFIRM = (
    "Здравствуйте!\n\n"
    "Этот адрес указали как новый адрес для входа в «{site}». Если это вы, откройте ссылку в браузере, где вы вошли, "
    "и подтвердите — она действует сутки:\n\n{link}\n\n"
    "Пока вы этого не сделали, вход остаётся по прежнему адресу.\n"
    "Если не вы, ничего не делайте: по ссылке без входа на сайт ничего не изменится."
)
_TAKEN = (
    "Здравствуйте!\n\n"
    "Этот адрес указали как новый адрес для входа в «{site}», но он уже записан за другой карточкой, и входить с ним в "
    "ещё одну нельзя.\n\n"
    "Если это вы и карточек у вас две, попросите руководителя объединения объединить их.\n"
    "Если не вы, ничего не делайте: ваш вход остаётся прежним."
)
