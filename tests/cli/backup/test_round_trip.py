from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, models, transaction

from stellazh.audit.models import AuditEntry
from stellazh.cli.backup.manifest import Manifest
from stellazh.cli.backup.reading import opened, verify
from stellazh.cli.backup.restoring import restore_archive
from stellazh.cli.backup.tables import LEFT_OUT, applied_migrations, shapes_at
from stellazh.cli.backup.writing import write_archive
from stellazh.cli.refusal import CommandRefused
from stellazh.files.models import StoredFile
from stellazh.jobs.models import Job, Worker
from stellazh.pages.models.originals import OriginalPictures
from tests.cli.backup.conftest import differing, same_data, store_contents
from tests.databases.templates import begin_with_template
from tests.processes import start

# The archive that they share is made in the database of the tests, which must be there first.
pytestmark = pytest.mark.django_db

State = Callable[[], Manifest]


def run(*arguments: str, **more: str) -> str:
    """What a `stellazh` command on another installation printed; it must succeed."""
    process = start("-m", *arguments, DJANGO_SETTINGS_MODULE="config.settings.dev", **more)
    output, complaint = process.communicate(timeout=300)
    assert (process.returncode, complaint) == (0, "")
    return output


def restore(path: Path, at: datetime, *, may_replace: bool = False, copy: Path | None = None) -> list[str]:
    told: list[str] = []

    def copy_to() -> Path:
        assert copy is not None
        return copy

    restore_archive(path, may_replace=may_replace, copy_to=copy_to, at=at, tell=told.append)
    return told


def test_an_archive_has_rows_of_every_table(archive_file: Path) -> None:
    manifest = verify(archive_file)

    expected = {
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    assert {table.model for table in manifest.tables} == expected - LEFT_OUT
    assert [table.model for table in manifest.tables if not table.rows] == []


def test_no_table_of_the_database_is_forgotten(db: None) -> None:
    kept = {shape.name for shape in shapes_at(applied_migrations())}

    forgotten = set(connection.introspection.table_names()) - kept

    # The index of words is kept by triggers on the texts: restoring those makes it anew. The search of everything is
    # made anew as a whole.
    of_indexes = ("textindex_words", "textindex_entrywords", "wagtailsearch_indexentry_fts")
    index_of_words = {name for name in forgotten if name.startswith(of_indexes)}
    made_anew = {
        "textindex_indexedentry",
        "textindex_staleentry",
        "pages_siterendition",
        "wagtailcore_uploadedfile",
        "wagtailsearch_indexentry",
    }
    assert forgotten - index_of_words - made_anew == {"django_migrations", "django_session", "people_personsession"}
    assert bool(index_of_words) == (connection.vendor == "sqlite")


def test_no_model_keeps_files_past_the_app_of_files() -> None:
    fields = [field for model in apps.get_models() for field in model._meta.local_fields]

    past = {str(field) for field in fields if isinstance(field, models.FileField) if not _keeps_stored_files(field)}

    # Made anew when they are shown; on their way only; and of screens of Wagtail that are closed.
    assert past == {
        "pages.SiteRendition.file",
        "wagtailcore.UploadedFile.file",
        "wagtailimages.Image.file",
        "wagtailimages.Rendition.file",
        "wagtaildocs.Document.file",
        "wagtailusers.UserProfile.avatar",
    }


def _keeps_stored_files(field: models.FileField) -> bool:
    return isinstance(field.storage, OriginalPictures)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_an_archive_restores_into_a_new_installation_whose_new_rows_get_new_keys(
    archive_file: Path, engine: str, tmp_path: Path, new_postgres: Callable[[], str]
) -> None:
    home = tmp_path / "another"
    url = f"sqlite:///{home}/stellazh.sqlite3" if engine == "sqlite" else new_postgres()
    elsewhere = {"DATABASE_URL": url, "STELLAZH_DATA_DIR": str(home)}

    said = run("stellazh", "restore", str(archive_file), **elsewhere)
    again = tmp_path / "again.tar"
    run("stellazh", "backup", str(again), **elsewhere)
    checked = run("stellazh", "check", **elsewhere)

    first, second = verify(archive_file), verify(again)
    assert differing(archive_file, again) == []
    assert (first.engine, second.engine) == (connection.vendor, engine)
    assert said.splitlines()[-1].startswith(f"Восстановлено: строк – {first.row_count}, ")
    assert f"{engine}, все миграции применены" in checked
    # In the same installation: to bring about another costs all migrations once more.
    greatest = max(int(key) for key in column(archive_file, "files.storedfile", "id"))

    code = (
        "import django; django.setup();"
        "from django.utils import timezone; from stellazh.files.models import StoredFile as F;"
        "print(F.objects.create(sha256='0'*64, size_bytes=1, name='x', stored_at=timezone.now()).pk)"
    )
    process = start("-c", code, DJANGO_SETTINGS_MODULE="config.settings.dev", **elsewhere)
    output, _ = process.communicate(timeout=60)

    assert int(output) == greatest + 1


def test_restore_replaces_a_filled_database_and_keeps_a_copy(
    archive: Path, state: State, tmp_path: Path, at: datetime
) -> None:
    Job.objects.all().delete()
    Worker.objects.all().delete()
    store_contents(b"brought after the archive")
    before = state()
    copy = tmp_path / "copy.tar"

    told = restore(archive, at, may_replace=True, copy=copy)

    assert same_data(state(), verify(archive))
    assert same_data(verify(copy), before)
    assert not same_data(before, verify(archive))
    assert told[0] == f"Прежние данные сохранены: {copy}"


def test_restore_leaves_the_journal_closed(archive: Path, tmp_path: Path, at: datetime) -> None:
    restore(archive, at, may_replace=True, copy=tmp_path / "copy.tar")

    with pytest.raises(DatabaseError, match="audit entries are never changed or deleted"), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.count() == 3


def test_restore_signs_everybody_out(archive: Path, tmp_path: Path, at: datetime) -> None:
    from django.contrib.sessions.models import Session

    Session.objects.create(session_key="s", session_data="", expire_date=at)

    restore(archive, at, may_replace=True, copy=tmp_path / "copy.tar")

    assert Session.objects.count() == 0


def test_restore_refuses_a_filled_database_without_a_word(archive: Path, state: State, at: datetime) -> None:
    before = state()

    with pytest.raises(CommandRefused, match="В базе уже есть данные"):
        restore(archive, at)

    assert same_data(state(), before)


def test_restore_brings_back_contents_that_were_lost_or_spoilt(archive: Path, tmp_path: Path, at: datetime) -> None:
    lost, spoilt = StoredFile.objects.order_by("pk")
    default_storage.delete(lost.blob_path)
    with default_storage.open(spoilt.blob_path, "r+b") as content:
        content.write(b"\xff")

    restore(archive, at, may_replace=True, copy=tmp_path / "copy.tar")

    for row in (lost, spoilt):
        with default_storage.open(row.blob_path) as content:
            assert len(content.read()) == row.size_bytes
    assert verify(write_and_return(tmp_path / "now.tar", at)).damaged == []


def write_and_return(path: Path, at: datetime) -> Path:
    write_archive(path, at=at)
    return path


def test_backup_names_contents_that_the_storage_lost_or_spoilt(filled: None, tmp_path: Path, at: datetime) -> None:
    lost, spoilt = StoredFile.objects.order_by("pk")
    default_storage.delete(lost.blob_path)
    with default_storage.open(spoilt.blob_path, "r+b") as content:
        content.write(b"\xff")

    manifest = verify(write_and_return(tmp_path / "archive.tar", at))

    assert (manifest.missing, manifest.damaged) == ([lost.sha256], [spoilt.sha256])


def test_backup_refuses_a_name_that_is_taken(archive: Path, at: datetime) -> None:
    content = archive.read_bytes()

    with pytest.raises(CommandRefused, match="Архив не пишется поверх"):
        write_archive(archive, at=at)

    assert archive.read_bytes() == content
    assert [path.name for path in archive.parent.iterdir()] == ["archive.tar"]


def test_backup_is_for_its_owner_alone(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_backup_sees_one_moment_while_others_write(tmp_path: Path, at: datetime) -> None:
    moments = {"started_at": at, "seen_at": at}
    Worker.objects.bulk_create([Worker(host="old", pid=1, **moments) for _ in range(15_000)], batch_size=1000)
    stop, is_writing = threading.Event(), threading.Event()
    written: list[int] = []

    def write_pairs() -> None:
        while not stop.is_set():
            number = len(written)
            with transaction.atomic():
                Job.objects.create(name=f"pair-{number}", label="x", created_at=at, due_at=at)
                Worker.objects.create(host=f"pair-{number}", pid=1, **moments)
            written.append(number)
            is_writing.set()
        connection.close()

    writer = threading.Thread(target=write_pairs)
    writer.start()
    is_writing.wait(10)
    write_archive(tmp_path / "archive.tar", at=at)
    after = len(written)
    stop.set()
    writer.join()

    jobs, workers = (
        column(tmp_path / "archive.tar", "jobs.job", "name"),
        column(tmp_path / "archive.tar", "jobs.worker", "host"),
    )
    pairs = [name for name in workers if name != "old"]
    assert sorted(jobs) == sorted(pairs)
    assert len(workers) - len(pairs) == 15_000
    # Writers were not held up: much was written after the moment that the archive shows.
    assert 0 < len(pairs) < after - 3


def column(path: Path, model: str, name: str) -> list[str]:
    """The values of one column in the archive."""
    import json

    table = next(table for table in verify(path).tables if table.model == model)
    place = table.columns.index(name)
    with opened(path) as members:
        return [json.loads(line)[place] for part in table.parts for line in members.lines(part)]


def test_an_archive_made_before_an_update_is_restored_and_updated(tmp_path: Path) -> None:
    old_home, new_home, path = tmp_path / "old", tmp_path / "new", tmp_path / "archive.tar"
    old = {"DATABASE_URL": f"sqlite:///{old_home}/db.sqlite3", "STELLAZH_DATA_DIR": str(old_home)}
    new = {"DATABASE_URL": f"sqlite:///{new_home}/db.sqlite3", "STELLAZH_DATA_DIR": str(new_home)}
    begin_with_template(old_home / "db.sqlite3")
    run("stellazh", "migrate", **old)
    run("django", "migrate", "django_tasks_database", "0016", **old)
    run("stellazh", "backup", str(path), **old)

    run("stellazh", "restore", str(path), **new)

    assert ("django_tasks_database", "0017_dbtaskresult_metadata") not in verify(path).migrations
    assert "sqlite, все миграции применены" in run("stellazh", "check", **new)
