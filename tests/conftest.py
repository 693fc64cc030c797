"""People and places that most tests need: a region, two municipalities in it, and who holds which role where."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import settings

from stellazh.associations.enums import AssociationKind, TerritoryKind
from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.people.models import Person
from tests.factories.associations import AssociationFactory, GrantFactory, TerritoryFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

# The same examples every time, so that a change is judged by what it changes; STELLAZH_EXAMPLES=new looks for others.
settings.register_profile("same", derandomize=True)
settings.register_profile("new", print_blob=True)
settings.load_profile(os.environ.get("STELLAZH_EXAMPLES", "same"))

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Cases made of the real papers exist only where those lie beside the repository; a public clone has none."""
    if SHARED.is_dir():
        return
    absent = [item for item in items if any(_has_no_cases(mark) for mark in item.iter_markers("skip"))]
    if absent:
        config.hook.pytest_deselected(items=absent)
        items[:] = [item for item in items if item not in absent]


def _has_no_cases(mark: pytest.Mark) -> bool:
    return str(mark.kwargs.get("reason", "")).startswith("got empty parameter set")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """With STELLAZH_NO_SKIP=1 a skipped test has failed: in the full run nothing may be passed over in silence."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("STELLAZH_NO_SKIP") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped although STELLAZH_NO_SKIP=1: {report.longrepr}"


@pytest.fixture
def at() -> datetime:
    """The moment at which tests act: a school-year Tuesday."""
    return datetime(2024, 9, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def region(db: None) -> Association:
    """The regional association, above `association` and `neighbour`."""
    territory = TerritoryFactory(code="zarechye", kind=TerritoryKind.REGION, name="Заречная область")
    return AssociationFactory(
        code="omo", kind=AssociationKind.OMO, name="Областное методическое объединение", short_name="ОМО библиотекарей",
        territory=territory,
    )  # fmt: skip


@pytest.fixture
def association(region: Association) -> Association:
    """The municipal association whose head is `head`."""
    territory = TerritoryFactory(code="luga", name="Лужский округ", parent=region.territory)
    return AssociationFactory(code="luga", short_name="ММО Лужского округа", parent=region, territory=territory)


@pytest.fixture
def neighbour(region: Association) -> Association:
    """Another municipal association of the region; strangers come from it."""
    territory = TerritoryFactory(code="bereg", name="Береговой округ", parent=region.territory)
    return AssociationFactory(code="bereg", short_name="ММО Берегового округа", parent=region, territory=territory)


def _person_with(role: Role, association: Association, family_name: str) -> Person:
    person = PersonFactory(family_name=family_name)
    GrantFactory(person=person, role=role, association=association)
    MembershipFactory(person=person, association=association)
    return person


@pytest.fixture
def head(association: Association) -> Person:
    """Head of `association`."""
    return _person_with(Role.HEAD, association, "Ольхова")


@pytest.fixture
def methodist(association: Association) -> Person:
    """Methodist of `association`: edits plans, does not approve them."""
    return _person_with(Role.METHODIST, association, "Рябинина")


@pytest.fixture
def member(association: Association) -> Person:
    """Plain member of `association`."""
    return _person_with(Role.MEMBER, association, "Липина")


@pytest.fixture
def region_head(region: Association) -> Person:
    """Head of the region: reads below, writes here."""
    return _person_with(Role.HEAD, region, "Сосновская")


@pytest.fixture
def stranger(neighbour: Association) -> Person:
    """Head of the neighbouring association: nothing of `association` is theirs."""
    return _person_with(Role.HEAD, neighbour, "Кленова")


@pytest.fixture
def client_for(db: None) -> Callable[[Person | None], Client]:
    """A client signed in as that person; without one, a guest's."""

    def make(person: Person | None = None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return make
