"""The letter that brings somebody her document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings

from stellazh.certificates.models import CertificateCopy, IssueRun
from stellazh.certificates.notice_kinds import ISSUED
from stellazh.certificates.wording import BASIS, EVENT, fill
from stellazh.mail.recipients import LetterIsMalformed, Recipient, parse_recipient
from stellazh.mail.services import Attachment, Letter
from stellazh.members.services.campaign_letters import address_of
from stellazh.notices.services.letters import unsubscribe_ending
from stellazh.notices.services.wanting import Unwanted, unwanted_letters

NO_ADDRESS: Final = "нет адреса почты"
WRONG_ADDRESS: Final = "адрес записан с ошибкой"
_REFUSALS: Final = {
    Unwanted.OFF: "отключил(а) письма о выданных документах",
    Unwanted.BOUNCED: "письма на этот адрес возвращаются",
}


def address_for(copy: CertificateCopy) -> str:
    """Where the letter goes: the address in the row, else the person's own. The sheet comes with its document, row,
    person and card."""
    person = copy.certificate.person
    return (copy.certificate.row.email or (address_of(person) if person is not None else ""))[:254]


def refusals_of(copies: Sequence[CertificateCopy]) -> dict[int, str]:
    """By the key of the sheet why no letter can go to its recipient; the others are absent. Three queries."""
    people = [copy.certificate.person for copy in copies if copy.certificate.person is not None]
    unwanted = unwanted_letters(ISSUED, people) if people else {}
    found = {}
    for copy in copies:
        address = address_for(copy)
        why = unwanted.get(copy.certificate.person_id or 0)
        if not address:
            found[copy.pk] = NO_ADDRESS
        elif why is not None:
            found[copy.pk] = _REFUSALS[why]
        elif not _is_fit(address):
            found[copy.pk] = WRONG_ADDRESS
    return found


def letter_of(run: IssueRun, copy: CertificateCopy, *, url: str, tokens: Mapping[int, str]) -> Letter:
    """The letter with the sheet attached and the address where it can be checked. `tokens` are secrets of links to
    unsubscribe, by the person's key."""
    certificate, person = copy.certificate, copy.certificate.person
    greeting = f"Здравствуйте, {person.greeting_name if person is not None else certificate.name}!"
    text = "\n\n".join([greeting, letter_body(run, copy), f"Проверить подлинность документа можно здесь: {url}"])
    token = tokens.get(certificate.person_id or 0, "")
    ending, unsubscribe = (
        unsubscribe_ending(ISSUED, token) if token else (f"«{settings.SITE_NAME}», {run.association.name}", "")
    )
    files = [Attachment(copy.file)] if copy.file is not None else []
    return Letter(
        Recipient(certificate.name, address_for(copy)).header,
        f"{certificate.title} {certificate.number_words}"[:200],
        f"{text}\n\n-- \n{ending}\n",
        about=about_copy(copy),
        unsubscribe_url=unsubscribe,
        attachments=files,
    )


def letter_body(run: IssueRun, copy: CertificateCopy) -> str:
    """What the letter says between the greeting and the address of the check."""
    if run.letter:
        return fill(run.letter, copy.values)
    event, basis = copy.values.get(EVENT, ""), copy.values.get(BASIS, "")
    what = f" за {basis}" if basis else f" («{event}»)" if event else ""
    certificate = copy.certificate
    return f"Вам выдан документ: {certificate.title.lower()} {certificate.number_words}{what}. Файл приложен к письму."


def about_copy(copy: CertificateCopy) -> str:
    """How the letters with one sheet are found again."""
    return f"certificate_copy:{copy.pk}"


def _is_fit(address: str) -> bool:
    try:
        parse_recipient(address)
    except LetterIsMalformed:
        return False
    return True
