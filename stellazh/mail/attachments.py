"""Files that leave with letters: checked when a letter is queued, read from the storage when it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Final

from stellazh.common.errors import DomainError
from stellazh.files.models import StoredFile
from stellazh.files.names import clean_name
from stellazh.files.sending import NEVER_NAMED
from stellazh.files.services import FileIsLost, open_file
from stellazh.mail.models import MailAttachment, OutgoingMail

# Mail servers of schools refuse letters above 15–25 MB, and on the wire a file is a third larger.
MOST_MEGABYTES: Final = 10
MOST_BYTES: Final = MOST_MEGABYTES * 1024 * 1024


class AttachmentsTooLarge(DomainError):
    """The files of one letter are larger together than a mail server takes; nothing is queued."""


class StorageIsSilent(Exception):
    """The storage of files cannot be asked now: nobody knows whether the file is there."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file that leaves with a letter, under `name`; under its own when that is empty."""

    file: StoredFile
    name: str = ""


def require_fit(attachments: Sequence[Attachment]) -> None:
    """Pass when the files may leave in one letter.

    Raises:
        AttachmentsTooLarge: together they are above 10 MB.
    """
    size = sum(attachment.file.size_bytes for attachment in attachments)
    if size > MOST_BYTES:
        megabytes = f"{size / 1024 / 1024:.1f}".replace(".", ",")
        raise AttachmentsTooLarge(
            f"Вложения письма занимают {megabytes} МБ, а отправить можно не больше {MOST_MEGABYTES} МБ. "
            "Уберите часть файлов или дайте в письме ссылку на них."
        )


def keep_attachments(letters: Iterable[tuple[OutgoingMail, Sequence[Attachment]]]) -> None:
    """Note which files leave with which letters, all in one statement; none when there are no files."""
    rows = [
        MailAttachment(mail=mail, file=attachment.file, name=clean_name(attachment.name or attachment.file.name))
        for mail, attachments in letters
        for attachment in attachments
    ]
    if rows:
        MailAttachment.objects.bulk_create(rows)


def attached_part(attachment: MailAttachment) -> MIMEBase:
    """The file as a part of the letter, byte for byte; its name as RFC 2231 writes Cyrillic letters.

    Raises:
        FileIsLost: the storage does not have it.
        StorageIsSilent: the storage does not answer.
    """
    kind = "application/octet-stream" if attachment.file.media_type in NEVER_NAMED else attachment.file.media_type
    part = MIMEBase(*kind.split("/", 1))
    part.set_payload(_content(attachment.file))
    encode_base64(part)
    name = attachment.name if attachment.name.isascii() else ("utf-8", "", attachment.name)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def _content(stored: StoredFile) -> bytes:
    try:
        with open_file(stored) as content:
            return content.read()
    except FileIsLost:
        raise
    except Exception as error:
        # Each kind of storage fails in exceptions of its own, and one letter must not hold up the rest.
        raise StorageIsSilent(str(error)) from error
