"""Memberships and posts."""

from datetime import date

import factory

from stellazh.members.models import Membership, Post
from tests.factories.associations import AssociationFactory, OrganisationFactory
from tests.factories.people import PersonFactory


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    association = factory.SubFactory(AssociationFactory)
    from_on = date(2020, 1, 1)


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = "педагог-библиотекарь"
