"""Columns of the directory: what each says of a person, and which field of the card it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from stellazh.common import clock
from stellazh.members.card_fields import FIELD_BY_CODE
from stellazh.members.enums import Category, Level, LibraryKind, SettlementKind, TrainingKind
from stellazh.members.models import Card
from stellazh.members.reads.cards import award_words, training_words
from stellazh.members.reads.directory.belongings import Belongings
from stellazh.members.reads.directory.expressions import years_before
from stellazh.members.reads.directory.filters import FITNESS_YEARS
from stellazh.members.reads.directory.scope import POSTS
from stellazh.members.services.posts import rate_words
from stellazh.members.visibility import lets_through, level_of
from stellazh.people.models import Person
from stellazh.russian.calendar_words import short_date

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A person found, with what belongs to her; `near` is how near the reader stands."""

    person: Person
    card: Card
    near: Level | None
    on: date
    belongings: Belongings

    def shows(self, code: str) -> bool:
        """Whether the reader sees that field of this person; exactly the rule of the card's own page."""
        # Few people choose levels of their own: for all others the answer is known beforehand.
        if code not in self.card.visibility:
            return code in _usually_shown(self.near)
        return _shows(code, level_of(self.card, code), self.near)


@cache
def _usually_shown(near: Level | None) -> frozenset[str]:
    """The fields that somebody that near sees of a person who has chosen nothing."""
    return frozenset(code for code, field in FIELD_BY_CODE.items() if _shows(code, field.default, near))


def _shows(code: str, level: Level, near: Level | None) -> bool:
    if code == POSTS and level in (Level.REGION, Level.PUBLIC):
        return True
    return near is not None and lets_through(level, near)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` is the code of the card's field it shows: where that is hidden the cell is empty.

    `is_open` columns are offered to everybody who reads a list of members; the others to those who read cards.
    `width` is in signs, as for Excel.
    """

    code: str
    label: str
    words: Callable[[Found], Lines]
    field: str = ""
    is_open: bool = False
    width: int = 18

    def cell(self, found: Found) -> Lines:
        """The lines of the cell."""
        if self.field and not found.shows(self.field):
            return ()
        return tuple(line for line in self.words(found) if line)


def _years(name: str) -> Callable[[Found], Lines]:
    def words(found: Found) -> Lines:
        years = found.card.years_on(found.on, getattr(found.card, f"experience_{name}"))
        return () if years is None else (str(years),)

    return words


def _text(name: str) -> Callable[[Found], Lines]:
    return lambda found: (getattr(found.card, name),)


def _posts(found: Found) -> Lines:
    return tuple(f"{work.title}, {work.school}" for work in found.belongings.works)


def _places(found: Found) -> Lines:
    """The territories of the posts that are seen; of the associations where there are none."""
    names = [work.territory for work in found.belongings.works] if found.shows(POSTS) else []
    return tuple(dict.fromkeys(names or [place.territory for place in found.belongings.places]))


def _category(found: Found) -> Lines:
    card = found.card
    if not card.category:
        return ()
    words = card.get_category_display()
    since = f"с\u00a0{short_date(card.category_on)}" if card.category_on else ""
    if card.category != Category.FITNESS or card.category_on is None:
        return words, since
    day = years_before(card.category_on, -FITNESS_YEARS)
    return words, since, f"{'до' if day >= found.on else 'истекло'}\u00a0{short_date(day)}"


def _education(found: Found) -> Lines:
    return (found.card.get_education_level_display(),)


def _school(found: Found) -> Lines:
    settlements, libraries = dict(SettlementKind.choices), dict(LibraryKind.choices)
    return tuple(
        ", ".join(part for part in (settlements.get(work.settlement, ""), libraries.get(work.library, "")) if part)
        for work in found.belongings.works
    )


def _age(found: Found) -> Lines:
    born = found.card.birth_on
    if born is None:
        return ()
    return (str(found.on.year - born.year - ((found.on.month, found.on.day) < (born.month, born.day))),)


def _email(found: Found) -> Lines:
    # The address one signs in with was never opened to anybody but one's own leader.
    own = found.person.email if found.near in (Level.SELF, Level.HEAD) else ""
    return (found.card.contact_email or own or "",)


def _confirmed(found: Found) -> Lines:
    if found.near is None:
        return ()
    at = found.card.confirmed_at
    return (short_date(clock.day_of(at)),) if at else ("нет",)


def _last_course(found: Found) -> Lines:
    courses = [row for row in found.belongings.trainings if row.kind == TrainingKind.COURSE]
    return tuple(map(training_words, courses[:1]))


def _joined(found: Found) -> Lines:
    return tuple(short_date(place.from_on) for place in found.belongings.places[:1])


COLUMNS: Final[tuple[Column, ...]] = (
    Column("posts", "Должность и школа", _posts,
           POSTS, is_open=True, width=44),
    Column("place", "Территория", _places, is_open=True, width=24),
    Column("associations", "Объединение", lambda f: tuple(place.association for place in f.belongings.places),
           is_open=True, width=30),
    Column("position", "Кем в объединении", lambda f: tuple(place.position for place in f.belongings.places),
           is_open=True, width=22),
    Column("joined", "В объединении с", _joined, is_open=True, width=13),
    Column("rate", "Ставка", lambda f: tuple(rate_words(work.rate) for work in f.belongings.works), POSTS,
           is_open=True, width=9),
    Column("school", "Город или село, библиотека", _school, POSTS, is_open=True, width=26),
    Column("other_work", "Совместительство", _text("other_work"), "other_work"),
    Column("library", "Стаж библиотечный", _years("library"), "experience", width=12),
    Column("total", "Стаж общий", _years("total"), "experience", width=10),
    Column("teaching", "Стаж педагогический", _years("teaching"), "experience", width=14),
    Column("here", "Стаж в этой школе", _years("here"), "experience", width=12),
    Column("education", "Образование", _education, "education", width=30),
    Column("institution", "Учебное заведение", _text("education_institution"), "education", width=30),
    Column("speciality", "Специальность", _text("speciality"), "education", width=24),
    Column("category", "Категория", _category, "category", width=24),
    Column("order", "Приказ о категории", _text("category_order"), "category"),
    Column("training", "Последние курсы", _last_course, "trainings", width=40),
    Column("trainings", "Всё обучение", lambda f: tuple(map(training_words, f.belongings.trainings)), "trainings",
           width=50),
    Column("theme", "Тема самообразования", _text("self_education_theme"), "self_education_theme", width=36),
    Column("awards", "Награды", lambda f: tuple(map(award_words, f.belongings.awards)), "awards", width=30),
    Column("phone", "Телефон", _text("phone"), "phone", width=18),
    Column("email", "Почта", _email, "contact_email", width=26),
    Column("max", "MAX", _text("max_contact"), "max_contact"),
    Column("vk", "ВКонтакте", _text("vk_contact"), "vk_contact"),
    Column("age", "Возраст", _age, "birth_on", width=9),
    Column("account", "Вход", lambda f: ("есть" if f.person.has_account else "нет",), is_open=True, width=8),
    Column("confirmed", "Подтверждена", _confirmed, width=13),
)  # fmt: skip
COLUMN_BY_CODE: Final = {column.code: column for column in COLUMNS}
USUAL: Final = ("posts", "place", "library", "category", "phone")
USUAL_OPEN: Final = ("posts", "place", "associations")


def offered_columns(*, reads_cards: bool) -> tuple[Column, ...]:
    """The columns a reader may choose from."""
    return tuple(column for column in COLUMNS if reads_cards or column.is_open)


def chosen_columns(codes: list[str], *, reads_cards: bool) -> tuple[Column, ...]:
    """The columns named, in the order of the table; the usual ones when none is."""
    offered = offered_columns(reads_cards=reads_cards)
    usual = USUAL if reads_cards else USUAL_OPEN
    wanted = {code for code in codes if any(column.code == code for column in offered)} or set(usual)
    return tuple(column for column in offered if column.code in wanted)
