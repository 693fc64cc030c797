"""Letters of an event: the list, writing, looking before sending, seeing how each arrived."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.events.access.events import can_write_letters
from stellazh.events.enums import LetterKind, LetterState
from stellazh.events.forms.keys import row_key, row_keys
from stellazh.events.forms.letters import LetterForm
from stellazh.events.models import Event, EventLetter
from stellazh.events.reads.letters import FAILED, delivery_figures, letter_rows, territory_names, when_of
from stellazh.events.services import letters
from stellazh.events.services.letters import LetterFields, Part, preview_letter, recipients
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event
from stellazh.mail.enums import MailState
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

PAGE = 50
TAB = "letters"
FILTERS = {
    "sent": ("доставленные", Q(mail__state=MailState.SENT)),
    "waiting": ("ждут отправки", Q(mail__state=MailState.QUEUED)),
    "refused": ("не доставленные", Q(mail__state__in=FAILED)),
    "unwritten": ("не написано", ~Q(refusal="")),
}
# Whom no letter reaches, as `address_of` finds it out one by one.
_WITHOUT_ADDRESS = Q(person=None, guest_email="") | (
    ~Q(person=None)
    & (Q(person__email=None) | Q(person__email=""))
    & (Q(person__card=None) | Q(person__card__contact_email=""))
)


@require_GET
def letter_list(request: Request, event_id: int) -> HttpResponse:
    """Every letter of the event, the latest first, and ready ones to begin from."""
    event = managed_event(request, event_id, can_write_letters)
    page = Paginator(event.letters.all(), PAGE).get_page(request.GET.get("page"))
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB),
        "rows": letter_rows(event, list(page.object_list)),
        "page": page,
        "kinds": LetterKind.choices,
    }
    return render(request, "events/letter_list.html", context)


@require_http_methods(["GET", "POST"])
def letter_create(request: Request, event_id: int) -> HttpResponse:
    """Write a letter, from a ready text of its kind."""
    event = managed_event(request, event_id, can_write_letters)
    asked = request.GET.get("kind", "")
    kind = LetterKind(asked) if asked in LetterKind.values else LetterKind.FREE
    proposed = letters.proposed_letter(kind)
    chosen = Part.of({"states": proposed.part.states, "enrolment_ids": _ids(request.GET.get("to", ""))})
    if chosen.enrolment_ids:
        every = tuple(code for code, _ in letters.STATE_CHOICES)
        proposed = LetterFields(
            kind=kind,
            part=Part(states=every, enrolment_ids=chosen.enrolment_ids),
            subject=proposed.subject,
            text=proposed.text,
        )
    initial = LetterForm.initial_of(proposed, event)
    form = LetterForm(request.POST or None, event=event, initial=initial)
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: letters.write_letter(
                event.pk,
                fields=form.letter_fields(),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={letters.UnknownPlaceholder: "text"},
        )
        if done and done.value is not None:
            messages.success(request, "Письмо сохранено. Посмотрите, как его прочтут, и отправьте.")
            return redirect("events:letter_detail", event.pk, done.value.pk)
    return show_form(request, "events/letter_edit.html", form, _edit_context(request, event, None, done.conflict))


@require_http_methods(["GET", "POST"])
def letter_edit(request: Request, event_id: int, letter_id: int) -> HttpResponse:
    """Change a letter that has not gone out."""
    event = managed_event(request, event_id, can_write_letters)
    letter = get_object_or_404(event.letters.all(), pk=letter_id)
    letter.event = event
    initial = {**LetterForm.initial_of(LetterFields.of(letter), event), "version": letter.version}
    form = LetterForm(request.POST or None, event=event, initial=initial)
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: letters.update_letter(
                letter.pk,
                expected_version=form.cleaned_data["version"] or 0,
                fields=form.letter_fields(),
                by=request.actor,
                at=clock.now(),
            ),
            beside={letters.UnknownPlaceholder: "text"},
        )
        if done:
            messages.success(request, "Изменения сохранены.")
            return redirect("events:letter_detail", event.pk, letter.pk)
    return show_form(request, "events/letter_edit.html", form, _edit_context(request, event, letter, done.conflict))


@require_GET
def letter_detail(request: Request, event_id: int, letter_id: int) -> HttpResponse:
    """Before sending: how one of the addressees will read it. After: what became of each."""
    event = managed_event(request, event_id, can_write_letters)
    letter = get_object_or_404(event.letters.all(), pk=letter_id)
    letter.event = event
    part = Part.of(letter.part)
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB),
        "letter": letter,
        "subject": letters.subject_words(letter, event),
        "to": part.words(territory_names([part]).get(part.territory_id or 0, "")),
        "when": when_of(letter, event),
        "is_open": letter.state in {LetterState.DRAFT, LetterState.PLANNED},
    }
    if letter.state == LetterState.SENT:
        chosen = request.GET.get("state", "")
        rows = letter.deliveries.select_related("enrolment", "mail")
        if chosen in FILTERS:
            rows = rows.filter(FILTERS[chosen][1])
        found = Paginator(rows.order_by("enrolment__sort_key", "pk"), PAGE)
        context |= {
            "figures": delivery_figures(letter),
            "page": found.get_page(request.GET.get("page")),
            "filters": [(code, label) for code, (label, _) in FILTERS.items()],
            "chosen": chosen,
        }
    else:
        rows_to = recipients(event, part).select_related("person")
        wanted = request.GET.get("as", "")
        reader = rows_to.filter(pk=row_key(wanted) or 0).first()
        reader = reader or rows_to.first()
        context |= {
            **rows_to.order_by().aggregate(to_count=Count("pk"), mute_count=Count("pk", filter=_WITHOUT_ADDRESS)),
            "reader": reader,
            "told": preview_letter(letter, reader) if reader is not None else None,
            "others": list(rows_to[:PAGE]),
        }
    return render(request, "events/letter_detail.html", context)


@require_POST
def letter_send(request: Request, event_id: int, letter_id: int) -> HttpResponse:
    """Send it now."""
    return _act(request, event_id, letter_id, letters.send_letter, "Письмо отправляется. Ниже видно, кому оно дошло.")


@require_POST
def letter_plan(request: Request, event_id: int, letter_id: int) -> HttpResponse:
    """Let it go out by itself at its moment."""
    return _act(request, event_id, letter_id, letters.plan_letter, "Письмо уйдёт само в назначенное время.")


@require_POST
def letter_cancel(request: Request, event_id: int, letter_id: int) -> HttpResponse:
    """Take it back before it goes out."""
    return _act(request, event_id, letter_id, letters.cancel_letter, "Письмо отменено и никому не уйдёт.")


def _act(request: Request, event_id: int, letter_id: int, deed: Callable[..., EventLetter], said: str) -> HttpResponse:
    event = managed_event(request, event_id, can_write_letters)
    letter = get_object_or_404(event.letters.all(), pk=letter_id)
    version = row_key(request.POST.get("version", "")) or 0
    try:
        deed(letter.pk, expected_version=version, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("events:letter_detail", event.pk, letter.pk)


def _edit_context(request: Request, event: Event, letter: EventLetter | None, conflict: object) -> dict[str, object]:
    return {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB),
        "letter": letter,
        "conflict": conflict,
        "placeholders": letters.PLACEHOLDERS.items(),
    }


def _ids(typed: str) -> list[int]:
    return row_keys(typed.split(","))[:5000]
