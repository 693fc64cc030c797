"""Notices and what people chose about them."""

from datetime import UTC, datetime

import factory

from stellazh.notices.models import BouncedAddress, Notice, NoticePreference, NoticeSettings
from tests.factories.people import PersonFactory


class NoticeFactory(factory.django.DjangoModelFactory):
    """An unread notice without a letter."""

    class Meta:
        model = Notice

    person = factory.SubFactory(PersonFactory)
    kind = "tests.news"
    title = factory.Sequence(lambda n: f"Новость {n}")
    text = "Подробности на странице."
    address = "/desk/"
    created_at = datetime(2024, 9, 10, 8, 0, tzinfo=UTC)


class PreferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NoticePreference

    person = factory.SubFactory(PersonFactory)
    kind = "tests.news"
    delivery = "digest"


class SettingsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NoticeSettings

    person = factory.SubFactory(PersonFactory)
    version = 1


class BouncedAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BouncedAddress

    address = factory.Sequence(lambda n: f"dead{n}@example.org")
    marked_at = datetime(2024, 9, 9, 8, 0, tzinfo=UTC)
    code = "550"
    answer = "No such user"
