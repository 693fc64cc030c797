"""Documents given out, with sheets that can be opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from stellazh.certificates import wording
from stellazh.certificates.models import Certificate, CertificateCopy
from stellazh.certificates.services.sheet_files import SHEET_FILE
from stellazh.common.actor import System
from stellazh.files.services import store_file
from stellazh.people.models import Person
from tests.factories.certificates import CertificateCopyFactory, CertificateFactory

ClientFor = Callable[..., Client]
Give = Callable[..., Certificate]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def give(association: Any, member: Person) -> Give:
    """Gives `member` of `association`, or whoever is named, a document with its first sheet, made already."""

    def given(*, whole: bool = True, values: dict[str, str] | None = None, **fields: Any) -> Certificate:
        # A run of its own association, unless the test brings one.
        if "row__run" not in fields and "row" not in fields:
            fields.setdefault("row__run__association", association)
        fields.setdefault("row__person", member)
        certificate = CertificateFactory.create(**fields)
        words = {wording.NAME: certificate.name, **(values or {})}
        copy = CertificateCopyFactory.create(certificate=certificate, values=words)
        if whole:
            add_file(copy)
        return certificate

    return given


def add_file(copy: CertificateCopy, at: datetime | None = None) -> None:
    """Give the sheet a file of its own."""
    content = PDF + f"% {copy.pk}\n".encode()
    moment = at or copy.made_at
    copy.file = store_file(content, name=f"{copy.pk}.pdf", purpose=SHEET_FILE, by=System("проверка"), at=moment)
    copy.save(update_fields=["file"])
