"""Memberships, posts, cards of people and of schools."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from stellazh.members.enums import (
    AnswerState,
    CampaignState,
    Category,
    ConfirmedHow,
    EducationLevel,
    LibraryKind,
    RegistrationState,
    RoomKind,
    SettlementKind,
    TrainingKind,
)
from stellazh.members.models import (
    Award,
    Campaign,
    CampaignAnswer,
    Card,
    Membership,
    Post,
    PupilResult,
    Registration,
    SchoolCard,
    Training,
)
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import ConsentText
from stellazh.russian.collation import fold
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


class CardFactory(factory.django.DjangoModelFactory):
    """An empty card; `filled` has a word in every column, `confirmed` was confirmed on the site."""

    class Meta:
        model = Card

    class Params:
        filled = factory.Trait(
            birth_on=date(1972, 3, 8),
            phone="+7 921 000-11-22",
            contact_email="olhova@example.org",
            max_contact="olhova-max",
            vk_contact="https://vk.example/olhova",
            other_work="учитель технологии",
            experience_stated_on=date(2023, 9, 1),
            experience_total=25,
            experience_library=15,
            experience_teaching=10,
            experience_here=8,
            education_level=EducationLevel.HIGHER_LIBRARY,
            education_institution="Заречный институт культуры",
            education_year=1995,
            speciality="библиотековедение",
            qualification="библиотекарь-библиограф",
            category=Category.FIRST,
            category_on=date(2022, 4, 15),
            category_order="№ 112 от 15.04.2022",
            self_education_theme="Смысловое чтение в начальной школе",
        )
        confirmed = factory.Trait(confirmed_at=datetime(2024, 9, 2, 9, 0, tzinfo=UTC), confirmed_how=ConfirmedHow.SELF)

    person = factory.SubFactory(PersonFactory)


class TrainingFactory(factory.django.DjangoModelFactory):
    """A course of 72 hours; `retraining` is a retraining of 260."""

    class Meta:
        model = Training

    class Params:
        retraining = factory.Trait(kind=TrainingKind.RETRAINING, hours=260, title="Библиотечно-педагогическая работа")

    card = factory.SubFactory(CardFactory)
    title = factory.Sequence(lambda n: f"Современная школьная библиотека, часть {n}")
    institution = "Заречный институт развития образования"
    hours = 72
    ended_on = date(2023, 11, 17)
    document_number = factory.Sequence(lambda n: f"ПК-{n:05}")


class AwardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Award

    card = factory.SubFactory(CardFactory)
    title = factory.Sequence(lambda n: f"Почётная грамота № {n}")
    year = 2022


class PupilResultFactory(factory.django.DjangoModelFactory):
    """A pupil without a parent's consent; `named` has one."""

    class Meta:
        model = PupilResult

    class Params:
        named = factory.Trait(guardian_name="Вербина Анна Олеговна", guardian_consent_on=date(2024, 2, 1))

    card = factory.SubFactory(CardFactory)
    family_name = "Вербина"
    given_name = "Маша"
    school_class = "5 А"
    contest = factory.Sequence(lambda n: f"Конкурс чтецов № {n}")
    level = "муниципальный"
    place = "победитель"
    year = 2024


class SchoolCardFactory(factory.django.DjangoModelFactory):
    """An empty card of a school; `filled` has a word in every column."""

    class Meta:
        model = SchoolCard

    class Params:
        filled = factory.Trait(
            settlement=SettlementKind.TOWN,
            school_type="средняя",
            pupil_count=640,
            class_count=26,
            phone="+7 813 000-00-01",
            site="https://school.example.ru",
            library_kind=LibraryKind.SHIBC,
            room=RoomKind.SEPARATE,
            area_m2=Decimal("84.5"),
            has_reading_room=True,
            seat_count=24,
            computer_count=3,
            has_internet=True,
            library_system="АБИС «Полка»",
            fund_count=18_500,
            textbook_count=12_000,
            fiction_count=5_200,
            stated_on=date(2024, 9, 1),
        )

    organisation = factory.SubFactory(OrganisationFactory)


def text_in_force() -> ConsentText:
    """The text of the consent to processing, published when there is none yet."""
    texts = ConsentText.objects.filter(purpose=ConsentPurpose.PROCESSING).newest_first()
    return texts.first() or ConsentText.objects.create(
        purpose=ConsentPurpose.PROCESSING,
        number=1,
        title="Согласие на обработку персональных данных",
        text="Я согласна.",
        published_at=datetime(2024, 8, 1, 9, 0, tzinfo=UTC),
    )


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A request with a confirmed address that waits; traits `unconfirmed`, `declined`."""

    class Meta:
        model = Registration

    class Params:
        unconfirmed = factory.Trait(state=RegistrationState.UNCONFIRMED, confirmed_at=None)
        declined = factory.Trait(
            state=RegistrationState.DECLINED,
            reason="Вы работаете в другом округе.",
            decided_at=datetime(2024, 9, 9, 9, 0, tzinfo=UTC),
            decided_by_name="Рябинина В.И.",
        )

    association = factory.SubFactory(AssociationFactory)
    family_name = "Берестова"
    given_name = "Анна"
    patronymic = "Петровна"
    name_key = factory.LazyAttribute(lambda r: fold(f"{r.family_name} {r.given_name[0]}.{r.patronymic[0]}."))
    email = factory.Sequence(lambda n: f"newcomer{n}@example.org")
    post_title = "педагог-библиотекарь"
    consent_text = factory.LazyFunction(text_in_force)
    consented_at = datetime(2024, 9, 8, 9, 0, tzinfo=UTC)
    place = "10.0.0.7"
    state = RegistrationState.WAITING
    sent_at = datetime(2024, 9, 8, 9, 0, tzinfo=UTC)
    confirmed_at = datetime(2024, 9, 8, 9, 30, tzinfo=UTC)


class CampaignFactory(factory.django.DjangoModelFactory):
    """An open campaign of one association until 1 October 2024; `draft` and `closed` ones too."""

    class Meta:
        model = Campaign

    class Params:
        draft = factory.Trait(state=CampaignState.DRAFT, opened_at=None)
        closed = factory.Trait(state=CampaignState.CLOSED, closed_at=datetime(2024, 10, 2, 6, 10, tzinfo=UTC))

    association = factory.SubFactory(AssociationFactory)
    school_year = 2024
    title = "Проверка карточек 2024"
    letter = "Здравствуйте, {имя}! {объединение} просит проверить карточку до {срок}: {ссылка}"
    closes_on = date(2024, 10, 1)
    state = CampaignState.OPEN
    opened_at = datetime(2024, 9, 9, 9, 0, tzinfo=UTC)


class CampaignAnswerFactory(factory.django.DjangoModelFactory):
    """Somebody who is waited for; `confirmed`, `corrected`, `gone` have answered, `written` has got a letter."""

    class Meta:
        model = CampaignAnswer

    class Params:
        confirmed = factory.Trait(state=AnswerState.CONFIRMED, answered_at=datetime(2024, 9, 9, 12, 0, tzinfo=UTC))
        corrected = factory.Trait(state=AnswerState.CORRECTED, answered_at=datetime(2024, 9, 9, 12, 0, tzinfo=UTC))
        gone = factory.Trait(state=AnswerState.GONE, answered_at=datetime(2024, 9, 9, 12, 0, tzinfo=UTC))
        written = factory.Trait(asked_at=datetime(2024, 9, 9, 9, 5, tzinfo=UTC))

    campaign = factory.SubFactory(CampaignFactory)
    person = factory.SubFactory(PersonFactory)
    association = factory.LazyAttribute(lambda answer: answer.campaign.association)
    territory = factory.LazyAttribute(lambda answer: answer.association.territory)
