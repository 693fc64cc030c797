"""Territories, organisations, associations and grants."""

from datetime import UTC, date, datetime

import factory

from stellazh.associations.enums import AssociationKind, OrganisationKind, TerritoryKind
from stellazh.associations.models import Association, Grant, Organisation, Territory
from stellazh.common.capabilities import Role
from stellazh.russian.collation import sort_key
from tests.factories.people import PersonFactory


def _path(thing: Territory | Association) -> str:
    return f"{thing.parent.path if thing.parent else '/'}{thing.code}/"


def _depth(thing: Territory | Association) -> int:
    return thing.parent.depth + 1 if thing.parent else 0


class TerritoryFactory(factory.django.DjangoModelFactory):
    """A municipality by itself; give `parent` to put it into a region."""

    class Meta:
        model = Territory

    code = factory.Sequence(lambda n: f"place-{n}")
    kind = TerritoryKind.MUNICIPALITY
    name = factory.Sequence(lambda n: f"Заречный округ № {n}")
    parent = None
    path = factory.LazyAttribute(_path)
    depth = factory.LazyAttribute(_depth)
    sort_key = factory.LazyAttribute(lambda t: sort_key(t.name))


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.SCHOOL
    name = factory.Sequence(lambda n: f"Муниципальное бюджетное общеобразовательное учреждение школа № {n}")
    short_name = factory.Sequence(lambda n: f"МБОУ школа № {n}")
    territory = factory.SubFactory(TerritoryFactory)
    sort_key = factory.LazyAttribute(lambda o: sort_key(o.short_name))


class AssociationFactory(factory.django.DjangoModelFactory):
    """A municipal association by itself; give `parent` to put it below another one."""

    class Meta:
        model = Association

    code = factory.Sequence(lambda n: f"mmo-{n}")
    kind = AssociationKind.MMO
    name = factory.Sequence(lambda n: f"Муниципальное методическое объединение школьных библиотекарей № {n}")
    short_name = factory.Sequence(lambda n: f"ММО школьных библиотекарей № {n}")
    parent = None
    territory = factory.SubFactory(TerritoryFactory)
    path = factory.LazyAttribute(_path)
    depth = factory.LazyAttribute(_depth)
    sort_key = factory.LazyAttribute(lambda a: sort_key(a.short_name))


class GrantFactory(factory.django.DjangoModelFactory):
    """A role at an association, open-ended."""

    class Meta:
        model = Grant

    person = factory.SubFactory(PersonFactory)
    role = Role.MEMBER
    association = factory.SubFactory(AssociationFactory)
    from_on = date(2020, 1, 1)
    granted_at = datetime(2020, 1, 1, 9, 0, tzinfo=UTC)
