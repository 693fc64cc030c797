"""The card of a librarian: reading, correcting, confirming, printing, and who sees what of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.members.access.cards import can_edit_card, can_set_visibility, card_fields_open_to
from stellazh.members.enums import ConfirmedHow, Level
from stellazh.members.forms.cards import CardForm
from stellazh.members.forms.visibility import VisibilityForm
from stellazh.members.papers.card_content import card_paper
from stellazh.members.papers.card_pdf import card_pdf
from stellazh.members.papers.card_word import card_docx
from stellazh.members.reads.cards import PREVIEWS, CardPage, card_of, card_page
from stellazh.members.services import card_values as refusals
from stellazh.members.services import cards as services
from stellazh.members.services.card_journal import scopes_of
from stellazh.people.access import can_archive_person, is_self
from stellazh.people.devices import place_of
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import ConsentText, Person
from stellazh.people.services import archive_person
from stellazh.people.services.consents import NoConsentText, current_text, published_subjects
from stellazh.people.services.looks import note_looks
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form
from stellazh.ui.downloads import download

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PRINTS = {"docx": (card_docx, WORD), "pdf": (card_pdf, "application/pdf")}
# Which field of the form a refusal stands beside.
BESIDE: dict[type[DomainError], str] = {
    refusals.BirthIsImplausible: "birth_on",
    refusals.AddressIsWrong: "contact_email",
    refusals.ExperienceIsImpossible: "experience_total",
    refusals.ExperienceDayIsAhead: "experience_stated_on",
    refusals.EducationYearIsWrong: "education_year",
    refusals.CategoryIsMissing: "category",
    refusals.CategoryDayIsWrong: "category_on",
}


@require_GET
def my_card(request: Request) -> HttpResponse:
    """One's own card."""
    return redirect("members:card_detail", person_id=request.user.pk)


@login_not_required
@require_GET
def card_detail(request: Request, person_id: int) -> HttpResponse:
    """The card as the reader may see it; `?as=head|region|public` shows one's own as another sees it."""
    person = find_person(person_id)
    shown_as = _preview(request, person)
    page = _page(request, person, shown_as)
    if shown_as is None:
        _note(request, person, "карточка")
    context = {
        "card": page,
        "shown_as": shown_as,
        "previews": PREVIEWS,
        "may_archive": not page.is_own and shown_as is None and can_archive_person(request.actor, person),
    }
    is_guest = request.actor.actor_kind == ActorKind.GUEST
    return render(request, f"members/{'card_public' if is_guest else 'card_detail'}.html", context)


@require_http_methods(["GET", "POST"])
def card_edit(request: Request, person_id: int) -> HttpResponse:
    """Correct what the card says."""
    person = find_editable(request, person_id)
    card = card_of(person)
    # The form shows what the card shows.
    _note(request, person, "карточка")
    form = CardForm(request.POST or None, card=card, open_to=card_fields_open_to(request.actor, card))
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.update_card(
                person.pk,
                expected_version=form.cleaned_data["version"],
                fields=form.fields_of_card(),
                by=request.actor,
                at=clock.now(),
            ),
            beside=BESIDE,
        )
        if done:
            messages.success(request, "Сохранено.")
            return redirect("members:card_detail", person_id=person.pk)
    context = {"person": person, "is_own": is_self(request.actor, person), "conflict": done.conflict}
    return show_form(request, "members/card_edit.html", form, context)


@require_http_methods(["GET", "POST"])
def card_confirm(request: Request, person_id: int) -> HttpResponse:
    """Say that everything in the card is right: the person herself, or whoever keeps the list, from her words."""
    person = find_editable(request, person_id)
    how = ConfirmedHow.SELF if is_self(request.actor, person) else ConfirmedHow.BY_HEAD
    if request.method == "POST":
        services.confirm_card(person.pk, how=how, by=request.actor, at=clock.now())
        messages.success(request, "Спасибо! Карточка подтверждена.")
        return redirect("members:card_detail", person_id=person.pk)
    own = "Вы прочитали карточку, и в ней всё верно на сегодня."
    told = "Человек подтвердил вам свои данные, например по телефону. Так и будет записано: «со слов, руководителем»."
    context = {
        "title": "Всё верно?" if how == ConfirmedHow.SELF else f"{person.short_name}: данные верны?",
        "text": own if how == ConfirmedHow.SELF else told,
        "submit": "Подтвердить",
        "cancel": reverse("members:card_detail", args=[person.pk]),
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def card_visibility(request: Request, person_id: int) -> HttpResponse:
    """Who sees what of one's own card."""
    person = find_person(person_id)
    if not can_set_visibility(request.actor, person):
        raise Http404
    card = card_of(person)
    published = published_subjects([person.pk]).get(person.pk, frozenset())
    text = _text_of_consent()
    form = VisibilityForm(request.POST or None, card=card, published=published, text=text)
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.set_visibility(
                person.pk,
                expected_version=form.cleaned_data["version"],
                levels=form.levels(),
                place=place_of(request),
                agreed=form.agreed(),
                text_id=form.cleaned_data["text_id"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Сохранено.")
            return redirect("members:card_visibility", person_id=person.pk)
    context = {"person": person, "text": text, "conflict": done.conflict, "previews": PREVIEWS}
    return show_form(request, "members/card_visibility.html", form, context)


@require_GET
def card_print(request: Request, person_id: int) -> HttpResponse:
    """The card on a page made for paper."""
    person, page = _printable(request, person_id)
    _note(request, person, "карточка для печати")
    return render(request, "members/card_print.html", {"paper": card_paper(page, at=clock.now()), "person": person})


@require_GET
def card_export(request: Request, person_id: int, kind: str) -> HttpResponse:
    """The card as a .docx or .pdf, with what the reader may see."""
    if kind not in PRINTS:
        raise Http404
    person, page = _printable(request, person_id)
    _note(request, person, "выгрузка карточки")
    make, media_type = PRINTS[kind]
    body = make(card_paper(page, at=clock.now()))
    return download(body, f"Карточка {person.short_name}.{kind}".replace("..", "."), media_type)


@require_http_methods(["GET", "POST"])
def card_archive(request: Request, person_id: int) -> HttpResponse:
    """Put a card away, after a question."""
    person = find_person(person_id)
    _page(request, person, None)
    if is_self(request.actor, person) or not can_archive_person(request.actor, person):
        raise Http404
    if request.method == "POST":
        archive_person(person.pk, scope=scopes_of(person)[0], by=request.actor, at=clock.now())
        messages.success(request, f"{person.full_name}: карточка убрана.")
        return redirect("members:my_lists")
    context = {
        "title": f"{person.full_name}: убрать карточку?",
        "text": "Человека не будет в списках. В старых планах, протоколах и документах имя останется. "
        "Вернуть карточку может оператор.",
        "submit": "Убрать карточку",
        "danger": True,
        "cancel": reverse("members:card_detail", args=[person.pk]),
    }
    return render(request, "ui/confirm.html", context)


def find_person(person_id: int) -> Person:
    """A person whose card is not in the archive, or 404."""
    return get_object_or_404(Person.objects.present(), pk=person_id)


def find_editable(request: Request, person_id: int) -> Person:
    """A person whose card the actor may change, or 404."""
    person = find_person(person_id)
    if not can_edit_card(request.actor, person):
        raise Http404
    return person


def _page(request: Request, person: Person, shown_as: Level | None) -> CardPage:
    page = card_page(person, actor=request.actor, at=clock.now(), shown_as=shown_as)
    # One's own card is shown as others see it even when they see nothing: that is the answer.
    if not page.is_seen and shown_as is None:
        raise Http404
    return page


def _printable(request: Request, person_id: int) -> tuple[Person, CardPage]:
    person = find_person(person_id)
    page = _page(request, person, None)
    if page.near is None:
        raise Http404
    return person, page


def _preview(request: Request, person: Person) -> Level | None:
    asked = request.GET.get("as", "")
    return Level(asked) if asked in PREVIEWS and is_self(request.actor, person) else None


def _note(request: Request, person: Person, what: str) -> None:
    if request.actor.actor_kind == ActorKind.PERSON:
        note_looks([person.pk], what=what, by=request.actor, at=clock.now())


def _text_of_consent() -> ConsentText | None:
    try:
        return current_text(ConsentPurpose.DISTRIBUTION)
    except NoConsentText:
        return None
