"""People: with an account unless told otherwise."""

from datetime import UTC, datetime
from typing import Any

import factory
from django.contrib.auth.hashers import make_password

from stellazh.people.enums import ConsentPurpose, ConsentWay
from stellazh.people.models import Consent, ConsentText, Person
from stellazh.russian.collation import fold, sort_key

FAMILY_NAMES = ("Ольхова", "Сосновская", "Липина", "Рябинина", "Кленова", "Берестова", "Озерова", "Лесникова")
PASSWORD = "полка-для-книг-7"
_HASHED: dict[str, str] = {}


def _hashed_password() -> str:
    # Hashed once: a hundred people in a test need not cost a hundred hashes.
    if PASSWORD not in _HASHED:
        _HASHED[PASSWORD] = make_password(PASSWORD)
    return _HASHED[PASSWORD]


def _names(person: Any) -> dict[str, str]:
    return {name: getattr(person, name) for name in ("family_name", "given_name", "patronymic")}


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody who can sign in with `PASSWORD`; `without_account=True` makes a card only."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    class Params:
        without_account = factory.Trait(email=None, password="")

    family_name = factory.Iterator(FAMILY_NAMES)
    given_name = "Вера"
    patronymic = "Ильинична"
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.LazyFunction(_hashed_password)
    sort_key = factory.LazyAttribute(lambda p: sort_key(f"{p.family_name} {p.given_name} {p.patronymic}"))
    name_key = factory.LazyAttribute(lambda p: fold(Person(**_names(p)).short_name))
    created_at = datetime(2024, 8, 1, 9, 0, tzinfo=UTC)


class ConsentTextFactory(factory.django.DjangoModelFactory):
    """An edition in force on processing; `is_distribution=True` makes it one on distribution."""

    class Meta:
        model = ConsentText

    class Params:
        is_distribution = factory.Trait(
            purpose=ConsentPurpose.DISTRIBUTION, title="Согласие на распространение персональных данных"
        )

    purpose = ConsentPurpose.PROCESSING
    number = factory.LazyAttribute(lambda t: ConsentText.objects.filter(purpose=t.purpose).count() + 1)
    title = "Согласие на обработку персональных данных"
    text = "Я согласна на обработку моих данных."
    published_at = datetime(2024, 8, 1, 9, 0, tzinfo=UTC)


class ConsentFactory(factory.django.DjangoModelFactory):
    """A consent in force; `publishes="name"` makes it one to the distribution of that field."""

    class Meta:
        model = Consent

    class Params:
        publishes = ""

    person = factory.SubFactory(PersonFactory)
    text = factory.LazyAttribute(lambda c: _text_of(ConsentPurpose.DISTRIBUTION if c.publishes else "processing"))
    subject = factory.LazyAttribute(lambda c: c.publishes)
    given_at = datetime(2024, 8, 1, 9, 0, tzinfo=UTC)
    place = "192.0.2.7"
    way = ConsentWay.SELF


def _text_of(purpose: str) -> ConsentText:
    known = ConsentText.objects.filter(purpose=purpose).newest_first().first()
    return known or ConsentTextFactory(is_distribution=purpose == ConsentPurpose.DISTRIBUTION)
