"""Rows of the matrix: kinds, the register, documents, one's own, the public check, what stands inside of badges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stellazh.common import clock
from stellazh.common.school_year import SchoolYear
from tests.factories.certificates import ISSUED_ON
from tests.matrix.columns import Cells
from tests.matrix.row import (
    LEADS_ON,
    LISTS,
    NO_METHOD,
    NO_METHOD_INSIDE,
    NOWHERE,
    NOWHERE_INSIDE,
    PUBLIC,
    RUNNERS,
    RUNNERS_DO,
    SIGNED_IN,
    Named,
    Row,
    at,
)
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Kinds, templates, pictures, those who sign: the secretary and those above look only
TEMPLATERS = Cells("            in 404 404 403 200 200 200   404 403          404        403")
TEMPLATERS_DO = Cells("         in 404 404 403 did did did   404 403          404        403")
TEMPLATERS_LED = Cells("        in 404 404 403  to  to  to   404 403          404        403")
# The member's own document, and the register's readers
HERS = Cells("                  in 200 404 200 200 200 200   404 200          404        200")
HERS_LED = Cells("              in  to 404  to  to  to  to   404  to          404         to")
# What is done with a document: whoever reads it only is told of no such page
KEPT_LED = Cells("              in 404 404  to  to  to  to   404 404          404        404")
KEPT_SHUT = Cells("             in 404 404 403 403 403 403   404 404          404        404")
# The member has something to take with her
HER_ARCHIVE = Cells("           in 200  to  to  to  to  to    to  to           to         to")


def _kind(name: str = "spare_kind") -> Named:
    return lambda world: {"kind_id": getattr(world, name).pk}


def _kind_fields(world: World) -> Mapping[str, Any]:
    return {
        "genre": "thanks",
        "name": "Благодарность партнёрам",
        "title": "Благодарность",
        "pattern": "№ {n}/{год}-БП",
        "period": "school_year",
        "first_number": 1,
        "submission_key": new_key(),
    }


def of_certificate(name: str = "certificate") -> Named:
    """That document."""
    return lambda world: {"certificate_id": getattr(world, name).pk}


def _badge(ending: str, name: str = "certificate") -> Named:
    return lambda world: {"certificate_id": getattr(world, name).pk, "ending": ending}


def _with_key(of: Named) -> Named:
    def named(world: World) -> Mapping[str, Any]:
        assert world.signing_key
        return of(world)

    return named


def _issuer(world: World) -> Mapping[str, Any]:
    assert world.certificate
    return at(world)


def _above(world: World) -> Mapping[str, Any]:
    """The region, which gave nothing out."""
    return {"code": world.region.code}


def _status(place: int = 0) -> Named:
    return lambda world: {**_issuer(world), "place": place}


def _reason(world: World) -> Mapping[str, Any]:
    return {"reason": "Выдан по ошибке"}


def _duplicate(world: World) -> Mapping[str, Any]:
    return {
        "reason": "lost",
        "name": world.certificate.name,
        "dative": "Вербиной Ольге Ильиничне",
        "genitive": "Вербиной Ольги Ильиничны",
        "school": world.certificate.school,
    }


def _code(name: str = "sheet_copy") -> Named:
    return lambda world: {"code": getattr(world, name).code}


def _her_year(world: World) -> Mapping[str, Any]:
    assert world.certificate
    return {"year": SchoolYear.of(ISSUED_ON).start}


def _she_has_one(world: World) -> Mapping[str, Any]:
    assert world.certificate
    return {}


KINDS = (
    Row("certificates:kind_list", LISTS, NO_METHOD_INSIDE, at),
    Row("certificates:kind_usual", NO_METHOD_INSIDE, TEMPLATERS_DO, at, state="none yet"),
    Row("certificates:kind_new", TEMPLATERS, TEMPLATERS_DO, at, _kind_fields),
    Row("certificates:kind_example", TEMPLATERS, NO_METHOD_INSIDE, at, query=lambda w: {"pattern": "№ {n}/{гг}"}),
    Row(
        "certificates:kind_edit",
        TEMPLATERS,
        TEMPLATERS_DO,
        _kind(),
        lambda w: {**_kind_fields(w), "expected_version": w.spare_kind.version},
        state="in use",
    ),
    Row("certificates:kind_edit", TEMPLATERS_LED, TEMPLATERS_LED, _kind("archived_kind"), state="archived"),
    Row("certificates:kind_archive", TEMPLATERS, TEMPLATERS_DO, _kind(), state="in use"),
    Row("certificates:kind_archive", TEMPLATERS, TEMPLATERS_DO, _kind("archived_kind"), state="archived"),
)

REGISTER = (
    Row("certificates:register", LISTS, NO_METHOD_INSIDE, at),
    Row("certificates:register_file", LISTS, NO_METHOD_INSIDE, lambda w: {**at(w), "ending": "xlsx"}, state="xlsx"),
    Row("certificates:register_file", LISTS, NO_METHOD_INSIDE, lambda w: {**at(w), "ending": "docx"}, state="docx"),
    Row(
        "certificates:register_file",
        NOWHERE_INSIDE,
        NO_METHOD_INSIDE,
        lambda w: {**at(w), "ending": "exe"},
        state="no such file",
    ),
    Row(
        "certificates:number_spoil",
        RUNNERS,
        RUNNERS_DO,
        at,
        lambda w: {
            "kind": w.kind.pk,
            "on": clock.today().isoformat(),
            "reason": "Лист испорчен",
            "submission_key": new_key(),
        },
    ),
    Row("certificates:holder_list", LISTS, NO_METHOD_INSIDE, at),
    Row("certificates:holder_file", LISTS, NO_METHOD_INSIDE, at),
)

OWN = (
    Row("certificates:mine", SIGNED_IN, NO_METHOD_INSIDE, _she_has_one),
    Row("certificates:mine_archive", HER_ARCHIVE, NO_METHOD_INSIDE, _she_has_one),
    Row("certificates:mine_archive_year", HER_ARCHIVE, NO_METHOD_INSIDE, _her_year),
)

DOCUMENTS = (
    Row("certificates:certificate_detail", HERS, NO_METHOD_INSIDE, of_certificate(), state="valid"),
    Row(
        "certificates:certificate_detail",
        HERS,
        NO_METHOD_INSIDE,
        of_certificate("withdrawn_certificate"),
        state="withdrawn",
    ),
    Row(
        "certificates:certificate_detail",
        HERS,
        NO_METHOD_INSIDE,
        of_certificate("spoiled_certificate"),
        state="spoiled",
    ),
    Row("certificates:certificate_withdraw", RUNNERS, RUNNERS_DO, of_certificate(), _reason, state="valid"),
    Row(
        "certificates:certificate_withdraw",
        KEPT_LED,
        KEPT_LED,
        of_certificate("withdrawn_certificate"),
        _reason,
        state="withdrawn",
    ),
    Row(
        "certificates:certificate_withdraw",
        KEPT_SHUT,
        KEPT_SHUT,
        of_certificate("spoiled_certificate"),
        _reason,
        state="spoiled",
    ),
    Row(
        "certificates:certificate_bring_back",
        RUNNERS,
        RUNNERS_DO,
        of_certificate("withdrawn_certificate"),
        _reason,
        state="withdrawn",
    ),
    Row("certificates:certificate_bring_back", KEPT_LED, KEPT_LED, of_certificate(), _reason, state="valid"),
    Row("certificates:certificate_spoil", RUNNERS, RUNNERS_DO, of_certificate(), _reason),
    Row("certificates:certificate_duplicate", RUNNERS, RUNNERS_DO, of_certificate(), _duplicate, state="valid"),
    Row(
        "certificates:certificate_duplicate",
        KEPT_LED,
        KEPT_LED,
        of_certificate("withdrawn_certificate"),
        _duplicate,
        state="withdrawn",
    ),
    Row(
        "certificates:certificate_make_sheets",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of_certificate("sheetless_certificate"),
    ),
    Row("certificates:certificate_send", RUNNERS, RUNNERS_DO, of_certificate()),
    Row("certificates:certificate_badge", HERS, NO_METHOD_INSIDE, _badge("json"), state="plain"),
    Row("certificates:certificate_badge", HERS, NO_METHOD_INSIDE, _with_key(_badge("jwt")), state="signed"),
    # A key is made when documents are issued; until then who asks for the signed file is told so, and nothing is made.
    Row("certificates:certificate_badge", HERS_LED, NO_METHOD_INSIDE, _badge("jwt"), state="nothing to sign with yet"),
    Row(
        "certificates:certificate_badge",
        HERS_LED,
        NO_METHOD_INSIDE,
        _badge("json", "withdrawn_certificate"),
        state="withdrawn",
    ),
)

OPEN = (
    Row("certificates:check_entry", PUBLIC, NO_METHOD, state="empty"),
    Row(
        "certificates:check_entry",
        LEADS_ON,
        NO_METHOD,
        query=lambda w: {"code": w.sheet_copy.code},
        state="with a code",
    ),
    Row("certificates:check", PUBLIC, NO_METHOD, _code(), state="genuine"),
    Row("certificates:check", PUBLIC, NO_METHOD, _code("withdrawn_copy"), state="withdrawn"),
    Row("certificates:check", NOWHERE, NO_METHOD, lambda w: {"code": "9999-9999-9999-9999"}, state="unknown"),
    Row("certificates:badge_issuer", PUBLIC, NO_METHOD, _issuer, state="has issued"),
    Row("certificates:badge_issuer", NOWHERE, NO_METHOD, _above, state="never issued"),
    Row("certificates:badge_key", PUBLIC, NO_METHOD, lambda w: {"kid": w.signing_key.kid}),
    Row("certificates:badge_key", NOWHERE, NO_METHOD, lambda w: {"kid": "nokey"}, state="unknown"),
    Row("certificates:badge_status", PUBLIC, NO_METHOD, _with_key(_status())),
    Row("certificates:badge_status", NOWHERE, NO_METHOD, _status(), state="nothing to sign with yet"),
    Row(
        "certificates:badge_status",
        NOWHERE,
        NO_METHOD,
        _with_key(lambda w: {**_above(w), "place": 0}),
        state="never issued",
    ),
    Row("certificates:badge_status", NOWHERE, NO_METHOD, _with_key(_status(1000)), state="no such list"),
)

ROWS = (*KINDS, *REGISTER, *OWN, *DOCUMENTS, *OPEN)
