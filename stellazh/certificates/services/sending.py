"""The letter with a document once more: it was lost, or asked for."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from stellazh.audit.services import record
from stellazh.certificates.access import can_change_certificate
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import CertificateCopy
from stellazh.certificates.notice_kinds import ISSUED
from stellazh.certificates.reads.check import check_url
from stellazh.certificates.services.letters import address_for, letter_of, refusals_of
from stellazh.certificates.services.locking import locked_certificate
from stellazh.certificates.services.refusals import NoSheet, NowhereToWrite, WrongState
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.mail.services import queue_letters
from stellazh.notices.services.letters import unsubscribe_tokens


@transaction.atomic
def send_again(certificate_id: int, *, by: Actor, at: datetime) -> CertificateCopy:
    """Queue the letter with the latest sheet of the document for its owner.

    Raises:
        PermissionRefused: `by` may not, or the document is written off.
        WrongState: it is withdrawn. NoSheet: the sheet is not made yet.
        NowhereToWrite: no address is known, or it takes no such letters; the message says which.
    """
    certificate = locked_certificate(certificate_id)
    require(can_change_certificate(by, certificate))
    if certificate.status != CertificateStatus.VALID:
        raise WrongState("Документ отозван: отозванное не рассылают.")
    rows = CertificateCopy.objects.select_related("file", "certificate__row", "certificate__person__card")
    copy = rows.filter(certificate=certificate).order_by("-ordinal").first()
    if copy is None or copy.file is None:
        raise NoSheet("Файл листа ещё не готов: сначала сделайте его.")
    if why := refusals_of([copy]).get(copy.pk):
        raise NowhereToWrite(f"Письмо не уйдёт: {why}. Скачайте файл и передайте его сами.")
    person = copy.certificate.person
    tokens = unsubscribe_tokens([person] if person is not None and person.has_account else [], by=by, at=at)
    url = check_url(settings.SITE_URL, copy.code)
    queue_letters([letter_of(certificate.run, copy, url=url, tokens=tokens)], kind=ISSUED, by=by, at=at)
    copy.letter_at, copy.letter_to = at, address_for(copy)
    copy.save(update_fields=["letter_at", "letter_to"])
    scope, note = certificate.association.path, certificate.number_words
    record("certificate_sent_again", certificate, by=by, at=at, scope=scope, note=note)
    return copy
