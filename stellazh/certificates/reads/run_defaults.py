"""What a new run says before anybody has typed a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from stellazh.certificates.enums import DocumentGenre
from stellazh.certificates.models import CertificateKind, Signatory
from stellazh.certificates.recipient_lists import RecipientList, Subject

_TO_WHOM = {
    DocumentGenre.SPEAKER: "Докладчикам",
    DocumentGenre.THANKS: "Благодарности",
    DocumentGenre.PARTICIPANT: "Участникам",
}


def run_defaults(
    kinds: Sequence[CertificateKind],
    signatories: Sequence[Signatory],
    *,
    subject: Subject | None,
    entry: RecipientList | None,
    genre: str,
    today: date,
) -> dict[str, Any]:
    """Initial values of the form: what the subject tells, the kind of that genre, the first who signs, today."""
    kind = next((one for one in kinds if one.genre == genre), kinds[0] if kinds else None)
    found: dict[str, Any] = {
        "kind": kind.pk if kind else None,
        "issued_on": today,
        "with_letters": True,
        "signatories": [one.pk for one in signatories[:1]],
    }
    if subject is None:
        return found
    to_whom = _TO_WHOM.get(DocumentGenre(genre)) if genre in DocumentGenre.values else None
    to_whom = to_whom or (entry.label.capitalize() if entry is not None else "")
    return found | {
        "title": f"{to_whom}: {subject.title}"[:300].strip(": "),
        "subject_title": subject.title[:400],
        "basis": subject.basis[:600],
        "dates_words": subject.dates_words[:200],
        "hours": subject.hours,
        "place": subject.place[:150],
        # A paper never bears a day before the end of what it is given for.
        "issued_on": max(today, subject.ended_on) if subject.ended_on else today,
    }
