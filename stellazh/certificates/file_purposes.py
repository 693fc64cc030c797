"""Files of certificates: who may open them."""

from __future__ import annotations

from stellazh.certificates.access import can_read_picture_file
from stellazh.certificates.access.runs import can_read_print_file
from stellazh.certificates.access.sheets import can_read_sheet_file
from stellazh.certificates.services.pictures import MOST_PICTURE_BYTES, PICTURE_FILE
from stellazh.certificates.services.print_files import MOST_PRINT_BYTES, PRINT_FILE
from stellazh.certificates.services.sheet_files import MOST_SHEET_BYTES, SHEET_FILE
from stellazh.files.purposes import FilePurpose, purposes


def register() -> None:
    """Add the entries."""
    pdf = frozenset({"application/pdf"})
    purposes.add(FilePurpose(SHEET_FILE, "Лист документа", MOST_SHEET_BYTES, pdf, can_read_sheet_file))
    purposes.add(FilePurpose(PRINT_FILE, "Листы выдачи одним файлом", MOST_PRINT_BYTES, pdf, can_read_print_file))
    pictures = frozenset({"image/png", "image/jpeg"})
    purposes.add(
        FilePurpose(PICTURE_FILE, "Картинка для документов", MOST_PICTURE_BYTES, pictures, can_read_picture_file)
    )
