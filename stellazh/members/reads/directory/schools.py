"""The directory of schools: those of the territories whose people the reader may find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Organisation, Territory
from stellazh.members.enums import Level
from stellazh.members.models import Post, SchoolCard
from stellazh.members.papers.directory import DirectoryPaper, PaperColumn
from stellazh.members.reads.directory.filters import with_words
from stellazh.members.reads.directory.scope import NOBODY, POSTS, Scope
from stellazh.members.services.indexing import SCHOOLS
from stellazh.members.visibility import hides_from
from stellazh.russian.numerals import SCHOOLS as SCHOOL_WORDS
from stellazh.russian.numerals import Noun
from stellazh.textindex.matching import Question
from stellazh.textindex.reads import keys_answering, mended

PAGE: Final = 50
STAFF: Final = "Люди"
PUPILS: Final = Noun("ученик", "ученика", "учеников")
CLASSES: Final = Noun("класс", "класса", "классов")
Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchoolFilters:
    """What was chosen, as codes; what is empty narrows nothing."""

    territory: Territory | None = None
    settlement: str = ""
    school_type: str = ""
    library: str = ""
    room: str = ""
    reading_room: str = ""
    internet: str = ""
    staff: str = ""
    stated: str = ""

    def conditions(self, scope: Scope) -> list[Q]:
        """Conditions over schools, all of which must hold."""
        yes_or_no = {"yes": True, "no": False}
        found = [
            Q(territory__path__startswith=self.territory.path) if self.territory else None,
            Q(school_card__settlement=self.settlement) if self.settlement else None,
            with_words("school_card__school_type", self.school_type) if self.school_type.strip() else None,
            Q(school_card__library_kind=self.library) if self.library else None,
            Q(school_card__room=self.room) if self.room else None,
            Q(school_card__has_reading_room=yes_or_no[self.reading_room]) if self.reading_room in yes_or_no else None,
            Q(school_card__has_internet=yes_or_no[self.internet]) if self.internet in yes_or_no else None,
            {"yes": Q(Exists(_staff(scope))), "no": ~Q(Exists(_staff(scope)))}.get(self.staff),
            {
                "yes": Q(school_card__stated_on__isnull=False),
                "no": Q(school_card=None) | Q(school_card__stated_on=None),
            }.get(self.stated),
        ]  # fmt: skip
        return [condition for condition in found if condition is not None]


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school; `staff_count` are the people whose work there is open to readers of lists."""

    organisation: Organisation
    card: SchoolCard
    staff_count: int


@dataclass(frozen=True, slots=True)
class SchoolColumn:
    """One column of the table of schools."""

    label: str
    words: Callable[[SchoolRow], Lines]
    width: int


@dataclass(frozen=True, slots=True)
class SchoolDirectory:
    """The schools found. `mended` is what was searched for instead of the query, if so."""

    scope: Scope
    query: str
    conditions: tuple[Q, ...]
    count: int
    mended: str = ""

    @classmethod
    def find(cls, query: str, filters: SchoolFilters, scope: Scope) -> SchoolDirectory:
        """Count what is found; mend the typing errors of a query that finds nothing. One query, four with that."""
        narrowed = (_in_reach(scope), *filters.conditions(scope))
        if not query.strip():
            return cls(scope, query, narrowed, _schools(narrowed).count())
        found = (*narrowed, _answering(Question.of(query)))
        asked = cls(scope, query, found, _schools(found).count())
        if asked.count:
            return asked
        instead = mended(SCHOOLS, query, within=_schools(narrowed))
        if instead is None:
            return asked
        found = (*narrowed, _answering(instead.question))
        return cls(scope, query, found, _schools(found).count(), instead.shown)

    def page(self, number: int) -> list[SchoolRow]:
        """The schools of a page, counted from one. One query."""
        first = (number - 1) * PAGE
        return self._rows(first, first + PAGE)

    def every(self) -> list[SchoolRow]:
        """All schools found. One query."""
        return self._rows(0, None)

    def _rows(self, first: int, last: int | None) -> list[SchoolRow]:
        people = _staff(self.scope).order_by().values("organisation_id")
        count = Coalesce(Subquery(people.annotate(n=Count("person_id", distinct=True)).values("n")), 0)
        rows = _schools(self.conditions).select_related("territory", "school_card").annotate(staff_count=count)
        found: list[Any] = list(rows.order_by("territory__sort_key", "sort_key", "pk")[first:last])
        return [
            SchoolRow(row, getattr(row, "school_card", None) or SchoolCard(organisation=row), row.staff_count)
            for row in found
        ]


def school_paper(found: SchoolDirectory, *, narrowed: str) -> DirectoryPaper:
    """What is seen, ready to be written into a file."""
    rows = [
        ((row.organisation.short_name, row.organisation.name), *(column.words(row) for column in SCHOOL_COLUMNS))
        for row in found.every()
    ]
    return DirectoryPaper(
        title=f"Школы на {found.scope.on:%d.%m.%Y}: {SCHOOL_WORDS(len(rows))}",
        narrowed=narrowed,
        columns=[PaperColumn("Школа", 40), *(PaperColumn(one.label, one.width) for one in SCHOOL_COLUMNS)],
        rows=rows,
        made_on=found.scope.on,
    )


def _schools(conditions: Sequence[Q]) -> QuerySet[Organisation]:
    return Organisation.objects.present().filter(*conditions, kind=OrganisationKind.SCHOOL)


def _in_reach(scope: Scope) -> Q:
    paths = sorted({one.path for one in scope.territories})
    tops = [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
    condition = NOBODY
    for path in tops:
        condition |= Q(territory__path__startswith=path)
    return condition


def _answering(question: Question) -> Q:
    return Q(pk__in=keys_answering(SCHOOLS, question))


def _staff(scope: Scope) -> QuerySet[Post]:
    """Posts of the day at the school that every reader of a list may know of, of people in the reader's lists."""
    posts = Post.objects.on(scope.on).filter(organisation_id=OuterRef("pk"), person__archived_at=None)
    listed = posts.filter(person_id__in=scope.memberships().values("person_id"))
    return listed.exclude(hides_from(Level.REGION, POSTS, "person__card__"))


def _told(*texts: object) -> Lines:
    return tuple(str(text) for text in texts if text not in ("", None))


def _counted(card: SchoolCard) -> Lines:
    parts = ((PUPILS, card.pupil_count), (CLASSES, card.class_count))
    return tuple(noun(count).replace(" ", "\u00a0") for noun, count in parts if count is not None)


def _library(card: SchoolCard) -> Lines:
    return _told(card.get_library_kind_display(), card.get_room_display())


def _fund(card: SchoolCard) -> Lines:
    parts = (("всего", card.fund_count), ("учебники", card.textbook_count))
    return tuple(f"{label}\u00a0{count}" for label, count in parts if count is not None)


SCHOOL_COLUMNS: Final[tuple[SchoolColumn, ...]] = (
    SchoolColumn("Территория", lambda row: _told(row.organisation.territory.name), 24),
    SchoolColumn(STAFF, lambda row: (str(row.staff_count) if row.staff_count else "нет",), 12),
    SchoolColumn("Тип", lambda row: _told(row.card.school_type, row.card.get_settlement_display()), 22),
    SchoolColumn("Ученики", lambda row: _counted(row.card), 16),
    SchoolColumn("Библиотека", lambda row: _library(row.card), 34),
    SchoolColumn("Фонд", lambda row: _fund(row.card), 20),
    SchoolColumn("Телефон", lambda row: _told(row.card.phone.replace(" ", "\u00a0")), 18),
)
