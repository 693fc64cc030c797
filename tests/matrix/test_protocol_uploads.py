"""Files brought to protocols: wrong kinds, too large, with hostile names, and forms with anything at all in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from stellazh.files.models import StoredFile
from stellazh.protocols.services.beside import MOST_SIGNATURE_BYTES
from stellazh.protocols.services.evidence import MOST_EVIDENCE_BYTES
from stellazh.protocols.services.intake.bringing import MOST_SOURCE_BYTES
from stellazh.protocols.services.paper_forms import MOST_FORM_BYTES
from tests.checks import fingerprint
from tests.matrix.row import Row
from tests.matrix.table import TABLE
from tests.matrix.test_matrix import outcome
from tests.matrix.test_strange_queries import VALUES
from tests.matrix.world import World, new_key
from tests.matrix.world_protocols import PDF, SIGNED_DATA

HTML: Final = b"<!doctype html><script>alert(1)</script>"
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM: Final = b"MZ\x90\x00\x03" + bytes(200)
HOSTILE_NAME: Final = "../../etc/\u202egpj.exe\r\nSet-Cookie: a=b\x00<img src=x>.pdf"


def with_macros() -> bytes:
    """A file of Word with a program in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", '<Types><Override ContentType="macroEnabled.main+xml"/></Types>')
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/vbaProject.bin", "x")
    return stream.getvalue()


Place = Callable[[World], tuple[str, Mapping[str, Any]]]


def _attachment(world: World) -> tuple[str, Mapping[str, Any]]:
    return reverse("protocols:protocol_paper_add", args=[world.draft_protocol.pk]), {"submission_key": new_key()}


def _scan(world: World) -> tuple[str, Mapping[str, Any]]:
    return reverse("protocols:protocol_paper_add", args=[world.signed_protocol.pk]), {"kind": "scan"}


def _signature(world: World) -> tuple[str, Mapping[str, Any]]:
    return reverse("protocols:protocol_paper_add", args=[world.signed_protocol.pk]), {"kind": "signature"}


def _evidence(world: World) -> tuple[str, Mapping[str, Any]]:
    body = {"state": "done", "words": "Провели.", "version": world.mark.version}
    return reverse("protocols:assignment_detail", args=[world.mark.pk]), body


def _evidence_by_link(world: World) -> tuple[str, Mapping[str, Any]]:
    return reverse("protocols:report_by_link", args=[world.token("bearer_of_assignment")]), _evidence(world)[1]


def _form(world: World) -> tuple[str, Mapping[str, Any]]:
    return reverse("protocols:paper_form_bring", args=["luga", "protocol"]), {}


def _handed(world: World) -> tuple[str, Mapping[str, Any]]:
    return reverse("reports:own_papers", args=["luga"]), {"what": "report", "submission_key": new_key()}


# What is refused where: the place, the name and the content of the file.
REFUSED: Final[Mapping[str, tuple[Place, str, bytes]]] = {
    "an attachment that is a page": (_attachment, "отчёт.pdf", HTML),
    "an attachment that is a drawing with a script": (_attachment, "схема.svg", SVG),
    "an attachment that is a program": (_attachment, "отчёт.docx", PROGRAM),
    "an attachment with macros": (_attachment, "отчёт.docx", with_macros()),
    "an empty attachment": (_attachment, "отчёт.pdf", b""),
    "a scan that is a page": (_scan, "скан.pdf", HTML),
    "a scan that is a drawing with a script": (_scan, "скан.png", SVG),
    "a scan that is a program": (_scan, "скан.pdf", PROGRAM),
    "a scan that is an archive": (_scan, "скан.pdf", with_macros()),
    "an empty scan": (_scan, "скан.pdf", b""),
    "a signature that is a program": (_signature, "протокол.sig", PROGRAM),
    "a signature that is a page": (_signature, "протокол.p7s", HTML),
    "a signature by another name": (_signature, "протокол.exe", SIGNED_DATA),
    "a signature that is too large": (_signature, "протокол.sig", SIGNED_DATA + bytes(MOST_SIGNATURE_BYTES)),
    "evidence that is a page": (_evidence, "снимок.jpg", HTML),
    "evidence that is a program": (_evidence, "снимок.pdf", PROGRAM),
    "evidence with macros": (_evidence, "отчёт.docx", with_macros()),
    "evidence that is too large": (_evidence, "отчёт.pdf", PDF + bytes(MOST_EVIDENCE_BYTES)),
    "evidence of a bearer that is a page": (_evidence_by_link, "снимок.jpg", HTML),
    "evidence of a bearer that is a program": (_evidence_by_link, "снимок.pdf", PROGRAM),
    "evidence of a bearer that is too large": (_evidence_by_link, "отчёт.pdf", PDF + bytes(MOST_EVIDENCE_BYTES)),
    "a form that is a page": (_form, "форма.docx", HTML),
    "a form that is a PDF": (_form, "форма.docx", PDF),
    "a form that is too large": (_form, "форма.docx", bytes(MOST_FORM_BYTES + 1)),
    "a report that is a page": (_handed, "отчёт.pdf", HTML),
    "a report that is a drawing with a script": (_handed, "отчёт.svg", SVG),
    "a report that is a program": (_handed, "отчёт.pdf", PROGRAM),
}


def _client(world: World, place: Place) -> Client:
    return world.client("guest" if place is _evidence_by_link else "member" if place is _evidence else "head")


@pytest.mark.parametrize("case", list(REFUSED))
def test_file_that_may_not_be_kept_is_refused_and_nothing_changes(case: str, world: World) -> None:
    place, name, content = REFUSED[case]
    address, body = place(world)
    client, before = _client(world, place), fingerprint()

    answer = client.post(address, {**body, "file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert fingerprint() == before


@pytest.mark.parametrize("place", [_attachment, _scan, _evidence, _evidence_by_link, _handed])
def test_hostile_name_is_refused_or_made_harmless(place: Place, world: World) -> None:
    address, body = place(world)
    before = set(StoredFile.objects.values_list("pk", flat=True))
    uploaded = SimpleUploadedFile("файл.pdf", PDF)
    uploaded.name = HOSTILE_NAME

    answer = _client(world, place).post(address, {**body, "file": uploaded})

    kept = list(StoredFile.objects.exclude(pk__in=before).values_list("name", flat=True))
    assert (answer.status_code, len(kept)) in ((302, 1), (422, 0))
    assert [name for name in kept if set(name) & set("/\\\r\n\x00\u202e<>")] == []


@pytest.mark.parametrize(
    "content", [HTML, PROGRAM, with_macros(), b"", PDF], ids=["page", "program", "macros", "empty", "pdf"]
)
def test_old_protocol_that_cannot_be_read_says_why(content: bytes, world: World) -> None:
    address = reverse("protocols:intake_start", args=["luga"])

    answer = world.client("head").post(address, {"file": SimpleUploadedFile("Протокол.docx", content)})

    assert answer.status_code == 422


def test_old_protocol_that_is_too_large_is_not_kept(world: World) -> None:
    address, client, before = reverse("protocols:intake_start", args=["luga"]), world.client("head"), fingerprint()
    large = SimpleUploadedFile("Протокол.docx", bytes(MOST_SOURCE_BYTES + 1))

    answer = client.post(address, {"file": large})

    assert answer.status_code == 422
    assert fingerprint() == before


# What can be sent to: each address once.
SENT = [row for row in TABLE if row.name.startswith(("protocols:", "reports:")) and not row.has_token]
FORMS: Final = tuple({row.name: row for row in SENT if row.post.by_column()["head"] in ("did", "new", "200")}.values())
NAMES: Final = (
    "expected_version", "version", "submission_key", "text", "title", "name", "role", "kind", "item", "decision", "way",
    "body_form", "mode", "for_count", "owners", "term_raw", "then", "instead", "state", "words", "reason", "until",
    "whom", "ids", "mark", "do", "result", "who", "chosen", "search", "look_for", "email", "held_on", "school_year",
    "addressee_class", "unfold_to", "organisation_id", "section_id", "place", "into", "point", "adopted_on",
    "closed_on", "protocol_id", "event_id", "proposals_until", "what", "url", "month", "due_day", "due_month",
    "months", "note", "associations", "last_letter_id", "resolved", "rejected-text", "deed", "act", "number", "link_0",
    "name_0", "fate_0", "agenda-TOTAL_FORMS", "agenda-INITIAL_FORMS", "file",
)  # fmt: skip


@pytest.mark.parametrize("row", FORMS, ids=str)
def test_strange_form_is_no_fault(row: Row, world: World) -> None:
    address = reverse(row.name, kwargs=dict(row.names(world)))
    client = world.client("head")
    client.raise_request_exception = False
    usual = dict(row.body(world))
    faults = {}

    for value in VALUES:
        for form in (dict.fromkeys((*NAMES, *usual), value), *({**usual, name: value} for name in usual)):
            with transaction.atomic():
                status = client.post(address, form).status_code
                transaction.set_rollback(True)
            if status >= 500:
                faults[value] = status

    assert faults == {}


@pytest.mark.parametrize("row", FORMS, ids=str)
def test_empty_form_is_no_fault(row: Row, world: World) -> None:
    address = reverse(row.name, kwargs=dict(row.names(world)))

    assert not outcome(world.client("head"), "POST", address, {"sent": "1"}).startswith("5")
