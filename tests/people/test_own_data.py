"""One's own data in one archive: whole, private, forgotten after a week."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from stellazh.common.verdict import PermissionRefused
from stellazh.files.access import can_read_file
from stellazh.files.models import StoredFile
from stellazh.files.services import open_file
from stellazh.jobs.models import Job
from stellazh.people.archive import archive_of
from stellazh.people.enums import DataRequestKind, DataRequestState
from stellazh.people.holders import Taken, holders
from stellazh.people.models import DataRequest
from stellazh.people.services import own_data
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.members import AwardFactory, CardFactory, PostFactory
from tests.factories.people import ConsentFactory
from tests.factories.workplans import ItemOwnerFactory, PlanFactory, PlanItemFactory

pytestmark = pytest.mark.django_db
PLACE = "192.0.2.9"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "stellazh.files.storage.WholeFileStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }


@pytest.fixture
def known(member, head, association, at):
    """Something in every drawer."""
    card = CardFactory(person=member, filled=True)
    AwardFactory(card=card, title="Грамота «За чтение»")
    PostFactory(person=member, organisation=OrganisationFactory(short_name="МБОУ СОШ № 5"))
    ConsentFactory(person=member)
    item = PlanItemFactory(plan=PlanFactory(association=association), title="Семинар о чтении")
    ItemOwnerFactory(item=item, person=member, name="Липина В.И.")
    return member


def made(person, at):
    wanted, _ = own_data.ask_for_archive(person.pk, place=PLACE, by=person, at=at)
    return own_data.make_archive(wanted.pk, at=at)


def opened(request: DataRequest) -> zipfile.ZipFile:
    with open_file(request.file) as content:
        return zipfile.ZipFile(io.BytesIO(content.read()))


def test_asking_puts_the_work_into_the_queue_once(member, at):
    first, job = own_data.ask_for_archive(member.pk, place=PLACE, by=member, at=at)
    second, again = own_data.ask_for_archive(member.pk, place=PLACE, by=member, at=at)

    assert (first.state, first.asked_at, first.place) == (DataRequestState.WAITING, at, PLACE)
    assert (second, again) == (first, job)
    assert (job.name, job.arguments) == ("people.take_data", {"request_id": first.pk})
    assert deeds(member) == [("data_asked", str(member.pk), {})]


def test_nobody_takes_out_the_data_of_another(member, head, at):
    nothing_changes(lambda: own_data.ask_for_archive(member.pk, place=PLACE, by=head, at=at), PermissionRefused)


def test_archive_holds_everything_under_russian_names(known, at):
    archive = opened(made(known, at))

    told = json.loads(archive.read("data.json"))
    assert list(told) == [holder.label for holder in holders]
    assert told["Имя и учётная запись"]["Адрес для входа"] == known.email
    assert told["Карточка библиотекаря"]["Награды"][0]["Награда"] == "Грамота «За чтение»"
    assert told["Карточка библиотекаря"]["Должности"][0]["Организация"] == "МБОУ СОШ № 5"
    assert told["Поручения в планах работы"][0]["Мероприятие"] == "Семинар о чтении"
    assert told["Согласия"][0]["Сетевой адрес"] == "192.0.2.7"
    assert "\\u04" not in archive.read("data.json").decode()
    page = archive.read("Мои данные.html").decode()
    assert "Грамота «За чтение»" in page
    assert "<script" not in page


def test_archive_holds_nobody_else(known, head, at):
    CardFactory(person=head, phone="+7 900 000-00-55")

    archive = opened(made(known, at))
    everything = b"".join(archive.read(name) for name in archive.namelist())

    assert head.family_name.encode() not in everything
    assert b"000-00-55" not in everything


def test_archive_is_its_owners_alone_for_a_week(member, head, at, monkeypatch):
    request = made(member, at)

    assert (request.state, request.done_at, request.expires_at) == (DataRequestState.DONE, at, at + timedelta(days=7))
    monkeypatch.setattr("stellazh.common.clock.now", lambda: at + timedelta(days=6))
    assert can_read_file(member, request.file)
    assert not can_read_file(head, request.file)
    monkeypatch.setattr("stellazh.common.clock.now", lambda: at + timedelta(days=8))
    assert not can_read_file(member, request.file)


def test_archive_made_already_stays_as_it_is(member, at):
    request = made(member, at)

    again = own_data.make_archive(request.pk, at=at + timedelta(hours=1))

    assert (again.file_id, again.done_at) == (request.file_id, at)


def test_archive_is_forgotten_after_its_week(member, at):
    request = made(member, at)

    assert own_data.forget_archives(by=member, at=at + timedelta(days=6)) == 0
    assert own_data.forget_archives(by=member, at=at + timedelta(days=7)) == 1

    request.refresh_from_db()
    assert (request.file, request.state) == (None, DataRequestState.DONE)
    assert not StoredFile.objects.exists()


def test_failed_archive_can_be_asked_for_again(member, at):
    first, _ = own_data.ask_for_archive(member.pk, place=PLACE, by=member, at=at)
    own_data.give_up_archive(first.pk, at=at)

    second, _ = own_data.ask_for_archive(member.pk, place=PLACE, by=member, at=at)

    first.refresh_from_db()
    assert first.state == DataRequestState.FAILED
    assert second.pk != first.pk


def test_names_of_files_never_leave_their_folder_nor_clash(member, at):
    parts = [("Бумаги", Taken([], {"../../план.docx": b"1", "план.docx": b"2", "<a>.txt": b"3"}))]

    archive = zipfile.ZipFile(io.BytesIO(archive_of(member, parts, at=at)))

    assert [name for name in archive.namelist() if name.startswith("Файлы/")] == [
        "Файлы/Бумаги/план.docx", "Файлы/Бумаги/2 план.docx", "Файлы/Бумаги/_a_.txt",
    ]  # fmt: skip


def test_values_in_the_page_are_text(member, at):
    parts = [("Карточка", Taken({"Имя": "<b>Вера</b>", "Пусто": None, "Да": True, "Список": []}))]

    page = zipfile.ZipFile(io.BytesIO(archive_of(member, parts, at=at))).read("Мои данные.html").decode()

    assert "&lt;b&gt;Вера&lt;/b&gt;" in page
    assert "<dt>Да</dt><dd>да</dd>" in page


@pytest.mark.django_db(transaction=True)
def test_two_clicks_ask_once(member, at):
    def ask() -> str:
        return str(own_data.ask_for_archive(member.pk, place=PLACE, by=member, at=at)[0].pk)

    asked = at_once(ask)

    assert len(set(asked)) == 1
    assert DataRequest.objects.filter(kind=DataRequestKind.ARCHIVE).count() == 1
    assert Job.objects.filter(name="people.take_data").count() == 1
