"""Papers read in a process of their own: bounded, few at a time, whatever the paper."""

from __future__ import annotations

import io
import threading
import zipfile

import docx
import pytest

from stellazh.common.errors import UnreadablePaper
from stellazh.office import apart

PROTOCOLS, PLANS = "stellazh.protocols.drafts", "stellazh.workplans.drafts"


def paper(*lines: str) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    """A Word file whose text is 400 MB of blanks, packed into less than one."""
    buffer = io.BytesIO(paper("Протокол № 1"))
    packed = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "word/document.xml":
                target.writestr(name, source.read(name))
        with target.open("word/document.xml", "w") as text:
            for _ in range(400):
                text.write(b" " * 1_000_000)
    return packed.getvalue()


def test_protocol_is_read_apart() -> None:
    answer = apart.run_apart(PROTOCOLS, {"name": "протокол.docx"}, paper("Протокол № 7", "Решено:"), seconds=30)

    assert answer["draft"]["facts"]["heading"]["number"] == "7"


def test_bomb_is_a_sentence() -> None:
    with pytest.raises(UnreadablePaper) as refusal:
        apart.run_apart(PROTOCOLS, {"name": "протокол.docx"}, bomb(), seconds=30)

    assert "Traceback" not in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_memory_is_bounded() -> None:
    with pytest.raises(UnreadablePaper):
        apart.run_apart(PROTOCOLS, {"name": "протокол.docx"}, paper("Протокол"), seconds=20, memory_megabytes=40)


@pytest.mark.parametrize("module", [PROTOCOLS, PLANS])
def test_papers_of_all_kinds_wait_for_each_other(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = threading.BoundedSemaphore(1)
    monkeypatch.setattr(apart, "_turns", turns)

    with turns, pytest.raises(apart.ReadingTakesLong, match="много файлов"):
        apart.run_apart(module, {"name": "бумага.docx"}, b"", seconds=0)

    assert turns.acquire(blocking=False)


def test_turn_is_given_back_after_a_refusal() -> None:
    for _ in range(apart.AT_ONCE + 1):
        with pytest.raises(UnreadablePaper):
            apart.run_apart(PROTOCOLS, {"name": "протокол.docx"}, b"no paper", seconds=20)
