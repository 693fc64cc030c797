"""Rows of the matrix: cards of people, what is kept in them row by row, posts, cards of schools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stellazh.members.forms.visibility import VisibilityForm
from tests.matrix.columns import Cells
from tests.matrix.row import (
    MEMBERS_WRITE,
    MEMBERS_WRITE_DO,
    NO_METHOD,
    NO_METHOD_INSIDE,
    NOWHERE,
    PUBLIC,
    SIGNED_IN,
    Named,
    Row,
    today,
)
from tests.matrix.world import World

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
MINE = Cells("                  in  to  to  to  to  to  to    to  to           to         to")
NOBODY = Cells("                in 404 404 404 404 404 404   404 404          404        404")
# Who stands in a list is known to its members and from above; guests get 404, for some cards are public
LISTED = Cells("               404 200 200 200 200 200 200   404 200          404        200")
LISTED_NEXT_DOOR = Cells("     404 404 404 404 404 404 404   404 200          200        200")
LISTED_ABOVE = Cells("         404 404 404 404 404 404 404   200 200          404        200")
# The paper of a card is for those to whom more than the list is open
LEADING = Cells("               in 404 404 200 200 200 200   404 200          404        200")
# The member's own card
OWN = Cells("                   in 200 404 200 200 200 200   404 404          404        200")
OWN_DO = Cells("                in did 404 did did did did   404 404          404        did")
HERSELF = Cells("               in 200 404 404 404 404 404   404 404          404        404")
HERSELF_DOES = Cells("          in did 404 404 404 404 404   404 404          404        404")
# Schools are kept by whoever keeps the territory around them, and by who works there
SCHOOL = Cells("                in 404 404 200 200 200 200   404 200          404        200")
SCHOOL_DO = Cells("             in 404 404 did did did did   404 did          404        did")
SCHOOL_AND_STAFF = Cells("      in 200 404 200 200 200 200   404 200          404        200")
SCHOOL_AND_STAFF_DO = Cells("   in did 404 did did did did   404 did          404        did")
SCHOOL_NEXT_DOOR = Cells("      in 404 404 404 404 404 404   404 200          200        200")
SCHOOL_NEXT_DOOR_DO = Cells("   in 404 404 404 404 404 404   404 did          did        did")


def _person(column: str) -> Named:
    return lambda world: {"person_id": world.people[column].pk}


def _of(card: str, **more: Any) -> Named:
    return lambda world: {"person_id": getattr(world, card).person_id, **more}


def _row(name: str, kind: str = "") -> Named:
    def names(world: World) -> Mapping[str, Any]:
        row = getattr(world, name)
        return {"person_id": row.card.person_id, "row_id": row.pk, **({"kind": kind} if kind else {})}

    return names


def _post(world: World) -> Mapping[str, Any]:
    return {"person_id": world.newcomer.pk, "post_id": world.post.pk}


def _levels(world: World) -> Mapping[str, Any]:
    form = VisibilityForm(card=world.own_card, published=frozenset(), text=None)
    levels = {name: field.initial for name, field in form.fields.items() if name.startswith("level_")}
    return {**levels, "level_phone": "self", "version": world.own_card.version}


def _school(world: World) -> Mapping[str, Any]:
    return {"organisation_id": world.organisation.pk}


def _staffed(world: World) -> Mapping[str, Any]:
    assert world.members_post
    return _school(world)


def _school_fields(world: World) -> Mapping[str, Any]:
    return {"school_type": "средняя", "version": 0}


def _next_door(world: World) -> Mapping[str, Any]:
    return {"organisation_id": world.neighbours_school.pk}


def _correction(world: World) -> Mapping[str, Any]:
    return {"other_work": "учитель географии", "version": 1}


COURSE = {"kind": "course", "title": "Чтение и сеть", "hours": "36", "institution": "Институт"}
AWARD = {"title": "Благодарность", "year": "2023"}
RESULT = {
    "family_name": "Вербина",
    "given_name": "Маша",
    "contest": "Живая строка",
    "year": "2024",
    "school_class": "5 А",
    "level": "муниципальный",
    "place": "победитель",
}
CONSENT = {"guardian_name": "Вербина Ольга Петровна", "given_on": "2024-02-01"}


def _typed(fields: Mapping[str, str]) -> Named:
    return lambda world: {**fields, "version": 1}


CARDS = (
    Row("members:my_card", MINE, NO_METHOD_INSIDE),
    Row("members:card_detail", LISTED, NO_METHOD, _of("card"), state="of our list"),
    Row("members:card_detail", PUBLIC, NO_METHOD, _of("published_card"), state="name published"),
    Row("members:card_detail", LISTED_NEXT_DOOR, NO_METHOD, _person("head_of_neighbour"), state="of the neighbour"),
    Row("members:card_detail", LISTED_ABOVE, NO_METHOD, _person("member_above"), state="of the region"),
    Row("members:card_detail", NOWHERE, NO_METHOD, lambda w: {"person_id": w.outsider.pk}, state="in no list"),
    Row("members:card_detail", NOWHERE, NO_METHOD, lambda w: {"person_id": w.archived_person.pk}, state="archived"),
    Row("members:card_edit", MEMBERS_WRITE, MEMBERS_WRITE_DO, _of("card"), _correction, state="of our list"),
    Row("members:card_edit", OWN, OWN_DO, _of("own_card"), _correction, state="of one of us"),
    Row(
        "members:card_edit",
        NOBODY,
        NOBODY,
        lambda w: {"person_id": w.outsider.pk},
        lambda w: {"version": 0},
        state="in no list",
    ),
    Row("members:card_confirm", MEMBERS_WRITE, MEMBERS_WRITE_DO, _of("card"), state="of our list"),
    Row("members:card_confirm", OWN, OWN_DO, _of("own_card"), state="of one of us"),
    Row("members:card_visibility", HERSELF, HERSELF_DOES, _of("own_card"), _levels),
    Row("members:card_print", LEADING, NO_METHOD_INSIDE, _of("card")),
    Row("members:card_export", LEADING, NO_METHOD_INSIDE, _of("card", kind="docx")),
    Row("members:card_archive", MEMBERS_WRITE, MEMBERS_WRITE_DO, _of("hidden_card"), state="without an account"),
    Row("members:card_archive", NOBODY, NOBODY, _person("editor"), state="with an account"),
)

POSTS = (
    Row(
        "members:post_create",
        MEMBERS_WRITE,
        MEMBERS_WRITE_DO,
        _of("card"),
        lambda w: {"organisation": w.organisation.pk, "title": "педагог-библиотекарь"},
    ),
    Row("members:post_edit", MEMBERS_WRITE, MEMBERS_WRITE_DO, _post, _typed({"title": "библиотекарь"})),
    Row("members:post_end", MEMBERS_WRITE, MEMBERS_WRITE_DO, _post, lambda w: {"last_day": today()}),
)

CARD_ROWS = (
    Row(
        "members:card_row_create",
        MEMBERS_WRITE,
        MEMBERS_WRITE_DO,
        _of("card", kind="trainings"),
        _typed(COURSE),
        state="a course",
    ),
    Row(
        "members:card_row_create",
        NOBODY,
        NOBODY,
        _of("hidden_card", kind="awards"),
        _typed(AWARD),
        state="an award, kept to herself",
    ),
    Row("members:card_row_edit", MEMBERS_WRITE, MEMBERS_WRITE_DO, _row("award", "awards"), _typed(AWARD)),
    Row(
        "members:card_row_edit", NOBODY, NOBODY, _row("hidden_award", "awards"), _typed(AWARD), state="kept to herself"
    ),
    Row(
        "members:card_row_edit",
        HERSELF,
        HERSELF_DOES,
        _row("own_result", "results"),
        _typed(RESULT),
        state="a pupil without a parent's consent",
    ),
    Row(
        "members:card_row_edit",
        MEMBERS_WRITE,
        MEMBERS_WRITE_DO,
        _row("named_result", "results"),
        _typed(RESULT),
        state="a pupil with a parent's consent",
    ),
    Row("members:card_row_remove", MEMBERS_WRITE, MEMBERS_WRITE_DO, _row("training", "trainings")),
    Row("members:card_row_remove", NOBODY, NOBODY, _row("hidden_award", "awards"), state="kept to herself"),
    Row("members:guardian_consent", MEMBERS_WRITE, MEMBERS_WRITE_DO, _row("result"), _typed(CONSENT)),
    Row("members:guardian_withdraw", MEMBERS_WRITE, MEMBERS_WRITE_DO, _row("named_result")),
)

SCHOOLS = (
    Row("members:school_detail", SIGNED_IN, NO_METHOD_INSIDE, _school),
    Row("members:school_edit", SCHOOL, SCHOOL_DO, _school, _school_fields, state="of our territory"),
    Row("members:school_edit", SCHOOL_AND_STAFF, SCHOOL_AND_STAFF_DO, _staffed, _school_fields, state="of the member"),
    Row(
        "members:school_edit",
        SCHOOL_NEXT_DOOR,
        SCHOOL_NEXT_DOOR_DO,
        _next_door,
        _school_fields,
        state="of the neighbour's territory",
    ),
)

ROWS = (*CARDS, *POSTS, *CARD_ROWS, *SCHOOLS)
