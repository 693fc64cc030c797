"""Files of papers handed in and of annual reports: who may open them."""

from stellazh.files.media_types import DOCX
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.reports.access import can_read_handed_file
from stellazh.reports.access.files import can_read_appendix, can_read_report_form, can_read_sealed_report
from stellazh.reports.services.annual.forms import FORM_FILE
from stellazh.reports.services.annual.hand import APPENDIX_FILE
from stellazh.reports.services.handing import HANDED_FILE, HANDED_TYPES, MOST_HANDED_BYTES

SEAL_FILE = "report_seal"
MOST_SEAL_BYTES = 20 * 1024 * 1024
MOST_FORM_BYTES = 5 * 1024 * 1024


def register() -> None:
    """Add the entries."""
    sealed = frozenset({"application/pdf", DOCX})
    purposes.add(FilePurpose(SEAL_FILE, "Запечатанный отчёт", MOST_SEAL_BYTES, sealed, can_read_sealed_report))
    purposes.add(FilePurpose(APPENDIX_FILE, "Приложение к отчёту", MOST_HANDED_BYTES, HANDED_TYPES, can_read_appendix))
    purposes.add(FilePurpose(FORM_FILE, "Своя форма отчёта", MOST_FORM_BYTES, frozenset({DOCX}), can_read_report_form))
    purposes.add(FilePurpose(HANDED_FILE, "Сданный документ", MOST_HANDED_BYTES, HANDED_TYPES, can_read_handed_file))
