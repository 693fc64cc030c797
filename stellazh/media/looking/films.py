"""Whether browsers play it. Only what all of them play is taken: what half of the readers see black is no film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Final

from stellazh.common.errors import DomainError
from stellazh.files.media_types import HEAD_BYTES, media_type_of
from stellazh.media.enums import MediaKind
from stellazh.media.looking.iso import BrokenFilm, read_iso
from stellazh.media.looking.matroska import read_matroska

ADVICE: Final = "Сохраните запись как MP4 (H.264) или выложите её на Rutube или VK Видео и вставьте ссылку."
# Of ISO films: H.264 and the free ones. HEVC («hvc1») plays only where the computer has a chip for it.
ISO_PICTURES: Final = frozenset({"avc1", "avc3", "vp08", "vp09", "av01"})
ISO_SOUNDS: Final = frozenset({"mp4a", ".mp3", "Opus", "fLaC"})
WEBM_CODINGS: Final = frozenset({"V_VP8", "V_VP9", "V_AV1", "A_OPUS", "A_VORBIS"})
HEVC: Final = frozenset({"hvc1", "hev1", "dvh1", "dvhe"})
WHOLE_AUDIO: Final = frozenset({"audio/mpeg", "audio/wav", "audio/flac"})
OGG_SOUNDS: Final = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC")
# What the shelf of files calls them by their first bytes.
POSSIBLE: Final = frozenset({"video/mp4", "audio/mp4", "video/webm", "application/ogg", *WHOLE_AUDIO})

MOST_SIDE: Final = 65_535
MOST_SECONDS: Final = 10_000_000


class NotPlayable(DomainError):
    """Browsers would not play it; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Playable:
    """A film or a sound that browsers play."""

    kind: MediaKind
    media_type: str
    width: int | None = None
    height: int | None = None
    duration_seconds: int | None = None


def why_not_begun(head: bytes, media_type: str) -> str:
    """A sentence when the first bytes show already that nothing will come of it; empty otherwise.

    So nobody sends a gigabyte of what is refused at its end.
    """
    if media_type == "video/quicktime":
        return f"Это запись в формате MOV, её показывают не все браузеры. {ADVICE}"
    if media_type == "video/x-msvideo":
        return f"Это запись в формате AVI, браузеры её не показывают. {ADVICE}"
    if media_type.startswith("image/"):
        return "Это картинка, а не запись. Картинки добавляют отдельно."
    if media_type in POSSIBLE:
        return f"Браузеры не показывают записи такого вида. {ADVICE}" if head[4:11] == b"ftyp3gp" else ""
    return f"Это не видео и не звук, который играют браузеры. {ADVICE}"


def look_at(content: BinaryIO, size_bytes: int) -> Playable:
    """What it is, by its content.

    Raises:
        NotPlayable: something else, a broken film, or one coded so that not every browser plays it.
    """
    media_type = media_type_of(content)
    head = content.read(HEAD_BYTES)
    reason = why_not_begun(head, media_type)
    if reason:
        raise NotPlayable(reason)
    if media_type in WHOLE_AUDIO:
        return Playable(MediaKind.AUDIO, media_type)
    if media_type == "application/ogg":
        return _ogg(head)
    return _webm(content) if media_type == "video/webm" else _iso(content, size_bytes)


def _ogg(head: bytes) -> Playable:
    if not any(mark in head[:512] for mark in OGG_SOUNDS):
        raise NotPlayable(f"Такой файл OGG показывают не все браузеры. {ADVICE}")
    return Playable(MediaKind.AUDIO, "audio/ogg")


def _webm(content: BinaryIO) -> Playable:
    film = read_matroska(content)
    if film.doc_type != "webm":
        raise NotPlayable(f"Это запись в формате MKV, её показывают не все браузеры. {ADVICE}")
    if not film.codings or not WEBM_CODINGS.issuperset(film.codings):
        raise NotPlayable(f"Такой файл WebM показывают не все браузеры. {ADVICE}")
    has_picture = any(coding.startswith("V_") for coding in film.codings)
    return Playable(
        MediaKind.VIDEO if has_picture else MediaKind.AUDIO,
        "video/webm" if has_picture else "audio/webm",
        _believed(film.width, MOST_SIDE),
        _believed(film.height, MOST_SIDE),
        _believed(film.duration_seconds, MOST_SECONDS),
    )


def _iso(content: BinaryIO, size_bytes: int) -> Playable:
    try:
        film = read_iso(content, size_bytes)
    except BrokenFilm as error:
        raise NotPlayable(
            "Запись повреждена или записана не до конца: в ней нет описания. Откройте её у себя и сохраните заново."
        ) from error
    pictures = [track for track in film.tracks if track.handler == "vide"]
    sounds = [track for track in film.tracks if track.handler == "soun"]
    if any(track.coding in HEVC for track in pictures):
        raise NotPlayable(f"Запись сжата как HEVC (H.265), её показывают не все браузеры. {ADVICE}")
    playable = ISO_PICTURES.issuperset(track.coding for track in pictures) and ISO_SOUNDS.issuperset(
        track.coding for track in sounds
    )
    if not film.tracks or not (pictures or sounds) or not playable:
        raise NotPlayable(f"Запись сжата так, что её показывают не все браузеры. {ADVICE}")
    if not pictures:
        return Playable(MediaKind.AUDIO, "audio/mp4", duration_seconds=_believed(film.duration_seconds, MOST_SECONDS))
    widest = max(pictures, key=lambda track: track.width)
    return Playable(
        MediaKind.VIDEO,
        "video/mp4",
        _believed(widest.width, MOST_SIDE),
        _believed(widest.height, MOST_SIDE),
        _believed(film.duration_seconds, MOST_SECONDS),
    )


def _believed(told: int | None, most: int) -> int | None:
    """What the film says of itself, unless no film is like that and no column holds it."""
    return told if told and told <= most else None
