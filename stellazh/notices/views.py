"""The bell's list, the one place to choose, and the door from a letter to unsubscribe."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.links.services import holder, open_link
from stellazh.notices import reads, services
from stellazh.notices.forms import ChoicesForm, ListFilterForm, UnsubscribeForm, UpToForm
from stellazh.notices.kinds import notice_kinds
from stellazh.notices.links import UNSUBSCRIBE
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form
from stellazh.ui.redirects import safe_next

PAGE = 50


def _me(request: Request) -> Person:
    person = request.user
    if not isinstance(person, Person):
        raise TypeError("Pages of one's own notices are never shown to guests.")
    return person


@never_cache
@require_safe
def notice_list(request: Request) -> HttpResponse:
    """One's own notices, fifty a page, newest first."""
    me = _me(request)
    form = ListFilterForm(request.GET)
    only_unread = form.is_valid() and form.cleaned_data["only"] == "unread"
    mine = Notice.objects.of(me.pk)
    page = Paginator(mine.unread() if only_unread else mine, PAGE).get_page(request.GET.get("page"))
    newest = mine.values_list("pk", flat=True).order_by("-pk").first()
    here = reverse("notices:notice_list")
    template = "notices/notice_list.html#rows" if request.htmx else "notices/notice_list.html"
    return render(
        request,
        template,
        {
            "page": page,
            "only_unread": only_unread,
            "all_shown": not only_unread,
            "unread_address": f"{here}?only=unread",
            "unread_count": reads.unread_count(me.pk),
            "up_to": UpToForm(initial={"up_to": newest}),
            "topic": services.topic_of(me.pk),
            "mark": reads.mark_of(me),
        },
    )


@require_POST
def notice_open(request: Request, notice_id: int) -> HttpResponse:
    """Go where a notice leads; it is read then."""
    return redirect(_read(request, notice_id).address)


@require_POST
def notice_read(request: Request, notice_id: int) -> HttpResponse:
    """Mark one notice as read and stay in the list."""
    _read(request, notice_id)
    return redirect(safe_next(request, "notices:notice_list"))


@require_POST
def notices_read(request: Request) -> HttpResponse:
    """Mark everything as read that the page has shown."""
    me, form = _me(request), UpToForm(request.POST)
    if form.is_valid():
        services.read_all_notices(me.pk, up_to=form.cleaned_data["up_to"], by=request.actor, at=clock.now())
    return redirect("notices:notice_list")


@never_cache
@require_http_methods(["GET", "POST"])
def choices(request: Request) -> HttpResponse:
    """How and when letters come, and which letters came: the one place to choose."""
    me = _me(request)
    form = ChoicesForm(list(notice_kinds), services.Choices.of(me), reads.version_of_choices(me), request.POST or None)
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        tried = attempt(
            form,
            lambda: services.set_choices(
                me.pk, expected_version=version, choices=form.choices(), by=request.actor, at=clock.now()
            ),
            beside={services.QuietHoursAreHalf: "quiet_to"},
        )
        if tried:
            messages.success(request, "Сохранено.")
            return redirect("notices:choices")
    context = {"person": me, "mark": reads.mark_of(me), "letters": reads.letters_to(me), "conflict": tried.conflict}
    return show_form(request, "notices/choices.html", form, context)


@require_POST
def address_check(request: Request) -> HttpResponse:
    """Take the mark off one's own address and send a letter there."""
    try:
        services.check_again(_me(request).pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Отправили проверочное письмо. Если оно не дойдёт, отметка появится снова.")
    return redirect("notices:choices")


@csrf_exempt  # The secret of the link is the proof; mail programs (RFC 8058) have no other.
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """Stop letters by the link from a letter: a GET asks, a POST does it, without signing in."""
    at = clock.now()
    link = open_link(token, UNSUBSCRIBE, at=at)
    if link is None:
        return render(request, "notices/unsubscribe_spent.html", status=410)
    person = get_object_or_404(Person, pk=int(link.object_id))
    named = UnsubscribeForm(request.GET)
    what = named.cleaned_data["what"] if named.is_valid() else ""
    if request.method != "POST":
        return render(request, "notices/unsubscribe.html", {"what": what, "words": reads.words_of(what)})
    pressed = UnsubscribeForm(request.POST)
    wanted = (pressed.cleaned_data["what"] if pressed.is_valid() else "") or what
    try:
        services.switch_off(person.pk, what=wanted, by=holder(link), at=at)
    except services.UnknownChoice:
        context = {"what": "", "words": "", "is_refused": True}
        return render(request, "notices/unsubscribe.html", context, status=422)
    return render(request, "notices/unsubscribed.html", {"what": wanted, "words": reads.words_of(wanted)})


def _read(request: Request, notice_id: int) -> Notice:
    if not Notice.objects.of(_me(request).pk).filter(pk=notice_id).exists():
        raise Http404
    return services.read_notice(notice_id, by=request.actor, at=clock.now())
