"""The fields of a librarian's card: their names, and who sees each unless its owner says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stellazh.members.enums import Level
from stellazh.people.enums import PUBLISHED_NAME


@dataclass(frozen=True, slots=True)
class CardField:
    """One thing of a card that has its own visibility.

    `code` is what `Card.visibility` and consents to distribution name; `attributes` are the columns of `Card` it
    covers, none for rows of their own. `default` holds until the person chooses; `may_be_public` says whether «все» can
    be chosen at all: then it needs a consent to distribution of that code. A card is full without what is not
    `is_expected`: not everybody has awards or a second work.
    """

    code: str
    label: str
    group: str
    default: Level
    attributes: tuple[str, ...] = ()
    may_be_public: bool = True
    is_expected: bool = True


# A person's name: shown to those who may read the list of members; to guests only with a consent of this subject.
NAME: Final = PUBLISHED_NAME

CARD_FIELDS: Final[tuple[CardField, ...]] = (
    CardField("posts", "Должность и школа", "Работа", Level.REGION),
    CardField("other_work", "Совместительство", "Работа", Level.REGION, ("other_work",), is_expected=False),
    CardField(
        "experience",
        "Стаж",
        "Работа",
        Level.REGION,
        ("experience_stated_on", "experience_total", "experience_library", "experience_teaching", "experience_here"),
    ),
    CardField(
        "education",
        "Образование",
        "Образование",
        Level.REGION,
        ("education_level", "education_institution", "education_year", "speciality", "qualification"),
    ),
    CardField("trainings", "Курсы и переподготовка", "Образование", Level.REGION),
    CardField("category", "Категория", "Аттестация", Level.REGION, ("category", "category_on", "category_order")),
    CardField("self_education_theme", "Тема самообразования", "Аттестация", Level.REGION, ("self_education_theme",)),
    CardField("awards", "Награды", "Достижения", Level.REGION, is_expected=False),
    CardField("pupil_results", "Результаты учеников", "Достижения", Level.REGION, is_expected=False),
    CardField("phone", "Телефон", "Контакты", Level.HEAD, ("phone",)),
    CardField("contact_email", "Почта для связи", "Контакты", Level.HEAD, ("contact_email",)),
    CardField("max_contact", "MAX", "Контакты", Level.HEAD, ("max_contact",), is_expected=False),
    CardField("vk_contact", "ВКонтакте", "Контакты", Level.HEAD, ("vk_contact",), is_expected=False),
    CardField("birth_on", "Дата рождения", "Личное", Level.HEAD, ("birth_on",), may_be_public=False),
)
# What the card's fullness is counted of.
EXPECTED_FIELDS: Final = tuple(field for field in CARD_FIELDS if field.is_expected)
FIELD_BY_CODE: Final = {field.code: field for field in CARD_FIELDS}
