"""Posts: where a person works and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from stellazh.associations.models import Organisation
from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.members.access.cards import answers_by_link, can_edit_card, card_nearness, keeps_school
from stellazh.members.enums import Level, PostKind
from stellazh.members.models import Card, Post
from stellazh.members.services.card_journal import record_for, told
from stellazh.members.services.card_values import require_fits, words_of
from stellazh.members.services.indexing import reindex_people
from stellazh.members.visibility import lets_through, level_of
from stellazh.people.access import is_self
from stellazh.people.models import Person
from stellazh.russian.text_lines import one_line

LARGEST_RATE = Decimal(2)


class PostIsEmpty(DomainError):
    """A post without a title."""


class RateIsImpossible(DomainError):
    """A rate of nought or less, or of more than two posts."""


class PostEndsBeforeItBegins(DomainError):
    """The last day lies before the first."""


@dataclass(frozen=True, slots=True)
class PostFields:
    """A post as typed. `rate` is the part of a full post, 0.25 to 2; the kind is guessed from the title if left at
    «другая»."""

    organisation_id: int
    title: str
    from_on: date | None = None
    kind: str = PostKind.OTHER
    rate: Decimal | None = None

    @classmethod
    def of(cls, post: Post) -> PostFields:
        """What stands in the post now."""
        return cls(post.organisation_id, post.title, post.from_on, post.kind, post.rate)

    def shown(self) -> dict[str, str]:
        """Russian field names to texts."""
        organisation = Organisation.objects.filter(pk=self.organisation_id).first()
        return {
            "Должность": self.title,
            "Организация": str(organisation or ""),
            "Вид должности": words_of(Post, "kind", self.kind),
            "Ставка": rate_words(self.rate),
            "Работает с": words_of(Post, "from_on", self.from_on),
        }

    def cleaned(self) -> PostFields:
        """Blanks folded, the kind guessed. Raises: PostIsEmpty, RateIsImpossible, TextTooLong, UnknownChoice."""
        title = one_line(self.title)
        if not title:
            raise PostIsEmpty("Укажите должность.")
        require_fits(Post, "title", title)
        require_fits(Post, "kind", self.kind)
        rate = None if self.rate is None else Decimal(self.rate).quantize(Decimal("0.01"))
        if rate is not None and not 0 < rate <= LARGEST_RATE:
            raise RateIsImpossible("Ставка — больше нуля и не больше двух: 0,25, 0,5, 0,75, 1.")
        kind = self.kind if self.kind and self.kind != PostKind.OTHER else guess_kind(title)
        return PostFields(self.organisation_id, title, self.from_on, kind, rate)


def guess_kind(title: str) -> str:
    """The kind of post that a title speaks of: «Педагог-библиотекарь, 0,5 ст.» is a teacher librarian."""
    words = title.casefold().replace("ё", "е")
    if "библиотек" not in words and "шибц" not in words and "ибц" not in words:
        return PostKind.OTHER
    if "педагог" in words and "библиотекарь" in words:
        return PostKind.TEACHER_LIBRARIAN
    if "ответственн" in words:
        return PostKind.RESPONSIBLE
    if any(word.startswith(("зав", "руковод", "начальн", "директор")) for word in words.split()):
        return PostKind.HEAD_OF_LIBRARY
    return PostKind.LIBRARIAN if "библиотекарь" in words else PostKind.OTHER


def rate_words(rate: Decimal | None) -> str:
    """«0,5»; empty when it is not told."""
    return "" if rate is None else f"{rate.normalize():f}".replace(".", ",")


@transaction.atomic
def add_post(person_id: int, *, fields: PostFields, by: Actor, at: datetime) -> Post:
    """Write down where the person works. The same post twice gives the same row.

    What she says of herself stays her own word until somebody who keeps lists adds or saves the same.

    Raises:
        PermissionRefused: `by` keeps no list the person stands in, or may not see the person's posts.
        PostIsEmpty, RateIsImpossible, TextTooLong, UnknownChoice.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(can_edit_card(by, person))
    card = _card_of(person)
    _require_seen(by, card)
    typed = fields.cleaned()
    organisation = Organisation.objects.get(pk=typed.organisation_id)
    known = Post.objects.filter(person=person, organisation=organisation, title=typed.title, to_on=None).first()
    is_own_word = _is_own_word(by, person, organisation)
    if known is not None:
        _vouch(known, is_own_word=is_own_word)
        return known
    post = Post.objects.create(
        person=person,
        organisation=organisation,
        title=typed.title,
        kind=typed.kind,
        rate=typed.rate,
        from_on=typed.from_on,
        is_own_word=is_own_word,
    )
    rate = f", {rate_words(post.rate)} ставки" if post.rate is not None else ""
    changes = {"Должность": ("", f"{post.title}, {organisation}{rate}")}
    _tell(card, "post_added", changes, by=by, at=at)
    return post


@transaction.atomic
def update_post(post_id: int, *, expected_version: int, fields: PostFields, by: Actor, at: datetime) -> Post:
    """Correct a post that has not ended. Another school is another post: end this one and add that one.

    Saved by whoever keeps the list, changed or not, it is the person's own word no more.

    Raises:
        PermissionRefused, ChangedMeanwhile, PostIsEmpty, RateIsImpossible, TextTooLong, UnknownChoice;
        DomainError: it has ended, or stands at another organisation.
    """
    post = _locked(post_id, by)
    typed, before = fields.cleaned(), PostFields.of(post)
    require_version(post.version, expected_version, theirs=before.shown(), mine=typed.shown())
    if post.to_on is not None:
        raise DomainError("Эта должность уже окончена.")
    if typed.organisation_id != post.organisation_id:
        raise DomainError("Другая организация — другая должность: окончите эту и добавьте новую.")
    _vouch(post, is_own_word=_is_own_word(by, post.person, post.organisation))
    if typed == before:
        return post
    post.title, post.kind, post.rate, post.from_on = typed.title, typed.kind, typed.rate, typed.from_on
    post.version += 1
    post.save(update_fields=["title", "kind", "rate", "from_on", "version"])
    _tell(_card_of(post.person), "post_changed", compare(before.shown(), typed.shown()), by=by, at=at)
    return post


@transaction.atomic
def end_post(post_id: int, *, last_day: date, by: Actor, at: datetime) -> Post:
    """Say that the person left the post; `last_day` is the last day in it.

    Raises:
        PermissionRefused; PostEndsBeforeItBegins; DomainError: it has ended.
    """
    post = _locked(post_id, by)
    if post.to_on is not None:
        raise DomainError("Эта должность уже окончена.")
    if post.from_on is not None and last_day < post.from_on:
        raise PostEndsBeforeItBegins("Последний день раньше первого.")
    post.to_on = last_day
    post.version += 1
    post.save(update_fields=["to_on", "version"])
    changes = {"Должность": (f"{post.title}, {post.organisation}", f"по {last_day:%d.%m.%Y}")}
    _tell(_card_of(post.person), "post_ended", changes, by=by, at=at)
    return post


def _is_own_word(by: Actor, person: Person, organisation: Organisation) -> bool:
    """Whether nobody but the person says so: she herself, or the bearer of her link; a head's word of a school of hers
    is good for herself too."""
    return (is_self(by, person) or answers_by_link(by, person)) and not keeps_school(by, organisation)


def _vouch(post: Post, *, is_own_word: bool) -> None:
    if post.is_own_word and not is_own_word:
        post.is_own_word = False
        post.save(update_fields=["is_own_word"])


def _locked(post_id: int, by: Actor) -> Post:
    post = Post.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=post_id)
    require(can_edit_card(by, post.person))
    _require_seen(by, _card_of(post.person))
    return post


def _card_of(person: Person) -> Card:
    """The card, or an unsaved one that says nothing: posts need none."""
    return Card.objects.filter(person=person).select_related("person").first() or Card(person=person)


def _require_seen(by: Actor, card: Card) -> None:
    near = card_nearness(by, card.person)
    level = level_of(card, "posts")
    # Whoever keeps the list saw the posts in it before there were cards: only a narrower choice shuts them out.
    if level in (Level.SELF, Level.HEAD) and (near is None or not lets_through(level, near)):
        raise PermissionRefused("Свои должности человек показывает не всем: изменить их может только он сам.")


def _tell(card: Card, action: str, changes: dict[str, tuple[str, str]], *, by: Actor, at: datetime) -> None:
    if card.pk is not None:
        Card.objects.filter(pk=card.pk).update(changed_at=at)
    record_for(card.person, action, changes=told(card, "posts", changes), by=by, at=at)
    reindex_people([card.person_id])
