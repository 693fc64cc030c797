"""Pages and parts of pages: the player, the field, what is handed out, and the policy of frames."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path, reverse

from stellazh.common.actor import Guest
from stellazh.media import services
from stellazh.media.framing import frames_allowed
from stellazh.media.models import MediaItem, Upload
from tests.media.conftest import USE
from tests.media.making import mp4, picture

FORM = "/media/uploads/new/"
POLICY = "sandbox; default-src 'none'"


def policy(answer):
    told = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in told}


def add_film(key, head, at, content=None):
    from io import BytesIO

    film = content or mp4()
    return services.add_uploaded(
        USE, key, content=BytesIO(film), size_bytes=len(film), name="Семинар.mp4", title="Семинар", by=head, at=at
    )


def draw(template, person=None, **context):
    request = RequestFactory().get("/")
    request.actor = person or Guest()
    return render_to_string(template, {"request": request, "ui": {}, **context}, request=request)


def test_film_is_streamed_in_ranges(client_for, head, member, key, at):
    film = mp4()
    item = add_film(key, head, at)
    client = client_for(member)

    whole = client.get(item.get_absolute_url())
    part = client.get(item.get_absolute_url(), headers={"Range": "bytes=100-199"})
    beyond = client.get(item.get_absolute_url(), headers={"Range": "bytes=999999-"})

    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, film)
    assert (part.status_code, b"".join(part.streaming_content)) == (206, film[100:200])
    assert part["Content-Range"] == f"bytes 100-199/{len(film)}"
    assert (whole["Content-Type"], whole["Accept-Ranges"]) == ("video/mp4", "bytes")
    assert whole["Content-Disposition"].startswith("inline;")
    assert (whole["Content-Security-Policy"], whole["X-Content-Type-Options"]) == (POLICY, "nosniff")
    assert beyond.status_code == 416


def test_film_behind_nginx_is_handed_over(client_for, head, key, at, settings):
    item = add_film(key, head, at)
    settings.X_ACCEL_PREFIX = "/stored-files/"

    answer = client_for(head).get(item.get_absolute_url())

    assert answer["X-Accel-Redirect"] == f"/stored-files/{item.file.blob_path}"
    assert answer.content == b""


def test_right_is_asked_each_time(client_for, head, member, key, at):
    item = add_film(key, head, at)
    addresses = (item.get_absolute_url(), reverse("files:file_download", args=[item.file.public_id]))

    for address in addresses:
        assert client_for(None).get(address).status_code == 404
        assert client_for(member).get(address).status_code == 200
    services.archive_item(item, by=head, at=at)
    for address in addresses:
        assert client_for(member).get(address).status_code == 404
        assert client_for(head).get(address).status_code == 200


def test_guest_sees_what_is_public(client_for, head, association, at):
    item = add_film(f"public:{association.code}", head, at)

    assert client_for(None).get(item.get_absolute_url()).status_code == 200
    assert client_for(None).post(item.get_absolute_url()).status_code == 405


def test_picture_and_its_small_one(client_for, head, member, key, at):
    told = {"name": "a.jpg", "title": "", "alt_text": "", "by": head, "at": at}
    item = services.add_picture(USE, key, content=picture(), **told)
    client = client_for(member)

    assert client.get(item.get_absolute_url())["Content-Type"] == "image/jpeg"
    assert client.get(reverse("media:item_preview", args=[item.public_id]))["Content-Type"] == "image/webp"
    assert client_for(None).get(reverse("media:item_preview", args=[item.public_id])).status_code == 404


def test_embedded_film_has_no_file_here(client_for, head, key, at):
    item = services.add_embedded(USE, key, address="vk.com/video-1_2", title="Т", by=head, at=at)

    assert client_for(head).get(item.get_absolute_url()).status_code == 404
    assert client_for(head).get(reverse("media:item_preview", args=[item.public_id])).status_code == 404


def test_player_of_a_host_waits_for_a_click(key, head, at):
    title = 'Семинар "<script>alert(1)</script>"'
    item = services.add_embedded(USE, key, address="https://vk.com/video-1_2?t=5", title=title, by=head, at=at)

    page = draw("media/player.html", item=item)

    assert "<iframe" not in page
    assert 'data-film="https://vkvideo.ru/video_ext.php?oid=-1&amp;id=2&amp;hd=2&amp;t=5s"' in page
    assert 'href="https://vkvideo.ru/video-1_2?t=5s"' in page
    assert "Смотреть на VK Видео здесь" in page
    assert "<script>alert" not in page


def test_player_of_an_uploaded_film(key, head, at):
    item = add_film(key, head, at)

    page = draw("media/player.html", item=item)

    assert (
        f'<video class="film__screen" controls preload="metadata" playsinline src="/media/{item.public_id}/file"'
        in page
    )
    assert "2 мин" in page


def test_player_of_sound_and_picture(key, head, at):
    sound = add_film(key, head, at, content=b"ID3\x04" + bytes(9000))
    told = {"name": "a.jpg", "title": "Полки", "alt_text": "Полки у окна", "by": head, "at": at}
    photo = services.add_picture(USE, key, content=picture(), **told)

    assert '<audio controls preload="metadata"' in draw("media/player.html", item=sound)
    assert 'alt="Полки у окна"' in draw("media/player.html", item=photo)


def test_field_shows_ones_own_unfinished_uploads(upload, film, head, member, key, at, django_assert_num_queries):
    services.receive_part(upload, offset=0, content=film[:9000], by=head, at=at)

    with django_assert_num_queries(1):
        page = draw("media/upload_field.html", head, use=USE, object_key=key, next="/there/")

    assert f'data-upload-left="/media/uploads/{upload.public_id}/"' in page
    assert "Загрузка файла «Семинар.mp4» прервалась" in page
    assert 'data-largest-words="30 МБ"' in page
    assert "прервалась" not in draw("media/upload_field.html", member, use=USE, object_key=key, next="/there/")
    assert not re.search(r"\s(?:on\w+|style)=", page)


def test_field_offers_to_finish_what_is_whole(upload, film, head, key, at):
    services.receive_part(upload, offset=0, content=film, by=head, at=at)

    page = draw("media/upload_field.html", head, use=USE, object_key=key, next="/there/")

    assert f'action="/media/uploads/{upload.public_id}/finish/"' in page
    assert "получен целиком" in page


def send_form(client, key, content, **changed):
    file = SimpleUploadedFile("Семинар.mp4", content, "video/mp4")
    return client.post(FORM, {"use": USE, "object_key": key, "next": "/there/", "file": file, "title": "", **changed})


def test_film_without_scripts(client_for, head, key):
    answer = send_form(client_for(head), key, mp4())

    assert (answer.status_code, answer["Location"]) == (302, "/there/")
    assert MediaItem.objects.get().title == "Семинар"


@pytest.mark.parametrize(("content", "words"), [(b"%PDF-1.7 " + bytes(9000), "не видео и не звук"), (b"", "пуст")])
def test_wrong_film_without_scripts_is_told(client_for, head, key, content, words):
    answer = send_form(client_for(head), key, content)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert (MediaItem.objects.count(), Upload.objects.open().count()) == (0, 0)


def test_too_large_form_is_refused_unread(client_for, head, key):
    client = client_for(head)

    class Unread:
        """A body that nobody may touch."""

        def read(self, size: int = -1) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = client.generic(
        "POST",
        FORM,
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(3 * 1024**3),
        **{"wsgi.input": Unread()},
    )

    assert answer.status_code == 413
    assert "Файл больше 50 МБ" in answer.content.decode()


def test_form_asks_for_its_token(head, key):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(head)

    assert send_form(client, key, mp4()).status_code == 403
    assert MediaItem.objects.count() == 0


@pytest.mark.parametrize("who", ["member", "stranger", "region_head"])
def test_form_is_not_there_for_others(client_for, key, request, who):
    client = client_for(request.getfixturevalue(who))

    assert client.get(FORM, {"use": USE, "object_key": key}).status_code == 404
    assert send_form(client, key, mp4()).status_code == 404
    assert client.get(FORM).status_code == 404


def test_form_asks_guests_to_sign_in(client_for, key):
    answer = client_for(None).get(FORM, {"use": USE, "object_key": key})

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("people:sign_in"))


def test_form_is_shown_to_who_keeps_the_object(client_for, head, key):
    answer = client_for(head).get(FORM, {"use": USE, "object_key": key, "next": "/there/"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert (f'value="{key}"' in page, 'href="/there/"' in page) == (True, True)


def test_refusal_at_the_end_leads_back(client_for, head, key, at):
    content = mp4(brand="isom", body=bytes(9000))[:9000]
    upload = services.start_upload(USE, key, name="a.mp4", size_bytes=len(content), by=head, at=at)
    services.receive_part(upload, offset=0, content=content, by=head, at=at)
    Upload.objects.filter(pk=upload.pk).update(size_bytes=9001)

    answer = client_for(head).post(f"{upload.get_absolute_url()}finish/", {"title": "", "next": "/there/"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Загрузка продолжится с нужного места" in page
    assert 'href="/there/"' in page


def test_upload_is_given_up_by_a_form(client_for, head, upload):
    answer = client_for(head).post(f"{upload.get_absolute_url()}cancel/", {"next": "/there/"})

    upload.refresh_from_db()
    assert (answer["Location"], upload.cancelled_at is not None) == ("/there/", True)
    assert client_for(head).get(f"{upload.get_absolute_url()}cancel/").status_code == 405


def test_no_form_leads_to_a_foreign_site(client_for, head, upload):
    answer = client_for(head).post(f"{upload.get_absolute_url()}cancel/", {"next": "https://evil.example/"})

    assert answer["Location"] == "/"


@frames_allowed
def film_page(request):
    """A page that shows films."""
    return HttpResponse("film")


urlpatterns = [path("film/", film_page)]


@pytest.mark.urls(__name__)
def test_page_of_films_frames_exactly_its_hosts(client_for, head):
    told = policy(client_for(head).get("/film/"))

    assert told["frame-src"].split() == ["https://rutube.ru", "https://vkvideo.ru", "https://vk.com"]
    assert (told["media-src"], told["default-src"], told["script-src"]) == ("'self'", "'none'", "'self'")
    assert told["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("name", ["people:sign_in", "ui:vision"])
def test_other_pages_frame_nothing(client_for, name, db):
    told = policy(client_for(None).get(reverse(name)))

    assert {"frame-src", "child-src", "media-src"} & set(told) == set()
    assert told["default-src"] == "'none'"


def test_page_of_uploading_frames_nothing(client_for, head, key):
    told = policy(client_for(head).get(FORM, {"use": USE, "object_key": key}))

    assert "frame-src" not in told


def test_what_is_known_of_a_person(head, member, key, at):
    from stellazh.people.holders import holders

    services.add_embedded(
        USE, key, address="vk.com/video-1_2", title="Семинар", by=head, at=datetime(2024, 9, 10, tzinfo=UTC)
    )
    holder = holders["media.added"]

    assert holder.export(member).value == []
    assert [row["Где лежит"] for row in holder.export(head).value] == ["https://vkvideo.ru/video-1_2"]
    assert [(told.kept_count, told.count) for told in holder.erase(head, at)] == [(1, 0), (0, 0)]
    assert MediaItem.objects.get().added_by_name == f"Удалённая карточка № {head.pk}"
