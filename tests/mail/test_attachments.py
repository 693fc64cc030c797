"""Letters that carry files: kept, sent by a real conversation, let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from stellazh.common.actor import System
from stellazh.common.verdict import Verdict, refuse
from stellazh.files.forgetting import forget_file
from stellazh.files.models import StoredFile
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.files.services import store_file, sweep_orphans
from stellazh.mail.attachments import MOST_BYTES
from stellazh.mail.delivery import DeliveryReport, deliver_due
from stellazh.mail.enums import MailState, TryOutcome
from stellazh.mail.forgetting import forget_letters_about, forget_letters_to, forget_old_letters, let_go_of_files
from stellazh.mail.models import DeliveryTry, MailAttachment, OutgoingMail
from stellazh.mail.services import Attachment, AttachmentsTooLarge, Letter, queue_letters, queue_mail
from tests.checks import nothing_changes
from tests.mail.conftest import Clock, PostOffice, Smtp

pytestmark = pytest.mark.django_db
SYSTEM = System("проверка")
PDF = b"%PDF-1.7\n\x00\xff\r\nlast line without an end"
LONG_NAME = "Благодарственное письмо – Берестова Таисия Аркадьевна, районный семинар школьных библиотекарей № 12.pdf"
Keep = Callable[..., StoredFile]


def _nobody(actor: object, stored: StoredFile) -> Verdict:
    return refuse("Файл никому не открыт.")


@pytest.fixture
def storage_dir(tmp_path: Path, settings: Settings) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "stellazh.files.storage.WholeFileStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }
    return tmp_path


@pytest.fixture
def keep(storage_dir: Path, at: datetime, db: None) -> Iterator[Keep]:
    """Store a file of a purpose of our own, gone again after the test."""
    purposes.add(FilePurpose("tests.letter", "Вложение", 12 * 1024 * 1024, None, _nobody))

    def make(content: bytes = PDF, name: str = "Сертификат.pdf") -> StoredFile:
        return store_file(content, name=name, purpose="tests.letter", by=SYSTEM, at=at)

    yield make
    purposes._entries.pop("tests.letter")


def queue(at: datetime, *attachments: Attachment, to: str = "berestova@example.org", **more: str) -> OutgoingMail:
    return queue_mail(
        to=to, subject="Ваш сертификат", text="Здравствуйте!", kind="tests.letter", attachments=attachments,
        by=SYSTEM, at=at, **more,
    )  # fmt: skip


def received(office: PostOffice) -> list[tuple[str | None, str, bytes]]:
    """What the mail program of whoever got the first letter offers to save."""
    return [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in office.parsed()[0].iter_attachments()
        if part.get_content_disposition() == "attachment"
    ]


def test_files_arrive_byte_for_byte_under_their_names(keep: Keep, smtp: Smtp, clock: Clock, at: datetime) -> None:
    table = keep("Фамилия;Имя\r\nБерестова;Таисия\n".encode("cp1251"), "Список.csv")
    queue(at, Attachment(keep(), LONG_NAME), Attachment(table), Attachment(keep(), "letter.pdf"))

    report = deliver_due(now=clock)

    assert report == DeliveryReport(sent_count=1)
    assert received(smtp.office) == [
        (LONG_NAME, "application/pdf", PDF),
        ("Список.csv", "text/plain", "Фамилия;Имя\r\nБерестова;Таисия\n".encode("cp1251")),
        ("letter.pdf", "application/pdf", PDF),
    ]


def test_names_on_the_wire_are_ascii_in_the_way_of_rfc_2231(keep: Keep, smtp: Smtp, clock: Clock, at: datetime) -> None:
    queue(at, Attachment(keep(), "Лист.pdf"), Attachment(keep(), LONG_NAME), Attachment(keep(), "letter.pdf"))

    deliver_due(now=clock)

    wire = smtp.office.letters[0]
    assert b"filename*=utf-8''%D0%9B%D0%B8%D1%81%D1%82.pdf" in wire
    assert b'filename="letter.pdf"' in wire
    assert max(len(line) for line in wire.split(b"\r\n")) < 998
    assert all(line.isascii() for line in wire.split(b"\r\n") if b"ilename" in line)


def test_text_stays_first_and_html_beside_it(keep: Keep, smtp: Smtp, clock: Clock, at: datetime) -> None:
    queue(at, Attachment(keep()), html="<p>Здравствуйте!</p>")

    deliver_due(now=clock)

    letter = smtp.office.parsed()[0]
    body, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert body is not None
    assert html is not None
    assert (letter.get_content_type(), body.get_content(), html.get_content().strip()) == (
        "multipart/mixed", "Здравствуйте!\n", "<p>Здравствуйте!</p>",
    )  # fmt: skip
    assert [name for name, *_ in received(smtp.office)] == ["Сертификат.pdf"]


def test_page_of_the_web_is_sent_as_bytes(keep: Keep, smtp: Smtp, clock: Clock, at: datetime) -> None:
    queue(at, Attachment(keep(b"<html><body><script>1</script></body></html>", "page.html")))

    deliver_due(now=clock)

    assert [kind for _, kind, _ in received(smtp.office)] == ["application/octet-stream"]


def test_names_that_could_add_headings_are_cleaned(keep: Keep, at: datetime) -> None:
    mail = queue(at, Attachment(keep(), '../Лист\r\nBcc: a@b.c "x".pdf'), Attachment(keep(), ""))

    assert [a.name for a in mail.attachments.all()] == ["Лист Bcc_ a@b.c _x_.pdf", "Сертификат.pdf"]


def test_letters_above_ten_megabytes_are_refused(keep: Keep, at: datetime) -> None:
    half = keep(b"%PDF-" + bytes(MOST_BYTES // 2 - 5))
    drop = keep(b"x")

    nothing_changes(
        lambda: queue(at, Attachment(half), Attachment(half), Attachment(drop)),
        AttachmentsTooLarge,
        "занимают 10,0 МБ, а отправить можно не больше 10 МБ",
    )
    assert queue(at, Attachment(half), Attachment(half)).attachments.count() == 2


def test_one_letter_too_large_keeps_all_back(keep: Keep, at: datetime) -> None:
    half = keep(b"%PDF-" + bytes(MOST_BYTES // 2))
    letters = [
        Letter("a@example.org", "Тема", "Текст", attachments=[Attachment(half)]),
        Letter("b@example.org", "Тема", "Текст", attachments=[Attachment(half), Attachment(half)]),
    ]

    nothing_changes(
        lambda: queue_letters(letters, kind="tests.letter", by=SYSTEM, at=at), AttachmentsTooLarge, "не больше 10 МБ"
    )


def certificates(files: list[StoredFile]) -> list[Letter]:
    return [
        Letter(f"person{n}@example.org", "Ваш сертификат", "Здравствуйте!", attachments=(Attachment(file),))
        for n, file in enumerate(files)
    ]


def test_500_letters_carry_each_its_own_file(keep: Keep, at: datetime) -> None:
    files = [keep(PDF + str(n).encode(), f"Сертификат {n}.pdf") for n in range(3)] * 167

    queue_letters(certificates(files[:500]), kind="tests.letter", by=SYSTEM, at=at)

    kept = MailAttachment.objects.order_by("id").values_list("mail__to_address", "file_id", "name")
    assert list(kept) == [(f"person{n}@example.org", file.pk, file.name) for n, file in enumerate(files[:500])]


def test_many_letters_with_files_cost_as_many_statements_as_one(keep: Keep, at: datetime) -> None:
    file = keep()
    queue_letters(certificates([file]), kind="tests.letter", by=SYSTEM, at=at)
    counts = []
    for count in (1, 40):
        with CaptureQueriesContext(connection) as queued:
            queue_letters(certificates([file] * count), kind="tests.letter", by=SYSTEM, at=at)
        counts.append(len(queued))

    assert counts[0] == counts[1]


def test_letters_without_files_cost_nothing_more(at: datetime) -> None:
    with CaptureQueriesContext(connection) as queued:
        queue(at)

    assert [query["sql"] for query in queued.captured_queries if "mail_mailattachment" in query["sql"]] == []


@pytest.mark.parametrize("count", [1, 3])
def test_delivery_asks_for_the_files_of_a_lot_at_once(
    keep: Keep, smtp: Smtp, clock: Clock, at: datetime, count: int
) -> None:
    queue_letters(certificates([keep()] * count), kind="tests.letter", by=SYSTEM, at=at)

    with CaptureQueriesContext(connection) as delivery:
        deliver_due(now=clock)

    assert sum('FROM "files_storedfile"' in query["sql"] for query in delivery.captured_queries) == 1
    assert len(smtp.office.letters) == count


def test_lost_file_fails_its_letter_and_no_other(keep: Keep, smtp: Smtp, clock: Clock, at: datetime) -> None:
    lost, there = keep(b"%PDF-lost", "Пропал.pdf"), keep()
    first, second, third = queue(at, Attachment(there)), queue(at, Attachment(lost)), queue(at, Attachment(there))
    default_storage.delete(lost.blob_path)

    report = deliver_due(now=clock)

    for mail in (first, second, third):
        mail.refresh_from_db()
    assert report == DeliveryReport(sent_count=2, refused_count=1)
    assert [first.state, second.state, third.state] == [MailState.SENT, MailState.REFUSED, MailState.SENT]
    assert second.last_error == (
        "Вложения больше нет: Содержимое файла «Пропал.pdf» не найдено в хранилище. Письмо не отправлено."
    )
    assert DeliveryTry.objects.get(mail=second).outcome == TryOutcome.REFUSED


def test_storage_that_does_not_answer_puts_its_letter_off(
    keep: Keep, smtp: Smtp, clock: Clock, at: datetime, settings: Settings, storage_dir: Path
) -> None:
    silent, plain = queue(at, Attachment(keep())), queue(at)
    # A folder in the content's place: opening it fails, and not because it is missing.
    path = storage_dir / silent.attachments.get().file.blob_path
    path.unlink()
    path.mkdir()

    report = deliver_due(now=clock)
    path.rmdir()
    path.write_bytes(PDF)
    silent.refresh_from_db()
    plain.refresh_from_db()
    before = (report, silent.state, silent.last_error, plain.state)
    clock.moment = silent.due_at
    deliver_due(now=clock)

    silent.refresh_from_db()
    assert before == (
        DeliveryReport(sent_count=1, delayed_count=1),
        MailState.QUEUED,
        "Вложение не прочиталось: хранилище файлов не отвечает.",
        MailState.SENT,
    )
    assert (silent.state, silent.attempt_count) == (MailState.SENT, 2)


def test_settled_letters_let_their_files_go(keep: Keep, smtp: Smtp, clock: Clock, at: datetime) -> None:
    file = keep()
    smtp.office.answers_to_recipient["gone@example.org"] = "550 No such user"
    smtp.office.answers_to_recipient["busy@example.org"] = "450 Later"
    for to in ("berestova@example.org", "gone@example.org", "busy@example.org"):
        queue(at, Attachment(file), to=to)

    deliver_due(now=clock)

    assert [a.mail.to_address for a in MailAttachment.objects.all()] == ["busy@example.org"]
    assert StoredFile.objects.get() == file


def test_file_of_a_waiting_letter_cannot_be_forgotten(keep: Keep, at: datetime) -> None:
    file = keep()
    queue(at, Attachment(file))

    with pytest.raises(ProtectedError), transaction.atomic():
        forget_file(file.pk, why="проверка", by=SYSTEM, at=at)

    assert StoredFile.objects.get() == file


def test_files_let_go_stop_the_letters_that_wait_for_them(keep: Keep, smtp: Smtp, clock: Clock, at: datetime) -> None:
    file, other = keep(), keep(b"%PDF-other", "Другой.pdf")
    waiting, untouched = queue(at, Attachment(file), Attachment(other)), queue(at, Attachment(other))

    assert let_go_of_files([file.pk], at=at) == 1
    forget_file(file.pk, why="проверка", by=SYSTEM, at=at)

    report = deliver_due(now=clock)
    waiting.refresh_from_db()
    untouched.refresh_from_db()
    assert (waiting.state, waiting.last_error) == (MailState.FAILED, "Вложенный файл удалён раньше, чем письмо ушло.")
    assert (report.sent_count, untouched.state) == (1, MailState.SENT)
    assert list(StoredFile.objects.all()) == [other]


@pytest.mark.parametrize("way", ["address", "about", "term"])
def test_forgotten_letters_forget_their_files(keep: Keep, at: datetime, way: str) -> None:
    file = keep()
    mail = queue(at, Attachment(file), about="person:17")
    if way == "term":
        OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, settled_at=at.replace(year=2020))

    {
        "address": lambda: forget_letters_to("berestova@example.org", at=at),
        "about": lambda: forget_letters_about("person:17", at=at),
        "term": lambda: forget_old_letters(before=at),
    }[way]()
    forget_file(file.pk, why="проверка", by=SYSTEM, at=at)

    assert (MailAttachment.objects.count(), StoredFile.objects.count(), OutgoingMail.objects.count()) == (0, 0, 1)


def test_sweep_leaves_contents_of_letters_alone(keep: Keep, smtp: Smtp, clock: Clock, at: datetime) -> None:
    file = keep()
    queue(at, Attachment(file))

    swept = sweep_orphans(at=at.replace(year=2040))
    deliver_due(now=clock)

    assert (swept.deleted_count, len(smtp.office.letters)) == (0, 1)


def test_attachment_has_a_name(keep: Keep, at: datetime) -> None:
    mail = queue(at, Attachment(keep()))

    with pytest.raises(IntegrityError, match="mail_attachment_has_a_name"), transaction.atomic():
        mail.attachments.update(name="")


@pytest.mark.urls("tests.mail.demo_urls")
@pytest.mark.parametrize("count", [1, 3])
def test_outbox_names_attachments(
    keep: Keep, client: Client, clock: Clock, at: datetime, settings: Settings, count: int
) -> None:
    settings.DEMO, settings.EMAIL_BACKEND = True, "stellazh.mail.backends.OutboxBackend"
    for _ in range(count):
        queue(at, Attachment(keep(), "Сертификат <Берестовой>.pdf"), Attachment(keep(), "Программа.pdf"))
    deliver_due(now=clock)

    with CaptureQueriesContext(connection) as queries:
        html = client.get("/outbox/").content.decode()

    assert html.count("2\u00a0вложения: Сертификат _Берестовой_.pdf") == count
    assert html.count("Программа.pdf") == count
    assert sum("mail_" in query["sql"] or "files_" in query["sql"] for query in queries.captured_queries) == 3
