"""Files of papers handed in: who may open them."""

from stellazh.files.purposes import FilePurpose, purposes
from stellazh.reports.access import can_read_handed_file
from stellazh.reports.services.handing import HANDED_FILE, HANDED_TYPES, MOST_HANDED_BYTES


def register() -> None:
    """Add the entry."""
    purposes.add(FilePurpose(HANDED_FILE, "Сданный документ", MOST_HANDED_BYTES, HANDED_TYPES, can_read_handed_file))
