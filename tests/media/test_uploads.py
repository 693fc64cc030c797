"""Uploads: begun, received in parts, finished or refused; nothing is lost and nothing is kept that was refused."""

from __future__ import annotations

import io
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.files.models import StoredFile
from stellazh.files.services import open_file
from stellazh.media import parts, services
from stellazh.media.looking import NotPlayable
from stellazh.media.models import MediaItem, Upload
from stellazh.media.services import uploads
from stellazh.media.services.sweeping import LEFT_REASON, UploadSweep
from tests.checks import at_once, deeds, nothing_changes
from tests.media.conftest import LIMIT, LISTENING, USE
from tests.media.making import mp4, track, webm

GIB = 1024**3


def start(key, by, at, size=1000, **changed):
    told = {"use": USE, "name": "Семинар.mp4", **changed}
    return services.start_upload(told.pop("use"), key, size_bytes=size, by=by, at=at, **told)


def send(upload, content, offset, by, at):
    return services.receive_part(upload, offset=offset, content=content, by=by, at=at)


def send_all(upload, content, by, at, part=7000):
    for offset in range(0, len(content), part):
        send(upload, io.BytesIO(content[offset : offset + part]), offset, by, at)


def bytes_of(stored):
    with open_file(stored) as content:
        return content.read()


def growing(storage_dir):
    return sorted(path.name for path in (storage_dir / "uploads").glob("*"))


def test_film_comes_in_parts_and_becomes_an_item(
    upload, film, head, key, association, at, storage_dir, django_capture_on_commit_callbacks
):
    send_all(upload, film, head, at)
    path = storage_dir / "uploads" / str(upload.public_id)
    assert path.read_bytes() == film
    place = path.stat().st_ino

    with django_capture_on_commit_callbacks(execute=True):
        item = services.finish_upload(upload, title=" Семинар ", by=head, at=at)

    assert (item.kind, item.source, item.title, item.media_type) == ("video", "uploaded", "Семинар", "video/mp4")
    assert (item.width, item.height, item.duration_seconds, item.object_key) == (1280, 720, 90, key)
    assert (item.file.name, item.file.purpose, item.file.scope) == ("Семинар.mp4", "media.film", association.path)
    assert bytes_of(item.file) == film
    # Taken where it lay, not copied.
    assert Path(default_storage.path(item.file.blob_path)).stat().st_ino == place
    assert growing(storage_dir) == []
    upload.refresh_from_db()
    assert (upload.item, upload.finished_at, upload.is_open) == (item, at, False)
    assert [deed for deed, _, _ in deeds(item)] == ["media_added"]
    assert [deed for deed, _, _ in deeds(upload)] == ["upload_started"]


def test_finishing_twice_gives_the_same_item(upload, film, head, at):
    send_all(upload, film, head, at)

    first = services.finish_upload(upload, title="", by=head, at=at)

    assert first.title == "Семинар"
    assert services.finish_upload(upload, title="Иначе", by=head, at=at) == first
    assert MediaItem.objects.count() == StoredFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_finish_at_once_and_one_item_comes_of_it(upload, film, head, at):
    send_all(upload, film, head, at)

    found = at_once(lambda: str(services.finish_upload(upload, title="", by=head, at=at).pk))

    item = MediaItem.objects.get()
    assert set(found) <= {str(item.pk), "UploadIsBusy"}
    assert str(item.pk) in found


@pytest.mark.django_db(transaction=True)
def test_two_send_the_same_part_and_it_counts_once(upload, film, head, at):
    found = at_once(lambda: str(send(upload, film[:7000], 0, head, at).received_bytes))

    assert sorted(found)[0] == "7000"
    assert sorted(found)[1] in {"UploadIsBusy", "WrongOffset"}
    upload.refresh_from_db()
    assert upload.received_bytes == 7000


@pytest.mark.parametrize(
    ("size", "words"), [(3 * GIB, "слишком велик: 3 ГБ, а сайт принимает до 30 МБ"), (LIMIT + 1, "до 30 МБ")]
)
def test_too_large_film_is_refused_at_the_start(key, head, at, size, words):
    nothing_changes(lambda: start(key, head, at, size), services.UploadTooLarge, words)


def test_limit_of_the_installation_goes_before_the_use(key, head, at, settings):
    settings.MEDIA_MAX_BYTES = 5 * 1024 * 1024

    nothing_changes(lambda: start(key, head, at, LIMIT), services.UploadTooLarge, "до 5 МБ")


@pytest.mark.parametrize("size", [0, -1])
def test_empty_film_is_refused(key, head, at, size):
    nothing_changes(lambda: start(key, head, at, size), services.UploadIsEmpty)


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_only_who_keeps_the_object_begins(key, at, request, who):
    person = request.getfixturevalue(who)

    nothing_changes(lambda: start(key, person, at), PermissionRefused)


def test_full_disk_is_told_before_anything_is_sent(key, head, at, monkeypatch):
    # The disk of this computer, which others fill and empty meanwhile.
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(0, 0, parts.RESERVED_BYTES + 1500))
    start(key, head, at, 1000)

    nothing_changes(lambda: start(key, head, at, 1000), services.NoRoomForFile, "нет места")


def test_more_than_five_unfinished_are_too_many(key, head, at):
    for number in range(5):
        start(key, head, at, name=f"{number}.mp4")

    nothing_changes(lambda: start(key, head, at), services.TooManyUploads, "уже 5 незаконченных загрузок")


def test_lost_answer_does_not_begin_a_second_upload(key, head, at):
    first = start(key, head, at, client_mark="Семинар.mp4|1000|1")

    assert start(key, head, at, client_mark="Семинар.mp4|1000|1") == first
    assert start(key, head, at, client_mark="Семинар.mp4|1000|2") != first


def test_wrong_offset_carries_the_right_one(upload, film, head, at):
    send(upload, film[:5000], 0, head, at)

    for offset in (0, 4999, 5001):
        with pytest.raises(services.WrongOffset) as refusal:
            send(upload, b"x" * 10, offset, head, at)
        assert refusal.value.offset == 5000
    send(upload, film[5000:], 5000, head, at)
    assert parts.path_of(upload).read_bytes() == film


def test_lying_sender_is_cut_at_the_declared_size(key, head, at, film):
    upload = start(key, head, at, len(film))
    endless = io.BytesIO(film + b"\0" * 1_000_000)

    after = send(upload, endless, 0, head, at)

    assert after.received_bytes == len(film) == parts.path_of(upload).stat().st_size
    assert endless.tell() == len(film)


class BreaksOff(io.BytesIO):
    """A sender whose line breaks after the first pieces."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= 6000:
            raise OSError("the line broke")
        return super().read(min(size or 0, 3000))


def test_part_that_broke_off_counts_as_far_as_it_came(upload, film, head, at):
    with pytest.raises(OSError, match="the line broke"):
        send(upload, BreaksOff(film), 0, head, at)

    upload.refresh_from_db()
    assert upload.received_bytes == 6000
    send(upload, film[6000:], 6000, head, at)
    assert services.finish_upload(upload, title="", by=head, at=at).file.size_bytes == len(film)


def test_bytes_that_went_missing_must_come_again(upload, film, head, at):
    send(upload, film[:8000], 0, head, at)
    os.truncate(parts.path_of(upload), 3000)

    with pytest.raises(services.WrongOffset) as refusal:
        send(upload, film[8000:], 8000, head, at)

    assert refusal.value.offset == 3000
    send(upload, film[3000:], 3000, head, at)
    assert parts.path_of(upload).read_bytes() == film


def test_unfinished_film_is_not_finished(upload, film, head, at):
    send(upload, film[:5000], 0, head, at)

    nothing_changes(lambda: services.finish_upload(upload, title="", by=head, at=at), services.WrongOffset)


def test_what_is_no_film_is_refused_at_its_first_part(key, head, at, storage_dir):
    paper = b"%PDF-1.7\n" + bytes(200_000)
    upload = start(key, head, at, len(paper))

    with pytest.raises(NotPlayable, match="не видео и не звук"):
        send(upload, paper[:50_000], 0, head, at)

    upload.refresh_from_db()
    assert (upload.is_open, upload.failed_reason[:18]) == (False, "Это не видео и не ")
    assert growing(storage_dir) == []
    with pytest.raises(services.UploadIsClosed, match="не видео и не звук"):
        send(upload, paper[50_000:], 50_000, head, at)


@pytest.mark.parametrize("content", [mp4(track("vide", "hvc1", 640, 360)), webm(doc_type="matroska"), mp4()[:4200]])
def test_what_browsers_do_not_play_is_refused_at_the_end(key, head, at, content, storage_dir):
    upload = start(key, head, at, len(content))
    send_all(upload, content, head, at)

    with pytest.raises(NotPlayable) as refusal:
        services.finish_upload(upload, title="", by=head, at=at)

    upload.refresh_from_db()
    assert upload.failed_reason == str(refusal.value)
    assert (growing(storage_dir), MediaItem.objects.count(), StoredFile.objects.count()) == ([], 0, 0)
    nothing_changes(lambda: services.finish_upload(upload, title="", by=head, at=at), services.UploadIsClosed)


def test_film_where_only_sound_is_taken(key, head, at, film):
    upload = start(key, head, at, len(film), use=LISTENING)
    send_all(upload, film, head, at)

    with pytest.raises(services.KindNotTaken, match="только: звук"):
        services.finish_upload(upload, title="", by=head, at=at)

    assert MediaItem.objects.count() == 0


def test_another_person_cannot_go_on(upload, film, at, region_head, member):
    for person in (region_head, member):
        nothing_changes(lambda person=person: send(upload, film, 0, person, at), PermissionRefused)
        nothing_changes(
            lambda person=person: services.finish_upload(upload, title="", by=person, at=at), PermissionRefused
        )
        nothing_changes(lambda person=person: services.cancel_upload(upload, by=person, at=at), PermissionRefused)


def test_right_that_was_lost_ends_the_upload(upload, film, head, at):
    head.grants.update(to_on=at.date())

    nothing_changes(lambda: send(upload, film, 0, head, at), PermissionRefused)


def test_cancelled_upload_leaves_nothing(upload, film, head, at, storage_dir, django_capture_on_commit_callbacks):
    send(upload, film[:5000], 0, head, at)

    with django_capture_on_commit_callbacks(execute=True):
        services.cancel_upload(upload, by=head, at=at)
        services.cancel_upload(upload, by=head, at=at)

    assert growing(storage_dir) == []
    assert [deed for deed, _, _ in deeds(upload)] == ["upload_started", "upload_cancelled"]
    nothing_changes(lambda: send(upload, film[5000:], 5000, head, at), services.UploadIsClosed, "отменена")
    nothing_changes(lambda: services.finish_upload(upload, title="", by=head, at=at), services.UploadIsClosed)


def test_finished_upload_is_not_cancelled(upload, film, head, at):
    send_all(upload, film, head, at)
    services.finish_upload(upload, title="", by=head, at=at)

    nothing_changes(lambda: services.cancel_upload(upload, by=head, at=at), services.UploadIsClosed, "уберите запись")


def test_film_that_was_brought_twice_is_kept_once(key, head, at, film, storage_dir):
    items = []
    for _ in range(2):
        upload = start(key, head, at, len(film))
        send_all(upload, film, head, at)
        items.append(services.finish_upload(upload, title="", by=head, at=at))

    assert items[0].file.sha256 == items[1].file.sha256
    assert len([path for path in (storage_dir / "blobs").rglob("*") if path.is_file()]) == 1


def test_storage_that_cannot_link_gets_a_copy(upload, film, head, at, monkeypatch):
    send_all(upload, film, head, at)
    monkeypatch.setattr(Path, "hardlink_to", _no_links)

    item = services.finish_upload(upload, title="", by=head, at=at)

    assert bytes_of(item.file) == film


def _no_links(self: Path, target: Path) -> None:
    raise OSError("this file system knows no second names")


def test_whole_film_comes_in_one_piece(key, head, at, film):
    item = services.add_uploaded(
        USE, key, content=io.BytesIO(film), size_bytes=len(film), name="a.mp4", title="", by=head, at=at
    )

    assert bytes_of(item.file) == film
    assert Upload.objects.get().item == item


def test_whole_film_that_is_refused_leaves_no_open_upload(key, head, at, film):
    with pytest.raises(services.WrongOffset):
        services.add_uploaded(
            USE, key, content=io.BytesIO(film[:-1]), size_bytes=len(film), name="a.mp4", title="", by=head, at=at
        )

    assert not Upload.objects.open().exists()
    assert MediaItem.objects.count() == 0


def test_sweep_closes_what_was_left_alone(key, head, at, film, storage_dir):
    left, young = start(key, head, at, len(film)), start(key, head, at, len(film))
    send(left, film[:5000], 0, head, at)
    now = at + timedelta(hours=48, minutes=1)
    send(young, film[:5000], 0, head, now - timedelta(hours=1))
    stray = storage_dir / "uploads" / "stray"
    stray.write_bytes(b"x" * 10)
    os.utime(stray, (at.timestamp(), at.timestamp()))

    swept = services.sweep_uploads(at=now)

    assert swept == UploadSweep(closed_count=1, forgotten_count=0, freed_bytes=5010)
    left.refresh_from_db()
    young.refresh_from_db()
    assert (left.failed_reason, young.is_open) == (LEFT_REASON, True)
    assert growing(storage_dir) == [str(young.public_id)]
    with pytest.raises(services.UploadIsClosed, match="Начните её заново"):
        send(left, film[5000:], 5000, head, now)
    assert services.sweep_uploads(at=now) == UploadSweep(0, 0, 0)


def test_sweep_forgets_what_ended_a_month_ago(upload, film, head, at):
    send_all(upload, film, head, at)
    item = services.finish_upload(upload, title="", by=head, at=at)

    assert services.sweep_uploads(at=at + timedelta(days=29)).forgotten_count == 0
    assert services.sweep_uploads(at=at + timedelta(days=31)).forgotten_count == 1
    assert list(MediaItem.objects.all()) == [item]


def test_sweep_stands_in_the_schedule():
    from stellazh.jobs.handlers import handlers
    from stellazh.jobs.schedules import schedules

    assert schedules["media.sweep_uploads"].job_name in handlers


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 МБ"), (480 * 1024**2, "480 МБ"), (GIB, "1 ГБ"), (3 * GIB // 2, "1,5 ГБ")]
)
def test_sizes_in_words(size, words):
    assert uploads.in_words(size) == words


def test_every_refusal_is_a_sentence():
    refusals = [kind for kind in vars(services).values() if isinstance(kind, type) and issubclass(kind, DomainError)]

    assert len(refusals) == 8
    assert all(kind.__doc__ for kind in refusals)
