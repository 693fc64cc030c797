"""Rows of the matrix: the journal, merges, newcomers, invitations, the composition, white spots, the directories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.matrix.columns import Cells
from tests.matrix.row import (
    EACH_FOR_THEMSELVES,
    EVERYBODY_DOES,
    HEAD_ONLY,
    HEAD_ONLY_DOES,
    LEADERS,
    LEADERS_DO,
    MEMBERS_READ,
    NO_METHOD,
    NO_METHOD_INSIDE,
    PUBLIC,
    SIGNED_IN,
    SPENT,
    Named,
    Row,
    at,
    today,
)
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
NOBODY = Cells("                in 404 404 404 404 404 404   404 404          404        404")
# Of whom one may ask why: of oneself, and of those whose roles one may read about
ASKING_ABOUT_EDITOR = Cells("   in 404 200 404 200 404 200   404 200          404        200")
# Whoever leads anything anywhere, each with what is theirs
LEADERS_ANYWHERE = Cells("      in 404 404 404 200 200 200   404 200          200        200")
FROM_ABOVE_TOO = Cells("        in 404 404 404 200 200 200   404 200          404        200")
FROM_ABOVE_TOO_DO = Cells("     in 404 404 404 did did did   404 did          404        did")
# In the neighbour's territory there is no school to take out
SCHOOLS_TAKEN = Cells("         in 200 200 200 200 200 200   200 200           to        200")
# Two cards
KEEPER_OF_BOTH = Cells("        in 404 404 404 404 404 404   404 404          404        200")
KEEPER_OF_BOTH_DOES = Cells("   in 404 404 404 404 404 404   404 404          404        did")
THE_TWO = Cells("               in 200 200 404 404 404 404   404 404          404        404")
THE_TWO_DO = Cells("            in did did 404 404 404 404   404 404          404        404")
SURVIVOR_AND_KEEPERS = Cells("  in 404 200 404 200 200 200   404 404          404        200")
SURVIVOR_AND_KEEPERS_DO = Cells("in 404 did 404 did did did  404 404          404        did")
REGISTERING = Cells(SPENT, {"bearer_of_registration": "200"})
REGISTERED = Cells(SPENT, {"bearer_of_registration": "did"})


def _xlsx(world: World) -> Mapping[str, Any]:
    return {"as": "xlsx"}


def _registration(name: str) -> Named:
    return lambda world: {"registration_id": getattr(world, name).pk}


def _join(world: World) -> Mapping[str, Any]:
    return {
        "family_name": "Вербина",
        "given_name": "Анна",
        "email": "verbina@example.org",
        "organisation_text": "Школа № 5",
        "consent": "on",
        "consent_text": world.processing.pk,
        "submission_key": new_key(),
    }


def _joining(world: World) -> Mapping[str, Any]:
    assert world.processing
    return at(world)


def _merge(name: str) -> Named:
    return lambda world: {"merge_id": getattr(world, name).pk}


def _invited(world: World) -> Mapping[str, Any]:
    return {f"invite_{world.newcomer.pk}": "on", f"email_{world.newcomer.pk}": world.newcomer.email}


def _named(world: World) -> Mapping[str, Any]:
    return {"person": world.newcomer.pk, "from_on": today()}


def _view(world: World) -> Mapping[str, Any]:
    return {"view_id": world.view.pk}


JOURNAL = (
    Row("associations:capability_explain", SIGNED_IN, NO_METHOD_INSIDE, state="of oneself"),
    Row(
        "associations:capability_explain",
        ASKING_ABOUT_EDITOR,
        NO_METHOD_INSIDE,
        query=lambda w: {"person": w.people["editor"].pk},
        state="of the editor",
    ),
    Row("associations:journal_list", LEADERS, NO_METHOD_INSIDE, at),
    Row("associations:journal_export", LEADERS, NO_METHOD_INSIDE, at),
    Row("associations:role_history", LEADERS, NO_METHOD_INSIDE, at),
)

MERGES = (
    Row("members:merge_list", LEADERS_ANYWHERE, NO_METHOD_INSIDE),
    Row("members:merge_find", LEADERS, NO_METHOD_INSIDE, lambda w: {"person_id": w.newcomer.pk}),
    Row(
        "members:merge_create",
        LEADERS,
        LEADERS_DO,
        lambda w: {"person_id": w.newcomer.pk, "other_id": w.twin.pk},
        lambda w: {"survivor": w.newcomer.pk},
        state="both of our list",
    ),
    Row(
        "members:merge_create",
        KEEPER_OF_BOTH,
        KEEPER_OF_BOTH_DOES,
        lambda w: {"person_id": w.newcomer.pk, "other_id": w.neighbours_twin.pk},
        lambda w: {"survivor": w.newcomer.pk},
        state="one of the neighbour's list",
    ),
    Row(
        "members:merge_create",
        LEADERS,
        LEADERS_DO,
        lambda w: {"person_id": w.newcomer.pk, "other_id": w.twin.pk},
        lambda w: {"answer": "apart"},
        state="different people, both of our list",
    ),
    Row(
        "members:merge_create",
        KEEPER_OF_BOTH,
        KEEPER_OF_BOTH_DOES,
        lambda w: {"person_id": w.newcomer.pk, "other_id": w.neighbours_twin.pk},
        lambda w: {"answer": "apart"},
        state="different people, one of the neighbour's list",
    ),
    Row("members:merge_confirm", THE_TWO, THE_TWO_DO, _merge("proposed_merge")),
    Row(
        "members:merge_confirm",
        THE_TWO,
        THE_TWO_DO,
        _merge("proposed_merge"),
        lambda w: {"answer": "no"},
        state="no, others",
    ),
    Row(
        "members:merge_undo", SURVIVOR_AND_KEEPERS, SURVIVOR_AND_KEEPERS_DO, _merge("proposed_merge"), state="proposed"
    ),
    Row("members:merge_undo", LEADERS, LEADERS_DO, _merge("done_merge"), state="done"),
)

NEWCOMERS = (
    Row("members:join", PUBLIC, NO_METHOD),
    Row("members:join_sent", PUBLIC, NO_METHOD),
    Row("members:join_consent", PUBLIC, NO_METHOD),
    Row("members:join_confirmed", PUBLIC, NO_METHOD),
    Row("members:join_association", PUBLIC, EVERYBODY_DOES, _joining, _join),
    Row("members:join_confirm", REGISTERING, REGISTERED, has_token=True),
    Row("members:registration_list", LEADERS, NO_METHOD_INSIDE, at),
    Row(
        "members:registration_detail",
        LEADERS,
        LEADERS_DO,
        _registration("registration"),
        lambda w: {"who": "new"},
        state="waiting",
    ),
    Row(
        "members:registration_detail",
        NOBODY,
        NOBODY,
        _registration("unconfirmed"),
        lambda w: {"who": "new"},
        state="unconfirmed",
    ),
    Row(
        "members:registration_decline",
        LEADERS,
        LEADERS_DO,
        _registration("registration"),
        lambda w: {"reason": "Вы работаете в другом округе."},
    ),
    Row("members:registration_reopen", LEADERS, LEADERS_DO, _registration("declined")),
    Row(
        "members:registration_redirect",
        LEADERS,
        LEADERS_DO,
        _registration("registration"),
        lambda w: {"association": w.neighbour.pk},
    ),
    Row("members:member_invite_many", LEADERS, LEADERS_DO, at, _invited),
    Row(
        "members:member_invite_report",
        HEAD_ONLY,
        NO_METHOD_INSIDE,
        lambda w: {"code": w.association.code, "public_id": w.inviting.public_id},
    ),
)

STRUCTURE = (
    Row("members:composition_on", MEMBERS_READ, NO_METHOD_INSIDE, at),
    Row("members:composition_on", MEMBERS_READ, NO_METHOD_INSIDE, at, query=_xlsx, state="as a file"),
    Row("members:white_spots", LEADERS_ANYWHERE, NO_METHOD_INSIDE),
    Row("members:white_spots", LEADERS_ANYWHERE, NO_METHOD_INSIDE, query=_xlsx, state="as a file"),
    Row("members:responsible_name", FROM_ABOVE_TOO, FROM_ABOVE_TOO_DO, at, _named),
    Row(
        "members:responsible_end",
        FROM_ABOVE_TOO,
        FROM_ABOVE_TOO_DO,
        lambda w: {"responsible_id": w.responsible.pk},
        lambda w: {"last_day": today()},
    ),
)

DIRECTORIES = (
    Row("members:directory", SIGNED_IN, NO_METHOD_INSIDE),
    Row("members:directory_export", NO_METHOD_INSIDE, SIGNED_IN, body=lambda w: {"kind": "xlsx"}),
    Row("members:view_save", SIGNED_IN, EACH_FOR_THEMSELVES, body=lambda w: {"name": "Мои люди", "query": ""}),
    Row("members:view_rename", HEAD_ONLY, HEAD_ONLY_DOES, _view, lambda w: {"name": "Иначе"}),
    Row("members:view_remove", HEAD_ONLY, HEAD_ONLY_DOES, _view),
    Row("members:school_directory", SIGNED_IN, NO_METHOD_INSIDE),
    Row(
        "members:school_directory_export",
        NO_METHOD_INSIDE,
        SCHOOLS_TAKEN,
        body=lambda w: {"kind": "xlsx", "of": w.organisation.pk},
    ),
)

ROWS = (*JOURNAL, *MERGES, *NEWCOMERS, *STRUCTURE, *DIRECTORIES)
