"""A region with three municipalities, and a resolution of its association with 15 points for five classes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import pytest

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Organisation
from stellazh.common.capabilities import Role
from stellazh.people.models import Person
from stellazh.protocols.models import Decision, Resolution
from stellazh.protocols.services import resolutions as services
from tests.factories.associations import AssociationFactory, GrantFactory, OrganisationFactory, TerritoryFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

TEXTS: Final = (
    (
        "Вести на сайте раздел с разборами уроков чтения",
        "Проводить дни открытых консультаций для школ",
        "Собрать сборник сценариев к юбилею писателя-земляка",
    ),
    (
        "Раз в четверть пересылать школам новости объединения",
        "Показать на заседании опыт двух школ своего округа",
        "Подготовить команду округа к веб-форуму",
    ),
    (
        "Назначить ответственного за работу школьных библиотек",
        "Предусмотреть в смете средства на периодику",
        "Включить библиотеки в программу ремонта школ",
        "Поддержать поездки библиотекарей на форум",
    ),
    (
        "Обновить страницу библиотеки на сайте школы",
        "Провести инвентаризацию учебного фонда",
        "Открыть для детей уголок тихого чтения",
    ),
    (
        "Принимать школьников на экскурсии в библиотеки и музеи",
        "Передавать школам издания о родном крае",
    ),
)
TERMS: Final = {0: "постоянно", 2: "до 1 декабря", 6: "до 1 октября"}


@pytest.fixture
def municipalities(region: Association, association: Association, neighbour: Association) -> list[Association]:
    """Three below the region, each with two schools and an authority; the region has a centre and a partner."""
    territory = TerritoryFactory(code="tihvin", name="Тихий округ", parent=region.territory)
    third = AssociationFactory(code="tihvin", short_name="ММО Тихого округа", parent=region, territory=territory)
    found = [association, neighbour, third]
    for place, row in enumerate(found, start=1):
        OrganisationFactory(territory=row.territory, short_name=f"МБОУ школа № {place}")
        OrganisationFactory(territory=row.territory, short_name=f"МБОУ школа № {place}0")
        OrganisationFactory(territory=row.territory, kind=OrganisationKind.AUTHORITY, short_name=f"Отдел {place}")
    OrganisationFactory(territory=region.territory, kind=OrganisationKind.PARTNER, short_name="Музей чтения")
    return found


@pytest.fixture
def centre(region: Association) -> Organisation:
    """The only methodical centre of the region."""
    return OrganisationFactory(
        territory=region.territory, kind=OrganisationKind.METHODICAL_CENTRE, short_name="РИБЦ Заречной области"
    )


@pytest.fixture
def member(association: Association) -> Person:
    """Plain member of `association`, with an account."""
    person = PersonFactory(family_name="Липина")
    GrantFactory(person=person, role=Role.MEMBER, association=association)
    MembershipFactory(person=person, association=association)
    return person


@pytest.fixture
def colleague(neighbour: Association) -> Person:
    """Plain member of `neighbour`, which lies below the region too."""
    person = PersonFactory(family_name="Кленова")
    GrantFactory(person=person, role=Role.MEMBER, association=neighbour)
    MembershipFactory(person=person, association=neighbour)
    return person


@pytest.fixture
def collecting(region: Association, region_head: Person, at: datetime) -> Resolution:
    """A resolution of the region that collects proposals."""
    fields = services.ResolutionFields(title="О чтении в школе", school_year=2024, proposals_until=date(2024, 9, 20))
    return services.create_resolution(region.pk, fields=fields, submission_key=None, by=region_head, at=at)


@pytest.fixture
def draft(
    collecting: Resolution, municipalities: list[Association], centre: Organisation, region_head: Person, at: datetime
) -> Resolution:
    """The same with the five usual sections and 15 points."""
    return written(collecting, by=region_head, at=at)


def written(resolution: Resolution, *, by: Person, at: datetime) -> Resolution:
    """Fifteen points in the five usual sections."""
    services.close_collecting(resolution.pk, by=by, at=at)
    place = 0
    for section, texts in zip(services.add_usual_sections(resolution.pk, by=by, at=at), TEXTS, strict=True):
        for text in texts:
            fields = services.PointFields(text=text, term_raw=TERMS.get(place, ""))
            services.add_point(section.pk, fields=fields, by=by, at=at)
            place += 1
    return Resolution.objects.get(pk=resolution.pk)


@pytest.fixture
def adopted(draft: Resolution, region_head: Person, at: datetime) -> Resolution:
    """The draft in force since 27 August."""
    services.adopt_resolution(draft.pk, adopted_on=date(2024, 8, 27), by=region_head, at=at)
    return Resolution.objects.get(pk=draft.pk)


def point(resolution: Resolution, number: str) -> Decision:
    """A point of an adopted resolution by its number."""
    return resolution.points.get(number_text=number)
