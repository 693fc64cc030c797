"""The words of files, read in the background for the search: once for a content, whoever brought it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef

from stellazh.common.actor import Actor
from stellazh.common.errors import UnreadablePaper
from stellazh.files.enums import TextState
from stellazh.files.models import FileText, StoredFile, blob_path
from stellazh.files.purposes import purposes
from stellazh.jobs.services import enqueue
from stellazh.office.apart import ReadingTakesLong
from stellazh.office.extracts import text_of

READ_TEXT: Final = "files.read_text"
# A content still waiting after this time was forgotten by a queue that was lost: it is put there again.
FORGOTTEN: Final = timedelta(minutes=10)
# After so long nobody believes any more that it can be read.
GIVEN_UP: Final = timedelta(hours=3)
GIVEN_UP_WORDS: Final = "Файл не удалось прочитать: скачать его можно, а поиск слов в нём не найдёт."
LOST: Final = "Содержимое файла не найдено в хранилище."
# Pictures and packed files hold no words that could be read; telling so costs no process.
_WORDLESS: Final = ("image/", "audio/", "video/", "application/zip")
_LONGEST_NOTE: Final = 300
_AT_ONCE: Final = 500


def have_read(fingerprints: Iterable[str], *, by: Actor, at: datetime) -> None:
    """Have the words of these contents read, in the caller's transaction; of those known already nothing is done."""
    wanted = list(dict.fromkeys(fingerprints))
    known = set(FileText.objects.filter(sha256__in=wanted).values_list("sha256", flat=True))
    unread = [one for one in wanted if one not in known]
    FileText.objects.bulk_create((FileText(sha256=one, asked_at=at) for one in unread), ignore_conflicts=True)
    for one in unread:
        _queue(one, by=by, at=at)


def read_text(sha256: str, *, at: datetime) -> str:
    """Read the words of a content and keep what came of it, a refusal as a sentence; the state afterwards.

    What has been read stays as it is; of a content that nobody names any more nothing is kept.

    Raises:
        ReadingTakesLong: there was no turn or no time; it waits on and will be tried again.
    """
    waiting = FileText.objects.filter(sha256=sha256, state=TextState.WAITING)
    stored = StoredFile.objects.filter(sha256=sha256).order_by("pk").first()
    if stored is None or not waiting.exists():
        drop_text(sha256)
        return ""
    state, text, note = _read(stored)
    # One statement, only while it waits: of two at once the first is kept.
    waiting.update(state=state, text=text, note=note[:_LONGEST_NOTE], read_at=at)
    return state


def pick_up_unread(*, by: Actor, at: datetime) -> int:
    """Have every content read that has waited too long or was never asked for, and give up those that nothing helps;
    how many are tried.
    """
    waiting = FileText.objects.filter(state=TextState.WAITING)
    waiting.filter(asked_at__lt=at - GIVEN_UP).update(state=TextState.REFUSED, note=GIVEN_UP_WORDS, read_at=at)
    forgotten = waiting.filter(asked_at__lt=at - FORGOTTEN).order_by("pk").values_list("sha256", flat=True)
    tried = list(forgotten[:_AT_ONCE])
    for sha256 in tried:
        _queue(sha256, by=by, at=at)
    read = [purpose.code for purpose in purposes if purpose.is_read]
    never = StoredFile.objects.filter(~Exists(FileText.objects.filter(sha256=OuterRef("sha256"))), purpose__in=read)
    unknown = list(never.order_by("sha256").values_list("sha256", flat=True).distinct()[:_AT_ONCE])
    have_read(unknown, by=by, at=at)
    return len(tried) + len(unknown)


def drop_text(sha256: str) -> None:
    """Forget the words of a content that no row names any more."""
    if not StoredFile.objects.filter(sha256=sha256).exists():
        FileText.objects.filter(sha256=sha256).delete()


def drop_texts_of_nobody() -> int:
    """Forget the words of all contents that no row names; how many there were."""
    named = StoredFile.objects.filter(sha256=OuterRef("sha256"))
    return FileText.objects.filter(~Exists(named)).delete()[0]


def _queue(sha256: str, *, by: Actor, at: datetime) -> None:
    enqueue(READ_TEXT, {"sha256": sha256}, by=by, at=at, key=f"{READ_TEXT}:{sha256}")


def _read(stored: StoredFile) -> tuple[TextState, str, str]:
    if stored.media_type.startswith(_WORDLESS):
        return TextState.WORDLESS, "", ""
    try:
        with default_storage.open(blob_path(stored.sha256), "rb") as content:
            words = text_of(content.read(), stored.name)
    except FileNotFoundError:
        return TextState.REFUSED, "", LOST
    except ReadingTakesLong:
        raise
    except UnreadablePaper as refusal:
        return TextState.REFUSED, "", str(refusal)
    if not words.text.strip():
        return TextState.WORDLESS, "", words.note
    # PostgreSQL keeps no zero sign.
    return TextState.READY, words.text.replace("\x00", ""), words.note
