"""Taking rows of a list of people back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from stellazh.associations.models import Association, Grant
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.common.errors import DomainError
from stellazh.members.models import Award, Card, ImportRow, Membership, Post, Training
from stellazh.members.services.card_records import remove_award, remove_training
from stellazh.members.services.card_values import CardFields, label_of
from stellazh.members.services.cards import update_card
from stellazh.members.services.memberships import MemberFields, end_membership, update_membership
from stellazh.members.services.posts import PostFields, update_post
from stellazh.members.services.rosters.references import references_to
from stellazh.people.models import Person
from stellazh.people.services import PersonFields, archive_person, set_email, update_person

# What the row itself made, or what follows from it; traces of looking and of telling are no use of a card.
_OUR_OWN: Final = (
    "members.Membership.person",
    "members.Post.person",
    "members.Card.person",
    "members.ImportRow.person",
    "associations.Grant.person",
    "people.CardLook.person",
    "notices",
)
TOUCHED: Final = "{label}: после загрузки поле меняли"


class PersonUndoer:
    """Takes back what rows did to people; whatever somebody touched since stays."""

    def __init__(self, association: Association) -> None:
        self._association = association
        self._users: Mapping[int, list[str]] = {}

    def prepare(self, rows: list[ImportRow]) -> None:
        """Ask once who else points at the people that these rows made."""
        made = [row.person_id for row in rows if row.person_id and row.changes.get("made", {}).get("person")]
        self._users = references_to(Person, made, passing_over=_OUR_OWN)

    def undo(self, row: ImportRow, *, by: Actor, at: datetime) -> list[str]:
        """Take the row back; gives what stays, each with its reason."""
        made: dict[str, Any] = row.changes.get("made", {})
        person = Person.objects.select_for_update().filter(pk=row.person_id or 0, archived_at=None).first()
        if person is None:
            return []
        if made.get("person"):
            return self._withdraw(person, made, by=by, at=at)
        kept: list[str] = []
        for part, undo in (
            ("card", self._undo_card),
            ("trainings", self._undo_records),
            ("awards", self._undo_records),
            ("changed_post", self._undo_post),
            ("post", self._undo_new_post),
            ("name", self._undo_name),
            ("position", self._undo_position),
            ("membership", self._undo_membership),
        ):
            if part in made:
                kept += undo(person, part, made[part], by=by, at=at)
        return kept

    def _withdraw(self, person: Person, made: dict[str, Any], *, by: Actor, at: datetime) -> list[str]:
        """Put away a card that the row made, if nobody has used it since."""
        membership = Membership.objects.filter(pk=made["membership"], to_on=None).first()
        reason = self._why_kept(person, membership, made)
        if reason:
            return [f"{person.short_name}: {reason}"]
        path = self._association.path
        if person.email:
            # The address becomes free: the same list may be brought again.
            set_email(person.pk, email=None, scope=path, by=by, at=at)
        if "post" in made:
            self._undo_new_post(person, "post", made["post"], by=by, at=at)
        archive_person(person.pk, scope=path, by=by, at=at)
        if membership is not None:
            end_membership(membership.pk, last_day=membership.from_on, by=by, at=at)
        return []

    def _why_kept(self, person: Person, membership: Membership | None, made: dict[str, Any]) -> str:
        if person.has_account:
            return "создана учётная запись"
        if person.version != 1:
            return "карточку изменили"
        if membership is None or membership.version != 1 or person.memberships.exclude(pk=membership.pk).exists():
            return "участие в объединениях изменили"
        if person.grants.exclude(role=Role.MEMBER).exists():
            return "назначена роль"
        posts = person.posts.all()
        if any(post.pk != made.get("post") or post.version != 1 for post in posts):
            return "изменили должность"
        card = Card.objects.filter(person=person).first()
        if card is not None and (
            card.confirmed_at is not None or card.version != made.get("card_version", card.version)
        ):
            return "карточку заполнили дальше"
        used = self._users.get(person.pk)
        return f"уже используется ({', '.join(sorted(set(used)))})" if used else ""

    def _undo_card(self, person: Person, part: str, columns: dict[str, Any], *, by: Actor, at: datetime) -> list[str]:
        card = Card.objects.filter(person=person).first()
        if card is None:
            return []
        kept: list[str] = []
        back: dict[str, Any] = {}
        for column, (before, after) in columns.items():
            field: Any = Card._meta.get_field(column)  # noqa: SLF001
            if getattr(card, column) == field.to_python(after):
                back[column] = field.to_python(before)
            else:
                kept.append(TOUCHED.format(label=label_of(Card, column)))
        if back:
            fields = replace(CardFields.of(card), **back)
            try:
                update_card(person.pk, expected_version=card.version, fields=fields, by=by, at=at)
            except DomainError as refusal:
                kept.append(str(refusal))
        return kept

    def _undo_records(self, person: Person, part: str, ids: list[int], *, by: Actor, at: datetime) -> list[str]:
        model, remove = (Training, remove_training) if part == "trainings" else (Award, remove_award)
        kept: list[str] = []
        for row in model.objects.filter(pk__in=ids, card__person=person):
            if row.version == 1:
                remove(row.pk, by=by, at=at)
            else:
                kept.append(f"«{row}»: после загрузки запись меняли")
        return kept

    def _undo_new_post(self, person: Person, part: str, post_id: int, *, by: Actor, at: datetime) -> list[str]:
        post = Post.objects.select_related("organisation").filter(pk=post_id, person=person).first()
        if post is None:
            return []
        if post.version != 1:
            return [f"«{post.title}»: после загрузки должность меняли"]
        # It never was: the list was wrong. Ended on some day it would stand in the composition of that day.
        changes = {"Должность": (f"{post.title}, {post.organisation}", "")}
        record("post_withdrawn", person, by=by, at=at, scope=self._association.path, changes=changes)
        post.delete()
        return []

    def _undo_post(self, person: Person, part: str, kept_post: list[Any], *, by: Actor, at: datetime) -> list[str]:
        post_id, version, (title, kind, rate) = kept_post
        post = Post.objects.filter(pk=post_id, person=person).first()
        if post is None:
            return []
        if post.version != version or post.to_on is not None:
            return [f"«{post.title}»: после загрузки должность меняли"]
        field: Any = Post._meta.get_field("rate")  # noqa: SLF001
        fields = replace(PostFields.of(post), title=title, kind=kind, rate=field.to_python(rate))
        update_post(post.pk, expected_version=version, fields=fields, by=by, at=at)
        return []

    def _undo_name(self, person: Person, part: str, names: list[list[str]], *, by: Actor, at: datetime) -> list[str]:
        before, after = names
        if [person.family_name, person.given_name, person.patronymic] != after:
            return [TOUCHED.format(label="ФИО")]
        update_person(
            person.pk,
            expected_version=person.version,
            fields=PersonFields(*before),
            scope=self._association.path,
            by=by,
            at=at,
        )
        return []

    def _undo_position(self, person: Person, part: str, kept: list[Any], *, by: Actor, at: datetime) -> list[str]:
        membership_id, before, after = kept
        membership = Membership.objects.filter(pk=membership_id, person=person, to_on=None).first()
        if membership is None:
            return []
        if membership.position != after:
            return [TOUCHED.format(label="Кем в объединении")]
        fields = MemberFields(before, membership.weight)
        update_membership(membership.pk, expected_version=membership.version, fields=fields, by=by, at=at)
        return []

    def _undo_membership(self, person: Person, part: str, key: int, *, by: Actor, at: datetime) -> list[str]:
        membership = Membership.objects.filter(pk=key, person=person, to_on=None).first()
        if membership is None:
            return []
        roles = Grant.objects.filter(person=person, association=self._association, to_on=None)
        if membership.version != 1 or roles.exclude(role=Role.MEMBER).exists():
            return ["участие в объединении: после загрузки его меняли"]
        end_membership(membership.pk, last_day=membership.from_on, by=by, at=at)
        return []
