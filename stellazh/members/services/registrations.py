"""Asking to be let in: the request, the letter that proves its address, and who is told.

Whoever sends a request learns nothing of whom we know: the answer and the work are the same for every address, only the
letter differs, and it goes to the address itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse

from stellazh.associations.models import Association, Organisation
from stellazh.audit.services import record
from stellazh.common import clock
from stellazh.common.actor import Actor, System
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import made_before
from stellazh.jobs.services import enqueue
from stellazh.links.services import LinkIsSpent, create_link, holder, open_link, use_up
from stellazh.mail.services import queue_mail
from stellazh.members.access.registrations import deciders
from stellazh.members.enums import RegistrationState
from stellazh.members.links import REGISTRATION
from stellazh.members.models import Registration
from stellazh.members.notice_kinds import REGISTRATION_WAITING
from stellazh.notices.services import notify, settle
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import Person
from stellazh.people.services import NameIsEmpty, PersonFields, allow_registration
from stellazh.people.services.consents import current_text
from stellazh.russian.collation import fold

LETTER = "members.send_registration_letter"
ASKING = System("заявка на вступление")


class ConsentIsMissing(DomainError):
    """Without a consent to the text now in force nothing of a person may be kept."""


class RegistrationAlreadyWaits(DomainError):
    """The same address has asked the same association before."""


class SchoolIsElsewhere(DomainError):
    """The chosen school does not stand in the association's territory."""


@dataclass(frozen=True, slots=True)
class RegistrationFields:
    """A request as typed. The school is one of the list, or words of one's own."""

    family_name: str
    given_name: str
    email: str
    patronymic: str = ""
    phone: str = ""
    organisation_id: int | None = None
    organisation_text: str = ""
    post_title: str = ""
    message: str = ""


@transaction.atomic
def send_registration(
    association_id: int,
    *,
    fields: RegistrationFields,
    consent_text_id: int | None,
    place: str,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Registration:
    """Keep a newcomer's request and have a letter sent to its address. Nobody of the association sees it yet.

    Anybody may ask. `consent_text_id` is the edition that was agreed to, None when it was not; `place` is the network
    address. A double click with one `submission_key` makes one request.

    Raises:
        ConsentIsMissing: not agreed, or the text has changed meanwhile.
        NameIsEmpty, SchoolIsElsewhere, NoConsentText; DomainError: the association is closed.
        MustWait: too many requests from that place, or about that address.
        FormSentTwice: the key made a request to another association.
    """
    association = Association.objects.get(pk=association_id)
    if association.archived_at is not None:
        raise DomainError("Это объединение закрыто. Выберите другое.")
    made = made_before(Registration.objects.filter(association=association), submission_key)
    if made is not None:
        return made
    names = PersonFields(fields.family_name, fields.given_name, fields.patronymic).cleaned()
    if not names.family_name or not names.given_name:
        raise NameIsEmpty("Укажите фамилию и имя.")
    text = current_text(ConsentPurpose.PROCESSING)
    if consent_text_id is None:
        raise ConsentIsMissing("Без согласия на обработку персональных данных заявку принять нельзя.")
    if consent_text_id != text.pk:
        raise ConsentIsMissing("Пока вы заполняли заявку, текст согласия обновился. Прочитайте его и отметьте снова.")
    organisation = _school(association, fields.organisation_id)
    email = fields.email.strip().casefold()
    allow_registration(email=email, place=place, at=at)
    registration = Registration.objects.create(
        association=association,
        family_name=names.family_name,
        given_name=names.given_name,
        patronymic=names.patronymic,
        name_key=fold(Person(**_names(names)).short_name)[:140],
        email=email,
        phone=" ".join(fields.phone.split()),
        organisation=organisation,
        organisation_text="" if organisation else " ".join(fields.organisation_text.split()),
        post_title=" ".join(fields.post_title.split()),
        message=fields.message.strip(),
        consent_text=text,
        consented_at=at,
        place=place,
        sent_at=at,
        submission_key=submission_key,
    )
    # Written in the background, where nobody can measure whether the address is known.
    enqueue(LETTER, {"registration_id": registration.pk}, by=ASKING, at=at)
    return registration


@transaction.atomic
def send_registration_letter(registration_id: int, *, at: datetime) -> None:
    """Write to the request's address: the link that confirms it; or, to somebody who signs in or waits already, that.

    Nothing that was typed into the form stands in the letter: it must not carry a stranger's words to a third person.
    """
    rows = Registration.objects.select_for_update(of=("self",)).select_related("association")
    found = rows.filter(pk=registration_id, state=RegistrationState.UNCONFIRMED).first()
    if found is None:
        return
    known = Person.objects.present().with_account().filter(email=found.email).exists()
    waits = _waiting_like(found).exists()
    text = _KNOWN if known else _WAITS if waits else _CONFIRM
    link = ""
    if text is _CONFIRM:
        issued = create_link(
            REGISTRATION,
            thing=found,
            owner_id="",
            label="Подтверждение адреса",
            expires_at=None,
            by=ASKING,
            at=at,
        )
        link = _site(reverse("members:join_confirm", args=[issued.token]))
    queue_mail(
        to=found.email,
        subject=f"Заявка в «{settings.SITE_NAME}»",
        text=text.format(
            association=found.association.name,
            site=settings.SITE_NAME,
            link=link,
            sign_in=_site(reverse("people:sign_in")),
            reset=_site(reverse("people:password_forgotten")),
        ),
        kind=REGISTRATION,
        about=_about(found),
        by=ASKING,
        at=at,
    )


@transaction.atomic
def confirm_registration(token: str, *, at: datetime) -> Registration:
    """Take the bearer of the letter's link for the owner of the address: the request goes to those who decide.

    Raises:
        LinkIsSpent: the link was used, or is older than three days.
        RegistrationAlreadyWaits: another request from that address waits there.
    """
    link = open_link(token, REGISTRATION, at=at)
    if link is None:
        raise LinkIsSpent("Ссылка больше не действует: она уже использована или устарела. Отправьте заявку ещё раз.")
    rows = Registration.objects.select_for_update(of=("self",)).select_related("association")
    registration = rows.filter(pk=int(link.object_id)).first()
    if registration is None:
        raise LinkIsSpent("Этой заявки больше нет. Отправьте её ещё раз.")
    use_up(link, at=at)
    if _waiting_like(registration).exists():
        raise RegistrationAlreadyWaits("Заявка с этого адреса уже ждёт решения: ответ придёт вам по почте.")
    registration.state = RegistrationState.WAITING
    registration.confirmed_at = at
    registration.version += 1
    registration.save(update_fields=["state", "confirmed_at", "version"])
    record("registration_sent", registration, by=holder(link), at=at, scope=registration.association.path)
    tell_deciders(registration, by=ASKING, at=at)
    return registration


def tell_deciders(registration: Registration, *, by: Actor, at: datetime) -> None:
    """A notice for each of those who decide about the request."""
    association = registration.association
    notify(
        REGISTRATION_WAITING,
        deciders(association, on=clock.day_of(at, association.time_zone)),
        title=f"Новая заявка: {registration.short_name}",
        text=f"{registration.full_name} просит принять в «{association.short_name}».",
        address=registration.get_absolute_url(),
        about=_about(registration),
        by=by,
        at=at,
    )


def settle_notices(registration: Registration, *, at: datetime) -> None:
    """What was told of the request needs nobody any more: somebody has decided, or sent it on."""
    settle(REGISTRATION_WAITING, about=_about(registration), at=at)


def _about(registration: Registration) -> str:
    return f"registration:{registration.pk}"


def _school(association: Association, organisation_id: int | None) -> Organisation | None:
    if organisation_id is None:
        return None
    found = Organisation.objects.present().filter(pk=organisation_id).select_related("territory").first()
    if found is None or not found.territory.path.startswith(association.territory.path):
        raise SchoolIsElsewhere("Этой школы нет в списке объединения: напишите её название словами.")
    return found


def _waiting_like(registration: Registration) -> models.QuerySet[Registration]:
    same = Registration.objects.waiting().filter(email=registration.email, association=registration.association_id)
    return same.exclude(pk=registration.pk)


def _names(names: PersonFields) -> dict[str, str]:
    return {"family_name": names.family_name, "given_name": names.given_name, "patronymic": names.patronymic}


def _site(address: str) -> str:
    return urljoin(settings.SITE_URL, address)


_CONFIRM = (
    "Здравствуйте!\n\n"
    "С этим адресом отправлена заявка: {association}.\n"
    "Если это вы, откройте ссылку и подтвердите адрес — она действует три дня:\n\n{link}\n\n"
    "После этого заявку увидит руководитель объединения, ответ придёт сюда же.\n"
    "Если заявку отправляли не вы, ничего не делайте: она исчезнет сама."
)
_KNOWN = (
    "Здравствуйте!\n\n"
    "С этим адресом отправлена заявка: {association}.\n"
    "Но с этим адресом вы уже входите в «{site}», новая заявка не нужна:\n\n{sign_in}\n\n"
    "Не помните пароль? Его можно сменить:\n\n{reset}\n\n"
    "Чтобы вас внесли ещё в одно объединение, попросите его руководителя: он найдёт вас по фамилии.\n"
    "Если заявку отправляли не вы, ничего не делайте."
)
_WAITS = (
    "Здравствуйте!\n\n"
    "С этим адресом снова отправлена заявка: {association}.\n"
    "Прежняя заявка уже ждёт решения руководителя, вторая не нужна. Ответ придёт сюда же."
)
