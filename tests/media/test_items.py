"""Items: added, renamed, put away; each refusal leaves everything as it was."""

from __future__ import annotations

import io

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.files.services import open_file
from stellazh.media import services
from stellazh.media.enums import MediaKind, MediaSource
from stellazh.media.models import MediaItem, Upload
from stellazh.media.pictures import PictureNotAccepted
from stellazh.media.uses import media_uses
from stellazh.media.videos import NotAVideoAddress
from tests.checks import deeds, nothing_changes
from tests.media.conftest import LISTENING, USE
from tests.media.making import picture

FILM = "https://vkvideo.ru/video-123_456?list=ln-aBcD1234&t=62"
PHOTO = "Снимок библиотеки.jpg"


def embed(key, head, at, **changed):
    told = {"address": FILM, "title": "Семинар", "by": head, "at": at, **changed}
    return services.add_embedded(changed.pop("use", USE), key, **{k: v for k, v in told.items() if k != "use"})


def add_photo(key, by, at, content=None, **changed):
    told = {"name": PHOTO, "title": "", "alt_text": "  Полки  у окна ", **changed}
    return services.add_picture(USE, key, content=content or picture(), by=by, at=at, **told)


def test_embedded_film_is_kept_as_its_parts(key, head, association, at):
    item = embed(key, head, at, title="  Семинар \n о чтении ")

    kept = MediaItem.objects.values("use", "object_key", "kind", "source", "title", "provider", "video_id").get()
    assert kept == {
        "use": USE,
        "object_key": key,
        "kind": "video",
        "source": "embedded",
        "title": "Семинар о чтении",
        "provider": "vk",
        "video_id": "-123_456",
    }
    assert (item.access_key, item.start_seconds, item.file, item.added_at) == ("ln-aBcD1234", 62, None, at)
    assert (item.added_by_kind, item.added_by_id, item.added_by_name) == ("person", str(head.pk), head.actor_name)
    assert item.address.embed_url.startswith("https://vkvideo.ru/video_ext.php?oid=-123&id=456&")
    assert deeds(item) == [("media_added", str(head.pk), {})]


def test_the_same_film_is_not_doubled(key, head, at):
    first = embed(key, head, at)

    assert embed(key, head, at, address="vk.com/video-123_456", title="Другое") == first
    assert embed(key, head, at, address="vk.com/video-123_457") != first
    assert MediaItem.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"address": "https://youtube.com/watch?v=1"}, NotAVideoAddress),
        ({"title": " \n "}, services.NoTitle),
        ({"use": LISTENING}, services.KindNotTaken),
        ({"use": "tests.unknown"}, PermissionRefused),
    ],
)
def test_embedding_is_refused_and_nothing_changes(key, head, at, changed, refusal):
    nothing_changes(lambda: embed(key, head, at, **changed), refusal)


@pytest.mark.parametrize("who", ["member", "stranger", "methodist"])
def test_only_who_keeps_the_object_adds(key, at, request, who):
    person = request.getfixturevalue(who)

    nothing_changes(lambda: embed(key, person, at), PermissionRefused)
    nothing_changes(lambda: add_photo(key, person, at), PermissionRefused)


def test_picture_is_kept_with_a_small_one(key, head, association, at):
    item = add_photo(key, head, at, content=picture(size=(3000, 1000)))

    assert (item.kind, item.source, item.title) == (MediaKind.PICTURE, MediaSource.UPLOADED, "Снимок библиотеки")
    assert (item.width, item.height, item.alt_text) == (2560, 853, "Полки у окна")
    assert (item.file.name, item.file.media_type, item.file.scope) == (PHOTO, "image/jpeg", association.path)
    assert (item.preview.name, item.preview.media_type) == ("Снимок библиотеки.webp", "image/webp")
    with open_file(item.preview) as content:
        assert Image.open(io.BytesIO(content.read())).size == (800, 267)
    assert [deed for deed, _, _ in deeds(item)] == ["media_added"]


def test_broken_picture_keeps_nothing(key, head, at, storage_dir):
    nothing_changes(lambda: add_photo(key, head, at, content=b"\xff\xd8\xff broken"), PictureNotAccepted)

    assert list(storage_dir.rglob("*")) == []


def test_picture_where_only_sound_is_taken(key, head, at):
    nothing_changes(
        lambda: services.add_picture(
            LISTENING, key, content=picture(), name=PHOTO, title="", alt_text="", by=head, at=at
        ),
        services.KindNotTaken,
        "Сюда добавляют только: звук",
    )


def test_rename_keeps_both_texts_in_the_journal(key, head, at):
    item = embed(key, head, at)

    renamed = services.rename_item(item, title="Семинар 2024", expected_version=1, by=head, at=at)

    assert (renamed.title, renamed.version) == ("Семинар 2024", 2)
    assert deeds(item)[1] == ("media_renamed", str(head.pk), {"Название": ["Семинар", "Семинар 2024"]})


def test_rename_to_the_same_changes_nothing(key, head, at):
    item = embed(key, head, at)

    assert services.rename_item(item, title="Семинар", by=head, at=at).version == 1
    assert len(deeds(item)) == 1


def test_rename_is_refused_and_nothing_changes(key, head, member, at):
    item = embed(key, head, at)
    services.rename_item(item, title="Раньше", by=head, at=at)

    nothing_changes(
        lambda: services.rename_item(item, title="Поздно", expected_version=1, by=head, at=at), ChangedMeanwhile
    )
    nothing_changes(lambda: services.rename_item(item, title=" ", by=head, at=at), services.NoTitle)
    nothing_changes(lambda: services.rename_item(item, title="Чужое", by=member, at=at), PermissionRefused)


def test_archived_and_restored_once_each(key, head, member, at):
    item = embed(key, head, at)

    services.archive_item(item, by=head, at=at)
    services.archive_item(item, by=head, at=at)

    assert list(MediaItem.objects.of(USE, key).present()) == []
    nothing_changes(lambda: services.restore_item(item, by=member, at=at), PermissionRefused)
    nothing_changes(lambda: services.archive_item(item, by=member, at=at), PermissionRefused)

    services.restore_item(item, by=head, at=at)
    services.restore_item(item, by=head, at=at)

    assert list(MediaItem.objects.of(USE, key).present()) == [item]
    assert [deed for deed, _, _ in deeds(item)] == ["media_added", "media_archived", "media_restored"]


def test_media_of_a_use_that_was_switched_off_are_closed(key, head, at, client_for):
    item = add_photo(key, head, at)
    media_uses._entries.pop(USE)

    answer = client_for(head).get(item.get_absolute_url())

    assert answer.status_code == 404
    nothing_changes(lambda: services.archive_item(item, by=head, at=at), PermissionRefused)
    media_uses._entries[USE] = media_uses[LISTENING]


def row(key, at, **changed):
    told = {"use": USE, "object_key": key, "kind": "video", "source": "embedded", "title": "Т", "added_at": at}
    return MediaItem(**{**told, "provider": "rutube", "video_id": "1", **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {"provider": ""},
        {"video_id": ""},
        {"kind": "audio"},
        {"source": "uploaded"},
        {"source": "uploaded", "provider": "", "video_id": ""},
    ],
)
def test_a_film_lies_in_one_place(key, at, changed):
    with pytest.raises(IntegrityError, match="media_lies_in_one_place"), transaction.atomic():
        row(key, at, **changed).save()


def test_embedded_film_has_no_file(key, head, at):
    photo = add_photo(key, head, at)

    with pytest.raises(IntegrityError, match="media_lies_in_one_place"), transaction.atomic():
        row(key, at, file=photo.file).save()


def test_only_pictures_have_a_preview(key, head, at):
    photo = add_photo(key, head, at)

    with pytest.raises(IntegrityError, match="media_preview_is_of_a_picture"), transaction.atomic():
        MediaItem.objects.filter(pk=photo.pk).update(kind="audio")


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"received_bytes": 11}, "upload_is_no_longer_than_told"),
        ({"size_bytes": 0}, "upload_is_not_empty"),
        ({"finished": True}, "upload_finished_has_item"),
    ],
)
def test_rows_of_uploads_make_sense(key, at, db, changed, name):
    finished_at = at if changed.pop("finished", False) else None
    told = {"use": USE, "object_key": key, "name": "a", "size_bytes": 10, "started_at": at, "last_at": at}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Upload.objects.create(**{**told, "finished_at": finished_at, **changed})
