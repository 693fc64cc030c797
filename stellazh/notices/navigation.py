"""The bell in the masthead, and who may follow a list of notices live."""

from django.http import HttpRequest

from stellazh.common.actor import ActorKind
from stellazh.live.topics import LiveTopic, topics
from stellazh.notices.reads import unread_count
from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _unread(request: HttpRequest) -> int | None:
    return unread_count(request.user.pk) if request.user.pk is not None else None


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry(
            "notices.bell", "Уведомления", "notices:notice_list", "account", order=20, visible=_is_signed_in,
            count=_unread, icon="bell", is_prominent=True,
        )
    )  # fmt: skip


def follow_notices() -> None:
    """Register the topic `notices:<person's key>`, each person's own."""
    topics.add(LiveTopic("notices", lambda actor, key: actor.actor_kind == ActorKind.PERSON and actor.actor_id == key))
