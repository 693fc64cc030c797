"""Documents issued in a year, by what they are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.errors import PermissionRefused
from stellazh.people.models import Person
from stellazh.reports.figures import counted, figure_list, grouped, shows_people
from stellazh.reports.figures.certificates import GROUP
from tests.factories.certificates import CertificateFactory
from tests.reports.figures.conftest import ANYBODY, ScopeOf, values

CODES = [rule.code for rule in grouped()[GROUP]]


def test_documents_are_counted_by_what_they_are(scope_of: ScopeOf, association: Association) -> None:
    for genre in ("participant", "participant", "speaker", "test", "thanks", "merit", "first", "publication", "other"):
        CertificateFactory(association=association, genre=genre)

    assert values(scope_of(), *CODES) == [9, 2, 1, 1, 1, 2, 1]


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2024, 7, 31), 0),
        (date(2024, 8, 1), 1),
        (date(2025, 6, 24), 1),
        (date(2025, 6, 25), 0),
    ],
)
def test_year_begins_in_august_and_ends_on_the_day(
    scope_of: ScopeOf, association: Association, day: date, count: int
) -> None:
    CertificateFactory(association=association, issued_on=day)

    assert values(scope_of(), "certificates.issued") == [count]


def test_august_after_belongs_to_the_next_year_alone(scope_of: ScopeOf, association: Association) -> None:
    CertificateFactory(association=association, issued_on=date(2025, 8, 20))
    later = datetime(2025, 9, 10, tzinfo=UTC)

    assert values(scope_of(as_of=later), "certificates.issued") == [0]
    assert values(scope_of(as_of=later, school_year=2025), "certificates.issued") == [1]


def test_withdrawn_document_counts_until_it_was_withdrawn(scope_of: ScopeOf, association: Association) -> None:
    for month in (3, 7):
        CertificateFactory(
            association=association, status="withdrawn", status_reason="Ошибка",
            status_at=datetime(2025, month, 1, tzinfo=UTC),
        )  # fmt: skip

    assert values(scope_of(), "certificates.issued") == [1]


def test_documents_of_others_do_not_count(scope_of: ScopeOf, neighbour: Association) -> None:
    CertificateFactory(association=neighbour)

    assert values(scope_of(), "certificates.issued") == [0]


def test_list_is_the_number_and_opens_to_the_register(
    scope_of: ScopeOf, association: Association, head: Person, stranger: Person
) -> None:
    made: Any = CertificateFactory(association=association, genre="thanks", basis="участие в форуме")
    CertificateFactory(association=association)

    found = figure_list(scope_of(), "certificates.thanks", reader=head)

    assert len(found.rows) == counted(scope_of(), ["certificates.thanks"])["certificates.thanks"].value == 1
    row = found.rows[0]
    assert row.cells == (made.number_words, made.issued_on, made.name, made.title, "участие в форуме")
    assert row.href == made.get_absolute_url()
    assert shows_people("certificates.thanks")
    with pytest.raises(PermissionRefused):
        figure_list(scope_of(), "certificates.thanks", reader=stranger)
    assert figure_list(scope_of(), "certificates.issued", reader=ANYBODY).rows
