"""Who makes up the association, and the territory it stands at: specialists, members, municipalities, schools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.models import Count, Exists, Min, Q, QuerySet
from django.urls import reverse

from stellazh.associations.enums import OrganisationKind, TerritoryKind
from stellazh.associations.models import Association, Organisation, Territory
from stellazh.common.actor import Guest
from stellazh.members.models import Membership
from stellazh.members.reads.composition import Composition, Span, composition
from stellazh.people.models import Person
from stellazh.reports.figures.model import Counts, FigureList, FigureRow, FigureRule, FigureSource, LazyRows
from stellazh.reports.figures.scopes import Scope, there
from stellazh.russian.numerals import MUNICIPALITIES, SCHOOLS

READ: Final = "members.read_members"
STRUCTURE: Final = "Состав"
TERRITORY: Final = "Территория"
_MUNICIPAL: Final = (TerritoryKind.CITY, TerritoryKind.MUNICIPALITY, TerritoryKind.DISTRICT)


def structure(scope: Scope) -> Composition:
    """Who made up the association on the day, as anybody who reads its list may know it: the figure is the same for
    every reader, so nobody learns from it where somebody works who keeps that to herself. Five queries, or eight.
    """
    span = Span(scope.standing_day, scope.standing_day)
    return scope.once("structure", lambda: composition(scope.association, span, actor=Guest()))


def _structure(scope: Scope) -> Counts:
    found = structure(scope)
    is_known = bool(found.specialists)
    return {
        "structure.people": found.specialist_count if is_known else None,
        "structure.municipalities": found.municipality_count if is_known else None,
        "structure.heads_below": len({lead.person.pk for lead in found.leads_below}),
    }


def _composition_address(scope: Scope) -> str:
    day: date = scope.standing_day
    return f"{reverse('members:composition_on', args=[scope.association.code])}?on={day.isoformat()}"


def _specialists(scope: Scope) -> FigureList:
    rows = [
        FigureRow(
            (one.person.full_name, ", ".join(one.positions), "; ".join(one.posts), one.municipality),
            reverse("members:card_detail", args=[one.person.pk]),
            one.person.pk,
        )
        for one in structure(scope).specialists
    ]
    headings = ("Специалист", "Кем в объединении", "Должность", "Муниципалитет")
    return FigureList("Специалисты в составе объединения", headings, rows, _composition_address(scope))


def _structure_places(scope: Scope) -> FigureList:
    found = structure(scope)
    counts = {name: sum(one.municipality == name for one in found.specialists) for name in found.municipality_names}
    rows = [FigureRow((name, count)) for name, count in counts.items()]
    headings = ("Муниципалитет", "Специалистов")
    return FigureList("Муниципалитеты, откуда специалисты", headings, rows, _composition_address(scope))


def _heads_below(scope: Scope) -> FigureList:
    names: dict[int, tuple[Person, list[str]]] = {}
    for lead in structure(scope).leads_below:
        names.setdefault(lead.person.pk, (lead.person, []))[1].append(lead.association.short_name)
    rows = [
        FigureRow((person.full_name, "; ".join(where)), reverse("members:card_detail", args=[pk]), pk)
        for pk, (person, where) in names.items()
    ]
    headings = ("Руководитель", "Объединение")
    return FigureList("Руководители объединений", headings, rows, _composition_address(scope))


def _memberships(scope: Scope) -> QuerySet[Membership]:
    rows = Membership.objects.on(scope.standing_day)
    return rows.filter(association__path__startswith=scope.association.path)


def _is_below(scope: Scope) -> Q:
    return there(scope) & Q(path__startswith=scope.association.path) & ~Q(pk=scope.association.pk)


def _members(scope: Scope) -> Counts:
    every = Association.objects.filter(path__startswith=scope.association.path)
    on_the_day = Span(scope.standing_day, scope.standing_day).meets("memberships__")
    found = every.aggregate(
        people=Count("memberships__person", distinct=True, filter=on_the_day),
        below=Count("pk", distinct=True, filter=_is_below(scope)),
    )
    return {"members.all": found["people"], "associations.below": found["below"]}


def _member_list(scope: Scope) -> FigureList:
    found = (
        _memberships(scope)
        .values("person_id", "person__sort_key")
        .annotate(first=Min("from_on"))
        .order_by("person__sort_key", "person_id")
    )

    def lines(rows: Sequence[dict[str, int]]) -> list[FigureRow]:
        ids = [row["person_id"] for row in rows]
        where: dict[int, list[str]] = {}
        for one in _memberships(scope).filter(person__in=ids).select_related("association").order_by("pk"):
            where.setdefault(one.person_id, []).append(one.association.short_name)
        people = Person.objects.in_bulk(ids)
        return [
            FigureRow((people[pk].full_name, "; ".join(where[pk])), reverse("members:card_detail", args=[pk]), pk)
            for pk in ids
        ]

    return FigureList("Участники объединения и нижестоящих", ("Участник", "Объединение"), LazyRows(found, lines))


def _association_list(scope: Scope) -> FigureList:
    found = Association.objects.filter(_is_below(scope)).select_related("territory").in_order()

    def lines(rows: Sequence[Association]) -> list[FigureRow]:
        return [FigureRow((one.short_name, one.territory.name), one.get_absolute_url()) for one in rows]

    return FigureList("Нижестоящие объединения", ("Объединение", "Территория"), LazyRows(found, lines))


def _is_place(scope: Scope) -> Q:
    """The municipalities of the association's territory; the territory itself when it has none and is no region."""
    territory = scope.association.territory
    below = there(scope) & Q(parent=territory, kind__in=_MUNICIPAL)
    has_below = Exists(Territory.objects.filter(below))
    return below | (Q(pk=territory.pk, kind__in=_MUNICIPAL) & ~Q(has_below))


def _is_school(scope: Scope, to_school: str = "") -> Q:
    return there(scope, to_school) & Q(**{f"{to_school}kind": OrganisationKind.SCHOOL})


def _territory(scope: Scope) -> Counts:
    found = Territory.objects.filter(path__startswith=scope.association.territory.path).aggregate(
        places=Count("pk", distinct=True, filter=_is_place(scope)),
        schools=Count("organisations", distinct=True, filter=_is_school(scope, "organisations__")),
    )
    # None rather than nought: a region without municipalities is one that nobody has filled in.
    return {
        "territory.municipalities": found["places"] or None,
        "territory.schools": found["schools"] or None,
    }


def _place_list(scope: Scope) -> FigureList:
    found = Territory.objects.filter(_is_place(scope)).order_by("sort_key", "pk")
    rows = LazyRows(found, lambda found: [FigureRow((one.name, str(one.get_kind_display()))) for one in found])
    return FigureList("Муниципалитеты территории", ("Муниципалитет", "Вид"), rows)


def _school_list(scope: Scope) -> FigureList:
    at = Q(territory__path__startswith=scope.association.territory.path)
    found = Organisation.objects.filter(_is_school(scope), at).select_related("territory").in_order()

    def lines(rows: Sequence[Organisation]) -> list[FigureRow]:
        return [
            FigureRow((one.short_name, one.territory.name), reverse("members:school_detail", args=[one.pk]))
            for one in rows
        ]

    return FigureList("Школы территории", ("Школа", "Муниципалитет"), LazyRows(found, lines))


IN_STRUCTURE: Final = FigureSource("structure", _structure)
MEMBERS: Final = FigureSource("members", _members)
OF_TERRITORY: Final = FigureSource("territory", _territory)
RULES: Final = (
    FigureRule(
        "structure.people",
        "специалисты в составе",
        "Специалистов в составе",
        ("специалист", "специалиста", "специалистов"),
        STRUCTURE,
        IN_STRUCTURE,
        _specialists,
        READ,
        shows_people=True,
    ),
    FigureRule(
        "structure.municipalities",
        "муниципалитеты состава",
        "Муниципалитетов в составе",
        MUNICIPALITIES,
        STRUCTURE,
        IN_STRUCTURE,
        _structure_places,
        READ,
    ),
    FigureRule(
        "structure.heads_below",
        "руководители объединений",
        "Руководителей нижестоящих объединений",
        ("руководитель", "руководителя", "руководителей"),
        STRUCTURE,
        IN_STRUCTURE,
        _heads_below,
        READ,
        below=True,
        shows_people=True,
    ),
    FigureRule(
        "members.all",
        "участники объединений",
        "Участников объединения и нижестоящих",
        ("участник", "участника", "участников"),
        STRUCTURE,
        MEMBERS,
        _member_list,
        READ,
        below=True,
        shows_people=True,
    ),
    FigureRule(
        "associations.below",
        "нижестоящие объединения",
        "Нижестоящих объединений",
        ("объединение", "объединения", "объединений"),
        STRUCTURE,
        MEMBERS,
        _association_list,
    ),
    FigureRule(
        "territory.municipalities",
        "муниципалитеты территории",
        "Муниципалитетов на территории",
        MUNICIPALITIES,
        TERRITORY,
        OF_TERRITORY,
        _place_list,
    ),
    FigureRule(
        "territory.schools",
        "школы территории",
        "Школ на территории",
        SCHOOLS,
        TERRITORY,
        OF_TERRITORY,
        _school_list,
        READ,
    ),
)
