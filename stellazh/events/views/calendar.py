"""The list and the months of events; what else stands on a day."""

from __future__ import annotations

from itertools import groupby
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.events.forms.calendar import ClashForm, EventFilterForm
from stellazh.events.models import Event
from stellazh.events.reads.clashes import clashes as find_clashes
from stellazh.events.reads.event_filters import narrowed, places, site_zone
from stellazh.events.reads.event_list import EventRow, event_rows
from stellazh.events.reads.event_month import event_month as read_month
from stellazh.russian.calendar_words import WEEKDAYS, WEEKDAYS_SHORT

PAGE = 50
PAST = "past"


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that was told how many there are."""

    def __init__(self, rows: object, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)  # type: ignore[arg-type]
        self.__dict__["count"] = count


@login_not_required
@require_GET
def event_list(request: Request) -> HttpResponse:
    """Events, fifty a page: those that come by time, those that have passed with the latest first."""
    at, zone = clock.now(), site_zone()
    form = EventFilterForm(request.GET, places=places())
    events = narrowed(Event.objects.present().visible_to(request.actor), form.filters, zone=zone, at=at)
    coming = Q(ends_at__gte=at)
    counts = events.order_by().aggregate(coming=Count("pk", filter=coming), past=Count("pk", filter=~coming))
    is_past = form.chosen.get("when") == PAST
    chosen = events.filter(~coming).order_by("-starts_at", "-pk") if is_past else events.filter(coming).in_order()
    page: Page[Event] = _Counted(chosen, PAGE, count=counts[PAST if is_past else "coming"]).get_page(
        request.GET.get("page")
    )
    here = reverse("events:event_list")
    rows = event_rows(page.object_list, at=at) if page.paginator.count else []  # type: ignore[arg-type]
    return render(
        request,
        "events/event_list.html#rows" if request.htmx else "events/event_list.html",
        {
            "form": form,
            "page": page,
            "months": _by_month(rows),
            "counts": counts,
            "is_past": is_past,
            "is_coming": not is_past,
            "list_path": here,
            "coming_address": _address(here, form.kept),
            "past_address": _address(here, {**form.kept, "when": PAST}),
            **_around(request, form),
        },
    )


@login_not_required
@require_GET
def event_month(request: Request) -> HttpResponse:
    """A month of events; a phone gets the same as a list by days."""
    at, zone = clock.now(), site_zone()
    form = EventFilterForm(request.GET, places=places())
    today = clock.today()
    day = form.chosen.get("day")
    first = (day or form.chosen.get("month") or today).replace(day=1)
    month = read_month(request.actor, form.filters, first=first, today=today, zone=zone, at=at, only=day)
    here = reverse("events:event_month")

    def address(name: str, value: str) -> str:
        return _address(here, {**form.kept, name: value})

    return render(
        request,
        "events/event_month.html",
        {
            "form": form,
            "month": month,
            "previous": address("month", f"{month.previous:%Y-%m}"),
            "next": address("month", f"{month.next:%Y-%m}"),
            "this_month": _address(here, form.kept),
            "here": address("month", f"{month.first:%Y-%m}"),
            "day_address": address("day", ""),
            "weekdays": list(zip(WEEKDAYS_SHORT, WEEKDAYS, strict=True)),
            **_around(request, form),
        },
    )


@require_GET
def clashes(request: Request) -> HttpResponse:
    """What else gathers the same people on the days of an event that is being prepared; a part of a page."""
    form = ClashForm(request.GET)
    if not form.is_valid():
        return render(request, "events/clashes.html", {"clashes": None})
    chosen = form.cleaned_data
    association = get_object_or_404(Association, code=chosen["association"])
    zone = ZoneInfo(association.time_zone)
    starts_at = chosen["starts_at"].replace(tzinfo=zone)
    ends_at = max(starts_at, (chosen["ends_at"] or chosen["starts_at"]).replace(tzinfo=zone))
    seen = Event.objects.visible_to(request.actor).filter(pk=chosen["exclude"] or 0).values_list("pk", flat=True)
    found = find_clashes(request.actor, association, starts_at, ends_at, seen.first(), exclude_item=chosen["item"])
    return render(request, "events/clashes.html", {"clashes": found})


def _by_month(rows: list[EventRow]) -> list[tuple[str, list[EventRow]]]:
    return [(label, list(group)) for label, group in groupby(rows, key=lambda row: row.month)]


def _around(request: Request, form: EventFilterForm) -> dict[str, object]:
    """What both pages show around their rows."""
    feeds = {name: value for name, value in form.kept.items() if name in ("association", "territory", "form")}
    return {
        "list_address": _address(reverse("events:event_list"), form.kept),
        "month_address": _address(reverse("events:event_month"), form.kept),
        "feed_address": _address(reverse("events:event_feed"), feeds),
        "rss_address": _address(reverse("events:event_rss"), feeds),
        "subscribed_place": form.place or form.root,
        "shows_drawer": form.is_drawer_open,
        "more_address": _address(request.path, {**form.kept, **form.turned_to, "more": "on"}),
        "is_narrowed": bool(form.kept),
    }


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
