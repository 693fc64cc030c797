"""Who may do what with the sites."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.pages.capabilities import PUBLISH, WRITE


def can_write_site(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may write pages and news of the association; a draft is seen by its editors only."""
    if association.archived_at is not None:
        return refuse("Объединение в архиве: его сайт больше не меняется.")
    return can(actor, WRITE, association)


def can_publish_site(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may publish what is written, by herself or by others."""
    if association.archived_at is not None:
        return refuse("Объединение в архиве: его сайт больше не меняется.")
    return can(actor, PUBLISH, association)


def can_tell_of_event(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may write news of the event on the site of its association; asks no query of the event.

    Whether she may open the event itself is asked by whoever finds it.
    """
    if event.archived_at is not None:
        return refuse("Мероприятие в архиве: новостей о нём не пишут.")
    if event.status == EventStatus.DRAFT:
        return refuse("Мероприятие ещё не объявлено: сначала объявите его.")
    return can_write_site(actor, event.association)


def can_read_original(actor: Actor, stored: object) -> Verdict:
    """Whether the actor may open the original of a picture by the address of files: nobody, only smaller copies show.

    Pages have addresses of their own for pictures, which close when a picture is hidden.
    """
    return refuse("Картинки сайта открываются на его страницах.")
