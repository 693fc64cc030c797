"""Rights to the files of sheets."""

from __future__ import annotations

from stellazh.certificates.access.certificates import can_read_certificate
from stellazh.certificates.models import CertificateCopy
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.files.models import StoredFile

_NOT_YOURS = "Этот файл открыт получателю документа и тем, кто ведёт журнал регистрации."


def can_read_sheet_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever may open the document. The code of the check page opens no file."""
    copies = CertificateCopy.objects.filter(file=stored).select_related("certificate__association__territory")
    copy = copies.first()
    return can_read_certificate(actor, copy.certificate) if copy is not None else refuse(_NOT_YOURS)
