"""What everybody reads of protocols: the page of one, the list of an association, how it looks before it is shown."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.protocols import access
from stellazh.protocols.forms.life import PublishForm
from stellazh.protocols.models import Protocol, Resolution
from stellazh.protocols.reads import protocol_page as reads
from stellazh.protocols.reads.open_lists import open_protocol_rows, open_resolution_rows
from stellazh.protocols.reads.open_protocol import open_protocol
from stellazh.protocols.services.publishing import publish_protocol, unpublish_protocol
from stellazh.protocols.views.finding import managed_protocol
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked

PAGE = 50


def open_page(request: Request, protocol_id: int) -> HttpResponse:
    """The protocol as everybody reads it. One that is not published: a guest signs in, anybody else gets 404."""
    protocol = reads.page_rows().published().filter(pk=protocol_id).first()
    if protocol is None:
        return not_for_everybody(request)
    return _show(request, protocol)


def open_list(request: Request, association: Association) -> HttpResponse:
    """Published protocols and resolutions of the association; where there are none, as if there were no such page."""
    protocols = Protocol.objects.published().filter(association=association)
    resolutions = list(Resolution.objects.published().filter(association=association).in_order()[:PAGE])
    page = Paginator(protocols.in_order(), PAGE).get_page(request.GET.get("page"))
    if not page.paginator.count and not resolutions:
        return not_for_everybody(request)
    context = {
        "layout": layout_for(request),
        "association": association,
        "page": page,
        "rows": open_protocol_rows(list(page.object_list)),
        "resolutions": open_resolution_rows(resolutions) if page.number == 1 else [],
    }
    return render(request, "protocols/protocol_open_list.html", context)


@require_GET
def protocol_as_guest(request: Request, protocol_id: int) -> HttpResponse:
    """How everybody will read it: looked at before it is shown."""
    protocol = managed_protocol(request, protocol_id, access.can_publish_protocol, reads.page_rows())
    if not protocol.is_signed:
        raise Http404
    return _show(request, protocol, is_preview=True)


@require_http_methods(["GET", "POST"])
def protocol_publish(request: Request, protocol_id: int) -> HttpResponse:
    """Show the protocol to everybody, or hide it again; a draft is led back to its page."""
    protocol = managed_protocol(request, protocol_id, access.can_publish_protocol)
    if not protocol.is_signed:
        return redirect(protocol)
    form = PublishForm(
        request.POST if request.method == "POST" else None, initial={"expected_version": protocol.version}
    )
    page = _HIDE if protocol.is_published else _SHOW
    if request.method == "POST" and form.is_valid():
        if not is_still_asked(request, page["submit"]):
            return redirect(protocol)
        version, by, at = form.cleaned_data["expected_version"], request.actor, clock.now()
        done = attempt(
            form,
            lambda: (
                unpublish_protocol(protocol.pk, by=by, at=at)
                if page is _HIDE
                else publish_protocol(protocol.pk, expected_version=version, by=by, at=at)
            ),
        )
        if done:
            messages.success(request, page["said"])
            return redirect(protocol)
    context = {**page, "protocol": protocol, "cancel": protocol.get_absolute_url()}
    return show_form(request, "protocols/protocol_publish.html", form, context)


def not_for_everybody(request: Request) -> HttpResponse:
    """A guest is led to sign in, whatever there is or is not; for others there is no such page.

    Raises:
        Http404: somebody is signed in.
    """
    if request.actor.actor_kind == ActorKind.GUEST:
        return redirect_to_login(request.get_full_path())
    raise Http404


def layout_for(request: Request) -> str:
    """Guests get the public page, those signed in their workplace."""
    return "protocols/public.html" if request.actor.actor_kind == ActorKind.GUEST else "ui/work.html"


def _show(request: Request, protocol: Protocol, *, is_preview: bool = False) -> HttpResponse:
    reads.fetch_shared(protocol)
    context = {
        "layout": layout_for(request),
        "protocol": protocol,
        "content": open_protocol(protocol),
        "fulfilment": reads.fulfilment(protocol, clock.today(protocol.association.time_zone)),
        "is_preview": is_preview,
    }
    return render(request, "protocols/protocol_open.html", context)


_SHOW = {
    "title": "Показать протокол всем?",
    "text": "Его прочитает любой посетитель сайта, без входа. Имён тех, кто не давал согласия, списка присутствующих, "
    "файлов и хода исполнения он не увидит.",
    "submit": "Показать всем",
    "said": "Протокол открыт всем.",
}
_HIDE = {
    "title": "Скрыть протокол от посетителей?",
    "text": "Без входа его больше не прочитать. Участники объединения видят его, как раньше.",
    "submit": "Скрыть",
    "said": "Протокол скрыт от посетителей.",
}
