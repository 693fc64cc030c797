"""Files of protocols: who may open them."""

from __future__ import annotations

from stellazh.events.services.materials.bringing import MATERIAL_TYPES
from stellazh.files.media_types import DOCX
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.protocols.access.assignments import can_read_evidence_file
from stellazh.protocols.access.forms import can_read_form_file
from stellazh.protocols.access.papers import can_read_protocol_paper, can_read_sealed_paper
from stellazh.protocols.access.resolutions import can_read_resolution_file
from stellazh.protocols.services.beside import (
    MOST_PAPER_BYTES,
    MOST_SIGNATURE_BYTES,
    PAPER_FILE,
    SCAN_TYPES,
    SEAL_FILE,
    SIGNATURE_FILE,
)
from stellazh.protocols.services.evidence import EVIDENCE_FILE, EVIDENCE_TYPES, MOST_EVIDENCE_BYTES
from stellazh.protocols.services.intake.bringing import MOST_SOURCE_BYTES, SOURCE_FILE
from stellazh.protocols.services.intake.opening import can_read_source
from stellazh.protocols.services.paper_forms import FORM_FILE, MOST_FORM_BYTES
from stellazh.protocols.services.resolutions.life import MOST_RESOLUTION_BYTES, RESOLUTION_FILE


def register() -> None:
    """Add the entries."""
    purposes.add(
        FilePurpose(
            EVIDENCE_FILE, "Подтверждение исполнения", MOST_EVIDENCE_BYTES, EVIDENCE_TYPES, can_read_evidence_file
        )
    )
    papers = frozenset({"application/pdf", DOCX})
    purposes.add(FilePurpose(SEAL_FILE, "Подписанный протокол", MOST_PAPER_BYTES, papers, can_read_sealed_paper))
    purposes.add(FilePurpose(FORM_FILE, "Своя форма бумаги", MOST_FORM_BYTES, frozenset({DOCX}), can_read_form_file))
    beside = MATERIAL_TYPES | SCAN_TYPES
    purposes.add(FilePurpose(PAPER_FILE, "Файл при протоколе", MOST_PAPER_BYTES, beside, can_read_protocol_paper))
    purposes.add(
        FilePurpose(SIGNATURE_FILE, "Файл электронной подписи", MOST_SIGNATURE_BYTES, None, can_read_protocol_paper)
    )
    purposes.add(
        FilePurpose(RESOLUTION_FILE, "Резолюция", MOST_RESOLUTION_BYTES, frozenset({DOCX}), can_read_resolution_file)
    )
    # The reader tells papers by their contents; the copy kept is for download only.
    purposes.add(FilePurpose(SOURCE_FILE, "Исходный файл протокола", MOST_SOURCE_BYTES, None, can_read_source))
