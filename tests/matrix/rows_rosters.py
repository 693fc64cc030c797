"""Rows of the matrix: lists of people and of schools brought as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.matrix.columns import Cells
from tests.matrix.row import LEADERS, LEADERS_DO, NO_METHOD_INSIDE, Named, Row, at
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Schools are brought by those who keep the territory as well: no deputy does
SCHOOLS = Cells("               in 404 404 404 200 404 200   404 404          404        200")
SCHOOLS_DO = Cells("            in 404 404 404 did 404 did   404 404          404        did")
SCHOOLS_BROUGHT = Cells("       in 404 404 404 did 422 did   404 404          404        did")
NEXT_DOOR = Cells("             in 404 404 404 404 404 404   404 404          200        200")
NEXT_DOOR_DO = Cells("          in 404 404 404 404 404 404   404 404          did        did")

PEOPLE_TABLE = "ФИО\tТелефон\nОльхова Мария Ивановна\t8 921 000 11 22"
SCHOOLS_TABLE = "Школа\tАдрес\nМБОУ СОШ № 5\tЗаречная, 1"


def _of(roster: str) -> Named:
    return lambda world: {"roster_id": getattr(world, roster).pk}


def _brought(kind: str, table: str) -> Named:
    return lambda world: {"kind": kind, "table_text": table, "submission_key": new_key()}


def _sample(kind: str) -> Named:
    return lambda world: {"code": world.association.code, "kind": kind}


def _columns(world: World) -> Mapping[str, Any]:
    return {"version": world.roster.version, "column_0": "full_name"}


def _row(world: World) -> Mapping[str, Any]:
    return {"roster_id": world.roster.pk, "number": 2}


def _row_version(world: World) -> int:
    return int(world.roster.rows.get(number=2).version)


ROWS = (
    Row("members:roster_list", LEADERS, NO_METHOD_INSIDE, at),
    Row("members:roster_start", LEADERS, LEADERS_DO, at, _brought("people", PEOPLE_TABLE), state="people"),
    Row("members:roster_start", LEADERS, SCHOOLS_BROUGHT, at, _brought("schools", SCHOOLS_TABLE), state="schools"),
    Row("members:roster_sample", LEADERS, NO_METHOD_INSIDE, _sample("people"), state="people"),
    Row("members:roster_sample", SCHOOLS, NO_METHOD_INSIDE, _sample("schools"), state="schools"),
    Row("members:roster_detail", LEADERS, NO_METHOD_INSIDE, _of("roster"), state="people"),
    Row("members:roster_detail", SCHOOLS, NO_METHOD_INSIDE, _of("schools_roster"), state="schools"),
    Row("members:roster_detail", NEXT_DOOR, NO_METHOD_INSIDE, _of("neighbours_roster"), state="the neighbour's"),
    Row("members:roster_columns", LEADERS, LEADERS_DO, _of("roster"), _columns),
    Row("members:roster_read", NO_METHOD_INSIDE, LEADERS_DO, _of("roster")),
    Row(
        "members:roster_act",
        NO_METHOD_INSIDE,
        LEADERS_DO,
        _of("roster"),
        lambda w: {"act": f"2:{_row_version(w)}:skip"},
    ),
    Row("members:roster_bulk", NO_METHOD_INSIDE, LEADERS_DO, _of("roster"), lambda w: {"bulk": "skip_new"}),
    Row(
        "members:roster_row",
        LEADERS,
        LEADERS_DO,
        _row,
        lambda w: {"version": _row_version(w), "full_name": "Ольхова Мария Петровна"},
    ),
    Row("members:roster_apply", LEADERS, LEADERS_DO, _of("roster"), state="people"),
    Row("members:roster_apply", SCHOOLS, SCHOOLS_DO, _of("schools_roster"), state="schools"),
    Row("members:roster_apply", NEXT_DOOR, NEXT_DOOR_DO, _of("neighbours_roster"), state="the neighbour's"),
    Row("members:roster_undo", LEADERS, LEADERS_DO, _of("applied_roster")),
    Row("members:roster_report", LEADERS, NO_METHOD_INSIDE, _of("applied_roster")),
)
