"""Background work of the directories: long files, and letting everybody be found anew. Imported by `tasks`."""

from __future__ import annotations

from typing import Any, Final

from django.http import QueryDict

from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.errors import DomainError
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.members.forms.directory import DirectoryForm
from stellazh.members.forms.school_directory import SchoolDirectoryForm
from stellazh.members.papers.directory import KINDS
from stellazh.members.reads.directory.listing import Directory
from stellazh.members.reads.directory.schools import SchoolDirectory, school_paper
from stellazh.members.reads.directory.scope import Scope
from stellazh.members.services.directory_files import (
    EXPORT,
    EXPORT_SCHOOLS,
    export_directory,
    keep_directory_file,
    require_exportable,
)
from stellazh.members.services.indexing import REINDEX, reindex_all
from stellazh.people.models import Person


@handler(EXPORT, label="Справочник в файл")
def export_people(context: JobContext, *, query: str, kind: str) -> dict[str, Any]:
    """Write what the person who asked sees at this moment: rights that have ended since then narrow it."""
    by, at = _reader(context), clock.now()
    form = DirectoryForm(QueryDict(query), scope=Scope.of(by, on=clock.today()))

    def progress(done: int, total: int) -> None:
        context.check_cancelled()
        context.progress(done, total, "Собираю людей" if done < total else "Пишу файл")

    found = Directory.find(form.wanted, form.scope)
    body = export_directory(found, form.columns, kind=kind, narrowed=form.in_words(), by=by, at=at, progress=progress)
    return {"url": keep_directory_file(body, name="Справочник", kind=kind, by=by, at=at).get_absolute_url()}


@handler(EXPORT_SCHOOLS, label="Справочник школ в файл")
def export_schools(context: JobContext, *, query: str, kind: str) -> dict[str, Any]:
    """Write the schools that the person who asked sees at this moment."""
    by, at = _reader(context), clock.now()
    scope = Scope.of(by, on=clock.today())
    form = SchoolDirectoryForm(QueryDict(query), scope=scope)
    found = SchoolDirectory.find(form.query, form.filters, scope)
    require_exportable(found.count, kind=kind)
    context.progress(0, found.count, "Пишу файл")
    body = KINDS[kind].write(school_paper(found, narrowed=form.in_words()))
    return {"url": keep_directory_file(body, name="Школы", kind=kind, by=by, at=at).get_absolute_url()}


@handler(REINDEX, label="Обновление поиска по справочникам")
def reindex(context: JobContext) -> dict[str, Any]:
    """Let all people and schools be found by what they are now; words of nobody any more are forgotten."""

    def progress(words: str, count: int, total: int) -> None:
        context.check_cancelled()
        context.progress(count, total, words)

    done = reindex_all(progress=progress)
    return {
        "people": done.people_count,
        "schools": done.school_count,
        "gone": done.gone_count,
        "words_forgotten": done.forgotten_count,
    }


def _reader(context: JobContext) -> Person:
    job = context.job
    if job.actor_kind != ActorKind.PERSON:
        raise DomainError("Справочник выгружает человек.")
    return Person.objects.present().get(pk=int(job.actor_id), is_active=True)


_WEEKLY: Final = "members.reindex_weekly"
schedules.add(Schedule(_WEEKLY, "40 3 * * 0", REINDEX))
