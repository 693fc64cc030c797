"""Rows of the matrix: the report of a year written, checked and sealed; its papers; the year in pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from stellazh.common import clock
from stellazh.reports.enums import ReportForm
from stellazh.reports.papers.example import example_form
from tests.matrix.columns import Cells
from tests.matrix.row import (
    LISTS,
    MEMBERS_READ,
    NO_METHOD,
    NO_METHOD_INSIDE,
    NOWHERE,
    NOWHERE_INSIDE,
    PUBLIC,
    Named,
    Row,
    at,
    today,
)
from tests.matrix.rows_event_work import COUNTS
from tests.matrix.world import World, new_key
from tests.matrix.world_annual import PDF

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Drafts: those who write them, and those above who gather them; the operator reads what is sealed
DRAFT_READ = Cells("            in 404 404 200 200 200 200   404 200          404        404")
DRAFT_EDIT = Cells("            in 404 404 200 200 200 200   404 403          404        404")
DRAFT_EDIT_DO = Cells("         in 404 404 did did did did   404 403          404        404")
DRAFT_SEAL = Cells("            in 404 404 403 403 200 200   404 403          404        404")
DRAFT_SEAL_DO = Cells("         in 404 404 403 403 did did   404 403          404        404")
DRAFT_NOT_SEALED = Cells("      in 404 404 403 403 422 422   404 403          404        404")
DRAFT_SHUT = Cells("            in 404 404 403 403 403 403   404 403          404        404")
# Sealed: the whole association; nobody changes it
SEALED_SHUT = Cells("           in 403 403 403 403 403 403   404 403          404        403")
SEALED_LED = Cells("            in  to  to  to  to  to  to   404  to          404         to")
SEALED_SEALED = Cells("         in 403 403 403 403  to  to   404 403          404        403")
PUBLISH = Cells("               in 403 403 403 403 200 200   404 403          404        403")
PUBLISH_DO = Cells("            in 403 403 403 403 did did   404 403          404        403")
# The lists behind figures are not for every reader of a report
FIGURES_SEALED = Cells("        in 403 403 200 200 200 200   404 200          404        200")
# With one association of one's own, straight to it
REPORTS_LED = Cells("           in  to  to  to  to  to  to    to  to           to        200")
BEGIN_DO = Cells("              in 403 403 did did did did   404 403          404        403")
# Own Word forms: whoever seals
FORMS = Cells("                 in 404 404 404 404 200 200   404 404          404        404")
FORMS_DO = Cells("              in 404 404 404 404 did did   404 404          404        404")
# The plan beside its fact, where there is a draft of a plan alone
PLAN_DRAFT = Cells("            in 404 404 200 200 200 200   404 200          404        200")


def of_report(name: str = "draft_report", **more: str) -> Named:
    """That report, and things of it."""

    def names(world: World) -> Mapping[str, Any]:
        found = {key: getattr(world, thing).pk for key, thing in more.items()}
        return {"report_id": getattr(world, name).pk, **found}

    return names


def _figure(name: str, code: str) -> Named:
    return lambda world: {"report_id": getattr(world, name).pk, "code": code}


def _hand_figure(world: World) -> Mapping[str, Any]:
    return {"report_id": world.draft_report.pk, "code": f"hand.{world.hand_figure.pk}"}


def _public(name: str) -> Named:
    return lambda world: {**at(world), "year": getattr(world, name).school_year}


def _heading(world: World) -> Mapping[str, Any]:
    return {"expected_version": world.draft_report.version, "title": "Отчёт о годе", "signer_name": "В. И. Ольхова"}


def _hand(world: World) -> Mapping[str, Any]:
    return {
        "label": "Прочитали рассылку",
        "value": 12,
        "counted_on": today(),
        "source": "счётчик писем",
        "name": "читатели рассылки",
        "submission_key": new_key(),
    }


def _form(**more: str) -> Named:
    def names(world: World) -> Mapping[str, Any]:
        found = {key: getattr(world, name).public_id for key, name in more.items()}
        return {**at(world), "kind": "report", **found}

    return names


def _used_form(world: World) -> Mapping[str, Any]:
    assert world.own_report_form
    return _form()(world)


def _by_own_form(world: World) -> Mapping[str, Any]:
    assert world.own_report_form
    return of_report()(world)


def _form_file(world: World, column: str) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("форма.docx", example_form(ReportForm.REPORT))}


def _appendix_file(world: World, column: str) -> Mapping[str, Any]:
    return {"title": "Программа", "file": SimpleUploadedFile("программа.pdf", PDF), "submission_key": new_key()}


def _with_plan(plan: str) -> Named:
    def names(world: World) -> Mapping[str, Any]:
        assert getattr(world, plan)
        return at(world)

    return names


def _of_year(plan: str) -> Named:
    return lambda world: {"school_year": getattr(world, plan).school_year}


def _somebody_came(world: World) -> Mapping[str, Any]:
    assert world.counted
    return at(world)


LISTED = (
    Row("reports:report_home", REPORTS_LED, NO_METHOD_INSIDE),
    Row("reports:report_list", MEMBERS_READ, NO_METHOD_INSIDE, at),
    Row(
        "reports:report_start",
        NO_METHOD_INSIDE,
        BEGIN_DO,
        at,
        lambda w: {"form": "report", "school_year": w.year - 1, "submission_key": new_key()},
    ),
)

READ = (
    Row("reports:report_detail", DRAFT_READ, NO_METHOD_INSIDE, of_report(), state="draft"),
    Row("reports:report_detail", MEMBERS_READ, NO_METHOD_INSIDE, of_report("sealed_report"), state="sealed"),
    Row("reports:report_detail", DRAFT_READ, NO_METHOD_INSIDE, of_report("archived_report"), state="archived"),
    Row(
        "reports:report_news",
        DRAFT_READ,
        NO_METHOD_INSIDE,
        of_report(),
        query=lambda w: {"since": clock.now().isoformat()},
    ),
    Row("reports:figure_list", DRAFT_READ, NO_METHOD_INSIDE, _figure("draft_report", "events.held"), state="draft"),
    Row(
        "reports:figure_list",
        FIGURES_SEALED,
        NO_METHOD_INSIDE,
        _figure("sealed_report", "events.held"),
        state="sealed",
    ),
    Row("reports:figure_list", DRAFT_READ, NO_METHOD_INSIDE, _hand_figure, state="by hand"),
    Row("reports:public_report", PUBLIC, NO_METHOD, _public("published_report"), state="published"),
    Row("reports:public_report", NOWHERE, NO_METHOD, _public("sealed_report"), state="sealed"),
    Row("reports:public_report", NOWHERE, NO_METHOD, _public("draft_report"), state="draft"),
)

LIFE = (
    Row("reports:report_archive", DRAFT_EDIT, DRAFT_EDIT_DO, of_report(), state="draft"),
    Row("reports:report_archive", DRAFT_EDIT, DRAFT_EDIT_DO, of_report("archived_report"), state="archived"),
    Row("reports:report_archive", SEALED_SHUT, SEALED_SHUT, of_report("sealed_report"), state="sealed"),
    Row("reports:report_seal", DRAFT_SEAL, DRAFT_SEAL_DO, of_report(), lambda w: w.seal_form, state="draft"),
    Row("reports:report_seal", DRAFT_SHUT, DRAFT_SHUT, of_report("archived_report"), state="archived"),
    Row("reports:report_seal", SEALED_SEALED, SEALED_SEALED, of_report("sealed_report"), state="sealed"),
    Row("reports:report_publish", DRAFT_SEAL, DRAFT_NOT_SEALED, of_report(), state="draft"),
    Row("reports:report_publish", PUBLISH, PUBLISH_DO, of_report("sealed_report"), state="sealed"),
    Row("reports:report_publish", PUBLISH, PUBLISH_DO, of_report("published_report"), state="published"),
)

WRITING = (
    Row("reports:report_edit", DRAFT_EDIT, NO_METHOD_INSIDE, of_report(), state="draft"),
    Row("reports:report_edit", DRAFT_SHUT, NO_METHOD_INSIDE, of_report("archived_report"), state="archived"),
    Row("reports:report_edit", SEALED_LED, NO_METHOD_INSIDE, of_report("sealed_report"), state="sealed"),
    Row("reports:report_heading", DRAFT_EDIT, DRAFT_EDIT_DO, of_report(), _heading, state="draft"),
    Row("reports:report_heading", SEALED_SHUT, SEALED_SHUT, of_report("sealed_report"), _heading, state="sealed"),
    Row(
        "reports:block_add",
        NO_METHOD_INSIDE,
        DRAFT_EDIT_DO,
        of_report(),
        lambda w: {"kind": "prose", "submission_key": new_key()},
    ),
    Row(
        "reports:block_edit",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        of_report(block_id="report_block"),
        lambda w: {"expected_version": w.report_block.version, "text": "Год прошёл хорошо."},
    ),
    Row(
        "reports:block_move",
        NO_METHOD_INSIDE,
        DRAFT_EDIT_DO,
        of_report(block_id="report_block"),
        lambda w: {"way": "down"},
    ),
    Row("reports:block_archive", NO_METHOD_INSIDE, DRAFT_EDIT_DO, of_report(block_id="report_block")),
    Row("reports:block_restore", NO_METHOD_INSIDE, DRAFT_EDIT_DO, of_report(block_id="archived_block")),
    Row("reports:hand_figure_new", DRAFT_EDIT, DRAFT_EDIT_DO, of_report(), _hand),
    Row(
        "reports:hand_figure_edit",
        DRAFT_EDIT,
        DRAFT_EDIT_DO,
        of_report(figure_id="hand_figure"),
        lambda w: {**_hand(w), "expected_version": w.hand_figure.version},
    ),
    Row("reports:hand_figure_archive", NO_METHOD_INSIDE, DRAFT_EDIT_DO, of_report(figure_id="hand_figure")),
    Row("reports:hand_figure_restore", NO_METHOD_INSIDE, DRAFT_EDIT_DO, of_report(figure_id="archived_hand_figure")),
    Row("reports:appendix_new", DRAFT_EDIT, DRAFT_EDIT_DO, of_report(), typed=_appendix_file),
    Row("reports:appendix_archive", DRAFT_EDIT, DRAFT_EDIT_DO, of_report(appendix_id="report_appendix")),
)

PAPERS = (
    Row("reports:report_docx", DRAFT_READ, NO_METHOD_INSIDE, of_report(), state="draft"),
    Row("reports:report_docx", MEMBERS_READ, NO_METHOD_INSIDE, of_report("sealed_report"), state="sealed"),
    Row("reports:report_pdf", DRAFT_READ, NO_METHOD_INSIDE, of_report(), state="draft"),
    Row("reports:report_pdf", MEMBERS_READ, NO_METHOD_INSIDE, of_report("sealed_report"), state="sealed"),
    Row("reports:report_own_docx", DRAFT_READ, NO_METHOD_INSIDE, _by_own_form, state="draft"),
    Row("reports:report_own_docx", NOWHERE_INSIDE, NO_METHOD_INSIDE, of_report(), state="no own form"),
    Row("reports:report_form", FORMS, NO_METHOD_INSIDE, at),
    Row("reports:report_form_bring", FORMS, FORMS_DO, _form(), typed=_form_file),
    Row("reports:report_form_check", FORMS, FORMS_DO, _form(public_id="brought_report_form")),
    Row("reports:report_form_sample", FORMS, NO_METHOD_INSIDE, _form(public_id="brought_report_form")),
    Row("reports:report_form_example", FORMS, NO_METHOD_INSIDE, _form()),
    Row("reports:report_form_retire", FORMS, FORMS_DO, _used_form, state="in use"),
    Row("reports:plan_fact", PLAN_DRAFT, NO_METHOD_INSIDE, _with_plan("draft"), state="a draft"),
    Row(
        "reports:plan_fact",
        MEMBERS_READ,
        NO_METHOD_INSIDE,
        _with_plan("considered"),
        query=_of_year("considered"),
        state="agreed",
    ),
    Row(
        "reports:plan_fact",
        MEMBERS_READ,
        NO_METHOD_INSIDE,
        _with_plan("published"),
        query=_of_year("published"),
        state="published",
    ),
    Row("reports:plan_fact", NOWHERE_INSIDE, NO_METHOD_INSIDE, at, state="no plan"),
    *(
        Row(
            f"reports:plan_fact_{ending}",
            MEMBERS_READ,
            NO_METHOD_INSIDE,
            _with_plan("considered"),
            query=_of_year("considered"),
            state="agreed",
        )
        for ending in ("docx", "xlsx")
    ),
)

YEAR = (
    Row("reports:year_choose", COUNTS, NO_METHOD_INSIDE),
    Row("reports:year", LISTS, NO_METHOD_INSIDE, at),
    Row("reports:year_tables", LISTS, NO_METHOD_INSIDE, _somebody_came, state="somebody came"),
    Row("reports:year_tables", NOWHERE_INSIDE, NO_METHOD_INSIDE, at, state="an empty year"),
    Row("reports:year_people", LISTS, NO_METHOD_INSIDE, lambda w: {**at(w), "what": "new"}, state="as a page"),
    Row(
        "reports:year_people",
        LISTS,
        NO_METHOD_INSIDE,
        lambda w: {**at(w), "what": "lost"},
        query=lambda w: {"as": "xlsx"},
        state="as a file",
    ),
    Row(
        "reports:year_people",
        NOWHERE_INSIDE,
        NO_METHOD_INSIDE,
        lambda w: {**at(w), "what": "all"},
        state="no such list",
    ),
)

ROWS = (*LISTED, *READ, *LIFE, *WRITING, *PAPERS, *YEAR)
