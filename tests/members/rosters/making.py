"""Lists as files, brought and read as a head would, without the queue."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from stellazh.associations.models import Association
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job
from stellazh.members.models import ImportRow, RosterImport
from stellazh.members.services import rosters
from stellazh.people.models import Person
from stellazh.russian.collation import fold, sort_key
from tests.factories.associations import OrganisationFactory

HEAD = ("ФИО", "Школа", "Должность", "Телефон", "e-mail", "Категория")
OLKHOVA = (
    "Ольхова Мария Ивановна",
    "МБОУ СОШ № 5",
    "педагог-библиотекарь",
    "8 921 000 11 22",
    "maria@example.org",
    "первая",
)
LIPINA = ("Липина Анна Сергеевна", "МБОУ СОШ № 7", "библиотекарь", "", "", "нет")


def as_csv(*rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    """The rows as Excel writes them in Russia: semicolons."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode(encoding)


def school(association: Association, short_name: str, **fields: object) -> object:
    """A school of the association's territory, with the keys that services fill."""
    return OrganisationFactory(
        territory=association.territory,
        short_name=short_name,
        name=fields.pop("name", short_name),
        name_key=fold(short_name),
        sort_key=sort_key(short_name),
        **fields,
    )


def brought(
    association: Association,
    by: Person,
    at: datetime,
    *rows: Sequence[str],
    kind: str = "people",
    name: str = "список.csv",
    content: bytes | None = None,
) -> RosterImport:
    """A list brought and read."""
    data = as_csv(*rows) if content is None else content
    roster = rosters.bring_roster(kind, association, data, name=name, by=by, at=at)
    read = rosters.read_roster(roster.pk, by=by, at=at)
    _done(read)
    return read


def _done(roster: RosterImport) -> None:
    """What a worker leaves behind: a finished job."""
    Job.objects.filter(pk=roster.job_id).update(state=JobState.DONE)


def applied(roster: RosterImport, by: Person, at: datetime) -> RosterImport:
    """The list taken in, as its job would."""
    rosters.apply_roster(roster.pk, by=by, at=at)
    done = rosters.apply_waiting(roster.pk, by=by, at=at)
    _done(done)
    return done


def undone(roster: RosterImport, by: Person, at: datetime) -> RosterImport:
    """The list taken back, as its job would."""
    rosters.undo_roster(roster.pk, by=by, at=at)
    done = rosters.undo_waiting(roster.pk, by=by, at=at)
    _done(done)
    return done


def rows_of(roster: RosterImport) -> list[ImportRow]:
    return list(roster.rows.order_by("number"))


def decisions(roster: RosterImport) -> dict[int, str]:
    return dict(roster.rows.order_by("number").values_list("number", "decision"))


def outcomes(roster: RosterImport) -> dict[int, str]:
    return dict(roster.rows.order_by("number").values_list("number", "outcome"))


def row(roster: RosterImport, number: int) -> ImportRow:
    return roster.rows.get(number=number)


def decide(roster: RosterImport, number: int, answer: str, by: Person, at: datetime) -> ImportRow:
    """Decide about a row as it stands now."""
    found = row(roster, number)
    return rosters.decide_row(roster.pk, number, expected_version=found.version, answer=answer, by=by, at=at)


def facts(people: Iterable[Person]) -> list[tuple[str, str, str]]:
    """Names, schools and telephones: what the lists are about."""
    return sorted(
        (
            person.full_name,
            ", ".join(f"{post.title}: {post.organisation}" for post in person.posts.filter(to_on=None)),
            getattr(getattr(person, "card", None), "phone", ""),
        )
        for person in people
    )
