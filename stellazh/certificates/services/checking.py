"""Finding a sheet by its code, and making guesses slow.

The arithmetic. A code has 80 random bits: of a million sheets given out, one try finds any of them with a chance of one
to 10¹⁸. So waiting is there to keep robots from wearing the site out, not to keep the codes. Wrong codes are counted by
the day: 20 from one network address cost nothing (a whole school stands behind one), then one waits 5 seconds, 10, 20
and so on, up to an hour. Three thousand wrong codes a day from everywhere together make those wait who had one wrong
that day; whoever comes with the right code of a sheet never does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from stellazh.certificates.models import CertificateCopy
from stellazh.certificates.services.codes import read_code
from stellazh.common.errors import DomainError
from stellazh.people.services.sign_in import count_wrong, tries_of

FREE_TRIES: Final = 20
FREE_TRIES_OF_ALL: Final = 3000
_PLACE: Final = "certificate-code-from"
_ALL: Final = "certificate-code-of-all"


class CodeUnknown(DomainError):
    """No sheet has this code."""


class TooManyCodes(DomainError):
    """Too many wrong codes: nothing is looked up until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Слишком много неверных кодов подряд.")
        self.until = until


def find_sheet(typed: str, *, place: str, at: datetime) -> CertificateCopy:
    """The sheet with that code, as people type codes. A right one changes nothing; a wrong one is counted.

    `place` is the network address the question comes from. Not inside a transaction: the count must stay.

    Raises:
        TooManyCodes: one waits; the code was not looked at.
        CodeUnknown: there is no such sheet.
    """
    day = f"{at:%Y-%m-%d}"
    here, everywhere = tries_of([(_PLACE, f"{place} {day}"), (_ALL, day)])
    waits = [here.wait_until, everywhere.wait_until if here.count else None]
    until = max((wait for wait in waits if wait is not None), default=None)
    if until is not None and until > at:
        raise TooManyCodes(until)
    # What cannot be a code is looked for as well, so that both take their time.
    rows = CertificateCopy.objects.select_related("certificate__association", "certificate__kind")
    copy = rows.filter(code=read_code(typed) or "").first()
    if copy is None:
        count_wrong([(_PLACE, f"{place} {day}", FREE_TRIES), (_ALL, day, FREE_TRIES_OF_ALL)], at=at)
        raise CodeUnknown("Документа с таким кодом нет.")
    return copy
