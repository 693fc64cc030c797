"""Rows of the matrix: pages of protocols, remarks, signing, files beside them, papers, extracts, own forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from stellazh.common import clock
from stellazh.protocols.enums import FormKind
from stellazh.protocols.papers.example import example_form
from tests.matrix.columns import Cells
from tests.matrix.row import (
    MEMBERS_READ,
    NO_METHOD,
    NO_METHOD_INSIDE,
    PUBLIC,
    RUNNERS,
    RUNNERS_DO,
    SIGNED_IN,
    Named,
    Row,
    at,
)
from tests.matrix.rows_protocols_editor import KEEPERS_LED, SIGNED_SHUT, of_protocol
from tests.matrix.world import World, new_key
from tests.matrix.world_protocols import PDF

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Out for remarks: those who keep it, and the member, who was there; the editor was excused
THERE = Cells("                 in 200 404 200 200 200 200   404 404          404        404")
THERE_DO = Cells("              in did 404 did did did did   404 404          404        404")
# The same, where the neighbour's head was a guest
GUESTS_TOO = Cells("            in 200 404 200 200 200 200   404 404          200        404")
GUESTS_READ = Cells("           in 200 200 200 200 200 200   404 200          200        200")
READERS_LED = Cells("           in  to  to  to  to  to  to   404  to          404         to")
READERS_REFUSED = Cells("       in 403 403 403 403 403 403   404 403          404        403")
THERE_REFUSED = Cells("         in 403 404 403 403 403 403   404 404          404        404")
# The number is fixed by those who sign
SIGNERS = Cells("               in 404 404 200 403 200 200   404 404          404        404")
SIGNERS_DO = Cells("            in 404 404 did 403 did did   404 404          404        404")
SIGNERS_LED = Cells("           in 404 404  to 403  to  to   404 404          404        404")
DRAFT_NOT_SHOWN = Cells("       in 404 404 404 403 404 404   404 404          404        404")
# The region's own
OF_REGION = Cells("             in 404 404 404 404 404 404   404 200          404        404")
OF_REGION_DO = Cells("          in 404 404 404 404 404 404   404 did          404        404")
# A plan by a protocol: both rights together
APPROVERS = Cells("             in 404 404 404 403 200 200   404 404          404        404")
APPROVERS_DO = Cells("          in 404 404 404 403 did did   404 404          404        404")
# The member's extract: her own, or given out by those who keep protocols
HERS = Cells("                  in 200 404 200 200 200 200   404 404          404        404")
# Own Word forms
FORM_KEEPERS = Cells("          in 404 404 404 200 200 200   404 404          404        404")
FORM_KEEPERS_DO = Cells("       in 404 404 404 did did did   404 404          404        404")


def _event(name: str) -> Named:
    return lambda world: {"event_id": getattr(world, name).pk}


def _event_of(name: str) -> Named:
    return lambda world: {"event_id": getattr(world, name).event_id}


def _plan(world: World) -> Mapping[str, Any]:
    return {"protocol_id": world.signed_protocol.pk, "plan_id": world.plan_to_approve.pk}


def _attached(world: World, column: str) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("отчёт.pdf", PDF)}


def _scanned(world: World, column: str) -> Mapping[str, Any]:
    return {"kind": "scan", "file": SimpleUploadedFile("скан.pdf", PDF)}


def _form_file(world: World, column: str) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("форма.docx", example_form(FormKind.PROTOCOL))}


def _own_form(**more: str) -> Named:
    def names(world: World) -> Mapping[str, Any]:
        found = {key: getattr(world, name).public_id for key, name in more.items()}
        return {**at(world), "kind": "protocol", **found}

    return names


def _used_form(world: World) -> Mapping[str, Any]:
    assert world.form_in_use
    return _own_form()(world)


def _members_extract(world: World) -> Mapping[str, Any]:
    return {"whom": f"person:{world.people['member'].pk}"}


def _looked_at(name: str) -> Named:
    return lambda world: {"expected_version": getattr(world, name).version}


LISTS = (
    Row("protocols:protocol_list", SIGNED_IN, NO_METHOD_INSIDE),
    Row("protocols:association_protocols", MEMBERS_READ, NO_METHOD, at),
)

PAGES = (
    Row("protocols:protocol_detail", RUNNERS, NO_METHOD, of_protocol(), state="draft"),
    Row("protocols:protocol_detail", THERE, NO_METHOD, of_protocol("remarks_protocol"), state="for remarks"),
    Row("protocols:protocol_detail", MEMBERS_READ, NO_METHOD, of_protocol("signed_protocol"), state="signed"),
    Row("protocols:protocol_detail", RUNNERS, NO_METHOD, of_protocol("archived_protocol"), state="archived"),
    Row("protocols:protocol_detail", RUNNERS, NO_METHOD, of_protocol("opened_protocol"), state="opened again"),
    Row(
        "protocols:protocol_detail",
        GUESTS_TOO,
        NO_METHOD,
        of_protocol("joint_protocol"),
        state="for remarks, a guest was there",
    ),
    Row(
        "protocols:protocol_detail",
        GUESTS_READ,
        NO_METHOD,
        of_protocol("signed_joint_protocol"),
        state="signed, a guest was there",
    ),
    Row("protocols:protocol_detail", PUBLIC, NO_METHOD, of_protocol("published_protocol"), state="published"),
    Row(
        "protocols:association_protocols",
        PUBLIC,
        NO_METHOD,
        lambda w: {"code": w.published_protocol.association.code},
        state="published",
    ),
    Row("protocols:protocol_as_guest", SIGNERS, NO_METHOD_INSIDE, of_protocol("signed_protocol"), state="signed"),
    Row("protocols:protocol_as_guest", DRAFT_NOT_SHOWN, NO_METHOD_INSIDE, of_protocol(), state="draft"),
    Row(
        "protocols:protocol_publish",
        SIGNERS,
        SIGNERS_DO,
        of_protocol("signed_protocol"),
        _looked_at("signed_protocol"),
        state="signed",
    ),
    Row(
        "protocols:protocol_publish",
        OF_REGION,
        OF_REGION_DO,
        of_protocol("published_protocol"),
        _looked_at("published_protocol"),
        state="published",
    ),
    Row("protocols:protocol_publish", SIGNERS_LED, SIGNERS_LED, of_protocol(), state="draft"),
    Row("protocols:event_protocol", RUNNERS, NO_METHOD_INSIDE, _event("past_event"), state="none"),
    Row("protocols:event_protocol", KEEPERS_LED, NO_METHOD_INSIDE, _event_of("protocol_of_event"), state="draft"),
    Row(
        "protocols:event_protocol",
        READERS_LED,
        NO_METHOD_INSIDE,
        _event("event_with_signed_protocol"),
        state="signed",
    ),
)

LIFE = (
    Row(
        "protocols:protocol_send",
        RUNNERS,
        RUNNERS_DO,
        of_protocol(),
        lambda w: {"until": clock.today().isoformat(), "expected_version": w.draft_protocol.version},
    ),
    Row("protocols:protocol_send", SIGNED_SHUT, SIGNED_SHUT, of_protocol("signed_protocol"), state="signed"),
    Row("protocols:protocol_take_back", RUNNERS, RUNNERS_DO, of_protocol("remarks_protocol")),
    Row("protocols:protocol_sign", SIGNERS, SIGNERS_DO, of_protocol(), state="draft"),
    Row("protocols:protocol_sign", SIGNERS_LED, SIGNERS_LED, of_protocol("signed_protocol"), state="signed"),
    Row(
        "protocols:protocol_unsign",
        SIGNERS,
        SIGNERS_DO,
        of_protocol("signed_protocol"),
        lambda w: {"reason": "Ошибка в дате"},
        state="signed",
    ),
    Row("protocols:protocol_archive", RUNNERS, RUNNERS_DO, of_protocol(), state="draft"),
    Row("protocols:protocol_archive", RUNNERS, RUNNERS_DO, of_protocol("archived_protocol"), state="archived"),
    Row("protocols:protocol_archive", SIGNED_SHUT, SIGNED_SHUT, of_protocol("signed_protocol"), state="signed"),
    Row("protocols:protocol_approve_plan", APPROVERS, APPROVERS_DO, _plan),
)

REMARKS = (
    Row(
        "protocols:remark_new",
        THERE,
        THERE_DO,
        of_protocol("remarks_protocol"),
        lambda w: {"text": "Нас было больше.", "submission_key": new_key()},
        state="for remarks",
    ),
    Row("protocols:remark_new", SIGNED_SHUT, SIGNED_SHUT, of_protocol(), state="draft"),
    Row("protocols:remark_new", READERS_REFUSED, READERS_REFUSED, of_protocol("signed_protocol"), state="signed"),
    Row(
        "protocols:remark_answer",
        RUNNERS,
        RUNNERS_DO,
        lambda w: {"remark_id": w.remark.pk},
        lambda w: {"state": "taken", "answer": "Исправили.", "expected_version": w.remark.version},
    ),
)

FILES = (
    Row(
        "protocols:protocol_paper_add",
        RUNNERS,
        RUNNERS_DO,
        of_protocol(),
        lambda w: {"submission_key": new_key()},
        typed=_attached,
        state="draft",
    ),
    Row(
        "protocols:protocol_paper_add",
        RUNNERS,
        RUNNERS_DO,
        of_protocol("signed_protocol"),
        lambda w: {"submission_key": new_key()},
        typed=_scanned,
        state="signed",
    ),
    Row("protocols:protocol_paper_retire", RUNNERS, RUNNERS_DO, lambda w: {"paper_id": w.scan.pk}),
)

PAPERS = (
    Row("protocols:protocol_word", RUNNERS, NO_METHOD_INSIDE, of_protocol(), state="draft"),
    Row("protocols:protocol_word", THERE, NO_METHOD_INSIDE, of_protocol("remarks_protocol"), state="for remarks"),
    Row("protocols:protocol_word", MEMBERS_READ, NO_METHOD_INSIDE, of_protocol("signed_protocol"), state="signed"),
    Row("protocols:protocol_pdf", RUNNERS, NO_METHOD_INSIDE, of_protocol(), state="draft"),
    Row("protocols:protocol_pdf", THERE, NO_METHOD_INSIDE, of_protocol("remarks_protocol"), state="for remarks"),
    Row("protocols:protocol_pdf", MEMBERS_READ, NO_METHOD_INSIDE, of_protocol("signed_protocol"), state="signed"),
)

EXTRACTS = (
    Row("protocols:protocol_extract", MEMBERS_READ, NO_METHOD_INSIDE, of_protocol("signed_protocol"), state="signed"),
    Row("protocols:protocol_extract", THERE_REFUSED, NO_METHOD_INSIDE, of_protocol("remarks_protocol"), state="draft"),
    Row(
        "protocols:extract_docx",
        HERS,
        NO_METHOD_INSIDE,
        of_protocol("signed_protocol"),
        query=_members_extract,
    ),
    Row("protocols:extract_as_pdf", HERS, NO_METHOD_INSIDE, of_protocol("signed_protocol"), query=_members_extract),
)

FORMS = (
    Row("protocols:paper_forms", FORM_KEEPERS, NO_METHOD_INSIDE, at),
    Row("protocols:paper_form_bring", FORM_KEEPERS, FORM_KEEPERS_DO, _own_form(), typed=_form_file),
    Row("protocols:paper_form_check", FORM_KEEPERS, FORM_KEEPERS_DO, _own_form(public_id="brought_form")),
    Row("protocols:paper_form_sample", FORM_KEEPERS, NO_METHOD_INSIDE, _own_form(public_id="brought_form")),
    Row("protocols:paper_form_example", FORM_KEEPERS, NO_METHOD_INSIDE, _own_form()),
    Row("protocols:paper_form_retire", FORM_KEEPERS, FORM_KEEPERS_DO, _used_form),
)

ROWS = (*LISTS, *PAGES, *LIFE, *REMARKS, *FILES, *PAPERS, *EXTRACTS, *FORMS)
