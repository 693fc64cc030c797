"""Files beside a protocol: told by what they hold, each at its time."""

from __future__ import annotations

import base64
import io
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.events.services.materials.bringing import DangerousFile, FileTakenNowhere
from stellazh.files.purposes import purposes
from stellazh.files.services import FileIsEmpty
from stellazh.people.models import Person
from stellazh.protocols.enums import PaperKind
from stellazh.protocols.models import Protocol, ProtocolPaper
from stellazh.protocols.services.beside import ReadyPaper, add_paper, ready_paper, retire_paper
from stellazh.protocols.services.life_refusals import NotSigned, PaperNotAccepted, TooManyPapers, WrongStatus
from stellazh.protocols.services.refusals import TextTooLong
from stellazh.protocols.services.signing import sign_protocol
from tests.checks import deeds, nothing_changes
from tests.protocols.life.conftest import MakeWhole

AT = datetime(2024, 10, 15, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n"
SIGNED_DATA = b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(64)


def ready(kind: PaperKind, name: str, content: bytes) -> ReadyPaper:
    return ready_paper(kind, name=name, content=io.BytesIO(content))


def attachment(name: str = "Доклад.pdf", content: bytes = PDF) -> ReadyPaper:
    return ready(PaperKind.ATTACHMENT, name, content)


def add(protocol: Protocol, by: Person, paper: ReadyPaper, title: str = "", key: UUID | None = None) -> ProtocolPaper:
    return add_paper(protocol.pk, paper, title=title, submission_key=key, by=by, at=AT)


@pytest.fixture
def signed(whole: Protocol, head: Person) -> Protocol:
    sign_protocol(whole.pk, by=head, at=AT)
    return whole


def test_attachment_is_called_by_its_name(whole: Protocol, head: Person) -> None:
    first = add(whole, head, attachment())
    second = add(whole, head, attachment(), title="Доклад о чтении")

    assert [(paper.title, paper.position) for paper in whole.papers.all()] == [("Доклад", 1), ("Доклад о чтении", 2)]
    assert (first.kind, first.file.purpose, first.file.scope, first.added_at, first.added_by) == (
        "attachment", "protocols.paper", whole.association.path, AT, head.actor_name,
    )  # fmt: skip
    assert second.file.sha256 == first.file.sha256
    assert deeds(whole)[0] == ("protocol_paper_added", str(head.pk), {"Приложение": ["", "Доклад"]})


def test_form_sent_twice_brings_one_file(whole: Protocol, head: Person) -> None:
    key = UUID(int=5)

    first, second = (add(whole, head, attachment(), key=key) for _ in range(2))

    assert first == second
    assert whole.papers.count() == 1


def test_form_of_one_protocol_brings_nothing_to_another(whole: Protocol, make_whole: MakeWhole, head: Person) -> None:
    key, other = UUID(int=5), make_whole(9)
    add(whole, head, attachment(), key=key)

    nothing_changes(lambda: add(other, head, attachment(), key=key), FormSentTwice, "уже отправлена")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_scan_may_be_a_picture(signed: Protocol, head: Person, kind: str) -> None:
    drawn = io.BytesIO()
    Image.new("L", (4, 4)).save(drawn, kind)

    paper = add(signed, head, ready(PaperKind.SCAN, f"скан.{kind.lower()}", drawn.getvalue()))

    assert (paper.kind, paper.title) == ("scan", "Подписанный экземпляр")


@pytest.mark.parametrize(
    "content",
    [
        SIGNED_DATA,
        base64.b64encode(SIGNED_DATA),
        b"-----BEGIN PKCS7-----\r\n" + base64.encodebytes(SIGNED_DATA) + b"-----END PKCS7-----\r\n",
    ],
)
@pytest.mark.parametrize("name", ["протокол.pdf.sig", "Протокол.P7S", "a.sgn"])
def test_signature_lies_beside(signed: Protocol, head: Person, name: str, content: bytes) -> None:
    paper = add(signed, head, ready(PaperKind.SIGNATURE, name, content))

    assert (paper.kind, paper.file.purpose, paper.file.name) == ("signature", "protocols.signature", name)


@pytest.mark.parametrize(
    ("kind", "name", "content", "refusal"),
    [
        (PaperKind.SCAN, "скан.pdf", b"just words", PaperNotAccepted),
        (PaperKind.SCAN, "скан.svg", b"<svg xmlns='x'></svg>", PaperNotAccepted),
        (PaperKind.SIGNATURE, "подпись.sig", b"just words", PaperNotAccepted),
        (PaperKind.SIGNATURE, "подпись.exe", SIGNED_DATA, PaperNotAccepted),
        (PaperKind.SIGNATURE, "подпись.sig", PDF, PaperNotAccepted),
        (PaperKind.ATTACHMENT, "игра.exe", b"MZ", DangerousFile),
        (PaperKind.ATTACHMENT, "что-то", b"\x00\x01\x02", FileTakenNowhere),
    ],
)
def test_files_of_other_kinds_are_refused(
    db: None, kind: PaperKind, name: str, content: bytes, refusal: type[DomainError]
) -> None:
    nothing_changes(lambda: ready(kind, name, content), refusal)


def test_empty_signature_is_refused(signed: Protocol, head: Person) -> None:
    nothing_changes(lambda: add(signed, head, ready(PaperKind.SIGNATURE, "a.sig", b"")), FileIsEmpty)


def test_each_kind_has_its_time(whole: Protocol, head: Person, member: Person) -> None:
    scan = ready(PaperKind.SCAN, "скан.pdf", PDF)

    nothing_changes(lambda: add(whole, member, attachment()), PermissionRefused)
    nothing_changes(lambda: add(whole, head, scan), NotSigned)
    nothing_changes(lambda: add(whole, head, attachment(), "а" * 301), TextTooLong)
    sign_protocol(whole.pk, by=head, at=AT)
    nothing_changes(lambda: add(whole, head, attachment()), WrongStatus)


def test_there_are_fifty_files_at_most(whole: Protocol, head: Person) -> None:
    paper = add(whole, head, attachment())
    ProtocolPaper.objects.bulk_create(
        ProtocolPaper(protocol=whole, kind="attachment", file=paper.file, title="x", added_at=AT, added_by="x")
        for _ in range(49)
    )

    nothing_changes(lambda: add(whole, head, attachment()), TooManyPapers)


def test_retired_file_stays_in_the_history(whole: Protocol, head: Person, member: Person) -> None:
    paper = add(whole, head, attachment())

    nothing_changes(lambda: retire_paper(paper.pk, by=member, at=AT), PermissionRefused)
    retire_paper(paper.pk, by=head, at=AT)

    paper.refresh_from_db()
    assert paper.archived_at == AT
    assert deeds(whole)[-1] == ("protocol_paper_retired", str(head.pk), {"Приложение": ["Доклад", ""]})
    nothing_changes(lambda: retire_paper(paper.pk, by=head, at=AT), WrongStatus)


def test_attachment_that_the_signed_text_names_stays(whole: Protocol, head: Person) -> None:
    paper = add(whole, head, attachment())
    seal = sign_protocol(whole.pk, by=head, at=AT)

    assert '"attachments":["Доклад"]' in seal.record
    nothing_changes(lambda: retire_paper(paper.pk, by=head, at=AT), WrongStatus)


def test_files_are_read_by_those_who_read_the_protocol(
    whole: Protocol, head: Person, member: Person, stranger: Person, region_head: Person
) -> None:
    paper = add(whole, head, attachment())
    may_read = purposes["protocols.paper"].may_read

    assert [bool(may_read(one, paper.file)) for one in (head, member, region_head, stranger)] == [
        True, False, False, False,
    ]  # fmt: skip
    seal = sign_protocol(whole.pk, by=head, at=AT)
    sealed = purposes["protocols.seal"].may_read
    for file, may in ((paper.file, may_read), (seal.pdf, sealed), (seal.docx, sealed)):
        assert [bool(may(one, file)) for one in (head, member, region_head, stranger)] == [True, True, True, False]


def test_what_was_put_away_is_read_by_those_who_keep_protocols(
    signed: Protocol, head: Person, methodist: Person, member: Person
) -> None:
    paper = add(signed, head, ready(PaperKind.SCAN, "скан.pdf", PDF))
    retire_paper(paper.pk, by=head, at=AT)
    seal = signed.seals.get()
    signed.seals.update(withdrawn_at=AT, withdrawn_reason="Ошибка")

    for file in (paper.file, seal.pdf):
        may_read = purposes[file.purpose].may_read
        assert [bool(may_read(one, file)) for one in (head, methodist, member)] == [True, True, False]


def test_file_without_a_protocol_is_nobodys(whole: Protocol, head: Person) -> None:
    paper = add(whole, head, attachment())
    file = paper.file
    ProtocolPaper.objects.all().delete()

    assert not purposes["protocols.paper"].may_read(head, file)
    assert not purposes["protocols.seal"].may_read(head, file)


def test_file_has_a_title(whole: Protocol, head: Person) -> None:
    paper = add(whole, head, attachment())
    paper.title = ""

    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save()
