"""The canonical record: one text for one content, readable again, and the seal's papers."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from stellazh.associations.models import Association
from stellazh.protocols.models import Protocol
from stellazh.protocols.papers.record import canonical_record, record_sha256
from stellazh.protocols.papers.record_reading import RecordUnreadable, read_record
from stellazh.protocols.papers.sealing import matches_record, seal_papers
from stellazh.protocols.papers.word import protocol_docx
from tests.protocols.papers.meeting import full_meeting
from tests.protocols.papers.sample import crowded_content, full_content, hostile_content, short_content

AT = datetime(2024, 10, 20, 9, 0, tzinfo=UTC)


def test_record_is_sorted_and_composed() -> None:
    content = replace(full_content(), title="Чтение: й и\u0306, ё")

    record = canonical_record(content)

    assert record.startswith('{"protocol":{"absent":[')
    assert unicodedata.is_normalized("NFC", record)
    told = json.loads(record)
    assert list(told["protocol"]) == sorted(told["protocol"])
    assert (told["shape"], told["protocol"]["number"], told["protocol"]["held_on"]) == (1, 2, "2024-10-08")
    assert told["protocol"]["items"][1]["vote"]["for_count"] == 7


def test_keys_of_rows_do_not_enter_the_record() -> None:
    content = full_content()
    items = tuple(replace(item, id=item.number + 100) for item in content.items)
    moved = replace(content, id=9, association_id=9, event_id=9, proposed_number=4, items=items)

    assert canonical_record(moved) == canonical_record(content)


def test_another_word_gives_another_fingerprint() -> None:
    content = full_content()
    other = replace(content, title=f"{content.title}.")

    assert record_sha256(canonical_record(content)) != record_sha256(canonical_record(other))
    assert record_sha256("й") == hashlib.sha256(b"\xd0\xb9").hexdigest()


@pytest.mark.parametrize("make", [full_content, short_content, crowded_content, hostile_content])
def test_record_read_back_gives_the_same_record_and_paper(make: object) -> None:
    content = make()  # type: ignore[operator]
    record = canonical_record(content)

    again = read_record(record)

    assert canonical_record(again) == record
    content = replace(content, proposed_number=None)
    assert protocol_docx(again) == protocol_docx(content)


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"shape":2,"protocol":{}}', '{"shape":1,"protocol":{"id":1}}'])
def test_what_is_no_record_is_not_read(record: str) -> None:
    with pytest.raises(RecordUnreadable):
        read_record(record)


def test_record_with_a_wrong_kind_of_value_is_not_read() -> None:
    told = json.loads(canonical_record(full_content()))
    told["protocol"]["title"] = 5

    with pytest.raises(RecordUnreadable):
        read_record(json.dumps(told))


def test_seal_holds_the_record_and_both_papers(association: Association) -> None:
    protocol = full_meeting(association)
    protocol.number = 2

    first, second = (seal_papers(protocol, at=AT) for _ in range(2))

    assert first == second
    assert first.sha256 == hashlib.sha256(first.record.encode()).hexdigest()
    assert json.loads(first.record)["protocol"]["number"] == 2
    assert (first.docx[:2], first.pdf[:5]) == (b"PK", b"%PDF-")
    assert matches_record(protocol, first.record)
    Protocol.objects.filter(pk=protocol.pk).update(title="Другое")
    protocol.refresh_from_db(fields=["title"])
    assert not matches_record(protocol, first.record)


def test_protocol_without_a_number_is_not_sealed(association: Association) -> None:
    protocol = full_meeting(association)

    with pytest.raises(ValueError, match="under its number"):
        seal_papers(protocol, at=AT)
