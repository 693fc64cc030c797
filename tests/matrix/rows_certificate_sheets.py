"""Rows of the matrix: templates of sheets and their editor, pictures on them, those who sign."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.certificates.templates import samples
from tests.matrix.columns import Cells
from tests.matrix.row import LISTS, NO_METHOD_INSIDE, NOWHERE_INSIDE, SIGNED_IN, Named, Row, at
from tests.matrix.rows_certificates import TEMPLATERS, TEMPLATERS_DO, TEMPLATERS_LED
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Signatures and seals: whoever may place them; that there are such is read with the register
SEALERS = Cells("               in 404 404 403 403 200 200   404 403          404        403")
SEALERS_DO = Cells("            in 404 404 403 403 did did   404 403          404        403")
SEALERS_LOOK = Cells("          in 404 404 403 403 new new   404 403          404        403")


def _template(name: str = "sheet_template") -> Named:
    return lambda world: {"template_id": getattr(world, name).pk}


def _picture(name: str) -> Named:
    return lambda world: {"picture_id": getattr(world, name).pk}


def _signatory(name: str = "signatory") -> Named:
    return lambda world: {"signatory_id": getattr(world, name).pk}


def _of_kind(kind: str) -> Named:
    return lambda world: {**at(world), "kind": kind}


def _seen(world: World) -> Mapping[str, Any]:
    return {"expected_version": world.spare_template.version, "submission_key": new_key()}


def _sheet(world: World) -> Mapping[str, Any]:
    return world.arranged_sheet


def _brought_template(world: World, column: str) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("шаблон.zip", world.template_file), "submission_key": new_key()}


def _brought_emblem(world: World, column: str) -> Mapping[str, Any]:
    file = SimpleUploadedFile("эмблема.png", samples.emblem())
    return {"file": file, "name": "Эмблема", "submission_key": new_key()}


def _brought_signature(world: World, column: str) -> Mapping[str, Any]:
    file = SimpleUploadedFile("подпись.jpg", samples.scanned_signature())
    return {"file": file, "name": "Подпись", "submission_key": new_key()}


def _chosen_seal(world: World) -> Mapping[str, Any]:
    content = base64.b64encode(samples.seal()).decode()
    return {"variant": "as_is", "as_is": content, "name": "Печать", "submission_key": new_key()}


def _signs(world: World) -> Mapping[str, Any]:
    return {"name": "Т. С. Озерова", "post": "председатель жюри", "submission_key": new_key()}


TEMPLATES = (
    Row("certificates:template_list", LISTS, NO_METHOD_INSIDE, at),
    Row("certificates:template_import", TEMPLATERS, TEMPLATERS_DO, at, typed=_brought_template),
    Row(
        "certificates:template_take",
        NO_METHOD_INSIDE,
        TEMPLATERS_DO,
        lambda w: {**at(w), "shipped_code": "thanks_frame"},
        lambda w: {"submission_key": new_key()},
    ),
    Row(
        "certificates:shipped_picture",
        SIGNED_IN,
        NO_METHOD_INSIDE,
        lambda w: {"shipped_code": "thanks_frame", "size": "small"},
    ),
    Row(
        "certificates:shipped_picture",
        NOWHERE_INSIDE,
        NO_METHOD_INSIDE,
        lambda w: {"shipped_code": "nothing", "size": "small"},
        state="no such template",
    ),
    Row("certificates:template_thumbnail", LISTS, NO_METHOD_INSIDE, _template()),
    Row("certificates:template_edit", TEMPLATERS, TEMPLATERS_DO, _template(), _sheet),
    Row("certificates:template_preview", NO_METHOD_INSIDE, TEMPLATERS, _template(), _sheet),
    Row("certificates:template_reveal", NO_METHOD_INSIDE, SEALERS_LOOK, _template(), _sheet),
    Row("certificates:template_sample", LISTS, NO_METHOD_INSIDE, _template()),
    Row(
        "certificates:template_rename",
        TEMPLATERS,
        TEMPLATERS_DO,
        _template("spare_template"),
        lambda w: {**_seen(w), "name": "Лампа"},
    ),
    Row("certificates:template_copy", TEMPLATERS, TEMPLATERS_DO, _template(), lambda w: {"submission_key": new_key()}),
    Row("certificates:template_reset", TEMPLATERS, TEMPLATERS_DO, _template("changed_template"), _seen),
    Row("certificates:template_archive", TEMPLATERS, TEMPLATERS_DO, _template("spare_template"), state="in use"),
    Row("certificates:template_archive", TEMPLATERS, TEMPLATERS_DO, _template("archived_template"), state="archived"),
    Row(
        "certificates:template_archive",
        TEMPLATERS,
        TEMPLATERS_LED,
        lambda w: {"template_id": w.kind.template_id},
        state="needed by a kind",
    ),
    Row("certificates:template_export", LISTS, NO_METHOD_INSIDE, _template()),
)

PICTURES = (
    Row("certificates:picture_list", LISTS, NO_METHOD_INSIDE, at),
    Row(
        "certificates:picture_add",
        TEMPLATERS,
        TEMPLATERS_DO,
        _of_kind("emblem"),
        typed=_brought_emblem,
        state="an emblem",
    ),
    Row(
        "certificates:picture_add",
        SEALERS,
        SEALERS,
        _of_kind("signature"),
        typed=_brought_signature,
        state="a signature, to choose from",
    ),
    Row("certificates:picture_add", SEALERS, SEALERS_DO, _of_kind("seal"), _chosen_seal, state="a seal, chosen"),
    Row("certificates:picture_add", NOWHERE_INSIDE, NOWHERE_INSIDE, _of_kind("passport"), state="no such kind"),
    Row("certificates:picture_detail", LISTS, LISTS, _picture("emblem"), state="an emblem"),
    Row("certificates:picture_detail", LISTS, SEALERS_LOOK, _picture("signature_picture"), state="a signature"),
    Row("certificates:picture_detail", LISTS, SEALERS_LOOK, _picture("seal_picture"), state="a seal"),
    Row("certificates:picture_image", LISTS, NO_METHOD_INSIDE, _picture("emblem"), state="an emblem"),
    Row("certificates:picture_image", LISTS, NO_METHOD_INSIDE, _picture("background"), state="a background"),
    Row(
        "certificates:picture_image",
        NOWHERE_INSIDE,
        NO_METHOD_INSIDE,
        _picture("signature_picture"),
        state="a signature",
    ),
    Row("certificates:picture_image", NOWHERE_INSIDE, NO_METHOD_INSIDE, _picture("seal_picture"), state="a seal"),
    Row(
        "certificates:picture_rename",
        TEMPLATERS,
        TEMPLATERS_DO,
        _picture("emblem"),
        lambda w: {"name": "Знак"},
        state="an emblem",
    ),
    Row(
        "certificates:picture_rename",
        SEALERS,
        SEALERS_DO,
        _picture("spare_signature"),
        lambda w: {"name": "Подпись руководителя"},
        state="a signature",
    ),
    Row("certificates:picture_archive", TEMPLATERS, TEMPLATERS_DO, _picture("background"), state="a background"),
    Row("certificates:picture_archive", TEMPLATERS, TEMPLATERS_DO, _picture("archived_emblem"), state="archived"),
    Row("certificates:picture_archive", SEALERS, SEALERS_DO, _picture("spare_signature"), state="a signature"),
    Row("certificates:picture_archive", SEALERS, SEALERS_DO, _picture("spare_seal"), state="a seal"),
)

SIGNATORIES = (
    Row("certificates:signatory_list", LISTS, NO_METHOD_INSIDE, at),
    Row("certificates:signatory_add", TEMPLATERS, TEMPLATERS_DO, at, _signs),
    Row(
        "certificates:signatory_edit",
        TEMPLATERS,
        TEMPLATERS_DO,
        _signatory("plain_signatory"),
        lambda w: {**_signs(w), "expected_version": w.plain_signatory.version},
    ),
    Row("certificates:signatory_move", NO_METHOD_INSIDE, TEMPLATERS_DO, _signatory(), lambda w: {"where": "down"}),
    Row("certificates:signatory_archive", TEMPLATERS, TEMPLATERS_DO, _signatory("plain_signatory")),
)

ROWS = (*TEMPLATES, *PICTURES, *SIGNATORIES)
