"""What taking a row in would do to a person's cards: what it adds, and where it differs. Nothing is written here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from stellazh.common.errors import DomainError
from stellazh.members.card_fields import CARD_FIELDS
from stellazh.members.enums import TrainingKind
from stellazh.members.models import Card, Post
from stellazh.members.rosters.names import Alike, Name, alike
from stellazh.members.rosters.records import CourseReading
from stellazh.members.rosters.rows import NO_POST, PersonRow
from stellazh.members.services.card_records import AwardFields, HoursAreWrong, TrainingFields
from stellazh.members.services.card_values import CardFields, label_of, whole_years, words_of
from stellazh.members.services.posts import PostFields, rate_words
from stellazh.members.services.rosters.known_people import PersonDetails
from stellazh.members.services.rosters.places import KnownSchool
from stellazh.russian.collation import fold

HIDDEN = "{label}: человек показывает это поле не всем, из файла оно не берётся."
POST_WITHOUT_SCHOOL = "Должность: школа не указана, поэтому «{title}» не записана."
_CODE_BY_COLUMN: Final = {column: one.code for one in CARD_FIELDS for column in one.attributes}
# Columns that stand or fall together.
_CATEGORY: Final = ("category", "category_on", "category_order")


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what stands in the card, and what the file says."""

    code: str
    label: str
    ours: str
    theirs: str


@dataclass(slots=True)
class PersonPlan:
    """`adds` fill what is empty, or are what somebody chose to take from the file; `conflicts` stay as they are."""

    adds: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)
    card: dict[str, Any] = field(default_factory=dict)
    name: Name | None = None
    new_post: PostFields | None = None
    changed_post: tuple[Post, PostFields] | None = None
    trainings: list[TrainingFields] = field(default_factory=list)
    awards: list[AwardFields] = field(default_factory=list)
    joins: bool = False
    position: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.adds)

    @property
    def is_same(self) -> bool:
        """Whether the file says nothing that the cards do not."""
        return not self.adds and not self.conflicts


def plan_person(
    row: PersonRow,
    details: PersonDetails | None,
    *,
    school: KnownSchool | None,
    taken: Collection[str] = (),
    today: date,
) -> PersonPlan:
    """What the row would do to that person, to somebody new without `details`. `taken` are codes of conflicts where
    the file's word goes before ours."""
    plan = PersonPlan()
    wanted = dict(row.card)
    if details is None:
        _fill_card(plan, wanted, CardFields(), today)
    else:
        plan.joins = details.membership is None
        if plan.joins:
            plan.adds.append(Change("join", "Объединение", "", "войдёт в список"))
        _plan_name(plan, row, details)
        _plan_address(row, details, wanted)
        _plan_card(plan, wanted, details, taken, today)
    _plan_position(plan, row, details)
    _plan_post(plan, row, details, school, taken)
    _plan_trainings(plan, row, details, today)
    _plan_awards(plan, row, details, today)
    return plan


def _plan_name(plan: PersonPlan, row: PersonRow, details: PersonDetails) -> None:
    """Initials become the whole name that the file gives; a name that differs stays as it is."""
    ours, theirs = details.name, row.name
    if theirs is None or ours.key == theirs.key:
        return
    shortened = alike(ours, theirs) == Alike.SHORTENED
    longer = len(theirs.given) >= len(ours.given) and len(theirs.patronymic) >= len(ours.patronymic)
    if shortened and longer:
        plan.name = Name(ours.family, theirs.given, theirs.patronymic)
        plan.adds.append(Change("name", "ФИО", str(ours), str(plan.name)))
    elif not shortened:
        plan.conflicts.append(Change("name", "ФИО", str(ours), str(theirs)))


def _plan_address(row: PersonRow, details: PersonDetails, wanted: dict[str, Any]) -> None:
    """The address to sign in with is never changed by a list: another one is a contact."""
    if row.email and row.email != (details.person.email or ""):
        wanted["contact_email"] = row.email


def _plan_card(
    plan: PersonPlan, wanted: dict[str, Any], details: PersonDetails, taken: Collection[str], today: date
) -> None:
    card = details.card or Card(person=details.person)
    base = CardFields.of(card)
    if set(_CATEGORY) & set(taken):
        # A category goes with its own day and order, never with those of another one.
        taken = {*taken, *_CATEGORY}
    fresh: dict[str, Any] = {}
    for column, value in wanted.items():
        label = label_of(Card, column)
        if _CODE_BY_COLUMN[column] not in details.open_codes:
            plan.problems.append(HIDDEN.format(label=label))
            continue
        ours = getattr(base, column)
        if _is_equal(card, column, ours, value, today):
            continue
        if ours in (None, "") or column in taken:
            fresh[column] = _as_stated(card, column, value, today)
        else:
            told = words_of(Card, column, ours), words_of(Card, column, value)
            plan.conflicts.append(Change(column, label, *told))
    _fill_card(plan, fresh, base, today)


def _is_equal(card: Card, column: str, ours: Any, value: Any, today: date) -> bool:
    if isinstance(ours, str) and isinstance(value, str):
        return fold(ours) == fold(value)
    if column.startswith("experience_") and ours is not None:
        return value in (ours, card.years_on(today, ours))
    return bool(ours == value)


def _as_stated(card: Card, column: str, value: Any, today: date) -> Any:
    """Years as they would have been told on the day on which the others were."""
    if column.startswith("experience_") and card.experience_stated_on is not None:
        return max(0, value - max(0, whole_years(card.experience_stated_on, today)))
    return value


def _fill_card(plan: PersonPlan, fresh: dict[str, Any], base: CardFields, today: date) -> None:
    """Take what the rules of a card let through; the rest becomes sentences."""
    if not fresh:
        return
    try:
        replace(base, **fresh).cleaned(today=today)
    except DomainError:
        fresh = _let_through(plan, fresh, base, today)
    plan.card |= fresh
    for column, value in fresh.items():
        ours = getattr(base, column)
        told = words_of(Card, column, ours), words_of(Card, column, value)
        plan.adds.append(Change(column, label_of(Card, column), *told))


def _let_through(plan: PersonPlan, fresh: dict[str, Any], base: CardFields, today: date) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for columns in _together(fresh):
        trial = kept | {column: fresh[column] for column in columns}
        try:
            replace(base, **trial).cleaned(today=today)
        except DomainError as refusal:
            plan.problems.append(f"{label_of(Card, columns[0])}: {refusal} Из файла не взято.")
        else:
            kept = trial
    return kept


def _together(fresh: dict[str, Any]) -> Iterable[tuple[str, ...]]:
    category = tuple(column for column in _CATEGORY if column in fresh)
    if category:
        yield category
    # A total first: the other kinds of experience may not exceed it.
    rest = [column for column in CardFields.names() if column in fresh and column not in _CATEGORY]
    yield from ((column,) for column in rest)


def _plan_position(plan: PersonPlan, row: PersonRow, details: PersonDetails | None) -> None:
    if not row.position:
        return
    ours = details.membership.position if details is not None and details.membership is not None else ""
    if not ours:
        plan.position = row.position
        plan.adds.append(Change("position", "Кем в объединении", "", row.position))
    elif fold(ours) != fold(row.position):
        plan.conflicts.append(Change("position", "Кем в объединении", ours, row.position))


def _plan_post(
    plan: PersonPlan,
    row: PersonRow,
    details: PersonDetails | None,
    school: KnownSchool | None,
    taken: Collection[str],
) -> None:
    posts = details.posts if details is not None else []
    if school is None:
        if row.post and not row.has_school and not any(fold(post.title) == fold(row.post) for post in posts):
            plan.problems.append(POST_WITHOUT_SCHOOL.format(title=row.post))
        return
    if details is not None and "posts" not in details.open_codes:
        plan.problems.append(HIDDEN.format(label="Должность и школа"))
        return
    here = [post for post in posts if post.organisation_id == school.id]
    if not here:
        plan.new_post = PostFields(school.id, row.post or NO_POST, rate=row.rate)
        rate = f", {rate_words(row.rate)} ставки" if row.rate is not None else ""
        told = f"{row.post or NO_POST}, {school.short_name}{rate}"
        plan.adds.append(Change("post", "Место работы", "; ".join(map(_told_post, posts)), told))
        return
    post = next((one for one in here if fold(one.title) == fold(row.post)), here[0])
    wanted = PostFields.of(post)
    if row.post and fold(post.title) != fold(row.post):
        change = Change("post", f"Должность, {school.short_name}", post.title, row.post)
        if post.title == NO_POST or "post" in taken:
            wanted = replace(wanted, title=row.post, kind="other")
            plan.adds.append(change)
        else:
            plan.conflicts.append(change)
    if row.rate is not None and post.rate != row.rate:
        change = Change("rate", f"Ставка, {school.short_name}", rate_words(post.rate), rate_words(row.rate))
        if post.rate is None or "rate" in taken:
            wanted = replace(wanted, rate=row.rate)
            plan.adds.append(change)
        else:
            plan.conflicts.append(change)
    if wanted != PostFields.of(post):
        plan.changed_post = (post, wanted)


def _told_post(post: Post) -> str:
    return f"{post.title}, {post.organisation.short_name}"


def _plan_trainings(plan: PersonPlan, row: PersonRow, details: PersonDetails | None, today: date) -> None:
    if details is not None and "trainings" not in details.open_codes:
        return
    known = {fold(training.title) for training in details.trainings} if details is not None else set()
    for kind, label, courses in (
        (TrainingKind.COURSE, "Курсы", row.courses),
        (TrainingKind.RETRAINING, "Переподготовка", row.retraining),
    ):
        for course in courses:
            if fold(course.title) in known:
                continue
            known.add(fold(course.title))
            fields = _training(plan, course, kind.value, label, today)
            if fields is not None:
                plan.trainings.append(fields)
                plan.adds.append(Change("training", label, "", course.title))


def _training(plan: PersonPlan, course: CourseReading, kind: str, label: str, today: date) -> TrainingFields | None:
    fields = TrainingFields(
        course.title, kind, hours=course.hours, ended_on=course.ended_on, document_number=course.document_number
    )
    try:
        return fields.cleaned(today=today)
    except HoursAreWrong as refusal:
        plan.problems.append(f"{label}: {refusal} Часы не записаны.")
        return replace(fields, hours=None)
    except DomainError as refusal:
        plan.problems.append(f"{label}: {refusal}")
        return None


def _plan_awards(plan: PersonPlan, row: PersonRow, details: PersonDetails | None, today: date) -> None:
    if details is not None and "awards" not in details.open_codes:
        return
    known = {fold(award.title) for award in details.awards} if details is not None else set()
    for title, year in row.awards:
        if fold(title) in known:
            continue
        known.add(fold(title))
        try:
            plan.awards.append(AwardFields(title, year).cleaned(today=today))
        except DomainError as refusal:
            plan.problems.append(f"Награды: {refusal}")
        else:
            plan.adds.append(Change("award", "Награды", "", title))
