"""Files beside a protocol: attachments, the scan of the signed copy, the file of an electronic signature."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.events.services.materials.bringing import Brought, ready_file
from stellazh.files.media_types import media_type_of
from stellazh.files.names import clean_name
from stellazh.files.services import store_file
from stellazh.protocols.access import can_keep_papers
from stellazh.protocols.enums import PaperKind
from stellazh.protocols.models import Protocol, ProtocolPaper
from stellazh.protocols.services.life_refusals import NotSigned, PaperNotAccepted, TooManyPapers, WrongStatus
from stellazh.protocols.services.locking import locked_protocol
from stellazh.protocols.services.plain_text import checked_lines

PAPER_FILE: Final = "protocols.paper"
SIGNATURE_FILE: Final = "protocols.signature"
SEAL_FILE: Final = "protocols.seal"
MOST_PAPER_BYTES: Final = 30 * 1024 * 1024
MOST_SIGNATURE_BYTES: Final = 10 * 1024 * 1024
MOST_PAPERS: Final = 50
SCAN_TYPES: Final = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff"})
SIGNATURE_ENDINGS: Final = (".sig", ".p7s", ".sgn")
# The object identifier of signed data, which every detached CAdES signature begins with.
_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class ReadyPaper:
    """A file that has been looked at and may be kept."""

    kind: PaperKind
    name: str
    content: BinaryIO | bytes


def ready_paper(kind: PaperKind, *, name: str, content: BinaryIO) -> ReadyPaper:
    """The file as it is kept, told by what it holds. Done before any transaction: pictures are written anew.

    Raises:
        PaperNotAccepted: the file is not of this kind.
        DangerousFile, FileTakenNowhere, PictureNotAccepted: an attachment that nobody should open.
    """
    shown = clean_name(name)
    if kind == PaperKind.SIGNATURE:
        _require_signature(shown, content)
        return ReadyPaper(kind, shown, content)
    if kind == PaperKind.SCAN:
        if media_type_of(content) not in SCAN_TYPES:
            raise PaperNotAccepted(f"«{shown}» не подходит: скан – это PDF или картинка JPG, PNG, TIFF.")
        return ReadyPaper(kind, shown, content)
    ready = ready_file(Brought(name, content))
    return ReadyPaper(kind, ready.name, ready.content)


@transaction.atomic
def add_paper(
    protocol_id: int, ready: ReadyPaper, *, title: str = "", submission_key: UUID | None, by: Actor, at: datetime
) -> ProtocolPaper:
    """Keep a file beside the protocol; without a title it is called by its kind or name.

    Attachments are listed in the text, so they are brought before signing; scans and signatures after it.

    Raises:
        PermissionRefused: `by` does not keep protocols there, or it is put away.
        NotSigned, WrongStatus: it is not the time for this kind. TooManyPapers: there are fifty.
        TextTooLong: the title. FileIsEmpty, FileTooLarge, FileTypeNotAccepted: nothing is kept.
        FormSentTwice: the form brought a file to another protocol.
    """
    protocol = locked_protocol(protocol_id)
    require(can_keep_papers(by, protocol))
    sent = made_before(protocol.papers.all(), submission_key)
    if sent is not None:
        return sent
    _require_time(protocol, ready.kind)
    present = protocol.papers.filter(archived_at=None)
    if present.count() >= MOST_PAPERS:
        raise TooManyPapers(f"При протоколе уже {MOST_PAPERS} файлов: уберите ненужные.")
    words = checked_lines(ProtocolPaper, {"title": title})["title"] or _name_of(ready)
    purpose = SIGNATURE_FILE if ready.kind == PaperKind.SIGNATURE else PAPER_FILE
    scope = protocol.association.path
    stored = store_file(ready.content, name=ready.name, purpose=purpose, scope=scope, by=by, at=at)
    paper = ProtocolPaper.objects.create(
        protocol=protocol,
        kind=ready.kind,
        file=stored,
        title=words,
        position=(present.aggregate(last=Max("position"))["last"] or 0) + 1,
        added_at=at,
        added_by=by.actor_name[:200],
        submission_key=submission_key,
    )
    _touch(protocol, at)
    changes = {str(ready.kind.label).capitalize(): ("", words)}
    record("protocol_paper_added", protocol, by=by, at=at, scope=scope, changes=changes)
    return paper


@transaction.atomic
def retire_paper(paper_id: int, *, by: Actor, at: datetime) -> ProtocolPaper:
    """Put a file away; it stays in the history.

    Raises:
        PermissionRefused: `by` does not keep protocols there, or the protocol is put away.
        WrongStatus: it is away already, or it is an attachment that the signed text lists.
    """
    protocol = locked_protocol(ProtocolPaper.objects.values_list("protocol_id", flat=True).get(pk=paper_id))
    require(can_keep_papers(by, protocol))
    paper = ProtocolPaper.objects.get(pk=paper_id)
    if paper.archived_at is not None:
        raise WrongStatus("Этот файл уже убран.")
    if paper.kind == PaperKind.ATTACHMENT and protocol.is_signed:
        raise WrongStatus("Приложение названо в подписанном протоколе: оно остаётся при нём.")
    paper.archived_at = at
    paper.save(update_fields=["archived_at"])
    _touch(protocol, at)
    changes = {str(paper.get_kind_display()).capitalize(): (paper.title, "")}
    record("protocol_paper_retired", protocol, by=by, at=at, scope=protocol.association.path, changes=changes)
    return paper


def _require_time(protocol: Protocol, kind: PaperKind) -> None:
    if kind == PaperKind.ATTACHMENT and protocol.is_signed:
        raise WrongStatus("Протокол подписан, его приложения перечислены в тексте: новые уже не добавить.")
    if kind != PaperKind.ATTACHMENT and not protocol.is_signed:
        raise NotSigned("Скан и файл подписи добавляют к подписанному протоколу.")


def _require_signature(name: str, content: BinaryIO) -> None:
    if PurePath(name).suffix.casefold() not in SIGNATURE_ENDINGS:
        raise PaperNotAccepted(f"«{name}» не подходит: файл подписи оканчивается на .sig, .p7s или .sgn.")
    content.seek(0)
    head = content.read(_HEAD)
    content.seek(0)
    # An empty one is refused in its own words where it would be stored.
    if head and _SIGNED_DATA not in head[:64] and _SIGNED_DATA not in _unwrapped(head)[:64]:
        raise PaperNotAccepted(f"«{name}» не похож на файл электронной подписи: внутри нет подписанных данных.")


def _unwrapped(head: bytes) -> bytes:
    """The beginning of a signature written as letters, with or without «-----BEGIN»."""
    lines = [line.strip() for line in head.splitlines() if line.strip() and not line.startswith(b"-----")]
    letters = b"".join(lines)[:400]
    try:
        return base64.b64decode(letters[: len(letters) // 4 * 4], validate=True)
    except (binascii.Error, ValueError):
        return b""


def _name_of(ready: ReadyPaper) -> str:
    if ready.kind == PaperKind.ATTACHMENT:
        return PurePath(ready.name).stem[:300] or ready.name
    return str(ready.kind.label).capitalize()


def _touch(protocol: Protocol, at: datetime) -> None:
    protocol.updated_at = at
    protocol.save(update_fields=["updated_at"])
