"""Versions of a document: added, refused, read in the background, completed from what the paper says."""

from __future__ import annotations

import io
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from stellazh.associations.models import Association
from stellazh.common.actor import Guest, System
from stellazh.common.errors import DomainError
from stellazh.documents import services
from stellazh.documents.enums import ExtractionState
from stellazh.documents.models import Document, DocumentPage, DocumentVersion
from stellazh.documents.services import DocumentFields, reading
from stellazh.documents.services import refusals as no
from stellazh.files.access import can_read_file
from stellazh.files.models import StoredFile
from stellazh.files.services import FileIsEmpty, open_file
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handlers
from stellazh.jobs.models import Job
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.documents.core.conftest import MakeVersion
from tests.documents.core.papers import DAY, brought, pdf, scan, word
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db
READER = System("чтение файлов")


def read(version: DocumentVersion, at: datetime, **options: bool) -> DocumentVersion:
    """The version after its reading."""
    services.read_version(version.pk, by=READER, at=at, **options)
    version.refresh_from_db()
    return version


def test_second_version_says_what_changed(
    document: Document, make_version: MakeVersion, head: Person, at: datetime
) -> None:
    make_version(document, "Первый", what_changed="")

    second = make_version(document, "Второй", what_changed=" Уточнены \n сроки ")

    document.refresh_from_db()
    assert (second.number, second.what_changed, document.version_count, document.version) == (
        2,
        "Уточнены сроки",
        2,
        1,
    )
    assert [deed for deed, _, _ in deeds(document)] == ["document_version_added"] * 2
    assert Job.objects.count() == 2


def test_what_changed_is_asked_from_the_second_on(document: Document, make_version: MakeVersion) -> None:
    make_version(document, "Первый", what_changed="")

    nothing_changes(lambda: make_version(document, "Второй", what_changed=" "), no.WhatChangedMissing)


def test_same_file_again_is_told(document: Document, make_version: MakeVersion, head: Person, at: datetime) -> None:
    content = word("Первый")
    services.add_version(document.pk, file=brought(content), after=0, by=head, at=at)

    nothing_changes(
        lambda: services.add_version(
            document.pk, file=brought(content), what_changed="Ничего", after=1, by=head, at=at
        ),
        no.SameFileAgain,
        "версия 1 от 10.09.2024",
    )


def test_double_click_adds_one_version(document: Document, head: Person, at: datetime) -> None:
    content = word("Первый")

    added = [services.add_version(document.pk, file=brought(content), after=0, by=head, at=at) for _ in range(2)]

    assert added[0] == added[1]
    assert DocumentVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_make_one_number(document: Document, head: Person, deputy: Person, at: datetime) -> None:
    files = iter([word("Первый"), word("Второй")])
    people = iter([head, deputy])
    lock = threading.Lock()

    def add() -> str:
        with lock:
            content, person = next(files), next(people)
        return str(services.add_version(document.pk, file=brought(content), after=0, by=person, at=at).number)

    assert sorted(at_once(add)) == ["1", "NewerVersionThere"]
    assert DocumentVersion.objects.get().number == 1


def test_newer_version_there_is_told(document: Document, make_version: MakeVersion) -> None:
    make_version(document, "Первый")

    nothing_changes(lambda: make_version(document, "Второй", after=0), no.NewerVersionThere, "версия 1")


@pytest.mark.parametrize(
    ("content", "refusal", "words"),
    [
        (b"", FileIsEmpty, "пуст"),
        (b"PK\x05\x06" + bytes(18), no.FileTakenNowhere, "распакуйте"),
        ("Просто текст".encode(), no.FileTakenNowhere, "Word"),
        (b"MZ" + bytes(100), no.FileTakenNowhere, "не подходит"),
        (b"<html><script>", no.FileTakenNowhere, "не подходит"),
        (b"\xff\xd8\xff\xe0 broken", no.FileTakenNowhere, "не открывается"),
    ],
)
def test_files_of_other_kinds_are_refused(
    document: Document, head: Person, at: datetime, content: bytes, refusal: type[DomainError], words: str
) -> None:
    nothing_changes(
        lambda: services.add_version(document.pk, file=brought(content), after=0, by=head, at=at), refusal, words
    )


def test_scan_keeps_no_camera_and_stands_upright(document: Document, head: Person, at: datetime) -> None:
    version = services.add_version(document.pk, file=brought(scan(), "скан.jpg"), after=0, by=head, at=at)

    read(version, at)

    with open_file(version.file) as content, Image.open(content) as picture:
        assert (dict(picture.getexif()), picture.size) == ({}, (80, 60))
    page = version.pages.get()
    assert (page.picture, page.width, page.height) == (version.file, 80, 60)
    assert (version.extraction, version.extraction_note, version.page_count) == (
        ExtractionState.WORDLESS, reading.SCAN, 1,
    )  # fmt: skip


def test_words_and_shown_form_of_a_word_file(document: Document, make_version: MakeVersion, at: datetime) -> None:
    version = read(make_version(document, "Провести неделю книги"), at)

    assert (version.extraction, version.extraction_note, version.extracted_at) == (ExtractionState.READY, "", at)
    assert version.text == "Провести неделю книги"
    assert version.shown is not None
    assert [block["lines"] for block in version.shown["blocks"]] == [["Провести неделю книги"]]


def test_pages_of_a_pdf_are_pictures(document: Document, head: Person, at: datetime) -> None:
    file = brought(pdf("Первая", "Вторая"), "Письмо.pdf")
    version = services.add_version(document.pk, file=file, after=0, by=head, at=at)

    read(version, at)

    pages = list(version.pages.select_related("picture"))
    assert [(page.number, page.text) for page in pages] == [(1, "Первая"), (2, "Вторая")]
    assert {(page.picture.purpose, page.picture.media_type) for page in pages} == {
        ("documents.page_picture", "image/webp")
    }
    assert version.page_count == 2


def test_of_fifty_pages_the_first_forty_are_shown(document: Document, head: Person, at: datetime) -> None:
    file = brought(pdf(*(f"Страница {n}" for n in range(1, 51))), "Сборник.pdf")
    version = services.add_version(document.pk, file=file, after=0, by=head, at=at)

    read(version, at)

    assert (version.page_count, version.pages.count()) == (50, 40)
    assert version.text.endswith("Страница 50")


def test_read_twice_is_read_once(document: Document, make_version: MakeVersion, at: datetime) -> None:
    version = read(make_version(document), at)
    DocumentVersion.objects.update(text="Прочитано")

    again = read(version, at + timedelta(hours=1))

    assert (again.text, again.extracted_at) == ("Прочитано", at)


def test_refusal_is_kept_as_a_sentence(document: Document, head: Person, at: datetime) -> None:
    version = services.add_version(
        document.pk, file=brought(pdf("Текст")[:600], "Обрывок.pdf"), after=0, by=head, at=at
    )

    read(version, at)

    assert version.extraction == ExtractionState.REFUSED
    assert "загрузите" in version.extraction_note


def test_job_reads_and_leads_to_the_card(document: Document, make_version: MakeVersion) -> None:
    version = make_version(document)
    job = Job.objects.get()

    result = handlers[job.name].run(JobContext(job, threading.Event()), **job.arguments)

    version.refresh_from_db()
    assert (result, version.extraction) == ({"url": document.get_absolute_url()}, ExtractionState.READY)


def test_forgotten_versions_are_read_and_hopeless_given_up(
    document: Document, make_version: MakeVersion, at: datetime
) -> None:
    hopeless, forgotten, _fresh = (make_version(document, str(n)) for n in range(3))
    DocumentVersion.objects.filter(pk=hopeless.pk).update(added_at=at - timedelta(hours=4))
    DocumentVersion.objects.filter(pk=forgotten.pk).update(added_at=at - timedelta(minutes=11))
    Job.objects.all().delete()

    tried = services.pick_up_waiting(by=READER, at=at)

    hopeless.refresh_from_db()
    assert tried == 1
    assert [job.arguments["version_id"] for job in Job.objects.all()] == [forgotten.pk]
    assert (hopeless.extraction, hopeless.extraction_note) == (ExtractionState.REFUSED, reading.GIVEN_UP_WORDS)


def test_paper_completes_a_card_nobody_has_touched(association: Association, head: Person, at: datetime) -> None:
    batch = services.add_batch(
        association.pk, [brought(name="scan0001.docx")], submission_key=uuid.uuid4(), by=head, at=at
    )
    made = batch.made[0]

    read(made.versions.get(), at, completes_card=True)

    made.refresh_from_db()
    assert (made.title, made.kind, made.number, made.dated_on, made.version) == (
        "О проведении недели школьной книги", "order", "145-о", DAY, 2,
    )  # fmt: skip
    assert deeds(made)[-1][:2] == ("document_updated", "чтение файлов")


def test_paper_leaves_an_edited_card_alone(document: Document, head: Person, at: datetime) -> None:
    Document.objects.update(published_at=None, version=2)
    version = services.add_version(document.pk, file=brought(), after=0, by=head, at=at)

    read(version, at, completes_card=True)

    document.refresh_from_db()
    assert (document.number, document.version) == ("12", 2)


def test_batch_makes_a_card_of_each_file_and_tells_the_rest(
    association: Association, head: Person, at: datetime
) -> None:
    known = DocumentFactory.create(association=association, title="Уже есть")
    services.add_version(known.pk, file=brought(word("Знакомый")), after=0, by=head, at=at)
    files = [
        brought(word("А"), "Приказ от 26.08.2024 № 145 О конкурсе.docx"),
        brought(b"MZ" + bytes(99), "вирус.exe"),
        brought(word("Знакомый"), "Копия.docx"),
    ]
    key = uuid.uuid4()

    batch = services.add_batch(association.pk, files, source="Министерство", submission_key=key, by=head, at=at)

    made = batch.made[0]
    assert [DocumentFields.of(one).source for one in batch.made] == ["Министерство"]
    assert (made.title, made.kind, made.number, made.dated_on, made.published_at) == (
        "О конкурсе", "order", "145", DAY, None,
    )  # fmt: skip
    assert [(one.name, one.document) for one in batch.not_taken] == [("вирус.exe", None), ("Копия.docx", known)]
    assert "не подходит" in batch.not_taken[0].reason


def test_batch_sent_twice_makes_cards_once(association: Association, head: Person, at: datetime) -> None:
    key, contents = uuid.uuid4(), [word("А"), word("Б")]

    for _ in range(2):
        batch = services.add_batch(
            association.pk, [brought(one) for one in contents], submission_key=key, by=head, at=at
        )

    assert (len(batch.made), batch.not_taken, Document.objects.count()) == (2, (), 2)


@pytest.mark.parametrize(("count", "refusal"), [(0, no.NothingChosen), (21, no.TooManyFiles)])
def test_batch_refuses_none_and_too_many(
    association: Association, head: Person, at: datetime, count: int, refusal: type[DomainError]
) -> None:
    files = [services.Brought("а.docx", io.BytesIO(b"")) for _ in range(count)]

    nothing_changes(
        lambda: services.add_batch(association.pk, files, submission_key=uuid.uuid4(), by=head, at=at), refusal
    )


@pytest.mark.parametrize(
    "wrong",
    [
        lambda v: DocumentVersion.objects.create(
            document=v.document, number=1, file=v.file, added_at=v.added_at, added_by_name="я"
        ),
        lambda v: DocumentVersion.objects.filter(pk=v.pk).update(number=0),
        lambda v: DocumentPage.objects.bulk_create(
            DocumentPage(version=v, number=1, picture=v.file, width=1, height=1) for _ in range(2)
        ),
    ],
)
def test_database_refuses(
    document: Document, make_version: MakeVersion, wrong: Callable[[DocumentVersion], object]
) -> None:
    version = make_version(document)

    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(version)


def test_files_are_private_to_readers(
    document: Document, make_version: MakeVersion, member: Person, stranger: Person
) -> None:
    stored = StoredFile.objects.get(pk=make_version(document).file_id)

    answers = [bool(can_read_file(who, stored)) for who in (member, stranger, Guest())]
    Document.objects.update(audience="public")
    for_guest = bool(can_read_file(Guest(), stored))

    assert (answers, for_guest) == ([True, False, False], True)
