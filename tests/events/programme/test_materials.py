"""Materials: files and links, their versions, who opens them."""

from __future__ import annotations

import io
import uuid
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from stellazh.common.actor import Guest
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.events.enums import AttendanceState, Audience, EventStatus, EventVisibility
from stellazh.events.models import Event, Material, MaterialVersion, Slot, Speaker
from stellazh.events.services import TextMissing, TextTooLong, UnsafeAddress
from stellazh.events.services.materials import (
    Brought,
    DangerousFile,
    FileOrLink,
    FileTakenNowhere,
    MaterialFields,
    TooManyMaterials,
    UnknownSlot,
    add_material,
    add_material_version,
    adding,
    archive_material,
    move_material,
    restore_material,
    update_material,
)
from stellazh.events.services.materials.bringing import ready_file
from stellazh.events.services.programme import Way, archive_slot
from stellazh.files.access import can_read_file
from stellazh.files.purposes import purposes
from stellazh.files.services import FileIsEmpty, FileTooLarge, open_file
from stellazh.media.pictures import PictureNotAccepted
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.events.programme.conftest import pdf, photo_with_place
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory


@pytest.fixture
def material(event: Event, head: Person, at: datetime) -> Material:
    return add_material(event.pk, fields=MaterialFields("Памятка"), file=pdf(), by=head, at=at)


def stored(material: Material) -> MaterialVersion:
    return material.versions.get(number=1)


def zipped(*names: str) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "слово")
    file.seek(0)
    return file


def test_add_material_keeps_a_file(event: Event, talk: Slot, head: Person, at: datetime) -> None:
    fields = MaterialFields("", Audience.PARTICIPANTS, talk.pk)

    material = add_material(event.pk, fields=fields, file=pdf("Книги о лесе.PDF"), by=head, at=at)

    material.refresh_from_db()
    assert (material.title, material.audience, material.slot, material.position) == (
        "Книги о лесе", "participants", talk, 1,
    )  # fmt: skip
    version = stored(material)
    assert version.file is not None
    assert (version.file.name, version.file.media_type, version.added_by) == (
        "Книги о лесе.PDF", "application/pdf", head.actor_name,
    )  # fmt: skip
    assert [deed for deed, _, _ in deeds(material)] == ["material_added"]


def test_add_material_keeps_a_link_named_by_its_host(event: Event, head: Person, at: datetime) -> None:
    material = add_material(event.pk, fields=MaterialFields(), url=" https://rusneb.ru/catalog/1 ", by=head, at=at)

    assert material.title == "rusneb.ru"
    assert (stored(material).url, stored(material).file) == ("https://rusneb.ru/catalog/1", None)


def test_add_material_twice_with_one_key_adds_one(event: Event, head: Person, at: datetime) -> None:
    key = uuid.uuid4()

    made = {
        add_material(event.pk, fields=MaterialFields("А"), file=pdf(), submission_key=key, by=head, at=at)
        for _ in range(2)
    }

    assert len(made) == 1
    assert MaterialVersion.objects.count() == 1


def test_a_photo_loses_its_place(event: Event, head: Person, at: datetime) -> None:
    material = add_material(event.pk, fields=MaterialFields(), file=photo_with_place(), by=head, at=at)

    file = stored(material).file
    assert file is not None
    assert file.name == "Фото с встречи.jpg"
    with open_file(file) as content, Image.open(content) as picture:
        assert dict(picture.getexif()) == {}


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("страница.html", b"<html><body>", DangerousFile),
        ("картинка.svg", b"<svg xmlns='a'>", DangerousFile),
        ("страница.txt", b"<!doctype html><body>", FileTakenNowhere),
        ("рисунок.pdf", b"<svg xmlns='a'></svg>", FileTakenNowhere),
        ("игра.pdf", b"MZ\x90\x00", FileTakenNowhere),
        ("запуск.bat", b"echo", DangerousFile),
        ("запуск.bat. ", b"echo", DangerousFile),
        ("запись.mp4", b"\x00\x00\x00\x18ftypmp42", FileTakenNowhere),
        ("пусто.pdf", b"", FileIsEmpty),
        ("фото.jpg", b"\xff\xd8\xff broken", PictureNotAccepted),
        ("архив.zip", zipped("план.docx", "игры/запуск.EXE").getvalue(), DangerousFile),
        ("архив.zip", zipped("C:/игры/запуск.lnk::$DATA").getvalue(), DangerousFile),
        ("поиск.search-ms", b"text", DangerousFile),
    ],
)
def test_files_that_are_no_materials_are_refused(
    event: Event, material: Material, head: Person, at: datetime, name: str, content: bytes, refusal: type[DomainError]
) -> None:
    def brought() -> Brought:
        return Brought(name, io.BytesIO(content))

    nothing_changes(lambda: add_material(event.pk, fields=MaterialFields("А"), file=brought(), by=head, at=at), refusal)
    nothing_changes(lambda: add_material_version(material.pk, file=brought(), by=head, at=at), refusal)


def test_a_harmless_archive_and_a_text_are_taken(event: Event, head: Person, at: datetime) -> None:
    files = [Brought("набор.zip", zipped("план.docx")), Brought("слова.txt", io.BytesIO("Слова".encode()))]

    made = [add_material(event.pk, fields=MaterialFields(), file=file, by=head, at=at) for file in files]

    assert [one.title for one in made] == ["набор", "слова"]
    assert [one.position for one in made] == [1, 2]


def test_a_file_too_large_is_refused(event: Event, head: Person, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = replace(purposes["events.material"], max_bytes=100)
    monkeypatch.setitem(purposes._entries, "events.material", rules)

    nothing_changes(
        lambda: add_material(event.pk, fields=MaterialFields(), file=pdf(text=b"x" * 100), by=head, at=at), FileTooLarge
    )


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("тезисы.md", "тезисы.md"),
        ("пример.py", "пример.py.txt"),
        ("новое.runs-somewhere", "новое.runs-somewhere.txt"),
        ("запуск.exe::$DATA", "запуск.exe__$DATA.txt"),
        ("без ответа", "без ответа.txt"),
    ],
)
def test_plain_text_is_kept_under_the_ending_of_text(name: str, kept: str) -> None:
    assert ready_file(Brought(name, io.BytesIO(b"words"))).name == kept


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("", FileOrLink),
        ("javascript:alert(1)", UnsafeAddress),
        ("ftp://example.org/a", UnsafeAddress),
        ("https://example.org/" + "a" * 500, TextTooLong),
    ],
)
def test_links_that_are_none_are_refused(
    event: Event, material: Material, head: Person, at: datetime, url: str, refusal: type[DomainError]
) -> None:
    nothing_changes(lambda: add_material(event.pk, fields=MaterialFields("А"), url=url, by=head, at=at), refusal)
    nothing_changes(lambda: add_material_version(material.pk, url=url, by=head, at=at), refusal)


def test_wrong_fields_are_refused(event: Event, material: Material, talk: Slot, head: Person, at: datetime) -> None:
    archive_slot(talk.pk, by=head, at=at)
    foreign = Slot.objects.create(event=EventFactory(association=event.association), title="Чужая")

    for changed, refusal in (
        ({"title": "а" * 301}, TextTooLong),
        ({"audience": "anybody"}, TextMissing),
        ({"slot_id": talk.pk}, UnknownSlot),
        ({"slot_id": foreign.pk}, UnknownSlot),
    ):
        fields = replace(MaterialFields("А"), **changed)  # type: ignore[arg-type]
        nothing_changes(
            lambda fields=fields: add_material(event.pk, fields=fields, file=pdf(), by=head, at=at),  # type: ignore[misc]
            refusal,
        )
        nothing_changes(
            lambda fields=fields: update_material(  # type: ignore[misc]
                material.pk, expected_version=1, fields=fields, by=head, at=at
            ),
            refusal,
        )
    blank = MaterialFields(" ")
    nothing_changes(lambda: update_material(material.pk, expected_version=1, fields=blank, by=head, at=at), TextMissing)


def test_there_is_an_end_of_materials(
    event: Event, material: Material, head: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MOST_MATERIALS", 1)

    nothing_changes(
        lambda: add_material(event.pk, fields=MaterialFields("Б"), file=pdf(), by=head, at=at), TooManyMaterials
    )


def test_versions_are_numbered_and_stay(material: Material, head: Person, at: datetime) -> None:
    later = at + timedelta(days=1)

    version = add_material_version(
        material.pk, url="https://example.org/new", note=" исправлена\nдата ", by=head, at=later
    )

    material.refresh_from_db()
    assert (version.number, version.note, version.added_at) == (2, "исправлена дата", later)
    assert material.version == 2
    assert list(material.versions.values_list("number", flat=True)) == [2, 1]
    nothing_changes(lambda: add_material_version(material.pk, file=pdf(), note="а" * 301, by=head, at=at), TextTooLong)


def test_update_material_changes_words_place_and_audience(
    material: Material, talk: Slot, head: Person, at: datetime
) -> None:
    wanted = MaterialFields("Памятка читателю", Audience.PARTICIPANTS, talk.pk)

    changed = update_material(material.pk, expected_version=1, fields=wanted, by=head, at=at)
    same = update_material(material.pk, expected_version=2, fields=wanted, by=head, at=at)

    assert MaterialFields.of(changed) == wanted
    assert same.version == 2
    assert deeds(material)[-1][2] == {
        "Название": ["Памятка", "Памятка читателю"],
        "Кому открыт": ["всем, кому открыто мероприятие", "зарегистрированным и участникам"],
        "К чему": ["", "Книги о лесе"],
    }
    with pytest.raises(ChangedMeanwhile):
        update_material(material.pk, expected_version=1, fields=MaterialFields("А"), by=head, at=at)


def test_move_material_stays_at_its_line(event: Event, talk: Slot, head: Person, at: datetime) -> None:
    first, other, last = (
        add_material(event.pk, fields=MaterialFields(title, slot_id=slot), file=pdf(), by=head, at=at)
        for title, slot in (("а", None), ("б", talk.pk), ("в", None))
    )

    answers = [
        move_material(last.pk, way=Way.UP, by=head, at=at),
        move_material(other.pk, way=Way.UP, by=head, at=at),
        move_material(last.pk, way=Way.UP, by=head, at=at),
    ]

    assert answers == [True, False, False]
    assert list(event.materials.values_list("title", flat=True)) == ["в", "б", "а"]
    assert first.position == 1


def test_archive_and_restore_material(material: Material, head: Person, at: datetime) -> None:
    archive_material(material.pk, by=head, at=at)
    again = archive_material(material.pk, by=head, at=at + timedelta(hours=1))
    file = stored(material).file
    assert file is not None

    assert again.archived_at == at
    assert not can_read_file(Guest(), file)
    assert can_read_file(head, file)
    assert restore_material(material.pk, by=head, at=at).archived_at is None
    assert can_read_file(Guest(), file)


def test_only_those_who_prepare_the_event_keep_materials(
    event: Event, material: Material, member: Person, stranger: Person, region_head: Person, at: datetime
) -> None:
    fields = MaterialFields("А")

    for by in (member, stranger, region_head, Guest()):
        for deed in (
            lambda by=by: add_material(event.pk, fields=fields, file=pdf(), by=by, at=at),  # type: ignore[misc]
            lambda by=by: add_material_version(material.pk, file=pdf(), by=by, at=at),  # type: ignore[misc]
            lambda by=by: update_material(material.pk, expected_version=1, fields=fields, by=by, at=at),  # type: ignore[misc]
            lambda by=by: move_material(material.pk, way=Way.UP, by=by, at=at),  # type: ignore[misc]
            lambda by=by: archive_material(material.pk, by=by, at=at),  # type: ignore[misc]
            lambda by=by: restore_material(material.pk, by=by, at=at),  # type: ignore[misc]
        ):
            nothing_changes(deed, PermissionRefused)


def test_files_open_to_their_audience(
    event: Event, talk: Slot, head: Person, member: Person, stranger: Person, region_head: Person, at: datetime
) -> None:
    for_all = stored(add_material(event.pk, fields=MaterialFields("А"), file=pdf(), by=head, at=at)).file
    fields = MaterialFields("Б", Audience.PARTICIPANTS)
    for_some = stored(add_material(event.pk, fields=fields, file=pdf(text=b"2"), by=head, at=at)).file
    assert for_all is not None
    assert for_some is not None
    watched, spoke, absent = (EnrolmentFactory().person for _ in range(3))
    AttendanceFactory(event=event, person=watched, state=AttendanceState.LATE)
    AttendanceFactory(event=event, person=absent, state=AttendanceState.ABSENT)
    Speaker.objects.create(slot=talk, person=spoke, name="Озерова А.")
    coming, waiting = EnrolmentFactory(event=event).person, EnrolmentFactory(event=event, waiting=True).person
    people = [head, region_head, watched, spoke, coming, absent, waiting, member, stranger, Guest()]

    assert [bool(can_read_file(one, for_all)) for one in people] == [True] * 10
    assert [bool(can_read_file(one, for_some)) for one in people] == [True] * 5 + [False] * 5


def test_files_of_a_closed_event_are_closed(
    event: Event, material: Material, head: Person, member: Person, stranger: Person, at: datetime
) -> None:
    file = stored(material).file
    assert file is not None
    people = [head, member, stranger, Guest()]
    seen = {}

    for name, change in (
        ("members", {"visibility": EventVisibility.MEMBERS}),
        ("invited", {"visibility": EventVisibility.INVITED}),
        ("draft", {"visibility": EventVisibility.PUBLIC, "status": EventStatus.DRAFT}),
        ("archived", {"status": EventStatus.ANNOUNCED, "archived_at": at}),
    ):
        Event.objects.filter(pk=event.pk).update(**change)
        seen[name] = [bool(can_read_file(one, file)) for one in people]

    assert seen == {
        "members": [True, True, False, False],
        "invited": [True, False, False, False],
        "draft": [True, False, False, False],
        "archived": [False, False, False, False],
    }


def test_former_versions_are_for_those_who_prepare_the_event(
    material: Material, head: Person, member: Person, at: datetime
) -> None:
    former = stored(material).file
    assert former is not None

    add_material_version(material.pk, file=pdf(text=b"2"), by=head, at=at)

    assert [bool(can_read_file(one, former)) for one in (head, member, Guest())] == [True, False, False]


def test_constraints_of_materials(material: Material, at: datetime) -> None:
    file = stored(material).file
    common = {"material": material, "added_at": at, "added_by": "А"}

    for broken in (
        lambda: Material.objects.create(event=material.event, title=""),
        lambda: MaterialVersion.objects.create(number=1, url="https://example.org", **common),
        lambda: MaterialVersion.objects.create(number=2, **common),
        lambda: MaterialVersion.objects.create(number=3, file=file, url="https://example.org", **common),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
