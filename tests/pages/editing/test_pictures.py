"""Pictures: written anew, shown by consent only, hidden at once, let go with their originals."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image, UnidentifiedImageError
from willow.image import UnrecognisedImageFormatError

from stellazh.common import clock
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.files.models import StoredFile
from stellazh.files.services import sweep_orphans
from stellazh.media.pictures import PictureNotAccepted
from stellazh.pages.enums import PicturedPeople
from stellazh.pages.models import NewsPage, SiteHome, SitePicture, SiteRendition
from stellazh.pages.services import pictures, publishing
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.pages.editing.conftest import MakeNews, MakePicture, fresh, jpeg

pytestmark = pytest.mark.django_db(transaction=False)


def body_with(*shown: SitePicture) -> list[tuple[str, object]]:
    gallery = [{"picture": picture, "caption": ""} for picture in shown[1:]]
    return [("picture", {"picture": shown[0], "caption": "Под ней"}), ("gallery", {"title": "", "pictures": gallery})]


# Broken ones are refused before us, when their size is asked.
UNREADABLE = (PictureNotAccepted, UnrecognisedImageFormatError, UnidentifiedImageError, ParseError, ExpatError)


def content_of(picture: SitePicture) -> bytes:
    with picture.open_file() as file:
        return bytes(file.read())


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif[0x013B] = "Owner of the camera"
    exif.get_ifd(0x8825)[2] = (56.0, 0.0, 0.0)
    return exif.tobytes()


def test_a_picture_is_kept_among_the_stored_files_without_what_cameras_write(home: SiteHome) -> None:
    picture = SitePicture(title="Снимок", file=jpeg(exif=with_gps()), people="adults", collection=home.collection)
    picture.save()

    kept = content_of(picture)
    assert picture.file.name == picture.stored.blob_path
    assert (picture.stored.purpose, picture.stored.scope) == ("pages.picture", home.association.path)
    assert (picture.width, picture.height, picture.file_size) == (640, 480, len(kept))
    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}
    assert b"Owner of the camera" not in kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("snimok.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("snimok.jpg", b"<html><script>alert(1)</script>"),
        ("snimok.jpg", b"\xff\xd8\xff" + b"0" * 1000),
        ("snimok.png", b""),
        ("snimok.jpg", b"0" * (30 * 1024 * 1024)),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(name: str, content: bytes, home: SiteHome) -> None:
    def bring() -> None:
        SitePicture(title="Файл", file=ContentFile(content, name=name), collection=home.collection).save()

    nothing_changes(bring, UNREADABLE)


def test_a_bomb_of_pixels_is_refused(home: SiteHome) -> None:
    file = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(file, "PNG")

    picture = SitePicture(title="Бомба", file=ContentFile(file.getvalue(), name="a.png"), collection=home.collection)

    nothing_changes(picture.save, PictureNotAccepted)


@pytest.mark.parametrize("name", ["a.svg", "a.gif", "a.html", "a.exe", "a.png.exe"])
def test_the_form_takes_pictures_only(name: str, home: SiteHome, editor: Person, client_for: object) -> None:
    file = SimpleUploadedFile(name, jpeg().read(), content_type="image/jpeg")
    given = {"title": "Файл", "file": file, "people": "nobody", "description": "Стол", "consent_note": ""}

    answer = client_for(editor).post(reverse("wagtailimages:add"), given)

    assert (answer.status_code, SitePicture.objects.count()) == (200, 0)


def test_the_form_asks_for_consent_and_keeps_who_noted_it(home: SiteHome, editor: Person, client_for: object) -> None:
    client = client_for(editor)

    def send(**more: str) -> int:
        given = {"title": "Дети", "file": jpeg(), "people": "children", "description": "Урок", **more}
        return client.post(reverse("wagtailimages:add"), given).status_code

    assert (send(consent_note="  "), SitePicture.objects.count()) == (200, 0)
    assert send(consent_note="Согласия родителей 5 «А», папка 3") == 302
    picture = SitePicture.objects.get()
    assert (picture.consent_by, picture.consent_by_name) == (editor, editor.actor_name)
    assert picture.consent_at is not None
    assert picture.collection == home.collection
    assert picture.stored.stored_by_id == editor.actor_id


def test_the_form_asks_what_is_on_the_picture_unless_it_is_decorative(
    home: SiteHome, editor: Person, client_for: object
) -> None:
    client = client_for(editor)

    def send(**more: str) -> int:
        given = {"title": "Узор", "file": jpeg(), "people": "nobody", "consent_note": "", "description": "", **more}
        return client.post(reverse("wagtailimages:add"), given).status_code

    assert send() == 200
    assert send(is_decorative="on") == 302
    assert SitePicture.objects.get().default_alt_text == ""


def test_children_without_a_consent_are_refused_by_the_database(make_picture: MakePicture, home: SiteHome) -> None:
    picture = make_picture(home)

    with pytest.raises(IntegrityError), transaction.atomic():
        SitePicture.objects.filter(pk=picture.pk).update(people="children", consent_note="")


def test_a_picture_of_children_is_not_made_without_a_consent(home: SiteHome) -> None:
    picture = SitePicture(title="Дети", file=jpeg(), people="children", collection=home.collection)

    nothing_changes(picture.save, pictures.ConsentIsMissing)


def test_describe_people_keeps_who_and_when(
    make_picture: MakePicture, home: SiteHome, writer: Person, at: datetime
) -> None:
    picture = make_picture(home, people="unknown")

    pictures.describe_people(
        picture.pk,
        people=PicturedPeople.CHILDREN,
        consent_note="Согласие, папка 3",
        description="Урок",
        by=writer,
        at=at,
    )

    picture.refresh_from_db()
    assert (picture.people, picture.consent_by, picture.consent_at) == ("children", writer, at)
    assert deeds(picture)[-1][0] == "site_picture_described"


def test_describe_people_is_refused(
    make_picture: MakePicture, home: SiteHome, writer: Person, other_editor: Person, at: datetime
) -> None:
    picture = make_picture(home)
    hidden = make_picture(home, hidden_at=at)

    def describe(one: SitePicture, by: Person, note: str = "есть") -> object:
        return pictures.describe_people(
            one.pk, people=PicturedPeople.CHILDREN, consent_note=note, description="", by=by, at=at
        )

    nothing_changes(lambda: describe(picture, other_editor), PermissionRefused)
    nothing_changes(lambda: describe(picture, writer, " "), pictures.ConsentIsMissing)
    nothing_changes(lambda: describe(hidden, writer), pictures.PictureIsHidden)


def test_a_page_with_an_undescribed_picture_is_published_by_no_way(
    make_news: MakeNews, make_picture: MakePicture, home: SiteHome, editor: Person, at: datetime
) -> None:
    page, picture = make_news(home, live=False), make_picture(home, people="unknown", title="Кто же это")
    page.body = body_with(picture, picture)
    revision = page.save_revision()

    for way in (
        lambda: publishing.publish_page(page.pk, by=editor, at=at),
        revision.publish,
        lambda: NewsPage.objects.get(pk=page.pk).save() if _live(page) else None,
    ):
        nothing_changes(way, publishing.PictureMayNotBeShown, "«Кто же это»")
    assert not fresh(page).live


def _live(page: NewsPage) -> bool:
    page.live = True
    page.save()
    return True


def test_a_page_shows_no_picture_of_another_association(
    make_news: MakeNews, make_picture: MakePicture, home: SiteHome, other_home: SiteHome, editor: Person, at: datetime
) -> None:
    page, picture = make_news(home, live=False), make_picture(other_home)
    page.picture = picture
    page.save_revision()

    nothing_changes(lambda: publishing.publish_page(page.pk, by=editor, at=at), publishing.StrangePicture)


def test_publish_page_with_described_pictures(
    make_news: MakeNews, make_picture: MakePicture, home: SiteHome, editor: Person, at: datetime, client: Client
) -> None:
    page, picture = make_news(home, live=False), make_picture(home, title="Описана")
    page.body = body_with(picture, picture)
    page.save_revision()

    publishing.publish_page(page.pk, by=editor, at=at)

    shown = client.get(page.url).content.decode()
    assert f"/pictures/{picture.public_id}/" in shown
    assert deeds(fresh(page))[-1][:2] == ("site_page_published", editor.actor_id)


def test_hide_picture_shows_it_to_nobody_from_that_moment(
    make_news: MakeNews, make_picture: MakePicture, home: SiteHome, writer: Person, at: datetime, client: Client
) -> None:
    picture = make_picture(home)
    page = make_news(home, body=body_with(picture, picture), picture=picture)
    address = picture.get_rendition("width-300|format-webp").url
    before = client.get(address)

    pictures.hide_picture(picture.pk, reason="Родители отозвали согласие", by=writer, at=at)

    after, shown = client.get(address), client.get(page.url)
    assert (before.status_code, before["X-Content-Type-Options"]) == (200, "nosniff")
    assert after.status_code == 404
    assert (shown.status_code, str(picture.public_id) in shown.content.decode()) == (200, False)
    assert SiteRendition.objects.filter(image=picture).count() == 0
    assert deeds(picture)[-1][0] == "site_picture_hidden"


def test_hide_picture_twice_is_once_and_strangers_hide_nothing(
    make_picture: MakePicture, home: SiteHome, writer: Person, other_editor: Person, at: datetime
) -> None:
    picture = make_picture(home)

    nothing_changes(lambda: pictures.hide_picture(picture.pk, reason="", by=other_editor, at=at), PermissionRefused)
    pictures.hide_picture(picture.pk, reason="Просили", by=writer, at=at)
    again = pictures.hide_picture(picture.pk, reason="Ещё раз", by=writer, at=at + timedelta(days=1))

    assert (again.hidden_at, again.hidden_reason) == (at, "Просили")


def test_forget_picture_takes_the_original_with_it(
    make_picture: MakePicture, make_news: MakeNews, home: SiteHome, editor: Person, writer: Person, at: datetime,
    client: Client,
) -> None:  # fmt: skip
    picture = make_picture(home)
    page = make_news(home, body=body_with(picture, picture))
    place = picture.stored.blob_path

    nothing_changes(lambda: pictures.forget_picture(picture.pk, why="отзыв", by=writer, at=at), PermissionRefused)
    pictures.forget_picture(picture.pk, why="отзыв", by=editor, at=at)
    swept = sweep_orphans(at=datetime.fromisoformat("2100-01-01T00:00:00+00:00"))

    assert (SitePicture.objects.count(), StoredFile.objects.filter(purpose="pages.picture").count()) == (0, 0)
    assert swept.deleted_count >= 1
    assert not default_storage.exists(place)
    assert client.get(page.url).status_code == 200


def test_the_sweep_of_orphans_leaves_pictures(make_picture: MakePicture, home: SiteHome) -> None:
    picture = make_picture(home)

    sweep_orphans(at=datetime.fromisoformat("2100-01-01T00:00:00+00:00"))

    assert content_of(picture)[:2] == b"\xff\xd8"


def test_a_copy_whose_file_is_lost_is_made_again(make_picture: MakePicture, home: SiteHome, client: Client) -> None:
    picture = make_picture(home)
    copy = picture.get_rendition("width-300|format-webp")
    default_storage.delete(copy.file.name)

    answer = client.get(copy.url)

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:4] == b"RIFF"


def test_another_file_takes_the_place_of_the_former_one(make_picture: MakePicture, home: SiteHome) -> None:
    picture = make_picture(home)
    former = picture.stored_id
    picture.get_rendition("width-300")

    picture.file = jpeg((320, 200))
    picture.save()

    assert StoredFile.objects.filter(pk=former).count() == 0
    assert (picture.width, SiteRendition.objects.filter(image=picture).count()) == (320, 0)


def another_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("b.jpg", jpeg((300, 200)).read(), content_type="image/jpeg")


def test_who_does_not_publish_puts_no_other_file_into_a_published_page(
    make_news: MakeNews, make_picture: MakePicture, home: SiteHome, writer: Person, client_for: object
) -> None:
    on_page, in_body, drafted = make_picture(home), make_picture(home, title="В тексте"), make_picture(home, title="Ч")
    make_news(home, picture=on_page)
    make_news(home, "body", body=body_with(in_body))
    make_news(home, "draft", live=False, picture=drafted)
    client, given = client_for(writer), {"people": "nobody", "description": "Другое", "consent_note": ""}

    answers = [
        client.post(reverse("wagtailimages:edit", args=[one.pk]), {**given, "title": one.title, "file": another_file()})
        for one in (on_page, in_body, drafted)
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert "заменить файл может тот, кто публикует" in answers[0].content.decode()
    widths = [SitePicture.objects.get(pk=one.pk).width for one in (on_page, in_body, drafted)]
    assert widths == [640, 640, 300]
    on_page.file = jpeg((320, 200))
    nothing_changes(lambda: pictures.keep_picture(on_page, by=writer, at=clock.now()), pictures.PictureIsShown)


def test_who_publishes_puts_another_file_into_a_published_page(
    make_news: MakeNews, make_picture: MakePicture, home: SiteHome, editor: Person, client_for: object
) -> None:
    picture = make_picture(home)
    make_news(home, picture=picture)
    given = {"title": "Стол", "people": "nobody", "description": "Другое", "consent_note": "", "file": another_file()}

    answer = client_for(editor).post(reverse("wagtailimages:edit", args=[picture.pk]), given)

    assert (answer.status_code, SitePicture.objects.get(pk=picture.pk).width) == (302, 300)


def test_no_cache_between_keeps_a_picture_and_a_hidden_one_is_not_the_same_as_before(
    make_picture: MakePicture, home: SiteHome, editor: Person, client: Client, at: datetime
) -> None:
    picture = make_picture(home)
    copy = picture.get_rendition("width-290|format-webp")

    first = client.get(copy.url)
    again = client.get(copy.url, headers={"if-none-match": first["ETag"]})
    pictures.hide_picture(picture.pk, reason="Согласие отозвано", by=editor, at=at)
    hidden = client.get(copy.url, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, first["Cache-Control"]) == (200, "private, max-age=600")
    assert [again.status_code, hidden.status_code] == [304, 404]


def test_a_picture_of_nobody_knows_whom_is_opened_by_writers_only(
    make_picture: MakePicture, home: SiteHome, writer: Person, other_editor: Person, client_for: Any
) -> None:
    picture = make_picture(home)
    address = picture.get_rendition("width-290|format-webp").url
    SitePicture.objects.filter(pk=picture.pk).update(people=PicturedPeople.UNKNOWN)

    answers = [client_for(one).get(address).status_code for one in (None, other_editor, writer)]

    assert answers == [404, 404, 200]


def test_the_original_is_opened_by_nobody(
    make_picture: MakePicture, home: SiteHome, editor: Person, client_for: object
) -> None:
    picture = make_picture(home)

    answer = client_for(editor).get(picture.stored.get_absolute_url())

    assert answer.status_code in {403, 404}


def test_a_used_picture_is_not_deleted_in_the_editor(
    make_news: MakeNews, make_picture: MakePicture, home: SiteHome, editor: Person, client_for: object
) -> None:
    used, free = make_picture(home), make_picture(home, title="Лишняя")
    make_news(home, picture=used)
    client = client_for(editor)

    for one in (used, free):
        client.post(reverse("wagtailimages:delete", args=[one.pk]))

    assert list(SitePicture.objects.all()) == [used]


def test_refusals_are_sentences() -> None:
    for refusal in (pictures.ConsentIsMissing, pictures.PictureIsHidden, publishing.PictureMayNotBeShown):
        assert issubclass(refusal, DomainError)
