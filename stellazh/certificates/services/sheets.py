"""Sheets as files: typeset outside of transactions, stored inside of them, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from stellazh.certificates.layout import layout_from_json
from stellazh.certificates.models import CertificateCopy, CertificatePicture, IssueRun
from stellazh.certificates.papers import CertificatePage, Signer, certificate_pdf
from stellazh.certificates.reads.check import check_url
from stellazh.certificates.reads.pictures import page_pictures, picture_bytes
from stellazh.certificates.services.pictures import record_picture_uses
from stellazh.certificates.services.sheet_files import SHEET_FILE
from stellazh.certificates.wording import NAME
from stellazh.common.actor import Actor
from stellazh.files.services import NewFile, store_files

LONGEST_FILE_NAME: Final = 120


class RunPages:
    """The pages of one run: its layout, pictures and signatures are read once."""

    def __init__(self, run: IssueRun) -> None:
        """`run` comes with its association and kind. Four queries at most."""
        self._run = run
        self._layout = layout_from_json(run.layout)
        self._pictures = page_pictures(run)
        signers = list(run.signers.select_related("signature__file", "signature__association"))
        shown = signers if run.with_signatures else []
        self.guarded: list[CertificatePicture] = [one.signature for one in shown if one.signature is not None]
        if run.with_seal and run.seal_id:
            self.guarded.append(CertificatePicture.objects.select_related("association").get(pk=run.seal_id))
        self._signers = tuple(
            Signer(
                one.post,
                one.name,
                picture_bytes(one.signature) if run.with_signatures and one.signature is not None else None,
            )
            for one in signers
        )

    def page(self, copy: CertificateCopy) -> CertificatePage:
        """The page of a sheet; it comes with its certificate. No query."""
        certificate = copy.certificate
        return CertificatePage(
            layout=self._layout,
            values=copy.values,
            number=certificate.number_words,
            code=copy.code,
            check_url=check_url(settings.SITE_URL, copy.code),
            issuer=self._run.association.name,
            title=certificate.title,
            signers=self._signers,
            emblem=self._pictures.emblem,
            seal=self._pictures.seal,
            background=self._pictures.background,
            is_duplicate=copy.is_duplicate,
        )


def make_sheets(copies: Sequence[CertificateCopy], by: Actor, at: datetime) -> int:
    """Typeset and store those of these sheets that have no file yet; how many were stored.

    Nothing is locked while they are typeset. Two at once store each sheet once. Each use of a signature or a seal is
    written into the journal with the numbers it stands on. Asks no right: whoever makes sheets has asked.

    Raises:
        LayoutUnfit: the layout cannot be printed. FileIsLost: the storage does not have a picture.
    """
    wanted = [copy.pk for copy in copies if copy.file_id is None]
    rows = CertificateCopy.objects.filter(pk__in=wanted, file=None).select_related(
        "certificate__run__association__territory", "certificate__run__kind"
    )
    by_run: dict[int, list[CertificateCopy]] = {}
    for copy in rows.order_by("certificate__number", "pk"):
        by_run.setdefault(copy.certificate.run_id, []).append(copy)
    made = 0
    for lot in by_run.values():
        pages = RunPages(lot[0].certificate.run)
        drawn = {copy.pk: certificate_pdf(pages.page(copy), at) for copy in lot}
        made += _store(lot, drawn, pages.guarded, by=by, at=at)
    return made


def sheet_name(copy: CertificateCopy) -> str:
    """«001 Ольхова В. И. – сертификат участника.pdf»; a duplicate says so."""
    certificate = copy.certificate
    family, *others = str(copy.values.get(NAME) or certificate.name).split()
    initials = " ".join(f"{part[0]}." for part in others[:2])
    who = f"{family} {initials}".strip()
    ending = ", дубликат" if copy.is_duplicate else ""
    return f"{certificate.number:03} {who} – {certificate.title.lower()}{ending}"[:LONGEST_FILE_NAME] + ".pdf"


@transaction.atomic
def _store(
    lot: Sequence[CertificateCopy],
    drawn: Mapping[int, bytes],
    guarded: Sequence[CertificatePicture],
    *,
    by: Actor,
    at: datetime,
) -> int:
    held = CertificateCopy.objects.select_for_update().filter(pk__in=list(drawn), file=None).order_by("pk")
    missing = set(held.values_list("pk", flat=True))
    copies = [copy for copy in lot if copy.pk in missing]
    if not copies:
        return 0
    files = [NewFile(drawn[copy.pk], sheet_name(copy)) for copy in copies]
    scope = copies[0].certificate.run.association.path
    stored = store_files(files, purpose=SHEET_FILE, scope=scope, by=by, at=at)
    for copy, file in zip(copies, stored, strict=True):
        copy.file = file
    CertificateCopy.objects.bulk_update(copies, ["file"], batch_size=100)
    if guarded:
        numbers = ", ".join(copy.certificate.number_words for copy in copies)
        record_picture_uses(guarded, note=f"Листов {len(copies)}: {numbers}"[:300], by=by, at=at)
    return len(copies)
