"""Programme, materials and recordings in the browser."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import docx
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.common import clock as site_clock
from stellazh.events.enums import Audience, EventStatus, EventVisibility, SlotKind
from stellazh.events.models import Attendance, Event, Material, Recording, Slot, Speaker
from stellazh.events.services.materials import MaterialFields, add_material, add_material_version, archive_material
from stellazh.events.services.programme import SlotFields, SpeakerFields, add_slot, archive_slot
from stellazh.events.services.recordings import RECORDING, RecordingFields, add_recording
from stellazh.files.services import open_file
from stellazh.media.enums import MediaKind, MediaSource
from stellazh.media.models import MediaItem
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.events.programme.conftest import AFTER, FILM, clock, pdf
from tests.factories.events import EnrolmentFactory, EventFactory

ClientFor = Callable[..., Client]
HTMX = {"HX-Request": "true"}


def url(name: str, *args: object) -> str:
    return reverse(f"events:{name}", args=args)


def body(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return str(answer.content.decode())


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def keeper(head: Person, client_for: ClientFor) -> Client:
    return client_for(head)


def test_lines_are_added_in_one_line(event: Event, member: Person, keeper: Client) -> None:
    address = url("programme_edit", event.pk)
    typed = {"kind": "talk", "start": "14:00", "minutes": "20", "title": "Книги о лесе"}
    who = f"{member.full_name}; Берестова А. И., доцент, университет"

    answer = keeper.post(address, {**typed, "who": who, "submission_key": str(uuid.uuid4())})
    page = body(keeper, address)

    slot = Slot.objects.get()
    assert answer.headers["Location"] == f"{address}#more"
    assert (slot.starts_at, slot.ends_at) == (clock(14), clock(14, 20))
    assert list(slot.speakers.values_list("person_id", "name", "post")) == [
        (member.pk, member.full_name, ""),
        (None, "Берестова А. И.", "доцент"),
    ]
    assert "Берестова А. И., доцент, университет" in page
    # The next line is proposed where this one ends.
    assert 'name="start" value="14:20"' in page


def test_a_wrong_line_comes_back(event: Event, keeper: Client) -> None:
    before = fingerprint()

    answer = keeper.post(url("programme_edit", event.pk), {"kind": "talk", "title": "", "start": "25:00"})

    assert answer.status_code == 422
    assert fingerprint() == before


def test_programme_edit_answers_htmx_with_the_lines(event: Event, talk: Slot, keeper: Client) -> None:
    added = keeper.post(url("programme_edit", event.pk), {"kind": "break", "title": "Чай"}, headers=HTMX)
    wrong = keeper.post(url("programme_edit", event.pk), {"kind": "break", "title": ""}, headers=HTMX)
    form = body(keeper, url("slot_edit", event.pk, talk.pk), **HTMX)
    saved = keeper.post(
        url("slot_edit", event.pk, talk.pk), {"kind": "talk", "title": "О море", "version": 1}, headers=HTMX
    )

    assert [added.status_code, wrong.status_code, saved.status_code] == [200, 422, 200]
    assert added.content.decode().startswith('<div id="programme"')
    assert "Чай" in added.content.decode()
    assert form.strip().startswith(f'<li class="programme__form" id="slot-{talk.pk}"')
    assert saved.headers["HX-Retarget"] == "#programme"
    assert "О море" in saved.content.decode()


def test_slot_edit_changes_speakers(event: Event, head: Person, member: Person, at: datetime, keeper: Client) -> None:
    speakers = (SpeakerFields("Липина Анна", "методист", "центр", person_id=member.pk), SpeakerFields("Озерова О. А."))
    slot = add_slot(event.pk, fields=SlotFields("Открытие", speakers=speakers), by=head, at=at)
    typed = {
        "kind": "talk", "title": "Открытие", "start": "14:00", "end": "14:30", "version": "1",
        "speakers_name": ["Липина Анна", "Озерова Ольга", "", "Берестова А. И."],
        "speakers_post": ["ведущая", "", "", "доцент"], "speakers_school": ["центр", "", "", ""],
        "speakers_person": [str(member.pk), "", "", ""], "speakers_public": ["0", "3"],
        "pasted": "Вербина О. И., школа № 7",
    }  # fmt: skip

    answer = keeper.post(url("slot_edit", event.pk, slot.pk), typed)

    assert answer.status_code == 302
    assert list(slot.speakers.values_list("person_id", "name", "post", "organisation_name", "is_name_public")) == [
        (member.pk, "Липина Анна", "ведущая", "центр", False),
        (None, "Озерова Ольга", "", "", False),
        (None, "Берестова А. И.", "доцент", "", True),
        (None, "Вербина О. И.", "", "школа № 7", False),
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"end": "13:00", "start": "14:00"}, "Окончание раньше начала"),
        ({"end": "13:00", "start": ""}, "Укажите начало"),
        ({"speakers_name": [""], "speakers_post": ["методист"]}, "Напишите имя того, кто выступает: методист."),
        ({"speakers_name": ["а" * 201]}, "не более 200 знаков"),
        ({"pasted": "Озерова О. А.\n" * 31}, "не больше 30 выступающих"),
    ],
)
def test_slot_edit_says_what_is_wrong(
    event: Event, talk: Slot, keeper: Client, changed: dict[str, Any], words: str
) -> None:
    before = fingerprint()

    answer = keeper.post(
        url("slot_edit", event.pk, talk.pk), {"kind": "talk", "title": "Открытие", "version": "1", **changed}
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert fingerprint() == before


def test_slot_edit_shows_what_somebody_else_saved(event: Event, talk: Slot, keeper: Client) -> None:
    address = url("slot_edit", event.pk, talk.pk)
    keeper.post(address, {"kind": "talk", "title": "О море", "version": "1"})

    answer = keeper.post(address, {"kind": "talk", "title": "О небе", "version": "1"})

    assert answer.status_code == 422
    assert "О море" in answer.content.decode()
    assert "О небе" in answer.content.decode()


def test_a_night_ends_on_the_next_day(event: Event, keeper: Client) -> None:
    Event.objects.filter(pk=event.pk).update(starts_at=clock(18), ends_at=clock(3, day=9))
    slot = {"kind": "talk", "title": "Читаем до утра", "start": "23:00", "day": "2024-10-08"}

    keeper.post(url("programme_edit", event.pk), {**slot, "minutes": "30"})
    made = Slot.objects.get()
    keeper.post(url("slot_edit", event.pk, made.pk), {**slot, "end": "01:00", "version": "1"})

    made.refresh_from_db()
    assert (made.starts_at, made.ends_at) == (clock(23), clock(23) + timedelta(hours=2))


def test_lines_move_and_are_put_away_without_scripts(
    event: Event, talk: Slot, head: Person, at: datetime, keeper: Client
) -> None:
    second = add_slot(event.pk, fields=SlotFields("Обсуждение"), by=head, at=at)

    keeper.post(url("slot_move", event.pk, second.pk), {"way": "up"})
    order = list(event.slots.values_list("title", flat=True))
    keeper.post(url("slot_archive", event.pk, talk.pk))
    page = body(keeper, url("programme_edit", event.pk))
    keeper.post(url("slot_restore", event.pk, talk.pk))

    assert order == ["Обсуждение", "Книги о лесе"]
    assert "Убранные строки" in page
    assert event.slots.filter(archived_at=None).count() == 2


def test_speaker_search_offers_people(event: Event, member: Person, keeper: Client) -> None:
    offered = body(keeper, f"{url('speaker_search', event.pk)}?speakers_name={member.family_name[:4]}")

    assert f'<option value="{member.full_name}">' in offered


def test_workplace_pages_are_for_those_who_prepare_the_event(
    event: Event, talk: Slot, head: Person, member: Person, stranger: Person, region_head: Person, at: datetime,
    client_for: ClientFor,
) -> None:  # fmt: skip
    material = add_material(event.pk, fields=MaterialFields("А"), file=pdf(), by=head, at=at)
    recording = add_recording(event.pk, address=FILM, fields=RecordingFields("А"), by=head, at=at)
    gets = [
        url("programme_edit", event.pk), url("slot_edit", event.pk, talk.pk), url("speaker_search", event.pk),
        url("material_list", event.pk), url("material_edit", event.pk, material.pk),
        url("recording_edit", event.pk, recording.pk),
    ]  # fmt: skip
    posts = [
        url("programme_edit", event.pk),
        *(url(f"slot_{what}", event.pk, talk.pk) for what in ("edit", "move", "archive", "restore")),
        url("material_files", event.pk), url("material_link", event.pk),
        *(url(f"material_{what}", event.pk, material.pk) for what in ("edit", "version", "move", "archive", "restore")),
        url("recording_add", event.pk), url("recording_publish", event.pk, recording.item_id),
        *(url(f"recording_{what}", event.pk, recording.pk) for what in ("edit", "move", "archive", "restore")),
    ]  # fmt: skip
    before = fingerprint()

    assert [client_for(head).get(one).status_code for one in gets] == [200] * len(gets)
    for person in (member, stranger, region_head):
        client = client_for(person)
        assert [client.get(one).status_code for one in gets] == [404] * len(gets)
        assert [client.post(one).status_code for one in posts] == [404] * len(posts)
    assert {client_for().get(one).status_code for one in gets} == {302}
    assert {client_for().post(one).status_code for one in posts} == {302}
    assert fingerprint() == before


def test_rows_of_another_event_are_not_found(
    event: Event, talk: Slot, head: Person, at: datetime, keeper: Client
) -> None:
    other = EventFactory(association=event.association)
    material = add_material(event.pk, fields=MaterialFields("А"), file=pdf(), by=head, at=at)
    recording = add_recording(event.pk, address=FILM, fields=RecordingFields("А"), by=head, at=at)

    answers = [
        keeper.post(url("slot_archive", other.pk, talk.pk)),
        keeper.post(url("material_archive", other.pk, material.pk)),
        keeper.post(url("recording_archive", other.pk, recording.pk)),
        keeper.post(
            url("recording_publish", other.pk, recording.item_id), {"title": "А", "audience": Audience.EVERYBODY}
        ),
    ]

    assert [one.status_code for one in answers] == [404] * 4


def test_the_public_page_shows_programme_materials_and_film(
    event: Event, head: Person, at: datetime, client_for: ClientFor
) -> None:
    section = add_slot(event.pk, fields=SlotFields("Секция 1", kind=SlotKind.SESSION), by=head, at=at)
    speakers = (SpeakerFields("Берестова А. И.", "доцент", is_name_public=True), SpeakerFields("Озерова О. А."))
    talk = SlotFields("Доклад", starts_at=clock(14), section_id=section.pk, speakers=speakers)
    slot = add_slot(event.pk, fields=talk, by=head, at=at)
    add_material(event.pk, fields=MaterialFields("Памятка", slot_id=slot.pk), file=pdf(), by=head, at=at)
    add_material(event.pk, fields=MaterialFields("Список"), url="https://rusneb.ru/a", by=head, at=at)
    only = MaterialFields("Для своих", Audience.PARTICIPANTS)
    add_material(event.pk, fields=only, file=pdf(text=b"2"), by=head, at=at)
    without = client_for().get(event.get_absolute_url())
    add_recording(event.pk, address=FILM, fields=RecordingFields("Как это было"), by=head, at=at)

    answer = client_for().get(event.get_absolute_url())
    page = answer.content.decode()

    for words in ("Секция 1", "Доклад", "Берестова А. И.", "участник объединения", "Памятка", "PDF", "Как это было"):
        assert words in page
    assert "Озерова" not in page
    assert "Для своих" not in page
    assert "для тех, кто зарегистрирован или участвовал" in page
    assert 'href="https://rusneb.ru/a" rel="noreferrer noopener nofollow"' in page
    assert "https://rutube.ru" in answer.headers["Content-Security-Policy"]
    assert "https://rutube.ru" not in without.headers["Content-Security-Policy"]
    assert "Отметить просмотр" not in page


def test_the_public_page_says_nothing_of_what_is_empty(event: Event, client_for: ClientFor) -> None:
    page = body(client_for(), event.get_absolute_url())

    assert [part for part in ('id="programme"', 'id="materials"', 'id="recordings"') if part in page] == []


def test_two_hundred_lines_cost_as_many_queries_as_one(
    event: Event, talk: Slot, head: Person, client_for: ClientFor
) -> None:
    client = client_for()
    client.get(event.get_absolute_url())
    Slot.objects.filter(pk=talk.pk).update(archived_at=AFTER)
    with CaptureQueriesContext(connection) as bare:
        client.get(event.get_absolute_url())
    slots = Slot.objects.bulk_create(
        Slot(event=event, title=f"Доклад {number}", position=number, starts_at=clock(14), ends_at=clock(15))
        for number in range(200)
    )
    Speaker.objects.bulk_create(Speaker(slot=slot, name="Озерова О. А.", person=head) for slot in slots)

    with CaptureQueriesContext(connection) as full:
        page = body(client, event.get_absolute_url())

    assert page.count("programme__theme") == 200
    assert len(full) - len(bare) == 2


def test_programme_word_is_read_back(
    event: Event, talk: Slot, head: Person, at: datetime, client_for: ClientFor
) -> None:
    speakers = (
        SpeakerFields("Берестова А. И.", "доцент", "университет", is_name_public=True),
        SpeakerFields("Озерова"),
    )
    fields = SlotFields("Обсуждение", starts_at=clock(15), description="Вопросы\nи ответы", speakers=speakers)
    add_slot(event.pk, fields=fields, by=head, at=at)

    answer = client_for().get(url("programme_word", event.pk))
    document = docx.Document(io.BytesIO(content(answer)))

    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [
        ["Время", "Тема", "Выступают"],
        ["14:00–14:20", "Книги о лесе", "Книги о лесе"],
        ["15:00", "Обсуждение\nВопросы\nи ответы", "Берестова А. И., доцент, университет\nучастник объединения"],
    ]
    assert client_for().get(url("programme_word", EventFactory().pk)).status_code == 404


def test_programme_json_is_a_schedule(
    event: Event, talk: Slot, head: Person, at: datetime, client_for: ClientFor
) -> None:
    add_slot(event.pk, fields=SlotFields("Без времени"), by=head, at=at)

    schedule = json.loads(content(client_for().get(url("programme_json", event.pk))))["schedule"]

    conference = schedule["conference"]
    assert (conference["title"], conference["start"], conference["daysCount"]) == ("Читаем вместе", "2024-10-08", 1)
    [day] = conference["days"]
    [told] = day["rooms"]["Зал"]
    assert (told["title"], told["start"], told["duration"], told["date"]) == (
        "Книги о лесе", "14:00", "00:20", "2024-10-08T14:00:00+03:00",
    )  # fmt: skip
    assert [one["title"] for one in schedule["unscheduled"]] == ["Без времени"]


def test_several_files_become_materials_and_the_refused_are_named(event: Event, talk: Slot, keeper: Client) -> None:
    files = [
        SimpleUploadedFile("Памятка.pdf", b"%PDF-1.4 1"),
        SimpleUploadedFile("игра.exe", b"MZ"),
        SimpleUploadedFile("План встречи.pdf", b"%PDF-1.4 2"),
    ]
    key = str(uuid.uuid4())
    typed = {"audience": "participants", "slot": talk.pk, "submission_key": key}

    answer = keeper.post(url("material_files", event.pk), {**typed, "several": files})
    for file in files:
        file.seek(0)
    again = keeper.post(url("material_files", event.pk), {**typed, "several": [files[0], files[2]]})

    assert answer.status_code == 422
    assert "«игра.exe» не принят" in answer.content.decode()
    assert again.status_code == 302
    assert list(event.materials.values_list("title", "audience", "slot_id")) == [
        ("Памятка", "participants", talk.pk),
        ("План встречи", "participants", talk.pk),
    ]
    assert keeper.post(url("material_files", event.pk), {"audience": "everybody"}).status_code == 422


def test_a_link_is_added_and_a_wrong_one_comes_back(event: Event, keeper: Client) -> None:
    good = keeper.post(url("material_link", event.pk), {"url": "https://rusneb.ru/a", "audience": "everybody"})
    wrong = keeper.post(url("material_link", event.pk), {"url": "javascript:alert(1)", "audience": "everybody"})

    assert good.status_code == 302
    assert wrong.status_code == 422
    assert "Ссылка начинается с https://" in wrong.content.decode()
    assert list(Material.objects.values_list("title", flat=True)) == ["rusneb.ru"]


def test_versions_replace_and_are_listed(event: Event, head: Person, at: datetime, keeper: Client) -> None:
    material = add_material(event.pk, fields=MaterialFields("Памятка"), file=pdf(), by=head, at=at)
    address = url("material_version", event.pk, material.pk)

    good = keeper.post(address, {"file": SimpleUploadedFile("Новая.pdf", b"%PDF-1.4 new"), "note": "исправлена дата"})
    wrong = keeper.post(address, {"note": "ничего"})
    page = body(keeper, url("material_edit", event.pk, material.pk))

    assert [good.status_code, wrong.status_code] == [302, 422]
    assert "Выберите файл или вставьте ссылку" in wrong.content.decode()
    for words in ("№ 2", "№ 1", "исправлена дата", "Новая.pdf", "Памятка.pdf"):
        assert words in page


def test_material_edit_changes_and_shows_a_conflict(event: Event, head: Person, at: datetime, keeper: Client) -> None:
    material = add_material(event.pk, fields=MaterialFields("Памятка"), file=pdf(), by=head, at=at)
    address = url("material_edit", event.pk, material.pk)
    typed = {"title": "Памятка читателю", "audience": "participants", "version": "1"}

    good = keeper.post(address, typed)
    late = keeper.post(address, {**typed, "title": "Другое"})

    assert [good.status_code, late.status_code] == [302, 422]
    assert "Памятка читателю" in late.content.decode()


def test_materials_move_and_are_put_away(event: Event, head: Person, at: datetime, keeper: Client) -> None:
    first, second = (
        add_material(event.pk, fields=MaterialFields(title), file=pdf(), by=head, at=at) for title in ("а", "б")
    )

    keeper.post(url("material_move", event.pk, second.pk), {"way": "up"})
    order = list(event.materials.values_list("title", flat=True))
    keeper.post(url("material_archive", event.pk, first.pk))
    page = body(keeper, url("material_list", event.pk))
    keeper.post(url("material_restore", event.pk, first.pk))

    assert order == ["б", "а"]
    assert "Убранные материалы" in page
    assert event.materials.filter(archived_at=None).count() == 2


def test_materials_zip_holds_what_the_reader_may_open(
    event: Event, talk: Slot, head: Person, at: datetime, client_for: ClientFor
) -> None:
    coming = EnrolmentFactory(event=event).person
    for title, text in (("Памятка", b"1"), ("памятка", b"2"), ("Итоги: год/два?", b"3")):
        add_material(event.pk, fields=MaterialFields(title), file=pdf(text=text), by=head, at=at)
    add_material(event.pk, fields=MaterialFields("Доклад", slot_id=talk.pk), file=pdf(text=b"4"), by=head, at=at)
    only = MaterialFields("Для своих", Audience.PARTICIPANTS)
    add_material(event.pk, fields=only, file=pdf(text=b"5"), by=head, at=at)
    add_material(event.pk, fields=MaterialFields("Библиотека"), url="https://rusneb.ru/a", by=head, at=at)
    gone = add_material(event.pk, fields=MaterialFields("Убрано"), file=pdf(text=b"6"), by=head, at=at)
    archive_material(gone.pk, by=head, at=at)

    archives = [
        zipfile.ZipFile(io.BytesIO(content(client_for(one).get(url("materials_zip", event.pk)))))
        for one in (None, coming)
    ]

    for_guest = ["Памятка.pdf", "памятка (2).pdf", "два_.pdf", "01 Книги о лесе/Доклад.pdf", "Ссылки.txt"]
    assert archives[0].testzip() is None
    assert archives[0].namelist() == for_guest
    assert archives[0].read("памятка (2).pdf").endswith(b"2")
    assert archives[0].read("Ссылки.txt").decode("utf-8-sig") == "Библиотека\r\nhttps://rusneb.ru/a\r\n"
    assert all(entry.flag_bits & 0x800 for entry in archives[0].infolist())
    assert sorted(set(archives[1].namelist()) - set(for_guest)) == ["Для своих.pdf"]
    empty = EventFactory(association=event.association)
    assert client_for().get(url("materials_zip", empty.pk)).status_code == 404


def test_a_lost_file_does_not_break_the_archive(
    event: Event, head: Person, at: datetime, client_for: ClientFor
) -> None:

    for title, text in (("Цела", b"1"), ("Потеряна", b"lost for the archive")):
        add_material(event.pk, fields=MaterialFields(title), file=pdf(text=text), by=head, at=at)
    lost = Material.objects.get(title="Потеряна").versions.get().file
    assert lost is not None
    default_storage.delete(lost.blob_path)

    archive = zipfile.ZipFile(io.BytesIO(content(client_for().get(url("materials_zip", event.pk)))))

    assert archive.namelist() == ["Цела.pdf", "Не удалось добавить.txt"]


def test_a_film_of_another_host_is_refused_beside_the_field(event: Event, keeper: Client) -> None:
    typed = {"title": "Запись", "audience": "everybody"}

    wrong = keeper.post(url("recording_add", event.pk), {**typed, "address": "https://example.org/v/1"})
    good = keeper.post(url("recording_add", event.pk), {**typed, "address": FILM})

    assert [wrong.status_code, good.status_code] == [422, 302]
    assert 'id="film_address_error"' in wrong.content.decode()
    assert "https://example.org/v/1" in wrong.content.decode()
    assert Recording.objects.count() == 1


def test_recordings_are_edited_moved_and_put_away(event: Event, head: Person, at: datetime, keeper: Client) -> None:
    first = add_recording(event.pk, address=FILM, fields=RecordingFields("Первая"), by=head, at=at)
    second = add_recording(
        event.pk, address=FILM.replace("10b3", "20b3"), fields=RecordingFields("Вторая"), by=head, at=at
    )

    edited = keeper.post(
        url("recording_edit", event.pk, first.pk), {"title": "Начало", "audience": "participants", "version": "1"}
    )
    stale = keeper.post(
        url("recording_edit", event.pk, first.pk), {"title": "Конец", "audience": "participants", "version": "1"}
    )
    keeper.post(url("recording_move", event.pk, second.pk), {"way": "up"})
    keeper.post(url("recording_archive", event.pk, first.pk))
    page = body(keeper, url("material_list", event.pk))
    keeper.post(url("recording_restore", event.pk, first.pk))

    assert [edited.status_code, stale.status_code] == [302, 422]
    assert "Убранные записи" in page
    assert list(event.recordings.values_list("item__title", "item__archived_at")) == [
        ("Вторая", None),
        ("Начало", None),
    ]


def test_an_uploaded_film_is_shown_by_a_choice(
    event: Event, at: datetime, keeper: Client, client_for: ClientFor
) -> None:
    item = MediaItem.objects.create(
        use=RECORDING, object_key=event.object_key, kind=MediaKind.VIDEO, source=MediaSource.EMBEDDED, title="съёмка",
        provider="rutube", video_id="1" * 32, added_at=at, added_by_kind="person", added_by_name="А",
    )  # fmt: skip
    hidden = body(client_for(), event.get_absolute_url())
    page = body(keeper, url("material_list", event.pk))

    wrong = keeper.post(url("recording_publish", event.pk, item.pk), {"title": "", "audience": "everybody"})
    keeper.post(url("recording_publish", event.pk, item.pk), {"title": "Съёмка", "audience": "everybody"})

    assert "съёмка" not in hidden
    assert "Загружено, но пока никому не видно" in page
    assert wrong.status_code == 302
    assert "Съёмка" in body(client_for(), event.get_absolute_url())


def test_a_late_viewer_marks_and_takes_back(
    event: Event, head: Person, member: Person, at: datetime, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_recording(event.pk, address=FILM, fields=RecordingFields("Запись"), by=head, at=at)
    client, page = client_for(member), event.get_absolute_url()
    monkeypatch.setattr(site_clock, "now", lambda: at)
    early = body(client, page)
    monkeypatch.setattr(site_clock, "now", lambda: AFTER)
    before = body(client, page)

    marked = client.post(url("event_watched", event.pk))
    after = body(client, page)
    client.post(url("event_unwatched", event.pk))

    assert "Отметить просмотр записи" not in early
    assert "Отметить просмотр записи" in before
    assert marked.headers["Location"] == f"{page}#recordings"
    assert "Вы отметили, что посмотрели запись" in after
    assert "Отметить просмотр записи" in body(client, page)
    assert Attendance.objects.get().state == "absent"
    assert "войдите на сайт" in body(client_for(), page)


def test_watching_is_refused_in_words(event: Event, member: Person, client_for: ClientFor, at: datetime) -> None:
    hidden = EventFactory(association=event.association, visibility=EventVisibility.INVITED)
    client = client_for(member)

    refused = client.post(url("event_watched", event.pk), follow=True)

    assert "Записи этого мероприятия для вас нет." in refused.content.decode()
    assert client.post(url("event_watched", hidden.pk)).status_code == 404
    assert client_for().post(url("event_watched", event.pk)).status_code == 302
    assert not Attendance.objects.exists()


def test_closed_events_give_nothing_away(
    event: Event, talk: Slot, head: Person, at: datetime, client_for: ClientFor
) -> None:
    material = add_material(event.pk, fields=MaterialFields("А"), file=pdf(), by=head, at=at)
    add_material_version(material.pk, file=pdf(text=b"2"), by=head, at=at)
    Event.objects.filter(pk=event.pk).update(status=EventStatus.DRAFT)
    file = material.versions.get(number=2).file
    assert file is not None
    with open_file(file) as held:
        assert held.read()
    addresses = [url(name, event.pk) for name in ("programme_word", "programme_json", "materials_zip")]

    assert [client_for().get(one).status_code for one in (*addresses, file.get_absolute_url())] == [404] * 4
    assert [client_for(head).get(one).status_code for one in addresses] == [200] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_workplace_pages_cost_the_same_for_one_and_three(
    event: Event, head: Person, at: datetime, keeper: Client, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(count):
        fields = SlotFields(f"Доклад {number}", speakers=(SpeakerFields("Озерова О. А."),))
        slot = add_slot(event.pk, fields=fields, by=head, at=at)
        archive_slot(add_slot(event.pk, fields=SlotFields("Убрано"), by=head, at=at).pk, by=head, at=at)
        add_material(event.pk, fields=MaterialFields(f"А{number}", slot_id=slot.pk), file=pdf(), by=head, at=at)
        address = FILM.replace("10b3", f"{number}0b3")
        add_recording(event.pk, address=address, fields=RecordingFields(f"Р{number}"), by=head, at=at)
    keeper.get(url("programme_edit", event.pk))

    with django_assert_num_queries(7):
        body(keeper, url("programme_edit", event.pk))
    with django_assert_num_queries(12):
        body(keeper, url("material_list", event.pk))
