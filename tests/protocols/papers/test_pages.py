"""The files of a protocol: drafts made now, signed ones as they were sealed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import docx
from django.test import Client

from stellazh.people.models import Person
from stellazh.protocols.models import Protocol, ProtocolSeal
from stellazh.protocols.services.signing import undo_signing
from tests.factories.protocols import ProtocolFactory
from tests.protocols.papers.conftest import AT

ClientFor = Callable[[Person | None], Client]


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def saved_as(answer: Any) -> str:
    return unquote(answer["Content-Disposition"]).rpartition("utf-8''")[2]


def test_draft_is_made_now_and_bears_its_mark(client_for: ClientFor, meeting: Protocol, head: Person) -> None:
    client = client_for(head)

    word, pdf = (client.get(f"/protocols/{meeting.pk}/protocol.{kind}") for kind in ("docx", "pdf"))

    assert saved_as(word) == "Протокол (проект) от 08.10.2024.docx"
    assert saved_as(pdf) == "Протокол (проект) от 08.10.2024.pdf"
    found = [one.text for one in docx.Document(BytesIO(word.content)).paragraphs]
    assert found[0] == "ПРОЕКТ"
    assert "08.10.2024\t№\u00a01\tСосногорск" in found
    assert pdf.content.startswith(b"%PDF-")


def test_signed_protocol_is_given_as_it_was_sealed(client_for: ClientFor, signed: Protocol, member: Person) -> None:
    client = client_for(member)
    seal = ProtocolSeal.objects.get(protocol=signed)

    word, pdf = (client.get(f"/protocols/{signed.pk}/protocol.{kind}") for kind in ("docx", "pdf"))

    assert (word["ETag"], pdf["ETag"]) == (f'"{seal.docx.sha256}"', f'"{seal.pdf.sha256}"')
    assert saved_as(word) == "Протокол № 1 от 08.10.2024.docx"
    assert body(word)[:2] == b"PK"
    assert body(pdf)[:5] == b"%PDF-"


def test_after_a_signature_taken_back_the_draft_is_made_anew(
    client_for: ClientFor, signed: Protocol, head: Person
) -> None:
    undo_signing(signed.pk, reason="Ошибка в дате", by=head, at=AT)

    word = client_for(head).get(f"/protocols/{signed.pk}/protocol.docx")

    assert docx.Document(BytesIO(word.content)).paragraphs[0].text == "ПРОЕКТ"


def test_old_protocol_without_a_seal_is_made_under_its_number(
    client_for: ClientFor, meeting: Protocol, head: Person
) -> None:
    old = ProtocolFactory.create(association=meeting.association, signed=True, number=7)

    word = client_for(head).get(f"/protocols/{old.pk}/protocol.docx")

    assert saved_as(word) == "Протокол № 7 от 08.10.2024.docx"
    assert "ПРОЕКТ" not in [one.text for one in docx.Document(BytesIO(word.content)).paragraphs]


def test_files_are_not_for_strangers(
    client_for: ClientFor, meeting: Protocol, member: Person, stranger: Person
) -> None:
    draft = ProtocolFactory.create(association=meeting.association)

    for kind in ("docx", "pdf"):
        assert client_for(stranger).get(f"/protocols/{draft.pk}/protocol.{kind}").status_code == 404
        assert client_for(member).get(f"/protocols/{draft.pk}/protocol.{kind}").status_code == 404
        assert client_for(None).get(f"/protocols/{draft.pk}/protocol.{kind}").status_code == 302
