"""Rows of the matrix: resolutions from proposals to closing, and their papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stellazh.common import clock
from tests.matrix.columns import Cells
from tests.matrix.row import (
    LISTS,
    MEMBERS_READ,
    NO_METHOD,
    NO_METHOD_INSIDE,
    NOWHERE_INSIDE,
    PUBLIC,
    RUNNERS,
    RUNNERS_DO,
    SIGNED_IN,
    Named,
    Row,
    at,
)
from tests.matrix.rows_protocols_editor import KEEPERS_LED, SIGNED_SHUT
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Proposals are collected from those who belong there, and below
BELONG = Cells("                in 200 200 200 200 200 200   404 404          404        404")
BELONG_DO = Cells("             in did did did did did did   404 404          404        404")
BELONG_LED = Cells("            in  to  to  to  to  to  to   404 404          404        404")
BELONG_REFUSED = Cells("        in 403 403 403 403 403 403   404 404          404        404")
EVERYBODY_BELONGS = Cells("     in 200 200 200 200 200 200   200 200          200        200")
EVERYBODY_PROPOSES = Cells("    in did did did did did did   did did          did        did")
# The member's own
HERS = Cells("                  in 200 404 404 404 404 404   404 404          404        404")
HERS_DO = Cells("               in did 404 404 404 404 404   404 404          404        404")
# Adopting is for those who lead
ADOPT = Cells("                 in 404 404 404 404 200 200   404 404          404        404")
ADOPT_DO = Cells("              in 404 404 404 404 did did   404 404          404        404")
ADOPTED_LED = Cells("           in 404 404 404 404  to  to   404 404          404        404")
# Showing it to everybody is for those who adopt; those who prepare it are told so
SHOW = Cells("                  in 404 404 403 403 200 200   404 404          404        404")
SHOW_DO = Cells("               in 404 404 403 403 did did   404 404          404        404")
SHOW_LED = Cells("              in 404 404 403 403  to  to   404 404          404        404")
SHOW_OF_REGION = Cells("        in 404 404 404 404 404 404   404 200          404        404")
SHOW_OF_REGION_DO = Cells("     in 404 404 404 404 404 404   404 did          404        404")
DRAFT_NOT_SHOWN = Cells("       in 404 404 403 403 404 404   404 404          404        404")
# Of the region: those of the region prepare it, all below read what is adopted
REGIONS_FOLLOW = Cells("        in 404 404 404 404 404 404   404 200          404        200")


def of_resolution(name: str) -> Named:
    """The resolution of that name."""
    return lambda world: {"resolution_id": getattr(world, name).pk}


def _version(name: str, **more: Any) -> Named:
    return lambda world: {**more, "expected_version": getattr(world, name).version}


def _proposal(name: str) -> Named:
    return lambda world: {"proposal_id": getattr(world, name).pk}


def _point(name: str) -> Named:
    return lambda world: {"point_id": getattr(world, name).pk}


def _section(world: World) -> Mapping[str, Any]:
    return {"section_id": world.resolution_section.pk}


def _heading(world: World) -> Mapping[str, Any]:
    return {"title": "О библиотеке", "school_year": world.year, "expected_version": world.draft_resolution.version}


def _proposed(world: World) -> Mapping[str, Any]:
    return {"addressee_class": "libraries", "text": "Читать вслух", "submission_key": new_key()}


def _point_typed(world: World) -> Mapping[str, Any]:
    return {
        "text": "Обновить страницу школы",
        "section_id": world.resolution_section.pk,
        "expected_version": world.resolution_point.version,
    }


def _taken(world: World) -> Mapping[str, Any]:
    section = world.collecting.sections.get()
    return {"place": f"section-{section.pk}", "text": "Проводить выставки"}


def _both(world: World) -> Mapping[str, Any]:
    return {"proposal": [world.proposal.pk, world.other_proposal.pk]}


def _merged(world: World) -> Mapping[str, Any]:
    return {"ids": f"{world.proposal.pk},{world.other_proposal.pk}", "into": world.proposal.pk}


def _left(world: World) -> Mapping[str, Any]:
    return {"point": world.closed.points.order_by("pk")[0].pk}


def _pressed(world: World) -> Mapping[str, Any]:
    return {"sent": "1"}


PAGES = (
    Row("protocols:resolution_list", SIGNED_IN, NO_METHOD_INSIDE),
    Row(
        "protocols:resolution_new",
        RUNNERS,
        RUNNERS_DO,
        at,
        lambda w: {"title": "О чтении", "school_year": w.year, "submission_key": new_key()},
    ),
    Row("protocols:resolution_detail", BELONG, NO_METHOD, of_resolution("collecting"), state="collecting"),
    Row(
        "protocols:resolution_detail",
        EVERYBODY_BELONGS,
        NO_METHOD,
        of_resolution("regions_collecting"),
        state="collecting in the region",
    ),
    Row("protocols:resolution_detail", BELONG, NO_METHOD, of_resolution("draft_resolution"), state="draft"),
    Row("protocols:resolution_detail", MEMBERS_READ, NO_METHOD, of_resolution("adopted"), state="adopted"),
    Row(
        "protocols:resolution_detail",
        EVERYBODY_BELONGS,
        NO_METHOD,
        of_resolution("regions_adopted"),
        state="adopted in the region",
    ),
    Row("protocols:resolution_detail", MEMBERS_READ, NO_METHOD, of_resolution("closed"), state="closed"),
    Row("protocols:resolution_detail", RUNNERS, NO_METHOD, of_resolution("archived_resolution"), state="archived"),
)

DRAFT = (
    Row("protocols:resolution_edit", RUNNERS, NO_METHOD_INSIDE, of_resolution("draft_resolution"), state="draft"),
    Row("protocols:resolution_edit", SIGNED_SHUT, NO_METHOD_INSIDE, of_resolution("adopted"), state="adopted"),
    Row("protocols:resolution_heading", RUNNERS, RUNNERS_DO, of_resolution("draft_resolution"), _heading),
    Row(
        "protocols:resolution_problems",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of_resolution("draft_resolution"),
        _version("draft_resolution", texts="Мало книг"),
    ),
    Row(
        "protocols:section_add",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of_resolution("draft_resolution"),
        lambda w: {"heading": "Партнёрам", "addressee_class": "partners", "unfold_to": "one"},
    ),
    Row("protocols:sections_usual", NO_METHOD_INSIDE, RUNNERS_DO, of_resolution("collecting")),
    Row(
        "protocols:section_edit",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        _section,
        _version("resolution_section", heading="Библиотекам", addressee_class="libraries", unfold_to="one"),
    ),
    Row(
        "protocols:point_add",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        _section,
        lambda w: {"text": "Провести опись", "submission_key": new_key()},
    ),
    Row("protocols:point_edit", NO_METHOD_INSIDE, RUNNERS_DO, _point("resolution_point"), _point_typed, state="draft"),
    Row(
        "protocols:point_edit",
        NO_METHOD_INSIDE,
        SIGNED_SHUT,
        _point("adopted_point"),
        lambda w: {"then": "archive"},
        state="adopted",
    ),
    Row("protocols:resolution_left", RUNNERS, RUNNERS_DO, of_resolution("following"), _left),
)

PROPOSALS = (
    Row("protocols:proposal_list", BELONG, BELONG_DO, of_resolution("collecting"), _proposed, state="collecting"),
    Row(
        "protocols:proposal_list",
        EVERYBODY_BELONGS,
        EVERYBODY_PROPOSES,
        of_resolution("regions_collecting"),
        _proposed,
        state="collecting in the region",
    ),
    Row("protocols:proposal_list", BELONG, BELONG_REFUSED, of_resolution("draft_resolution"), _proposed, state="over"),
    Row(
        "protocols:proposal_edit",
        HERS,
        HERS_DO,
        _proposal("proposal"),
        _version("proposal", addressee_class="libraries", text="Проводить встречи"),
    ),
    Row("protocols:proposal_withdraw", HERS, HERS_DO, _proposal("proposal")),
    Row(
        "protocols:proposal_support",
        NO_METHOD_INSIDE,
        Cells("in did to did did did did 404 404 404 404"),
        _proposal("other_proposal"),
    ),
    Row("protocols:proposal_take", RUNNERS, RUNNERS_DO, _proposal("proposal_to_take"), _taken),
    Row("protocols:proposal_decline", RUNNERS, RUNNERS_DO, _proposal("proposal"), lambda w: {"answer": "Уже есть."}),
    Row("protocols:proposal_reconsider", NO_METHOD_INSIDE, RUNNERS_DO, _proposal("declined_proposal")),
    Row("protocols:proposal_merge", RUNNERS, RUNNERS_DO, of_resolution("collecting"), _merged, query=_both),
)

LIFE = (
    Row("protocols:resolution_call", RUNNERS, RUNNERS_DO, of_resolution("collecting"), _pressed),
    Row(
        "protocols:resolution_collecting",
        RUNNERS,
        RUNNERS_DO,
        of_resolution("collecting"),
        _pressed,
        state="collecting",
    ),
    Row(
        "protocols:resolution_collecting",
        RUNNERS,
        RUNNERS_DO,
        of_resolution("draft_resolution"),
        _pressed,
        state="over",
    ),
    Row(
        "protocols:resolution_adopt",
        ADOPT,
        ADOPT_DO,
        of_resolution("draft_resolution"),
        lambda w: {"adopted_on": clock.today().isoformat()},
        state="draft",
    ),
    Row("protocols:resolution_adopt", ADOPTED_LED, ADOPTED_LED, of_resolution("adopted"), _pressed, state="adopted"),
    Row("protocols:resolution_detail", PUBLIC, NO_METHOD, of_resolution("published_resolution"), state="published"),
    Row("protocols:resolution_as_guest", SHOW, NO_METHOD_INSIDE, of_resolution("adopted"), state="adopted"),
    Row(
        "protocols:resolution_as_guest",
        DRAFT_NOT_SHOWN,
        NO_METHOD_INSIDE,
        of_resolution("draft_resolution"),
        state="draft",
    ),
    Row("protocols:resolution_publish", SHOW, SHOW_DO, of_resolution("adopted"), _version("adopted"), state="adopted"),
    Row(
        "protocols:resolution_publish",
        SHOW_OF_REGION,
        SHOW_OF_REGION_DO,
        of_resolution("published_resolution"),
        _version("published_resolution"),
        state="published",
    ),
    Row("protocols:resolution_publish", SHOW_LED, SHOW_LED, of_resolution("draft_resolution"), state="draft"),
    Row("protocols:resolution_archive", RUNNERS, RUNNERS_DO, of_resolution("draft_resolution"), state="draft"),
    Row("protocols:resolution_archive", RUNNERS, RUNNERS_DO, of_resolution("archived_resolution"), state="archived"),
    Row("protocols:resolution_archive", SIGNED_SHUT, SIGNED_SHUT, of_resolution("adopted"), state="adopted"),
)

TRACKING = (
    Row("protocols:resolution_progress", LISTS, NO_METHOD_INSIDE, of_resolution("adopted"), state="adopted"),
    Row("protocols:resolution_progress", NOWHERE_INSIDE, NO_METHOD_INSIDE, of_resolution("collecting"), state="draft"),
    Row(
        "protocols:resolution_progress",
        REGIONS_FOLLOW,
        NO_METHOD_INSIDE,
        of_resolution("regions_adopted"),
        state="the region's",
    ),
    Row("protocols:resolution_places", LISTS, NO_METHOD_INSIDE, of_resolution("adopted")),
    Row("protocols:resolution_places_table", LISTS, NO_METHOD_INSIDE, of_resolution("adopted")),
)

CLOSING = (
    Row("protocols:resolution_closing", RUNNERS, NO_METHOD_INSIDE, of_resolution("adopted"), state="adopted"),
    Row("protocols:resolution_closing", KEEPERS_LED, NO_METHOD_INSIDE, of_resolution("collecting"), state="draft"),
    Row(
        "protocols:point_close",
        RUNNERS,
        RUNNERS_DO,
        _point("adopted_point"),
        lambda w: {"state": "done", "words": "Обновили.", "submission_key": new_key()},
    ),
    Row("protocols:point_reopen", RUNNERS, RUNNERS_DO, _point("closed_point"), lambda w: {"reason": "Рано."}),
    Row(
        "protocols:resolution_close",
        RUNNERS,
        RUNNERS_DO,
        of_resolution("closable"),
        lambda w: {"closed_on": clock.today().isoformat()},
    ),
)

PAPERS = (
    Row("protocols:resolution_word", RUNNERS, NO_METHOD_INSIDE, of_resolution("draft_resolution"), state="draft"),
    Row("protocols:resolution_word", MEMBERS_READ, NO_METHOD_INSIDE, of_resolution("adopted"), state="adopted"),
    Row("protocols:resolution_pdf", RUNNERS, NO_METHOD_INSIDE, of_resolution("draft_resolution"), state="draft"),
    Row("protocols:resolution_pdf", MEMBERS_READ, NO_METHOD_INSIDE, of_resolution("adopted"), state="adopted"),
    Row("protocols:resolution_closing_word", RUNNERS, NO_METHOD_INSIDE, of_resolution("adopted"), state="adopted"),
    Row("protocols:resolution_closing_word", MEMBERS_READ, NO_METHOD_INSIDE, of_resolution("closed"), state="closed"),
    Row("protocols:resolution_closing_pdf", RUNNERS, NO_METHOD_INSIDE, of_resolution("adopted"), state="adopted"),
    Row("protocols:resolution_closing_pdf", MEMBERS_READ, NO_METHOD_INSIDE, of_resolution("closed"), state="closed"),
)

ROWS = (*PAGES, *DRAFT, *PROPOSALS, *LIFE, *TRACKING, *CLOSING, *PAPERS)
