"""A librarian's card as one reader may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from stellazh.associations.models import Grant
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict
from stellazh.members.access.cards import can_edit_card, can_see_in_list, can_set_visibility, card_nearness
from stellazh.members.card_fields import CARD_FIELDS, EXPECTED_FIELDS, NAME
from stellazh.members.enums import ConfirmedHow, Level, TrainingKind
from stellazh.members.models import Award, Card, Membership, Post, PupilResult, Training
from stellazh.members.services.posts import rate_words
from stellazh.members.visibility import lets_through, level_of
from stellazh.people.models import Person
from stellazh.people.services.consents import published_subjects
from stellazh.russian.calendar_words import long_date, short_date
from stellazh.russian.numerals import HOURS, counted

# Fields that are kept row by row, each on a page of its own.
BY_ROWS: Final = frozenset({"posts", "trainings", "awards", "pupil_results"})
# What a person may be shown as, to see who sees what: «все» is nobody in particular.
PREVIEWS: Final = (Level.HEAD, Level.REGION, Level.PUBLIC)


@dataclass(frozen=True, slots=True)
class Fact:
    """One field in words: its lines, none when it is empty; `level` says who sees it, for the person herself only."""

    code: str
    label: str
    lines: tuple[str, ...]
    level: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the facts under it."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the fields that the reader sees are filled, and the labels of the others."""

    filled: int
    total: int
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return self.filled == self.total


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card as one reader sees it; what the reader may not see is not in it at all."""

    person: Person
    card: Card
    near: Level | None
    title: str
    sections: tuple[Section, ...]
    seen: frozenset[str]
    posts: tuple[Post, ...]
    trainings: tuple[Training, ...]
    awards: tuple[Award, ...]
    pupil_results: tuple[PupilResult, ...]
    memberships: tuple[Membership, ...]
    roles: tuple[Grant, ...]
    confirmed: str
    completeness: Completeness | None
    may_edit: Verdict
    may_set_visibility: Verdict
    is_seen: bool

    @property
    def sections_of_form(self) -> tuple[Section, ...]:
        """The sections without what is kept row by row: for whoever edits, the rows stand below, each by itself."""
        found = (
            Section(section.title, tuple(fact for fact in section.facts if fact.code not in BY_ROWS))
            for section in self.sections
        )
        return tuple(section for section in found if section.facts)

    @property
    def levels(self) -> Mapping[str, str]:
        """Code to the words of who sees it, for the person herself; empty for others."""
        return {fact.code: fact.level for section in self.sections for fact in section.facts if fact.level}

    @property
    def is_own(self) -> bool:
        return self.near == Level.SELF


def card_of(person: Person) -> Card:
    """The person's card, or an unsaved empty one."""
    card = Card.objects.filter(person=person).first() or Card(person=person)
    card.person = person
    return card


def card_page(person: Person, *, actor: Actor, at: datetime, shown_as: Level | None = None) -> CardPage:
    """The card as `actor` may see it; the same number of queries, however much stands in it.

    `shown_as` (HEAD, REGION or PUBLIC) shows it as another would see it: only to the person, others get their own view.
    `is_seen` is False when there is nothing at all that the actor may see: then the page is a 404.
    """
    card = card_of(person)
    published = published_subjects([person.pk]).get(person.pk, frozenset())
    near = card_nearness(actor, person)
    in_list = near is not None or can_see_in_list(actor, person)
    if shown_as in PREVIEWS and near == Level.SELF:
        near = None if shown_as == Level.PUBLIC else shown_as
        in_list = near is not None
        editable = Verdict(allowed=False)
    else:
        editable = can_edit_card(actor, person) if in_list else Verdict(allowed=False)
    seen = _seen(card, near, in_list=in_list, published=published)
    named = in_list or NAME in published
    posts = _posts(person) if "posts" in seen else ()
    rows = _Rows.of(card, seen)
    facts = {field.code: _lines(field.code, card, posts, rows, at) for field in CARD_FIELDS if field.code in seen}
    return CardPage(
        person=person,
        card=card,
        near=near,
        title=person.full_name if named else "Участник методического объединения",
        sections=_sections(card, facts, own=near == Level.SELF, published=published),
        seen=seen,
        posts=posts,
        trainings=rows.trainings,
        awards=rows.awards,
        pupil_results=rows.pupil_results,
        memberships=_memberships(person) if in_list else (),
        roles=_roles(person, at) if in_list else (),
        confirmed=_confirmed(card) if near is not None else "",
        completeness=_completeness(facts) if near in (Level.SELF, Level.HEAD) else None,
        may_edit=editable,
        may_set_visibility=can_set_visibility(actor, person) if shown_as is None else Verdict(allowed=False),
        is_seen=in_list or bool(published & {NAME, *seen}),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    trainings: tuple[Training, ...]
    awards: tuple[Award, ...]
    pupil_results: tuple[PupilResult, ...]

    @classmethod
    def of(cls, card: Card, seen: frozenset[str]) -> _Rows:
        if not card.pk:
            return cls((), (), ())
        return cls(
            tuple(card.trainings.all()) if "trainings" in seen else (),
            tuple(card.awards.all()) if "awards" in seen else (),
            tuple(card.pupil_results.all()) if "pupil_results" in seen else (),
        )


def _seen(card: Card, near: Level | None, *, in_list: bool, published: frozenset[str]) -> frozenset[str]:
    codes = {
        field.code
        for field in CARD_FIELDS
        if lets_through(level_of(card, field.code), near, is_published=field.code in published)
    }
    # Fellow members see in their list who works where, unless the person keeps it narrower.
    if in_list and level_of(card, "posts") in (Level.REGION, Level.PUBLIC):
        codes.add("posts")
    return frozenset(codes)


def _sections(
    card: Card, facts: dict[str, tuple[str, ...]], *, own: bool, published: frozenset[str]
) -> tuple[Section, ...]:
    groups: dict[str, list[Fact]] = {}
    for field in CARD_FIELDS:
        lines = facts.get(field.code)
        if lines or (own and lines is not None):
            level = level_words(card, field.code, published) if own else ""
            groups.setdefault(field.group, []).append(Fact(field.code, field.label, lines, level))
    return tuple(Section(title, tuple(found)) for title, found in groups.items())


def effective_level(card: Card, code: str, published: frozenset[str]) -> Level:
    """The level of a field as it works: «все» without a consent in force is as good as «region»."""
    level = level_of(card, code)
    return Level.REGION if level == Level.PUBLIC and code not in published else level


def level_words(card: Card, code: str, published: frozenset[str]) -> str:
    """«видит мой руководитель»."""
    return Level(effective_level(card, code, published)).label


def _lines(code: str, card: Card, posts: tuple[Post, ...], rows: _Rows, at: datetime) -> tuple[str, ...]:
    today = clock.day_of(at)
    words: dict[str, Callable[[], list[str]]] = {
        "posts": lambda: [post_words(post) for post in posts if post.to_on is None or post.to_on >= today],
        "experience": lambda: experience_lines(card, today),
        "education": lambda: _education(card),
        "category": lambda: _category(card),
        "birth_on": lambda: [long_date(card.birth_on)] if card.birth_on else [],
        "trainings": lambda: [training_words(row) for row in rows.trainings],
        "awards": lambda: [award_words(row) for row in rows.awards],
        "pupil_results": lambda: [result_words(row) for row in rows.pupil_results],
    }
    found = words[code]() if code in words else [getattr(card, code)]
    return tuple(line for line in found if line)


def post_words(post: Post) -> str:
    """«педагог-библиотекарь, МБОУ школа № 5, 0,5 ставки»."""
    rate = f"{rate_words(post.rate)} ставки" if post.rate is not None else ""
    return ", ".join(part for part in (post.title, post.organisation.short_name, rate) if part)


def experience_lines(card: Card, today: date) -> list[str]:
    """«библиотечный: 15 лет» for each kind that is told, then the day up to which they are counted."""
    kinds = (
        ("общий", card.experience_total),
        ("библиотечный", card.experience_library),
        ("педагогический", card.experience_teaching),
        ("в этой школе", card.experience_here),
    )
    years = [(label, card.years_on(today, stated)) for label, stated in kinds]
    lines = [f"{label}: {counted(count, 'год', 'года', 'лет')}" for label, count in years if count is not None]
    return [*lines, f"посчитано на {long_date(today)}"] if lines and card.experience_stated_on else lines


def training_words(row: Training) -> str:
    """A course or a retraining in one line."""
    hours = HOURS(row.hours) if row.hours is not None else ""
    ended = f"окончено {short_date(row.ended_on)}" if row.ended_on else ""
    number = f"документ {row.document_number}" if row.document_number else ""
    kind = "переподготовка: " if row.kind == TrainingKind.RETRAINING else ""
    return ", ".join(part for part in (f"{kind}{row.title}", row.institution, hours, ended, number) if part)


def award_words(row: Award) -> str:
    """«Почётная грамота, 2022»."""
    return f"{row.title}, {row.year}" if row.year else row.title


def result_words(row: PupilResult) -> str:
    """«Маша О., 5 класс: Конкурс чтецов (муниципальный), победитель, 2024»."""
    level = f" ({row.level})" if row.level else ""
    year = f", {row.year}" if row.year else ""
    return f"{row.pupil}: {row.contest}{level}, {row.place}{year}"


def _education(card: Card) -> list[str]:
    where = ", ".join(str(part) for part in (card.education_institution, card.education_year) if part)
    speciality = f"специальность: {card.speciality}" if card.speciality else ""
    qualification = f"квалификация: {card.qualification}" if card.qualification else ""
    return [card.get_education_level_display(), where, speciality, qualification]


def _category(card: Card) -> list[str]:
    since = f"с {long_date(card.category_on)}" if card.category_on else ""
    order = f"приказ {card.category_order}" if card.category_order else ""
    return [", ".join(part for part in (card.get_category_display(), since, order) if part)]


def _completeness(facts: dict[str, tuple[str, ...]]) -> Completeness:
    expected = [field for field in EXPECTED_FIELDS if field.code in facts]
    missing = tuple(field.label for field in expected if not facts[field.code])
    return Completeness(len(expected) - len(missing), len(expected), missing)


def _confirmed(card: Card) -> str:
    if card.confirmed_at is None:
        return ""
    how = f", {ConfirmedHow(card.confirmed_how).label}" if card.confirmed_how else ""
    return f"{long_date(clock.day_of(card.confirmed_at))}{how}"


def _posts(person: Person) -> tuple[Post, ...]:
    """Every post, open ones first, then from the latest back."""
    rows = list(Post.objects.filter(person=person).select_related("organisation"))
    rows.sort(key=lambda post: (post.to_on is None, post.to_on or date.max, post.from_on or date.min), reverse=True)
    return tuple(rows)


def _memberships(person: Person) -> tuple[Membership, ...]:
    rows = Membership.objects.filter(person=person).select_related("association")
    return tuple(sorted(rows, key=lambda row: (row.to_on is None, row.to_on or date.max, row.from_on), reverse=True))


def _roles(person: Person, at: datetime) -> tuple[Grant, ...]:
    rows = Grant.objects.active_on(clock.day_of(at)).filter(person=person).select_related("association")
    return tuple(rows.order_by("association__depth", "pk"))
