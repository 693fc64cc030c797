"""Who is meant by a written name: what is clear by itself, what an earlier answer says, and what must be asked.

Only a name that fits exactly one card in every part links by itself. Everything near is a question: nobody is ever
merged with somebody else silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.common.numerals import whole_number
from stellazh.members.models import Post
from stellazh.members.reads.seen_posts import seen_posts
from stellazh.people.models import Person
from stellazh.workplans.drafts.model import Draft, DraftAnswer
from stellazh.workplans.drafts.spellings import (
    WHY,
    Likeness,
    Spelling,
    fold,
    likeness,
    look_alike,
    take_apart,
    written_key,
)
from stellazh.workplans.enums import OwnerKind
from stellazh.workplans.models import OwnerAnswer
from stellazh.workplans.services.owners import people_for_owners

PERSON: Final = "person"
NEW: Final = "new"
WORDS: Final = "words"
GROUP: Final = "group"
SAME: Final = "same"
CANDIDATE_LIMIT: Final = 6

BY_NAME: Final = "имя совпало с карточкой"
BY_MEMORY: Final = "по прошлому ответу"
BY_ANSWER: Final = "ваш ответ"
NOT_A_PERSON: Final = "не имя человека"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A card that a written name could mean. `where` tells namesakes apart: posts and schools."""

    id: int
    name: str
    spelling: Spelling
    where: str = ""

    @property
    def label(self) -> str:
        """«Ольхова Вера Ильинична — МБОУ СОШ № 5»."""
        return f"{self.name} — {self.where}" if self.where else self.name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card near to a written name, and why it is offered."""

    person: KnownPerson
    why: str
    nearness: Likeness

    @property
    def key(self) -> str:
        """What an answer that means this person names."""
        return str(self.person.id)


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Another spelling of the same paper that may mean the same person."""

    key: str
    written: str
    why: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question: who is `written`? `answer` is what was chosen in this import, if anything."""

    key: str
    written: str
    row_count: int
    candidates: tuple[Candidate, ...]
    lookalikes: tuple[Lookalike, ...]
    answer: DraftAnswer | None = None
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A spelling that needs no question; `how` says why. `person` is None when the words stay words."""

    key: str
    written: str
    row_count: int
    kind: OwnerKind
    how: str
    person: KnownPerson | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What becomes of one spelling in the plan. `is_new` asks for a card to be made at confirmation."""

    kind: OwnerKind
    person_id: int | None = None
    is_new: bool = False
    new_key: str = ""


@dataclass(frozen=True, slots=True)
class OwnerBook:
    """Every spelling of a draft: what is settled, what is asked, and what each becomes."""

    doubts: tuple[Doubt, ...]
    settled: tuple[Settled, ...]
    resolutions: Mapping[str, Resolution]
    people: tuple[KnownPerson, ...]

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        """Questions not answered yet."""
        return tuple(doubt for doubt in self.doubts if doubt.answer is None)

    def resolution(self, name: str) -> Resolution:
        """What the written name becomes; words for one never seen."""
        return self.resolutions.get(written_key(name), Resolution(OwnerKind.TEXT))


def known_people(association: Association, *, on: date) -> tuple[KnownPerson, ...]:
    """Cards that owners of the association's plan may be: members of it, of those above and below it, and people
    who hold a post in its territory on that day. One query, whatever their number; posts are not loaded."""
    members = people_for_owners(association, on=on).order_by()
    posts = Post.objects.on(on).filter(organisation__territory__path__startswith=association.territory.path)
    near = Q(pk__in=members.values("pk")) | Q(pk__in=posts.values("person_id"))
    people = Person.objects.present().filter(near).in_order()
    return tuple(
        KnownPerson(
            id=key,
            name=_shown_name(family, given, patronymic),
            spelling=Spelling(fold(family), fold(given), fold(patronymic)),
        )
        for key, family, given, patronymic in people.values_list("pk", "family_name", "given_name", "patronymic")
    )


def _shown_name(family: str, given: str, patronymic: str) -> str:
    """«Ольхова Вера Ильинична», or «Ольхова В.И.» when only initials are known."""
    if len(given) == 1:
        return f"{family} {given}." + (f"{patronymic[0]}." if patronymic else "")
    return " ".join(part for part in (family, given, patronymic) if part)


def owner_book(draft: Draft, association: Association, *, on: date) -> OwnerBook:
    """Sort the owners of a draft's taken rows into settled ones and doubts. At most three queries."""
    people = known_people(association, on=on)
    spellings = _spellings(draft)
    remembered = {
        answer.written_key: answer.person_id
        for answer in OwnerAnswer.objects.filter(association=association, written_key__in=list(spellings))
    }
    book = sort_owners(draft, people, remembered)
    return _with_posts(book, on=on)


def sort_owners(draft: Draft, people: Sequence[KnownPerson], remembered: Mapping[str, int | None]) -> OwnerBook:
    """The pure part of `owner_book`: `remembered` maps folded spellings to a person's key, or None for words."""
    by_id = {person.id: person for person in people}
    spellings = _spellings(draft)
    counts = _row_counts(draft)
    doubts: list[Doubt] = []
    settled: list[Settled] = []
    for key, (written, kind) in spellings.items():
        entry = _sort_one(key, written, kind, counts[key], people, by_id, remembered)
        if isinstance(entry, Settled):
            settled.append(entry)
        else:
            doubts.append(replace(entry, answer=_valid(draft.answers.get(key), by_id, spellings)))
    written_doubts = [doubt.key for doubt in doubts]
    doubts = [
        replace(
            doubt,
            lookalikes=_lookalikes(doubt, spellings, written_doubts, {entry.key for entry in settled if entry.person}),
        )
        for doubt in doubts
    ]
    return OwnerBook(tuple(doubts), tuple(settled), _resolutions(doubts, settled), tuple(people))


def _spellings(draft: Draft) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for row in draft.taken:
        for owner in row.owners:
            key = written_key(owner.name)
            if key:
                found.setdefault(key, (owner.name, owner.kind))
    return found


def _row_counts(draft: Draft) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in draft.taken:
        for key in {written_key(owner.name) for owner in row.owners}:
            counts[key] = counts.get(key, 0) + 1
    return counts


def _sort_one(
    key: str,
    written: str,
    kind: str,
    row_count: int,
    people: Sequence[KnownPerson],
    by_id: Mapping[int, KnownPerson],
    remembered: Mapping[str, int | None],
) -> Settled | Doubt:
    spelling = take_apart(written)
    if (
        spelling is None
        or kind in (OwnerKind.GROUP, OwnerKind.ORGANISATION)
        or not (spelling.initials or kind == PERSON)
    ):
        owner_kind = OwnerKind(kind) if kind in (OwnerKind.GROUP, OwnerKind.ORGANISATION) else OwnerKind.TEXT
        return Settled(key, written, row_count, owner_kind, NOT_A_PERSON)
    candidates = _candidates(spelling, people)
    exact = [found.person for found in candidates if found.nearness == Likeness.SAME]
    earlier = ""
    if key in remembered:
        person_id = remembered[key]
        person = by_id.get(person_id) if person_id is not None else None
        if person is not None and all(card.id == person.id for card in exact):
            return Settled(key, written, row_count, OwnerKind.PERSON, BY_MEMORY, person)
        if person_id is None and not exact:
            return Settled(key, written, row_count, OwnerKind.TEXT, BY_MEMORY)
        earlier = f"в прошлый раз: {person.name}" if person is not None else "в прошлый раз оставили словами"
    elif len(exact) == 1:
        return Settled(key, written, row_count, OwnerKind.PERSON, BY_NAME, exact[0])
    return Doubt(key, written, row_count, candidates, (), earlier=earlier)


def _candidates(spelling: Spelling, people: Iterable[KnownPerson]) -> tuple[Candidate, ...]:
    near = [(likeness(spelling, person.spelling), person) for person in people]
    near = sorted(
        ((how, person) for how, person in near if how != Likeness.NONE), key=lambda pair: (pair[0], pair[1].name)
    )
    twins = sum(how == Likeness.SAME for how, _ in near) > 1
    return tuple(
        Candidate(person, "две похожие карточки" if twins and how == Likeness.SAME else WHY[how], how)
        for how, person in near[:CANDIDATE_LIMIT]
    )


def _lookalikes(
    doubt: Doubt, spellings: Mapping[str, tuple[str, str]], doubtful: Sequence[str], linked: set[str]
) -> tuple[Lookalike, ...]:
    mine = take_apart(doubt.written)
    found: list[Lookalike] = []
    for key, (written, _) in spellings.items():
        other = take_apart(written)
        if key == doubt.key or mine is None or other is None or not (key in doubtful or key in linked):
            continue
        how = look_alike(mine, other)
        if how != Likeness.NONE:
            found.append(Lookalike(key, written, "так же" if how == Likeness.SAME else WHY[how]))
    return tuple(found)


def _valid(
    answer: DraftAnswer | None, by_id: Mapping[int, KnownPerson], spellings: Mapping[str, tuple[str, str]]
) -> DraftAnswer | None:
    """The answer, unless the card or the spelling it names is no longer there."""
    if answer is None:
        return None
    if answer.choice == PERSON and whole_number(answer.target) not in by_id:
        return None
    if answer.choice == SAME and answer.target not in spellings:
        return None
    return answer


def _resolutions(doubts: Sequence[Doubt], settled: Sequence[Settled]) -> dict[str, Resolution]:
    found = {entry.key: Resolution(entry.kind, entry.person.id if entry.person else None) for entry in settled}
    asked = {doubt.key: doubt for doubt in doubts}
    for doubt in doubts:
        found[doubt.key] = _follow(doubt, asked, found)
    return found


def _follow(doubt: Doubt, asked: Mapping[str, Doubt], settled: Mapping[str, Resolution]) -> Resolution:
    seen = {doubt.key}
    answer = doubt.answer
    key = doubt.key
    while answer is not None and answer.choice == SAME:
        key = answer.target
        if key in seen:
            return Resolution(OwnerKind.TEXT)
        seen.add(key)
        if key not in asked:
            return settled.get(key, Resolution(OwnerKind.TEXT))
        answer = asked[key].answer
    if answer is None:
        return Resolution(OwnerKind.TEXT)
    if answer.choice == PERSON:
        return Resolution(OwnerKind.PERSON, int(answer.target))
    if answer.choice == NEW:
        return Resolution(OwnerKind.PERSON, is_new=True, new_key=key)
    return Resolution(OwnerKind.GROUP if answer.choice == GROUP else OwnerKind.TEXT)


def _with_posts(book: OwnerBook, *, on: date) -> OwnerBook:
    """The same book with the posts of the people offered, which tell namesakes apart."""
    offered = {candidate.person.id for doubt in book.doubts for candidate in doubt.candidates}
    if not offered:
        return book
    where: dict[int, list[str]] = {}
    rows = Post.objects.on(on).filter(person_id__in=offered).select_related("organisation").order_by("pk")
    for post in seen_posts(rows, actor=None):
        where.setdefault(post.person_id, []).append(f"{post.title}, {post.organisation.short_name}")

    def told(candidate: Candidate) -> Candidate:
        posts = "; ".join(where.get(candidate.person.id, ()))
        return replace(candidate, person=replace(candidate.person, where=posts))

    doubts = tuple(replace(doubt, candidates=tuple(told(one) for one in doubt.candidates)) for doubt in book.doubts)
    return replace(book, doubts=doubts)
