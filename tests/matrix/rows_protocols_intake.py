"""Rows of the matrix: old protocols brought from Word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.matrix.columns import Cells
from tests.matrix.row import NO_METHOD_INSIDE, RUNNERS, RUNNERS_DO, Named, Row, at
from tests.matrix.world import World, new_key
from tests.protocols.intake.conftest import word_file

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# What was taken in under a number is taken back by those who sign; the methodist is told so
UNDONE = Cells("                in 404 404 did  to did did   404 404          404        404")
# Looked at after it was taken in, a form sent again does nothing
READ_ONLY = Cells("             in 404 404 200 200 200 200   404 404          404        404")


def _intake(name: str) -> Named:
    return lambda world: {"public_id": getattr(world, name).public_id}


def _file(world: World, column: str) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("Протокол 2.docx", word_file())}


def _corrected(world: World) -> Mapping[str, Any]:
    return world.corrected_intake


ROWS = (
    Row("protocols:intake_start", RUNNERS, RUNNERS_DO, at, lambda w: {"submission_key": new_key()}, typed=_file),
    Row("protocols:intake_preview", RUNNERS, RUNNERS_DO, _intake("intake"), _corrected, state="to be looked over"),
    Row("protocols:intake_preview", READ_ONLY, READ_ONLY, _intake("confirmed_intake"), state="taken in"),
    Row("protocols:intake_abandon", RUNNERS, RUNNERS_DO, _intake("intake")),
    Row("protocols:intake_resume", NO_METHOD_INSIDE, RUNNERS_DO, _intake("abandoned_intake")),
    Row("protocols:intake_undo", RUNNERS, UNDONE, _intake("confirmed_intake")),
)
