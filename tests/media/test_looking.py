"""What films hold: played by browsers or not, how long, how wide."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.media.enums import MediaKind
from stellazh.media.looking import NotPlayable, Playable, look_at
from tests.media.making import box, element, mp4, picture, track, webm


def look(content: bytes) -> Playable:
    return look_at(io.BytesIO(content), len(content))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (mp4(seconds=5400), Playable(MediaKind.VIDEO, "video/mp4", 1280, 720, 5400)),
        (mp4(is_last=True), Playable(MediaKind.VIDEO, "video/mp4", 1280, 720, 90)),
        (mp4(track("vide", "av01", 640, 360), brand="mp42"), Playable(MediaKind.VIDEO, "video/mp4", 640, 360, 90)),
        (mp4(track("soun", "mp4a"), brand="M4A "), Playable(MediaKind.AUDIO, "audio/mp4", duration_seconds=90)),
        (mp4(track("soun", "mp4a")), Playable(MediaKind.AUDIO, "audio/mp4", duration_seconds=90)),
        (webm(), Playable(MediaKind.VIDEO, "video/webm", 640, 360, 42)),
        (webm("A_OPUS"), Playable(MediaKind.AUDIO, "audio/webm", 640, 360, 42)),
        (b"ID3\x04" + bytes(5000), Playable(MediaKind.AUDIO, "audio/mpeg")),
        (b"fLaC" + bytes(5000), Playable(MediaKind.AUDIO, "audio/flac")),
        (b"RIFF" + bytes(4) + b"WAVE" + bytes(5000), Playable(MediaKind.AUDIO, "audio/wav")),
        (b"OggS" + bytes(24) + b"OpusHead" + bytes(500), Playable(MediaKind.AUDIO, "audio/ogg")),
    ],
)
def test_films_and_sounds_are_known(content: bytes, expected: Playable) -> None:
    assert look(content) == expected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (mp4(brand="qt  "), "формате MOV"),
        (mp4(track("vide", "hvc1", 1920, 1080)), r"HEVC \(H\.265\)"),
        (mp4(track("vide", "mp4v", 320, 240)), "показывают не все браузеры"),
        (mp4(track("vide", "avc1"), track("soun", "ac-3")), "показывают не все браузеры"),
        (mp4(track("text", "tx3g")), "показывают не все браузеры"),
        (mp4(brand="3gp5"), "не показывают записи такого вида"),
        (mp4()[:60], "повреждена или записана не до конца"),
        (box("ftyp", b"isom", bytes(4)) + box("mdat", bytes(9000)), "повреждена или записана не до конца"),
        (box("ftyp", b"isom", bytes(4)) + struct.pack(">I4s", 2**31, b"moov") + bytes(99), "повреждена"),
        (webm(doc_type="matroska"), "формате MKV"),
        (webm("V_MPEGH/ISO/HEVC"), "Такой файл WebM"),
        (b"\x1a\x45\xdf\xa3" + bytes(500), "формате MKV"),
        (b"OggS" + bytes(24) + b"\x80theora" + bytes(500), "Такой файл OGG"),
        (b"RIFF" + bytes(4) + b"AVI " + bytes(500), "формате AVI"),
        (picture(), "Это картинка"),
        (b"%PDF-1.7\n" + bytes(500), "не видео и не звук"),
        (b"MZ" + bytes(500), "не видео и не звук"),
        (b"<html><script>alert(1)</script></html>", "не видео и не звук"),
    ],
)
def test_what_browsers_do_not_play_is_refused_with_advice(content: bytes, words: str) -> None:
    with pytest.raises(NotPlayable, match=words):
        look(content)


@given(st.binary(max_size=400), st.integers(0, 600), st.integers(0, 255))
def test_broken_films_are_refused_not_stumbled_over(noise: bytes, at: int, sign: int) -> None:
    for whole in (mp4(body=b"x" * 50), webm()):
        broken = bytearray(whole)
        broken[min(at, len(broken) - 1)] = sign

        for content in (bytes(broken), whole[:at], whole[:at] + noise, whole[:8] + noise):
            try:
                found = look(content)
            except NotPlayable:
                continue
            assert found.kind in {MediaKind.VIDEO, MediaKind.AUDIO}


def test_a_film_that_lies_of_its_size_is_taken_without_it():
    wide = element(0xE0, element(0xB0, b"\xff" * 8) + element(0xBA, b"\x01\x68"))
    tracks = element(0x1654AE6B, element(0xAE, element(0x86, b"V_VP9") + wide))
    head = element(0x1A45DFA3, element(0x4282, b"webm"))
    film = head + element(0x18538067, tracks + element(0x1F43B675, bytes(5000)))
    endless = mp4().replace(struct.pack(">II", 1000, 90_000), struct.pack(">II", 1, 2**32 - 2))

    seen = look_at(io.BytesIO(film), len(film))
    assert (seen.width, seen.height) == (None, 360)
    assert look_at(io.BytesIO(endless), len(endless)).duration_seconds is None
