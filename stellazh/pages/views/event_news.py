"""News of an event in one step: what is proposed, what is asked of pictures, how it will look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.blocks import StreamValue

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.events.models import Event
from stellazh.events.tabs import tabs_for
from stellazh.media.framing import frames_allowed
from stellazh.pages.access import can_publish_site, can_tell_of_event
from stellazh.pages.drawn_body import drawn_body
from stellazh.pages.enums import NewsStep
from stellazh.pages.forms.event_news import EventNewsForm, PictureAnswerForm
from stellazh.pages.models import NewsPage
from stellazh.pages.reads.event_news import Proposal, propose_news
from stellazh.pages.reads.site import address_of
from stellazh.pages.services import event_news as services
from stellazh.ui.attempts import attempt

EVENT_TAB = "news"
_UNANSWERED = "Ответьте на вопросы о выбранных картинках или снимите с них отметку."


@require_http_methods(["GET", "POST"])
@frames_allowed
def event_news(request: Request, event_id: int) -> HttpResponse:
    """Propose news of the event; write them. 404 for those who do not write the site or may not open the event."""
    event = _told_event(request, event_id)
    proposal = propose_news(event, by=request.actor, at=clock.now())
    data = request.POST if request.method == "POST" else None
    form = EventNewsForm(data, proposal=proposal)
    cards = [PictureAnswerForm(data, offered=one) for one in proposal.pictures]
    may_publish = bool(can_publish_site(request.actor, event.association))
    if data is not None and form.is_valid() and not form.is_preview:
        if not all([card.is_valid() for card in cards]):  # noqa: C419
            # Each card says what is missing: none is passed over because one before it was wrong.
            form.add_error(None, _UNANSWERED)
        elif answer := _written(request, event, form, cards):
            return answer
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, EVENT_TAB),
        "proposal": proposal,
        "form": form,
        "cards": cards,
        "may_publish": may_publish,
        "preview": _preview(request, form, cards, proposal),
    }
    status = 422 if form.errors and not form.is_preview else 200
    return render(request, "pages/manage/event_news.html", context, status=status)


def _written(
    request: Request, event: Event, form: EventNewsForm, cards: list[PictureAnswerForm]
) -> HttpResponse | None:
    """Where to go when it was written; nothing when it was refused, the reason standing in the form."""
    step = NewsStep(form.cleaned_data["step"])
    chosen = [one for card in cards if (one := card.chosen) is not None]
    done = attempt(
        form,
        lambda: services.write_news(
            event.pk, form.news, chosen, step,
            submission_key=form.cleaned_data["submission_key"], by=request.actor, at=clock.now(),
        ),
        beside={services.NewsHasNoWords: "title"},
    )  # fmt: skip
    if not done or done.value is None:
        return None
    page = done.value.page
    if not done.value.is_new:
        messages.info(request, f"Новость «{page.title}» уже записана: второй раз она не появилась.")
    elif step == NewsStep.PUBLISH:
        messages.success(request, "Новость опубликована. Её можно поправить: «Сайт» в меню.")
    elif step == NewsStep.CHECK:
        messages.success(request, f"Новость «{page.title}» отправлена на проверку. О решении придёт уведомление.")
    else:
        messages.success(request, f"Черновик «{page.title}» сохранён.")
    return redirect(address_of(page.url_path)) if page.live else redirect("pages:site_manage", event.association.code)


def _preview(
    request: Request, form: EventNewsForm, cards: list[PictureAnswerForm], proposal: Proposal
) -> dict[str, Any]:
    """How the page will look: the words drawn as its own template draws them, pictures as they are now."""
    fields = form.news
    body = StreamValue(NewsPage._meta.get_field("body").stream_block, services.body_of(fields, proposal, ()))  # noqa: SLF001
    taken = [card.offered for card in cards if card.is_bound and card["is_taken"].data]
    return {"title": fields.title, "lead": fields.lead, "body": drawn_body(body, request), "pictures": taken}


def _told_event(request: Request, event_id: int) -> Event:
    visible = Event.objects.present().visible_to(request.actor)
    event = get_object_or_404(visible.select_related("association__territory", "association__parent"), pk=event_id)
    if not can_tell_of_event(request.actor, event):
        raise Http404
    return event
