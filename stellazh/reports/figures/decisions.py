"""Protocols, decisions of meetings and points of the year's resolution, as they stood on the day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Assignment, Decision, Protocol
from stellazh.protocols.reads.resolutions.marks import Marks, marks_of
from stellazh.reports.figures.model import (
    Counts,
    FigureList,
    FigureRow,
    FigureRule,
    FigureSource,
    Forms,
    LazyRows,
)
from stellazh.reports.figures.scopes import Scope, there
from stellazh.russian.numerals import ITEMS

GROUP: Final = "Протоколы и решения"
RESOLUTION: Final = "Резолюция"
READ_PAPERS: Final = "protocols.read_protocol"
READ_FOLLOW_UP: Final = "protocols.read_follow_up"


def protocols(scope: Scope) -> QuerySet[Protocol]:
    """Signed protocols of the year."""
    known = {"association": scope.association, "school_year": scope.school_year, "signed_at__lt": scope.cut}
    return Protocol.objects.signed().filter(there(scope), **known)


def decisions(scope: Scope) -> QuerySet[Decision]:
    """Decisions in force of the year's protocols, those for information too."""
    year = {"protocol__school_year": scope.school_year}
    return _in_force(scope).filter(**year)


def points(scope: Scope) -> QuerySet[Decision]:
    """Points of the resolutions adopted for the year."""
    year = {"resolution__school_year": scope.school_year, "is_for_information": False}
    return _in_force(scope).filter(**year)


def _in_force(scope: Scope) -> QuerySet[Decision]:
    return Decision.objects.filter(there(scope), association=scope.association, binding_at__lt=scope.cut)


def was_open(scope: Scope) -> Q:
    """What nobody had closed by that day."""
    return Q(state=DoneState.OPEN) | Q(closed_at__gte=scope.cut)


def _was(scope: Scope, *states: DoneState) -> Q:
    return Q(state__in=states, closed_at__lt=scope.cut)


def _asks() -> Q:
    return Q(is_for_information=False)


def _late(scope: Scope) -> Q:
    return was_open(scope) & _asks() & Q(due_on__lt=scope.day)


def _protocols(scope: Scope) -> Counts:
    return {"protocols.signed": protocols(scope).count()}


def _decisions(scope: Scope) -> Counts:
    found: dict[str, int] = decisions(scope).aggregate(
        made=Count("pk"),
        done=Count("pk", filter=_asks() & _was(scope, DoneState.DONE)),
        open=Count("pk", filter=_asks() & was_open(scope)),
        late=Count("pk", filter=_late(scope)),
    )
    return {f"decisions.{name}": count for name, count in found.items()}


def _marks(scope: Scope) -> QuerySet[Assignment]:
    """Marks of those points that count: whoever was let off is left out."""
    return Assignment.objects.filter(_counts_as_mark(scope), decision__in=points(scope))


def marks_by_point(scope: Scope) -> dict[int, Marks]:
    """The marks of each point of the year's resolutions, as they stood on the day. One query."""
    found: dict[int, list[tuple[str, int, int]]] = {}
    is_open = was_open(scope)
    rows = _marks(scope).values("decision_id").annotate(
        total=Count("pk"),
        open=Count("pk", filter=is_open),
        late=Count("pk", filter=is_open & Q(due_on__lt=scope.day)),
        done=Count("pk", filter=_was(scope, DoneState.DONE)),
        partly=Count("pk", filter=_was(scope, DoneState.PARTLY)),
    )  # fmt: skip
    for row in rows.order_by():
        rest = row["total"] - row["open"] - row["done"] - row["partly"]
        found[row["decision_id"]] = [
            (DoneState.OPEN, row["open"], row["late"]),
            (DoneState.DONE, row["done"], 0),
            (DoneState.PARTLY, row["partly"], 0),
            (DoneState.NOT_DONE, rest, 0),
        ]
    return {key: marks_of(counts) for key, counts in found.items()}


def was_closed(scope: Scope, row: Decision) -> bool:
    """Whether somebody had said by that day what became of it."""
    return row.state != DoneState.OPEN and row.closed_at is not None and row.closed_at < scope.cut


def _counts_as_mark(scope: Scope, to_mark: str = "") -> Q:
    let_off = Q(**{f"{to_mark}state": DoneState.WITHDRAWN, f"{to_mark}closed_at__lt": scope.cut})
    return Q(**{f"{to_mark}made_at__lt": scope.cut}) & ~let_off


def _is_done_mark(scope: Scope, to_mark: str = "") -> Q:
    return Q(
        **{
            f"{to_mark}made_at__lt": scope.cut,
            f"{to_mark}state": DoneState.DONE,
            f"{to_mark}closed_at__lt": scope.cut,
        }
    )


def _resolution(scope: Scope) -> Counts:
    names = ("points.total", "points.done", "points.partly", "points.open", "marks.total", "marks.done")
    found = points(scope).aggregate(
        total=Count("pk", distinct=True),
        done=Count("pk", distinct=True, filter=_was(scope, DoneState.DONE)),
        partly=Count("pk", distinct=True, filter=_was(scope, DoneState.PARTLY)),
        open=Count("pk", distinct=True, filter=was_open(scope)),
        marks=Count("assignments", distinct=True, filter=_counts_as_mark(scope, "assignments__")),
        marks_done=Count("assignments", distinct=True, filter=_is_done_mark(scope, "assignments__")),
    )
    return dict(zip(names, found.values(), strict=True)) if found["total"] else dict.fromkeys(names)


def _protocol_list(scope: Scope) -> FigureList:
    def lines(rows: Sequence[Protocol]) -> list[FigureRow]:
        return [FigureRow((row.number, row.held_on, row.title), row.get_absolute_url()) for row in rows]

    found = protocols(scope).order_by("held_on", "number", "pk")
    address = reverse("protocols:association_protocols", args=[scope.association.code])
    return FigureList("Подписанные протоколы", ("№", "Дата", "Тема"), LazyRows(found, lines), address)


def _state(scope: Scope, row: Decision | Assignment) -> str:
    is_open = row.state == DoneState.OPEN or (row.closed_at is not None and row.closed_at >= scope.cut)
    return str(DoneState.OPEN.label if is_open else row.get_state_display())


def _decision_list(scope: Scope, *, title: str, of_resolution: bool, condition: str = "") -> FigureList:
    found = points(scope) if of_resolution else decisions(scope)
    if condition:
        found = found.filter(_CONDITIONS[condition](scope))
    found = found.select_related("protocol", "resolution").order_by("binding_at", "position", "pk")

    def lines(rows: Sequence[Decision]) -> list[FigureRow]:
        return [
            FigureRow(
                (row.number_text, row.text, str(row.protocol or row.resolution or ""), row.due_on, _state(scope, row)),
                reverse("protocols:decision_detail", args=[row.pk]),
            )
            for row in rows
        ]

    return FigureList(title, ("№", "Решение", "Откуда", "Срок", "Состояние"), LazyRows(found, lines))


def _mark_list(scope: Scope, *, title: str, only_done: bool = False) -> FigureList:
    found = _marks(scope).filter(_is_done_mark(scope)) if only_done else _marks(scope)
    found = found.select_related("decision").order_by("decision__position", "decision_id", "sort_key", "pk")

    def lines(rows: Sequence[Assignment]) -> list[FigureRow]:
        return [
            FigureRow(
                (row.name, row.decision.number_text, row.decision.text, _state(scope, row)),
                reverse("protocols:decision_detail", args=[row.decision_id]),
                row.person_id,
            )
            for row in rows
        ]

    return FigureList(title, ("Кому", "№", "Пункт", "Состояние"), LazyRows(found, lines))


_CONDITIONS: Final = {
    "done": lambda scope: _asks() & _was(scope, DoneState.DONE),
    "partly": lambda scope: _asks() & _was(scope, DoneState.PARTLY),
    "open": lambda scope: _asks() & was_open(scope),
    "late": _late,
}
OF_PROTOCOLS: Final = FigureSource("protocols", _protocols)
OF_DECISIONS: Final = FigureSource("decisions", _decisions)
OF_RESOLUTION: Final = FigureSource("resolution", _resolution)


def _decision_rule(code: str, name: str, label: str, forms: Forms, genitive: tuple[str, str] | None) -> FigureRule:
    subject, condition = code.split(".")
    of_resolution = subject == "points"
    rows = partial(
        _decision_list,
        title=label,
        of_resolution=of_resolution,
        condition=condition if condition in _CONDITIONS else "",
    )
    group, source = (RESOLUTION, OF_RESOLUTION) if of_resolution else (GROUP, OF_DECISIONS)
    return FigureRule(code, name, label, forms, group, source, rows, READ_FOLLOW_UP, genitive=genitive)


_DONE_DECISIONS: Final = ("исполненное решение", "исполненных решения", "исполненных решений")
_OPEN_DECISIONS: Final = ("решение на контроле", "решения на контроле", "решений на контроле")
_LATE_DECISIONS: Final = ("просроченное решение", "просроченных решения", "просроченных решений")
_MARKS: Final = ("отметка об исполнении", "отметки об исполнении", "отметок об исполнении")
RULES: Final = (
    FigureRule(
        "protocols.signed",
        "протоколы",
        "Подписано протоколов",
        ("протокол", "протокола", "протоколов"),
        GROUP,
        OF_PROTOCOLS,
        _protocol_list,
        READ_PAPERS,
    ),
    _decision_rule("decisions.made", "решения", "Принято решений", ("решение", "решения", "решений"), None),
    _decision_rule(
        "decisions.done",
        "исполненные решения",
        "Исполнено решений",
        _DONE_DECISIONS,
        ("исполненного решения", "исполненных решений"),
    ),
    _decision_rule("decisions.open", "решения на контроле", "Решений на контроле", _OPEN_DECISIONS, None),
    _decision_rule(
        "decisions.late",
        "просроченные решения",
        "Просрочено решений",
        _LATE_DECISIONS,
        ("просроченного решения", "просроченных решений"),
    ),
    _decision_rule("points.total", "пункты резолюции", "Пунктов резолюции", ITEMS, None),
    _decision_rule("points.done", "выполненные пункты резолюции", "Выполнено пунктов резолюции", ITEMS, None),
    _decision_rule("points.partly", "частично выполненные пункты резолюции", "Выполнено пунктов частично", ITEMS, None),
    _decision_rule("points.open", "открытые пункты резолюции", "Пунктов резолюции в работе", ITEMS, None),
    FigureRule(
        "marks.total",
        "отметки",
        "Отметок по резолюции",
        ("отметка", "отметки", "отметок"),
        RESOLUTION,
        OF_RESOLUTION,
        partial(_mark_list, title="Отметки по пунктам резолюции"),
        READ_FOLLOW_UP,
        shows_people=True,
    ),
    FigureRule(
        "marks.done",
        "отметки об исполнении",
        "Отметок об исполнении",
        _MARKS,
        RESOLUTION,
        OF_RESOLUTION,
        partial(_mark_list, title="Отметки об исполнении", only_done=True),
        READ_FOLLOW_UP,
        shows_people=True,
    ),
)
