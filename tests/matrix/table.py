"""The permission matrix: who may GET and who may POST every address.

Each address has its own row, or several when it names things in different states. The rows of people, cards, newcomers
and campaigns stand in modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.factories.people import PASSWORD
from tests.matrix import (
    rows_annual_reports,
    rows_campaigns,
    rows_cards,
    rows_certificate_runs,
    rows_certificate_sheets,
    rows_certificates,
    rows_documents,
    rows_event_attendance,
    rows_event_people,
    rows_event_programme,
    rows_event_work,
    rows_events,
    rows_media,
    rows_members,
    rows_people,
    rows_protocols_decisions,
    rows_protocols_editor,
    rows_protocols_follow_up,
    rows_protocols_intake,
    rows_protocols_life,
    rows_protocols_resolutions,
    rows_questionnaires,
    rows_reports,
    rows_rosters,
    rows_sites,
)
from tests.matrix.columns import Cells
from tests.matrix.row import (
    EACH_FOR_THEMSELVES,
    EACH_GETS_ONE,
    EVERYBODY_DOES,
    HEAD_ONLY,
    HEAD_ONLY_DOES,
    LEADS_ON,
    MEMBERS_READ,
    MEMBERS_WRITE,
    MEMBERS_WRITE_DO,
    NO_METHOD,
    NO_METHOD_INSIDE,
    NOWHERE,
    PUBLIC,
    SIGNED_IN,
    SPENT,
    Named,
    Row,
    at,
    today,
)
from tests.matrix.world import PASTED, World, new_key

STRONG = "лампа-над-столом-5"

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Structure
KEEPERS = Cells("               in 404 404 404 200 404 200   404 200          404        200")
KEEPERS_DO = Cells("            in 404 404 404 did 404 did   404 did          404        did")
KEEPERS_HERE = Cells("          in 404 404 404 200 404 200   404 404          404        200")
KEEPERS_HERE_DO = Cells("       in 404 404 404 did 404 did   404 404          404        did")
KEEPERS_ANYWHERE = Cells("      in 404 404 404 200 404 200   404 200          200        200")
KEEPERS_ANYWHERE_DO = Cells("   in 404 404 404 did 404 did   404 did          422        did")
# Members
MY_LISTS = Cells("              in  to  to  to  to  to  to    to 200           to        200")
INVITE = Cells("                in 404 404 404 200 200 200   404 404          404        200")
INVITE_DO = Cells("             in 404 404 404 did did did   404 404          404        did")
GRANT = Cells("                 in 404 404 404 404 404 200   404 200          404        200")
GRANT_DO = Cells("              in 404 404 404 404 404 did   404 422          404        did")
GRANT_END = Cells("             in 404 404 404 404 404 200   404 404          404        200")
GRANT_END_DO = Cells("          in 404 404 404 404 404 did   404 404          404        did")
# Plans: a draft is read by those who work on it and from above; a considered one by its association as well
DRAFT_OPEN = Cells("           404 404 404 200 200 200 200   404 200          404        200")
DRAFT_LEADS_ON = Cells("       404 404 404  to  to  to  to   404  to          404         to")
DRAFT_READ = Cells("            in 404 404 200 200 200 200   404 200          404        200")
DRAFT_READ_NO_METHOD = Cells("  in 405 405 405 405 405 405   405 405          405        405")
DRAFT_EDIT = Cells("            in 404 404 200 200 200 200   404 403          404        403")
DRAFT_EDIT_DO = Cells("         in 404 404 did did did did   404 403          404        403")
DRAFT_DECIDE = Cells("          in 404 404 403 403 200 200   404 403          404        403")
DRAFT_DECIDE_DO = Cells("       in 404 404 403 403 did did   404 403          404        403")
AGREED_OPEN = Cells("          404 200 200 200 200 200 200   404 200          404        200")
AGREED_READ = Cells("           in 200 200 200 200 200 200   404 200          404        200")
AGREED_EDIT = Cells("           in 403 403 200 200 200 200   404 403          404        403")
AGREED_DECIDE = Cells("         in 403 403 403 403 200 200   404 403          404        403")
AGREED_DECIDE_DO = Cells("      in 403 403 403 403 did did   404 403          404        403")
AGREED_HISTORY = Cells("        in 403 403 200 200 200 200   404 200          404        200")
PUBLISHED_EDIT = Cells("        in 403 403 200 200 200 200   403 403          403        403")
PUBLISHED_EDIT_DO = Cells("     in 403 403 did did did did   403 403          403        403")
PUBLISHED_HISTORY = Cells("     in 403 403 200 200 200 200   403 200          403        200")
# Making plans and bringing papers
WRITERS = Cells("               in 404 404 200 200 200 200   404 404          404        404")
WRITERS_LEAD_ON = Cells("       in 404 404  to  to  to  to   404 404          404        404")
WRITERS_DO = Cells("            in 404 404 did did did did   404 404          404        404")
SOURCES = Cells("              404 404 404 200 200 200 200   404 404          404        404")
# One person's own
OWN_LINK = Cells("              in  to  to  to  to  to did    to  to           to         to")
# By a secret link
INVITED = Cells(SPENT, {"bearer_of_invitation": "200"})
INVITED_DOES = Cells(SPENT, {"bearer_of_invitation": "did"})
RESETTING = Cells(SPENT, {"bearer_of_reset": "200"})
RESETTING_DOES = Cells(SPENT, {"bearer_of_reset": "did"})
SUBSCRIBED = Cells(NOWHERE.codes, {"bearer_of_calendar": "200"})
# The interface for programs knows keys only, no sessions; the key of the matrix is the head's
NO_KEY = "                     401 401 401 401 401 401 401   401 401          401        401"
KEY = Cells(NO_KEY, {"bearer_of_key": "200"})


def _of(plan: str) -> Named:
    return lambda world: {"plan_id": getattr(world, plan).pk}


def _item(world: World) -> Mapping[str, Any]:
    return {"plan_id": world.draft.pk, "item_id": world.item.pk}


def _import(name: str, **more: Callable[[World], str]) -> Named:
    return lambda world: {
        "public_id": getattr(world, name).public_id,
        **{key: value(world) for key, value in more.items()},
    }


def _row_key(world: World) -> str:
    return world.row_key


def _membership(world: World) -> Mapping[str, Any]:
    return {"code": world.association.code, "membership_id": world.membership.pk}


def _organisation(world: World) -> Mapping[str, Any]:
    return {"organisation_id": world.organisation.pk}


def _organisation_fields(world: World) -> Mapping[str, Any]:
    return {
        "kind": "school",
        "short_name": "МБОУ школа № 77",
        "name": "Школа № 77",
        "territory": world.association.territory_id,
        "version": 1,
        "submission_key": new_key(),
    }


def _association_fields(world: World) -> Mapping[str, Any]:
    return {
        "kind": "mmo",
        "name": "Новое объединение",
        "short_name": "Новое",
        "code": "novoe",
        "territory": world.association.territory_id,
        "time_zone": "Europe/Moscow",
        "version": 1,
        "submission_key": new_key(),
    }


def _item_fields(world: World) -> Mapping[str, Any]:
    return {"title": "Новое мероприятие", "form": "other", "version": 1, "submission_key": new_key()}


def _basis(world: World) -> Mapping[str, Any]:
    return {"text": "на заседании, протокол", "number": "1", "on": today()}


PAGES = (
    Row("pages:home", PUBLIC, NO_METHOD),
    Row("pages:association_home", PUBLIC, NO_METHOD, at, state="no site yet"),
    Row("pages:desk", SIGNED_IN, NO_METHOD_INSIDE),
    Row("ui:vision", PUBLIC, LEADS_ON, body=lambda w: {"size": "large"}),
    Row("ui:robots", PUBLIC, NO_METHOD),
    Row("ui:manifest", PUBLIC, NO_METHOD),
    Row("ui:favicon", LEADS_ON, NO_METHOD),
)

PEOPLE = (
    Row("people:sign_in", PUBLIC, EVERYBODY_DOES, body=lambda w: {"email": "member@example.org", "password": PASSWORD}),
    Row(
        "people:sign_out",
        NO_METHOD_INSIDE,
        Cells("in to to to to to to to to to to"),
    ),
    Row("people:password_forgotten", PUBLIC, EVERYBODY_DOES, body=lambda w: {"email": "member@example.org"}),
    Row("people:password_letter_sent", PUBLIC, NO_METHOD),
    Row(
        "people:password_reset",
        RESETTING,
        RESETTING_DOES,
        body=lambda w: {"password": STRONG, "again": STRONG},
        has_token=True,
    ),
    Row(
        "people:invitation",
        INVITED,
        INVITED_DOES,
        body=lambda w: {"password": STRONG, "again": STRONG},
        has_token=True,
    ),
    Row("people:account", SIGNED_IN, NO_METHOD_INSIDE),
    Row("people:name_cases", SIGNED_IN, EACH_FOR_THEMSELVES, body=lambda w: {"dative": "Иной", "genitive": "Иной"}),
    Row("people:names_edit", SIGNED_IN, EACH_FOR_THEMSELVES, body=lambda w: {"family_name": "Иная", "version": 1}),
    Row(
        "people:password_change",
        SIGNED_IN,
        EACH_FOR_THEMSELVES,
        body=lambda w: {"current": PASSWORD, "password": STRONG, "again": STRONG},
    ),
    Row("people:token_issue", SIGNED_IN, EACH_GETS_ONE, body=lambda w: {"label": "Сайт школы"}),
    Row(
        "people:link_revoke",
        NO_METHOD_INSIDE,
        OWN_LINK,
        lambda w: {"link_id": w.link("bearer_of_calendar").link.pk},
    ),
)

ASSOCIATIONS = (
    Row("associations:association_list", PUBLIC, NO_METHOD),
    Row("associations:capability_table", PUBLIC, NO_METHOD),
    Row("associations:association_create", KEEPERS_HERE, KEEPERS_HERE_DO, at, _association_fields),
    Row("associations:association_edit", KEEPERS, KEEPERS_DO, at, _association_fields),
    Row("associations:association_close", KEEPERS, KEEPERS_DO, at),
    Row("associations:territory_list", SIGNED_IN, NO_METHOD_INSIDE),
    Row(
        "associations:territory_create",
        KEEPERS_ANYWHERE,
        KEEPERS_ANYWHERE_DO,
        body=lambda w: {
            "kind": "district",
            "name": "Новый",
            "parent": w.association.territory_id,
            "code": "novy",
        },
    ),
    Row(
        "associations:territory_edit",
        KEEPERS,
        KEEPERS_DO,
        lambda w: {"code": w.empty_territory.code},
        lambda w: {"kind": "district", "name": "Северный", "version": 1},
    ),
    Row(
        "associations:territory_tiles",
        KEEPERS,
        KEEPERS_DO,
        lambda w: {"code": w.association.territory.code},
        lambda w: {
            "expected_version": w.association.territory.version,
            f"row-{w.empty_territory.pk}": 2,
            f"column-{w.empty_territory.pk}": 3,
        },
    ),
    Row("associations:territory_archive", KEEPERS, KEEPERS_DO, lambda w: {"code": w.empty_territory.code}),
    Row("associations:organisation_list", SIGNED_IN, NO_METHOD_INSIDE),
    Row("associations:organisation_create", KEEPERS_ANYWHERE, KEEPERS_ANYWHERE_DO, body=_organisation_fields),
    Row("associations:organisation_edit", KEEPERS, KEEPERS_DO, _organisation, _organisation_fields),
    Row("associations:organisation_archive", KEEPERS, KEEPERS_DO, _organisation),
)

MEMBERS = (
    Row("members:my_lists", MY_LISTS, NO_METHOD_INSIDE),
    Row("members:member_list", MEMBERS_READ, NO_METHOD_INSIDE, at),
    Row(
        "members:member_create",
        MEMBERS_WRITE,
        MEMBERS_WRITE_DO,
        at,
        lambda w: {"family_name": "Озерова", "from_on": today(), "submission_key": new_key()},
    ),
    Row(
        "members:member_find",
        MEMBERS_WRITE,
        MEMBERS_WRITE_DO,
        at,
        lambda w: {"person": w.outsider.pk, "from_on": today()},
    ),
    Row(
        "members:member_edit",
        MEMBERS_WRITE,
        MEMBERS_WRITE_DO,
        _membership,
        lambda w: {"position": "казначей", "weight": 5, "version": 1},
    ),
    Row("members:member_end", MEMBERS_WRITE, MEMBERS_WRITE_DO, _membership, lambda w: {"last_day": today()}),
    Row("members:member_invite", INVITE, INVITE_DO, _membership, lambda w: {"email": w.newcomer.email}),
    Row("members:role_grant", GRANT, GRANT_DO, _membership, lambda w: {"role": "editor", "from_on": today()}),
    Row(
        "members:role_end",
        GRANT_END,
        GRANT_END_DO,
        lambda w: {"code": w.association.code, "grant_id": w.grant.pk},
        lambda w: {"last_day": today()},
    ),
)

PLANS = (
    Row("workplans:plan_list", SIGNED_IN, NO_METHOD_INSIDE),
    Row(
        "workplans:plan_create",
        WRITERS,
        WRITERS_DO,
        at,
        lambda w: {"school_year": w.year, "form": "sections", "submission_key": new_key()},
    ),
    Row("workplans:plan_detail", DRAFT_OPEN, NO_METHOD, _of("draft"), state="draft"),
    Row("workplans:plan_detail", AGREED_OPEN, NO_METHOD, _of("considered"), state="considered"),
    Row("workplans:plan_detail", AGREED_OPEN, NO_METHOD, _of("approved"), state="approved"),
    Row("workplans:plan_detail", PUBLIC, NO_METHOD, _of("published"), state="published"),
    Row(
        "workplans:plan_edit",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        _of("draft"),
        lambda w: {"title": "План", "form": "matrix", "version": 1},
        state="draft",
    ),
    Row(
        "workplans:plan_edit",
        PUBLISHED_EDIT,
        PUBLISHED_EDIT_DO,
        _of("published"),
        lambda w: {"title": "План", "form": "matrix", "version": 1},
        state="published",
    ),
    Row(
        "workplans:plan_grif",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        lambda w: {"plan_id": w.draft.pk, "kind": "agreed"},
        lambda w: {"text": "с управлением образования"},
    ),
)

DECISIONS = (
    Row("workplans:plan_consider", DRAFT_DECIDE, DRAFT_DECIDE_DO, _of("draft"), _basis),
    Row("workplans:plan_approve", AGREED_DECIDE, AGREED_DECIDE_DO, _of("considered"), _basis),
    Row(
        "workplans:plan_reopen",
        AGREED_DECIDE,
        AGREED_DECIDE_DO,
        _of("considered"),
        lambda w: {"reason": "исправить сроки"},
    ),
    Row("workplans:plan_publish", AGREED_DECIDE, AGREED_DECIDE_DO, _of("approved")),
    Row("workplans:plan_close", AGREED_DECIDE, AGREED_DECIDE_DO, _of("approved")),
    Row("workplans:plan_archive", DRAFT_EDIT, DRAFT_EDIT_DO, _of("draft")),
    Row(
        "workplans:plan_copy",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        _of("draft"),
        lambda w: {"to_year": w.year + 1, "submission_key": new_key()},
    ),
)

SECTIONS = (
    Row(
        "workplans:sections_edit",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        _of("draft"),
        lambda w: {"add": "1", "title": "Новый раздел"},
    ),
    Row(
        "workplans:section_rename",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        lambda w: {"plan_id": w.draft.pk, "section_id": w.section.pk},
        lambda w: {"title": "Иначе"},
    ),
    Row(
        "workplans:section_remove",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        lambda w: {"plan_id": w.draft.pk, "section_id": w.spare_section.pk},
    ),
)

ITEMS = (
    Row("workplans:item_add", DRAFT_EDIT, DRAFT_EDIT_DO, _of("draft"), _item_fields),
    Row(
        "workplans:items_change",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        _of("draft"),
        lambda w: {"item": w.item.pk, "form": "seminar", "confirm": "1"},
    ),
    Row("workplans:items_renumber", DRAFT_EDIT, DRAFT_EDIT_DO, _of("numberless")),
    Row("workplans:term_hint", DRAFT_READ, NO_METHOD_INSIDE, _of("draft")),
    Row("workplans:item_detail", DRAFT_OPEN, NO_METHOD, _item, state="draft"),
    Row(
        "workplans:item_detail",
        PUBLIC,
        NO_METHOD,
        lambda w: {"plan_id": w.published.pk, "item_id": w.published.items.get().pk},
        state="published",
    ),
    Row("workplans:item_edit", DRAFT_EDIT, DRAFT_EDIT_DO, _item, _item_fields),
    Row(
        "workplans:item_status",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        _item,
        lambda w: {"status": "cancelled", "reason": "нет зала", "version": 1},
    ),
    Row("workplans:item_move", DRAFT_EDIT, DRAFT_EDIT_DO, _item, lambda w: {"section": w.spare_section.pk}),
    Row("workplans:item_archive", DRAFT_EDIT, DRAFT_EDIT_DO, _item),
    Row(
        "workplans:item_restore",
        NO_METHOD_INSIDE,
        DRAFT_EDIT_DO,
        lambda w: {"plan_id": w.draft.pk, "item_id": w.archived_item.pk},
    ),
    Row("workplans:item_outcome", DRAFT_EDIT, DRAFT_EDIT_DO, _item, lambda w: {"evidence": "список участников"}),
    Row(
        "workplans:outcome_withdraw",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        lambda w: {"plan_id": w.draft.pk, "item_id": w.item.pk, "outcome_id": w.outcome.pk},
    ),
)

VERSIONS = (
    Row("workplans:plan_versions", AGREED_READ, NO_METHOD_INSIDE, _of("approved")),
    Row(
        "workplans:version_compare",
        AGREED_READ,
        NO_METHOD_INSIDE,
        lambda w: {"plan_id": w.approved.pk, "number": 1},
    ),
    Row("workplans:plan_history", DRAFT_READ, NO_METHOD_INSIDE, _of("draft"), state="draft"),
    Row("workplans:plan_history", AGREED_HISTORY, NO_METHOD_INSIDE, _of("approved"), state="approved"),
    Row("workplans:plan_history", PUBLISHED_HISTORY, NO_METHOD_INSIDE, _of("published"), state="published"),
)

CALENDARS = (
    Row("workplans:calendar", PUBLIC, NO_METHOD),
    Row("workplans:association_calendar", PUBLIC, NO_METHOD, at),
    Row("workplans:calendar_subscribe", NO_METHOD_INSIDE, EACH_GETS_ONE, at),
    Row("workplans:calendar_feed_public", PUBLIC, NO_METHOD, at),
    Row("workplans:calendar_feed", SUBSCRIBED, NO_METHOD, has_token=True),
    Row("workplans:item_by_uid", DRAFT_LEADS_ON, NO_METHOD, lambda w: {"uid": w.item.uid}),
)

EXPORTS = (
    Row(
        "workplans:plan_export",
        DRAFT_OPEN,
        NO_METHOD,
        lambda w: {"plan_id": w.draft.pk, "form": "sections", "kind": "xlsx"},
        state="draft",
    ),
    Row(
        "workplans:plan_export",
        PUBLIC,
        NO_METHOD,
        lambda w: {"plan_id": w.published.pk, "form": "sections", "kind": "xlsx"},
        state="published",
    ),
    Row("workplans:plan_ics", DRAFT_OPEN, NO_METHOD, _of("draft")),
)

IMPORTS = (
    Row(
        "workplans:import_start",
        WRITERS,
        WRITERS_DO,
        at,
        lambda w: {"school_year": w.year, "table_text": PASTED, "submission_key": new_key()},
    ),
    Row("workplans:import_list", WRITERS, NO_METHOD_INSIDE, at),
    Row("workplans:import_preview", WRITERS, NO_METHOD_INSIDE, _import("preview")),
    Row(
        "workplans:import_passport",
        WRITERS,
        WRITERS_DO,
        _import("preview"),
        lambda w: {"revision": 1, "form": "sections", "goal": "Цель"},
    ),
    Row("workplans:import_term", WRITERS, NO_METHOD_INSIDE, _import("preview")),
    Row(
        "workplans:import_row",
        WRITERS,
        WRITERS_DO,
        _import("preview", key=_row_key),
        lambda w: {"revision": 1, "title": "Иначе", "term": "октябрь"},
    ),
    Row(
        "workplans:import_row_split",
        WRITERS,
        WRITERS_DO,
        _import("preview", key=_row_key),
        lambda w: {"revision": 1, "first": "Семинар", "second": "Книга"},
    ),
    Row(
        "workplans:import_row_act",
        NO_METHOD_INSIDE,
        WRITERS_DO,
        _import("preview", key=_row_key),
        lambda w: {"act": "leave:1"},
    ),
    Row(
        "workplans:import_doubts",
        WRITERS,
        WRITERS_DO,
        _import("preview"),
        lambda w: w.answers,
    ),
    Row("workplans:import_confirm", WRITERS, WRITERS_DO, _import("preview"), lambda w: w.confirmation),
    Row("workplans:import_done", WRITERS, NO_METHOD_INSIDE, _import("confirmed")),
    Row("workplans:import_undo", WRITERS, WRITERS_DO, _import("confirmed")),
    Row("workplans:import_abandon", WRITERS, WRITERS_DO, _import("preview")),
    Row("workplans:import_resume", NO_METHOD_INSIDE, WRITERS_DO, _import("abandoned")),
)

FILES_AND_JOBS = (
    Row("files:file_download", SOURCES, NO_METHOD, lambda w: {"public_id": w.preview.file.public_id}),
    Row("jobs:job_detail", HEAD_ONLY, NO_METHOD_INSIDE, lambda w: {"public_id": w.job.public_id}),
    Row("jobs:job_cancel", NO_METHOD_INSIDE, HEAD_ONLY_DOES, lambda w: {"public_id": w.job.public_id}),
)

INTERFACE = (
    Row("api-1:openapi-json", PUBLIC, PUBLIC),
    Row("api-1:api-root", NOWHERE, NOWHERE),
    Row("api-1:association_list", KEY, NO_METHOD),
    Row("api-1:association_detail", KEY, NO_METHOD, at),
    Row("api-1:plan_list", KEY, NO_METHOD),
    Row("api-1:plan_detail", KEY, NO_METHOD, _of("draft")),
    Row("api-1:item_list", KEY, NO_METHOD, _of("draft")),
    Row(
        "api-1:plan_file",
        KEY,
        NO_METHOD,
        lambda w: {"plan_id": w.draft.pk, "form": "sections", "kind": "xlsx"},
    ),
)

TABLE = (
    *PAGES,
    *PEOPLE,
    *rows_people.ROWS,
    *ASSOCIATIONS,
    *MEMBERS,
    *rows_members.ROWS,
    *rows_cards.ROWS,
    *rows_campaigns.ROWS,
    *rows_rosters.ROWS,
    *PLANS,
    *DECISIONS,
    *SECTIONS,
    *ITEMS,
    *VERSIONS,
    *CALENDARS,
    *EXPORTS,
    *IMPORTS,
    *FILES_AND_JOBS,
    *rows_media.ROWS,
    *rows_questionnaires.ROWS,
    *rows_events.ROWS,
    *rows_event_people.ROWS,
    *rows_event_attendance.ROWS,
    *rows_event_programme.ROWS,
    *rows_event_work.ROWS,
    *rows_protocols_editor.ROWS,
    *rows_protocols_decisions.ROWS,
    *rows_protocols_life.ROWS,
    *rows_protocols_follow_up.ROWS,
    *rows_protocols_intake.ROWS,
    *rows_protocols_resolutions.ROWS,
    *rows_reports.ROWS,
    *rows_annual_reports.ROWS,
    *rows_certificates.ROWS,
    *rows_certificate_runs.ROWS,
    *rows_certificate_sheets.ROWS,
    *rows_documents.ROWS,
    *rows_sites.ROWS,
    *INTERFACE,
)
