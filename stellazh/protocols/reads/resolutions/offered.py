"""Evidence that the marks of a point brought, offered for its closing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from stellazh.protocols.models import Evidence, Resolution
from stellazh.protocols.services.evidence import FILE, LINK, EvidenceFields

MOST_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Offered:
    """One to tick: `value` comes back with the form."""

    value: str
    label: str
    url: str
    fields: EvidenceFields


def offered_evidence(resolution: Resolution) -> dict[int, list[Offered]]:
    """At most eight different things for each point, the newest first: of ours and addresses. Files stay with the mark
    they were laid beside. One query.
    """
    rows = Evidence.objects.filter(entry__decision__resolution=resolution, entry__assignment__isnull=False)
    found: dict[int, dict[str, Offered]] = defaultdict(dict)
    for row in rows.exclude(kind=FILE).select_related("entry").order_by("-entry__made_at", "pk"):
        value = f"{row.kind}|{row.object_key or row.url}"
        here = found[row.entry.decision_id]
        if value not in here and len(here) < MOST_OFFERED:
            fields = EvidenceFields(row.kind, row.object_key, row.label, row.url if row.kind == LINK else "")
            here[value] = Offered(value, row.label, row.url, fields)
    return {key: list(offers.values()) for key, offers in found.items()}


def chosen_of(offers: Sequence[Offered], values: Sequence[str]) -> list[EvidenceFields]:
    """What of the offers was ticked."""
    return [offer.fields for offer in offers if offer.value in values]
