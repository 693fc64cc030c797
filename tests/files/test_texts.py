"""The words of files: read once for a content, never forgotten by a queue, gone with the content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from stellazh.common.verdict import ALLOWED
from stellazh.files.enums import TextState
from stellazh.files.forgetting import forget_file
from stellazh.files.models import FileText, StoredFile
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.files.services import NewFile, store_file, store_files, sweep_orphans
from stellazh.files.texts import GIVEN_UP_WORDS, LOST, READ_TEXT, pick_up_unread, read_text
from stellazh.jobs.models import Job
from stellazh.people.models import Person

WORDS = "Полка новых книг для пятого класса".encode()


@pytest.fixture(autouse=True)
def read_purpose() -> Iterator[None]:
    purposes.add(FilePurpose("tests.read", "Читаемое", 300_000, None, lambda *_: ALLOWED, is_read=True))
    yield
    purposes._entries.pop("tests.read")


@pytest.fixture
def bring(storage_dir: Path, sender: Person, at: datetime) -> Callable[..., StoredFile]:
    def run(content: bytes = WORDS, name: str = "Памятка.txt", purpose: str = "tests.read") -> StoredFile:
        return store_file(content, name=name, purpose=purpose, by=sender, at=at)

    return run


def queued() -> list[str]:
    return list(Job.objects.filter(name=READ_TEXT).order_by("pk").values_list("arguments__sha256", flat=True))


def test_a_content_is_read_once_whoever_brings_it(bring: Callable[..., StoredFile], at: datetime) -> None:
    first, again = bring(), bring(name="Другая.txt")
    other = bring(purpose="tests.material", content=b"nobody reads this")

    state = read_text(first.sha256, at=at)

    kept = FileText.objects.get()
    assert (state, kept.sha256, kept.text, kept.read_at) == ("ready", again.sha256, WORDS.decode(), at)
    assert queued() == [first.sha256]
    assert other.sha256 != first.sha256


def test_many_at_once_are_asked_for(storage_dir: Path, sender: Person, at: datetime) -> None:
    made = store_files(
        [NewFile(b"one text", "1.txt"), NewFile(b"two texts", "2.txt"), NewFile(b"one text", "3.txt")],
        purpose="tests.read", by=sender, at=at,
    )  # fmt: skip

    assert sorted(queued()) == sorted({row.sha256 for row in made})
    assert FileText.objects.filter(state=TextState.WAITING).count() == 2


def test_what_was_read_is_not_read_again(bring: Callable[..., StoredFile], at: datetime) -> None:
    stored = bring()
    FileText.objects.update(state=TextState.READY, text="прежние слова", read_at=at)

    read_text(stored.sha256, at=at + timedelta(days=1))

    assert FileText.objects.get().text == "прежние слова"


def test_pictures_have_no_words(bring: Callable[..., StoredFile], at: datetime) -> None:
    picture = bring(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "фото.png")

    assert read_text(picture.sha256, at=at) == "wordless"
    assert FileText.objects.get().text == ""


def test_a_refusal_is_kept_as_a_sentence(bring: Callable[..., StoredFile], at: datetime) -> None:
    damaged = bring(b"%PDF-1.7 nothing of it is a paper", "План.pdf")
    lost = bring(b"gone text", "b.txt")
    default_storage.delete(lost.blob_path)

    states = [read_text(one.sha256, at=at) for one in (damaged, lost)]

    assert states == ["refused", "refused"]
    assert FileText.objects.get(sha256=damaged.sha256).note != ""
    assert FileText.objects.get(sha256=lost.sha256).note == LOST


def test_nothing_is_lost_with_a_queue(bring: Callable[..., StoredFile], sender: Person, at: datetime) -> None:
    forgotten, fresh, of_before, hopeless = bring(), bring(b"fresh"), bring(b"of before"), bring(b"hopeless")
    Job.objects.all().delete()
    FileText.objects.filter(sha256=of_before.sha256).delete()
    later = at + timedelta(hours=2)
    FileText.objects.filter(sha256=fresh.sha256).update(asked_at=later)
    FileText.objects.filter(sha256=hopeless.sha256).update(asked_at=at - timedelta(hours=2))

    tried = pick_up_unread(by=sender, at=later)

    assert tried == 2
    assert sorted(queued()) == sorted([forgotten.sha256, of_before.sha256])
    given_up = FileText.objects.get(sha256=hopeless.sha256)
    assert (given_up.state, given_up.note, given_up.read_at) == ("refused", GIVEN_UP_WORDS, later)


def test_words_go_with_the_last_row_that_names_the_content(
    bring: Callable[..., StoredFile], sender: Person, at: datetime
) -> None:
    first, second = bring(), bring()
    read_text(first.sha256, at=at)

    forget_file(first.pk, why="проверка", by=sender, at=at)
    assert FileText.objects.count() == 1

    forget_file(second.pk, why="проверка", by=sender, at=at)
    assert FileText.objects.count() == 0


def test_the_sweep_takes_words_of_nobody(bring: Callable[..., StoredFile], at: datetime) -> None:
    kept = bring()
    FileText.objects.create(sha256="0" * 64, state=TextState.READY, text="ничьи", asked_at=at, read_at=at)

    sweep_orphans(at=at)

    assert list(FileText.objects.values_list("sha256", flat=True)) == [kept.sha256]


def test_words_of_a_content_gone_meanwhile_are_not_kept(bring: Callable[..., StoredFile], at: datetime) -> None:
    stored = bring()
    StoredFile.objects.all().delete()

    assert read_text(stored.sha256, at=at) == ""
    assert FileText.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"state": "ready"}, {"state": "waiting", "read": True}, {"state": "refused", "read": True, "text": "а"}]
)
def test_texts_of_no_sense_are_refused_by_the_database(wrong: dict[str, object], db: None, at: datetime) -> None:
    fields = {"state": wrong["state"], "text": wrong.get("text", ""), "read_at": at if "read" in wrong else None}

    with pytest.raises(IntegrityError), transaction.atomic():
        FileText.objects.create(sha256="1" * 64, asked_at=at, **fields)
