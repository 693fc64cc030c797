"""Whose people a reader may find, how near she stands to each, and which fields of whom she sees.

The conditions are those of `members.visibility`, said for a whole list at once: tests compare the two person by person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import In

from stellazh.associations.access import can, reach
from stellazh.associations.models import Association, Grant, Territory
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.capabilities import Role
from stellazh.members.enums import Level
from stellazh.members.models import Membership
from stellazh.members.reads.directory.expressions import level
from stellazh.members.visibility import lets_through

NOBODY = Q(pk__in=[])
# Not `Q()`: that one is left out of every «or».
EVERYBODY = ~NOBODY
# Fellow members see in their list who works where, unless the person keeps it narrower.
POSTS = "posts"


@dataclass(frozen=True)
class Scope:
    """The open associations whose lists of members the reader may see, as of a day. One query and the reader's grants.

    `here` are those she leads, `above` those whose cards are open to her as to somebody who leads above them.
    """

    actor: Actor
    on: date
    associations: tuple[Association, ...]

    @classmethod
    def of(cls, actor: Actor, *, on: date) -> Scope:
        """What this reader may look through."""
        rows = Association.objects.present().filter(reach(actor, "members.read_members"))
        return cls(actor, on, tuple(rows.select_related("territory").in_order()))

    @property
    def reads_cards(self) -> bool:
        """Whether anything of cards is open to the reader at all; a plain member sees names and posts only."""
        return bool(self.here_ids or self.above_ids)

    @cached_property
    def ids(self) -> list[int]:
        return [one.pk for one in self.associations]

    @cached_property
    def here_ids(self) -> list[int]:
        return [one.pk for one in self.associations if can(self.actor, "members.read_cards_here", one)]

    @cached_property
    def here(self) -> frozenset[int]:
        return frozenset(self.here_ids)

    @cached_property
    def above(self) -> frozenset[int]:
        return frozenset(self.above_ids)

    @cached_property
    def above_ids(self) -> list[int]:
        return [one.pk for one in self.associations if can(self.actor, "members.read_cards", one)]

    @cached_property
    def territories(self) -> list[Territory]:
        """Where these associations stand, parents before children."""
        found = {one.territory_id: one.territory for one in self.associations}
        return sorted(found.values(), key=_in_tree(found.values()))

    def associations_in(self, territory: Territory) -> list[int]:
        """Those of the territory and of all below it."""
        return [one.pk for one in self.associations if one.territory.path.startswith(territory.path)]

    def memberships(self, association_ids: list[int] | None = None) -> QuerySet[Membership]:
        """Memberships of the day in these associations, or in the named ones of them."""
        return Membership.objects.on(self.on).filter(
            association_id__in=self.ids if association_ids is None else association_ids
        )

    def listed(self) -> Q:
        """People in one of the lists. For counting and for pages far on: the set is made once."""
        return Q(pk__in=self.memberships().values("person_id"))

    def listed_one_by_one(self) -> Q:
        """The same, asked of each person: for the first pages of a list in the order of an index."""
        return Q(Exists(self.memberships().filter(person_id=OuterRef("pk"))))

    @cached_property
    def has_leavers(self) -> bool:
        """Whether somebody in these lists is known to leave: to her, nobody is near any more. One query, once."""
        return self.memberships().exclude(to_on=None).exists()

    @cached_property
    def _own(self) -> Q:
        actor = self.actor
        is_person = actor.actor_kind == ActorKind.PERSON and actor.actor_id.isdecimal()
        return Q(pk=int(actor.actor_id)) if is_person else NOBODY

    @cached_property
    def _led(self) -> Q:
        """People whose leader the reader is: of the place they entered first; whoever leads an association is led from
        the one above it."""
        if (
            any(one.parent_id is None and one.pk in self.here for one in self.associations)
            and self.here_ids == self.ids
            and not self.has_leavers
        ):
            return EVERYBODY
        below = [one.pk for one in self.associations if one.parent_id in self.here_ids]
        heads = Grant.objects.active_on(self.on).filter(role=Role.HEAD, association_id__in=below)
        here = Membership.objects.at_home().filter(association_id__in=self.here_ids)
        return Q(pk__in=here.values("person_id")) | Q(pk__in=heads.values("person_id"))

    @cached_property
    def _led_from_above(self) -> Q:
        if self.above_ids == self.ids and not self.has_leavers:
            return EVERYBODY
        rows = Membership.objects.filter(association_id__in=self.above_ids, to_on=None)
        return Q(pk__in=rows.values("person_id"))

    def is_own(self, person_id: int) -> bool:
        """Whether that is the reader herself."""
        return self.actor.actor_kind == ActorKind.PERSON and self.actor.actor_id == str(person_id)

    def leads(self) -> Q:
        """The reader herself and people whose leader she is."""
        return self._own | (self._led if self.here_ids else NOBODY)

    def knows(self) -> Q:
        """People to whom the reader stands near at all: of them she sees when the card was confirmed."""
        return self.leads() | (self._led_from_above if self.above_ids else NOBODY)

    def sees(self, code: str) -> Q:
        """People whose field of that code the reader sees. Every filter and order by a field is narrowed by it."""
        # What lets most people through stands first: the database asks no further then.
        condition = NOBODY
        if code == POSTS:
            condition |= _let_through(code, Level.REGION)
        elif self.above_ids:
            condition |= self._led_from_above & _let_through(code, Level.REGION)
        condition |= self._own
        if self.here_ids:
            condition |= self._led & _let_through(code, Level.HEAD)
        return condition


def _let_through(code: str, near: Level) -> Q:
    """People whose field of that code is shown to somebody that near."""
    return Q(In(level(code), [one.value for one in Level if lets_through(one, near)]))


def _in_tree(territories: Iterable[Territory]) -> Callable[[Territory], list[str]]:
    """The order of a tree written as a list: each under its nearest parent, siblings by the alphabet."""
    names = {territory.path: territory.sort_key for territory in territories}

    def place(territory: Territory) -> list[str]:
        parts = territory.path.strip("/").split("/")
        paths = ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]
        return [names.get(path, path) for path in paths]

    return place
