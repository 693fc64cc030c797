"""Certificates in the search of everything: found by whose they are and by those who read the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse

from stellazh.associations.searching import place_of, placed
from stellazh.certificates.models import Certificate
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Source, searchables

CERTIFICATES: Final = "certificates_certificate"


def register() -> None:
    """Let certificates be found."""
    searchables.add(
        SearchableKind(
            code="certificate",
            label="сертификат",
            plural="Сертификаты",
            entries=_entries,
            every_key=Certificate.objects.all,
            visible_to=_visible_to,
            address=lambda key: reverse("certificates:certificate_detail", args=[key]),
            sources=(
                Source(
                    CERTIFICATES,
                    columns=("association_id", "number_words", "title", "name", "school", "basis", "issued_on"),
                ),
                placed(CERTIFICATES),
            ),
            order=90,
        )
    )


def _visible_to(actor: Actor) -> QuerySet[Certificate]:
    return Certificate.objects.visible_to(actor)


def _entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
    for row in Certificate.objects.filter(pk__in=keys).select_related("association"):
        yield SearchEntry(
            row.pk,
            f"{row}. {row.name}",
            "\n".join(filter(None, (row.basis, row.school))),
            on=row.issued_on,
            year=SchoolYear.of(row.issued_on).start,
            **place_of(row.association),
        )
