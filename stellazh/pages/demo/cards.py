"""Cards, a campaign under way, who answers where: what the bank of data of the demonstration holds.

The shares are those of a district's own survey: half past fifty-two, some fifteen years in the library, few with a
higher library education.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from stellazh.associations.models import Association, Organisation
from stellazh.common.actor import Actor, System
from stellazh.common.school_year import SchoolYear
from stellazh.mail.models import OutgoingMail
from stellazh.members.enums import AnswerState, Category, EducationLevel, LibraryKind, RoomKind, SettlementKind
from stellazh.members.models import Campaign, Post
from stellazh.members.services import (
    MemberFields,
    RegistrationFields,
    confirm_registration,
    enter_member,
    name_responsible,
    send_registration,
    send_registration_letter,
)
from stellazh.members.services.campaign_answers import record_answer
from stellazh.members.services.campaigns import CampaignFields, create_campaign, open_campaign
from stellazh.members.services.card_records import TrainingFields, add_training
from stellazh.members.services.cards import CardFields, update_card
from stellazh.members.services.schools import SchoolFields, update_school_card
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import Person
from stellazh.people.services import PersonFields
from stellazh.people.services.consents import current_text

LETTER = (
    "Здравствуйте, {имя}!\n\nПосмотрите, пожалуйста, всё ли верно в вашей карточке. Откройте ссылку: пароль не нужен, "
    "увидите вы только себя. Если всё верно, нажмите «Всё верно», если нет, исправьте.\n\n{ссылка}\n\n"
    "Ответьте, пожалуйста, до {срок}.\n\n{объединение}"
)
THEMES = (
    "Громкие чтения как привычка класса", "Читательский дневник без принуждения", "Краеведческий уголок библиотеки",
    "Книга и кино: смотрим и сравниваем", "Уроки проверки источников", "Чтение с детьми, которым читать трудно",
)  # fmt: skip
COURSES = (
    ("Медиаграмотность в школьной библиотеке", 36), ("Учёт фонда учебников", 24), ("Продвижение чтения подростков", 72),
    ("Школьный информационно-библиотечный центр: с чего начать", 18),
)  # fmt: skip
EDUCATION = (
    EducationLevel.SECONDARY_LIBRARY, EducationLevel.HIGHER_OTHER, EducationLevel.SECONDARY_LIBRARY,
    EducationLevel.HIGHER_LIBRARY, EducationLevel.SECONDARY_OTHER, EducationLevel.SECONDARY_LIBRARY,
    EducationLevel.HIGHER_OTHER, EducationLevel.HIGHER_UNFINISHED,
)  # fmt: skip
CATEGORIES = (Category.FITNESS, Category.NONE, Category.FIRST, Category.FITNESS, Category.NONE, Category.HIGHEST)
# Municipalities that have not said yet who answers there.
SILENT = frozenset({"orekhovy", "peschany", "kholmsky"})
# So many of a hundred answered the campaign.
ANSWERED_OF_100 = 62


def fill_cards(*, by: Actor, at: datetime) -> None:
    """Give most people a card and every school its own."""
    posts = Post.objects.select_related("person", "organisation").order_by("pk")
    for number, post in enumerate(posts):
        # One in nine has not filled in anything: the directory must show that too.
        if number % 9 != 4:
            _card(post.person, number, by=by, at=at)
    schools = Organisation.objects.present().filter(kind="school").select_related("territory").order_by("pk")
    for number, school in enumerate(schools):
        update_school_card(school.pk, expected_version=0, fields=_school(number, at.date()), by=by, at=at)


def fill_campaign(region: Association, *, by: Actor, at: datetime) -> None:
    """Open this year's campaign over the whole region; some three fifths have answered."""
    year = SchoolYear.of(at.date())
    campaign = create_campaign(
        region.pk,
        fields=CampaignFields(
            f"Уточнение банка данных, {year.label}", LETTER, at.date() + timedelta(days=24), includes_below=True
        ),
        by=by,
        at=at,
    )
    open_campaign(campaign.pk, by=by, at=at)
    _answers(campaign, by=by, at=at)


def fill_responsible(branches: list[Association], *, by: Actor, at: datetime) -> None:
    """Name who answers in most municipalities: the head, or a member where somebody else took it."""
    for number, branch in enumerate(branches):
        if branch.code in SILENT:
            continue
        held = branch.memberships.in_order().select_related("person")
        membership = held[number % 3] if number % 4 == 0 else held[0]
        name_responsible(
            branch.territory_id,
            person_id=membership.person_id,
            basis=f"приказ управления образования № {40 + number}",
            from_on=at.date() - timedelta(days=60),
            by=by,
            at=at,
        )


def fill_doubles_and_newcomers(branch: Association, *, by: Actor, at: datetime) -> None:
    """Enter somebody a second time by initials, and let a newcomer knock."""
    twice = branch.memberships.in_order().select_related("person").last()
    if twice is not None:
        known = twice.person
        names = PersonFields(known.family_name, known.given_name[:1], known.patronymic[:1])
        enter_member(branch.pk, person_fields=names, email=None, fields=MemberFields(), from_on=at.date(), by=by, at=at)
    newcomer = RegistrationFields(
        "Тополева",
        "Анна",
        "topoleva@demo.example",
        "Романовна",
        organisation_text="МБОУ СОШ № 6",
        post_title="педагог-библиотекарь",
        message="Работаю в библиотеке первый год, хочу на ваши семинары.",
    )
    request = send_registration(
        branch.pk,
        fields=newcomer,
        consent_text_id=current_text(ConsentPurpose.PROCESSING).pk,
        place="",
        by=System("показ"),
        at=at,
    )
    send_registration_letter(request.pk, at=at)
    letter = OutgoingMail.objects.filter(to_address=newcomer.email).latest("pk")
    found = re.search(r"/([\w-]{32,})/", letter.text)
    if found is not None:
        confirm_registration(found[1], at=at)


def _card(person: Person, number: int, *, by: Actor, at: datetime) -> None:
    day = at.date()
    library = 3 + number * 7 % 27
    total = library + number * 5 % 14
    category = CATEGORIES[number % len(CATEGORIES)]
    card = update_card(
        person.pk,
        expected_version=0,
        fields=CardFields(
            birth_on=date(day.year - 38 - number * 3 % 29, 1 + number % 12, 1 + number % 27),
            phone=f"+7 900 000-{number // 100 % 100:02}-{number % 100:02}",
            experience_stated_on=date(SchoolYear.of(day).start, 9, 1),
            experience_total=total,
            experience_library=library,
            experience_teaching=library if number % 3 else 0,
            experience_here=min(library, 2 + number % 15),
            education_level=EDUCATION[number % len(EDUCATION)],
            education_institution="Заречный колледж культуры" if number % 2 else "Заречный педагогический институт",
            education_year=day.year - 12 - number * 3 % 25,
            category=category,
            category_on=None if category == Category.NONE else day - timedelta(days=120 + number * 53 % 1700),
            category_order="" if category == Category.NONE else f"№ {100 + number}",
            self_education_theme=THEMES[number % len(THEMES)] if number % 4 else "",
        ),
        by=by,
        at=at,
    )
    if number % 3 == 0:
        title, hours = COURSES[number // 3 % len(COURSES)]
        fields = TrainingFields(
            title,
            institution="ИРО Заречной области",
            hours=hours,
            ended_on=day - timedelta(days=90 + number * 31 % 1500),
            document_number=f"УПК-{1000 + number}",
        )
        add_training(card.person_id, fields=fields, by=by, at=at)


def _school(number: int, day: date) -> SchoolFields:
    classes = 9 + number * 5 % 25
    textbooks = classes * 24 * 9
    return SchoolFields(
        settlement=SettlementKind.TOWN if number % 3 == 0 else SettlementKind.VILLAGE,
        school_type="средняя" if number % 4 else "основная",
        pupil_count=classes * (11 + number % 14),
        class_count=classes,
        library_kind=LibraryKind.SHIBC if number % 6 == 0 else LibraryKind.SB,
        room=RoomKind.SEPARATE if number % 5 else RoomKind.SHARED,
        area_m2=Decimal(30 + number * 7 % 70),
        has_reading_room=number % 3 != 1,
        seat_count=6 + number % 18,
        computer_count=1 + number % 6,
        has_internet=number % 7 != 3,
        library_system="" if number % 2 else "МАРК-SQL",
        fund_count=textbooks + 4000 + number * 37 % 5000,
        textbook_count=textbooks,
        fiction_count=3500,
        stated_on=day - timedelta(days=30),
    )


def _answers(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    for number, answer in enumerate(campaign.answers.order_by("pk")):
        if number * 37 % 100 >= ANSWERED_OF_100:
            continue
        state = AnswerState.CORRECTED if number % 4 == 1 else AnswerState.CONFIRMED
        if number % 41 == 5:
            state = AnswerState.GONE
        record_answer(answer.pk, state=state, by=by, at=at)
