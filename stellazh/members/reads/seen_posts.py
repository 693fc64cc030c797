"""Where people work, for pages that show many of them together: as far as each lets the reader know it."""

from __future__ import annotations

from typing import Any, Final, cast

from django.db.models import QuerySet

from stellazh.common.actor import Actor
from stellazh.members.card_fields import FIELD_BY_CODE
from stellazh.members.enums import Level
from stellazh.members.models import Post
from stellazh.members.reads.directory.expressions import ChosenLevel
from stellazh.members.reads.directory.scope import POSTS
from stellazh.members.visibility import lets_through, nearness_of

_OPEN: Final = (Level.REGION, Level.PUBLIC)


def seen_posts(posts: QuerySet[Post], *, actor: Actor | None) -> list[Post]:
    """Those of `posts` that the reader may see, who may see the names; None is any reader of lists of members.

    One query; three more while one of these people keeps where she works narrower than that.
    """
    level = ChosenLevel(POSTS, visibility="person__card__visibility")
    found = [(post, _level(cast("Any", post).chosen)) for post in posts.annotate(chosen=level)]
    narrow = sorted({post.person_id for post, level in found if level not in _OPEN})
    if not narrow:
        return [post for post, _ in found]
    near = nearness_of(actor, narrow) if actor is not None else {}
    return [post for post, level in found if level in _OPEN or lets_through(level, near.get(post.person_id))]


def _level(chosen: str | None) -> Level:
    """The person's choice, else the field's own; as `visibility.level_of` has it."""
    return Level(chosen) if chosen in Level.values else FIELD_BY_CODE[POSTS].default
