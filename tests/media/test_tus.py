"""The protocol tus 1.0 as it is spoken, and by a client that others have written."""

from __future__ import annotations

import base64
import io

import pytest
import requests
from django.urls import reverse
from tusclient.client import TusClient

from stellazh.media.models import MediaItem, Upload
from stellazh.people.models import Person
from tests.media.conftest import USE
from tests.media.making import mp4

VERSION = {"Tus-Resumable": "1.0.0"}
PART = "application/offset+octet-stream"
CREATE = "/media/uploads/"


def metadata(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


def create(client, key, size, **headers):
    told = metadata(use=USE, object_key=key, filename="Семинар.mp4", mark="m|1")
    return client.post(CREATE, headers={**VERSION, "Upload-Length": str(size), "Upload-Metadata": told, **headers})


def patch(client, address, offset, content, **headers):
    told = {**VERSION, "Upload-Offset": str(offset), **headers}
    return client.generic("PATCH", address, content, content_type=headers.pop("content_type", PART), headers=told)


def test_film_goes_up_by_the_letter_of_the_protocol(client_for, head, key, film):
    client = client_for(head)

    made = create(client, key, len(film))

    upload = Upload.objects.get()
    assert (made.status_code, made["Tus-Resumable"], made["Upload-Offset"]) == (201, "1.0.0", "0")
    assert made["Location"] == f"http://testserver/media/uploads/{upload.public_id}/"
    assert (upload.name, upload.client_mark, upload.size_bytes) == ("Семинар.mp4", "m|1", len(film))
    first = patch(client, made["Location"], 0, film[:9000])
    assert (first.status_code, first["Upload-Offset"], first.content) == (204, "9000", b"")
    assert "GMT" in first["Upload-Expires"]
    head_ = client.head(made["Location"], headers=VERSION)
    assert (head_.status_code, head_["Upload-Offset"], head_["Upload-Length"]) == (200, "9000", str(len(film)))
    assert head_["Cache-Control"] == "no-store"
    assert patch(client, made["Location"], 9000, film[9000:])["Upload-Offset"] == str(len(film))
    done = client.post(f"{made['Location']}finish/", {"title": "Семинар", "next": "/media/there/"})
    assert (done.status_code, done["Location"]) == (302, "/media/there/")
    assert MediaItem.objects.get().title == "Семинар"


def test_abilities_are_told(client_for, head):
    answer = client_for(head).options(CREATE)

    assert answer.status_code == 204
    assert (answer["Tus-Version"], answer["Tus-Extension"]) == ("1.0.0", "creation,termination,expiration")
    assert int(answer["Tus-Max-Size"]) == 2 * 1024**3


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Length": "много"}, 400),
        ({"Upload-Length": "-5"}, 400),
        ({"Upload-Length": "٣"}, 400),
        ({"Upload-Length": "9" * 30}, 400),
        ({"Upload-Metadata": "use !!!"}, 400),
        ({"Upload-Metadata": "use " + "QUFB" * 2000}, 400),
        ({"Upload-Length": "0"}, 422),
        ({"Upload-Length": str(3 * 1024**3)}, 413),
        ({"Upload-Metadata": metadata(use="tests.unknown", object_key="note:luga")}, 404),
        ({"Upload-Metadata": metadata(use=USE, object_key="note:bereg")}, 404),
        ({"Upload-Metadata": ""}, 404),
    ],
)
def test_wrong_beginnings_are_refused(client_for, head, key, headers, status):
    answer = create(client_for(head), key, 1000, **headers)

    assert (answer.status_code, Upload.objects.count()) == (status, 0)


def test_three_gigabytes_get_a_clear_sentence(client_for, head, key):
    answer = create(client_for(head), key, 3 * 1024**3)

    assert answer.content.decode() == (
        "Файл «Семинар.mp4» слишком велик: 3 ГБ, а сайт принимает до 30 МБ. Выложите запись на Rutube или VK Видео и "
        "вставьте ссылку или уменьшите файл."
    )
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_wrong_parts_are_refused(client_for, head, key, film):
    client = client_for(head)
    address = create(client, key, len(film))["Location"]

    clash = patch(client, address, 100, film)
    assert (clash.status_code, clash["Upload-Offset"]) == (409, "0")
    assert patch(client, address, 0, film, content_type="video/mp4").status_code == 415
    assert patch(client, address, "x", film).status_code == 400
    assert patch(client, address, 0, b"MZ" + bytes(9000)).status_code == 422
    assert client.head(address, headers=VERSION).status_code == 410
    assert patch(client, address, 0, film).status_code == 410


def test_given_up_upload_is_gone(client_for, head, key, film):
    client = client_for(head)
    address = create(client, key, len(film))["Location"]

    assert client.delete(address, headers=VERSION).status_code == 204
    assert client.head(address, headers=VERSION).status_code == 410
    assert patch(client, address, 0, film).status_code == 410


def test_uploads_of_others_are_not_there(client_for, head, stranger, region_head, key, film):
    address = create(client_for(head), key, len(film))["Location"]

    for person in (stranger, region_head):
        client = client_for(person)
        assert client.head(address, headers=VERSION).status_code == 404
        assert patch(client, address, 0, film).status_code == 404
        assert client.delete(address, headers=VERSION).status_code == 404
        assert client.post(f"{address}finish/").status_code == 404
        assert client.post(f"{address}cancel/").status_code == 404


def test_whoever_was_signed_out_is_told_so(client_for, head, key, film):
    address = create(client_for(head), key, len(film))["Location"]
    guest = client_for(None)

    for answer in (create(guest, key, 10), guest.head(address, headers=VERSION), patch(guest, address, 0, film)):
        assert answer.status_code == 401
    assert "Вы вышли с сайта" in patch(guest, address, 0, film).content.decode()
    assert Upload.objects.get().received_bytes == 0


def test_forged_requests_are_refused(head, key, film):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(head)

    assert create(client, key, 10).status_code == 403
    assert Upload.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_client_of_others_brings_a_film_over_the_wire(live_server, head: Person, key: str, client_for) -> None:
    film = mp4(body=bytes(range(256)) * 4000)
    client = client_for(head)
    client.get(reverse("people:sign_in"))
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "a" * 32}
    headers = {"X-CSRFToken": "a" * 32, "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    told = {"use": USE, "object_key": key, "filename": "Семинар.mp4"}
    tus = TusClient(f"{live_server.url}{CREATE}", headers=headers)

    # Interrupted in the middle: another uploader goes on where the server says.
    first = tus.uploader(file_stream=io.BytesIO(film), chunk_size=100_000, metadata=told)
    first.upload(stop_at=300_000)
    second = tus.uploader(file_stream=io.BytesIO(film), chunk_size=100_000, url=first.url)
    assert second.offset == 300_000
    second.upload()

    finished = requests.post(
        f"{first.url}finish/", headers=headers, data={"title": ""}, allow_redirects=False, timeout=30
    )
    assert finished.status_code == 302
    item = MediaItem.objects.get()
    asked = {"Cookie": headers["Cookie"], "Range": "bytes=1000-1999"}
    part = requests.get(f"{live_server.url}{item.get_absolute_url()}", headers=asked, timeout=30)
    assert (part.status_code, part.content) == (206, film[1000:2000])
