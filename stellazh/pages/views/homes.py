"""The homes of the region and of each association, and «Мой стол»."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from stellazh.associations.access import can_manage_structure, can_read_journal
from stellazh.associations.models import Association, AssociationQuerySet
from stellazh.associations.reads import heads_of
from stellazh.common import clock
from stellazh.common.desk import DeskEvent, desk_cards
from stellazh.common.requests import Request
from stellazh.media.framing import frames_allowed
from stellazh.members.access import can_read_members
from stellazh.pages.access import can_write_site
from stellazh.pages.drawn_body import DrawnBody, drawn_body
from stellazh.pages.reads import homes as reads
from stellazh.pages.reads.homes_site import home_site
from stellazh.pages.views.social import shared
from stellazh.people.models import Person
from stellazh.russian.collation import fold
from stellazh.workplans.access import can_create_plan

MOST_EVENTS = 8


@login_not_required
@require_GET
def home(request: Request) -> HttpResponseBase:
    """The home of the installation: its root association."""
    root = _associations().present().filter(parent=None).in_order().first()
    if root is None:
        return render(request, "pages/home_empty.html")
    return _home(request, "pages/home.html", _association_context(request, root))


@login_not_required
@require_GET
def association_home(request: Request, code: str) -> HttpResponseBase:
    """The home of one association."""
    association, actor = get_object_or_404(_associations(), code=code), request.actor
    today = clock.today(association.time_zone)
    return _home(
        request,
        "pages/association_home.html",
        {
            **_association_context(request, association),
            "heads": heads_of([association.pk], reader=actor, on=today).get(association.pk),
            "may_read_members": can_read_members(actor, association),
            "may_read_journal": can_read_journal(actor, association),
            "may_edit": can_manage_structure(actor, association),
            "may_write_site": can_write_site(actor, association),
        },
    )


def _associations() -> AssociationQuerySet:
    return Association.objects.select_related("territory", "parent").with_territory_count()


def _association_context(request: Request, association: Association) -> dict[str, object]:
    site = home_site(association, request.actor)
    return {
        "home": reads.association_home(association, request.actor),
        "association": association,
        "may_create_plan": can_create_plan(request.actor, association),
        "site_parts": site,
        "site": site.around if site else None,
        "body": drawn_body(site.page.body, request) if site else None,
        "share": shared(site.page, site.around) if site else None,
        "picture": site.picture if site else None,
    }


def _plain(request: Request, template: str, context: dict[str, object]) -> HttpResponseBase:
    return render(request, template, context)


# Only a page with a film may frame the hosts of films.
_with_films = frames_allowed(_plain)


def _home(request: Request, template: str, context: dict[str, object]) -> HttpResponseBase:
    body = context["body"]
    has_films = isinstance(body, DrawnBody) and body.has_films
    return _with_films(request, template, context) if has_films else _plain(request, template, context)


@require_GET
def desk(request: Request) -> HttpResponse:
    """What waits for the person and what comes next."""
    cards = sorted(desk_cards, key=lambda card: (card.order, card.code))
    tasks = sorted((task for card in cards for task in card.tasks(request)), key=lambda task: task.can_wait)
    events = sorted(_told_once(event for card in cards for event in card.events(request)), key=lambda event: event.day)
    person = request.user
    return render(
        request,
        "pages/desk.html",
        {
            "name": person.greeting_name if isinstance(person, Person) else "",
            "tasks": tasks,
            "events": events[:MOST_EVENTS],
            "today": clock.today(),
        },
    )


def _told_once(events: Iterable[DeskEvent]) -> list[DeskEvent]:
    """What one is registered for stands in a plan too: the first of two of one day and one title stays."""
    told: dict[tuple[date, str], DeskEvent] = {}
    for event in events:
        told.setdefault((event.day, fold(event.title)), event)
    return list(told.values())
