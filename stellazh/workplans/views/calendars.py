"""The calendar of the region and of each association; subscribing to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Actor, Guest
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.russian.calendar_words import WEEKDAYS, WEEKDAYS_SHORT
from stellazh.workplans.forms.calendars import CalendarForm
from stellazh.workplans.models import Plan, PlanItem
from stellazh.workplans.papers.calendar import calendar_feed
from stellazh.workplans.reads.calendar import Scope
from stellazh.workplans.reads.feeds import feed_papers
from stellazh.workplans.reads.month import month_calendar
from stellazh.workplans.services.subscriptions import open_subscription, subscribe
from stellazh.workplans.views.finding import item_addresses


@login_not_required
@require_GET
def calendar(request: Request) -> HttpResponse:
    """The calendar of the whole installation: that of its root association with everything below."""
    root = Association.objects.present().filter(parent=None).in_order().first()
    if root is None:
        return render(request, "workplans/calendar_empty.html")
    return _calendar(request, root)


@login_not_required
@require_GET
def association_calendar(request: Request, code: str) -> HttpResponse:
    """The calendar of one association, with those below it unless asked otherwise."""
    return _calendar(request, get_object_or_404(Association, code=code))


def _calendar(request: Request, association: Association) -> HttpResponse:
    today = clock.today(association.time_zone)
    form = CalendarForm(request.GET)
    empty = {"month": None, "day": None, "form": "", "alone": False}
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else empty
    scope = Scope(association, with_below=not chosen["alone"], form=chosen["form"])
    first = (chosen["day"] or chosen["month"] or today).replace(day=1)
    month = month_calendar(request.actor, scope, first=first, today=today, day_listed=chosen["day"])
    kept = {
        name: value for name, value in (("form", chosen["form"]), ("alone", "on" if chosen["alone"] else "")) if value
    }

    def address(first: date) -> str:
        return "?" + urlencode({"month": f"{first:%Y-%m}", **kept})

    return render(
        request,
        "workplans/calendar.html",
        {
            "association": association,
            "form": form,
            "month": month,
            "previous": address(month.previous),
            "next": address(month.next),
            "this_month": address(today),
            "here": address(month.first),
            "shows_association": not chosen["alone"],
            "weekdays": list(zip(WEEKDAYS_SHORT, WEEKDAYS, strict=True)),
            "has_branches": Association.objects.filter(parent=association).exists(),
        },
    )


@require_POST
@never_cache
def calendar_subscribe(request: Request, code: str) -> HttpResponse:
    """A personal address of the calendar, shown once."""
    association = get_object_or_404(Association, code=code)
    try:
        issued = subscribe(association.pk, by=request.actor, at=clock.now())
    except DomainError:
        return redirect(f"{reverse('people:sign_in')}?next={request.path}")
    feed = request.build_absolute_uri(reverse("workplans:calendar_feed", args=[issued.token]))
    return render(
        request,
        "workplans/calendar_subscribed.html",
        {"association": association, "feed": feed, "webcal": f"webcal://{feed.partition('://')[2]}"},
    )


@login_not_required
@require_GET
def calendar_feed_personal(request: Request, token: str) -> HttpResponse:
    """The calendar behind a personal address, with its owner's rights at this moment."""
    subscription = open_subscription(token, at=clock.now())
    if subscription is None:
        raise Http404
    return _feed(request, subscription.association, subscription.owner)


@login_not_required
@require_GET
def calendar_feed_public(request: Request, code: str) -> HttpResponse:
    """What everybody may see of the calendar."""
    return _feed(request, get_object_or_404(Association, code=code), Guest())


def _feed(request: Request, association: Association, actor: Actor) -> HttpResponse:
    today = clock.today(association.time_zone)
    year = SchoolYear.of(today).start
    papers = feed_papers(actor, Scope(association), school_years=(year - 1, year, year + 1), on=today)
    body = calendar_feed(
        papers,
        name=association.short_name,
        timezone=association.time_zone,
        url_for=item_addresses(request),
    )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{association.code}.ics"'
    response["Cache-Control"] = "private, max-age=600"
    return response


@login_not_required
@require_GET
def item_by_uid(request: Request, uid: UUID) -> HttpResponse:
    """From an entry of a calendar program to the item's page."""
    plans = Plan.objects.present().visible_to(request.actor)
    item = get_object_or_404(PlanItem.objects.present().filter(plan__in=plans), uid=uid)
    return redirect(item)
