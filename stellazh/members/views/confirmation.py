"""One's own card, checked and confirmed: by the personal link, without signing in, or at one's own desk.

Both ways show the same pages; they differ in who acts and in the addresses. A GET changes nothing: mail scanners open
links too. The pages behind a link never sign anybody in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.requests import Request
from stellazh.members.access.cards import card_fields_open_to
from stellazh.members.enums import AnswerState, CampaignState
from stellazh.members.forms.campaigns import ConfirmForm, GoneForm
from stellazh.members.forms.cards import AwardForm, CardForm, TrainingForm
from stellazh.members.models import CampaignAnswer
from stellazh.members.reads.cards import card_of, card_page
from stellazh.members.services import campaign_answers as services
from stellazh.members.views.secret_pages import secret_page
from stellazh.people.models import Person
from stellazh.ui.attempts import NOT_TRIED, attempt

LAYOUTS = {True: "members/confirmation/by_link.html", False: "ui/work.html"}


@dataclass(frozen=True, slots=True)
class Door:
    """How somebody came to the answer: as whom, and under which addresses the pages lie."""

    answer: CampaignAnswer
    actor: Actor
    is_by_link: bool
    key: str | int

    @property
    def person(self) -> Person:
        return self.answer.person

    @property
    def layout(self) -> str:
        return LAYOUTS[self.is_by_link]

    def address(self, page: str = "") -> str:
        """The address of one of the pages; of the first without a name."""
        first = "confirm" if self.is_by_link else "own_answer"
        return reverse(f"members:{first}{page and f'_{page}'}", args=[self.key])

    @property
    def home(self) -> str:
        return self.address()

    @property
    def addresses(self) -> dict[str, str]:
        return {page: self.address(page) for page in ("correct", "gone", "training", "award", "thanks")}


Page = Callable[[Request, Door], HttpResponse]


def _by_link(page: Page) -> Callable[..., HttpResponse]:
    """The page behind a personal link; the same answer, 410, for every link that opens nothing."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Request, token: str) -> HttpResponse:
        opened = services.open_answer(token, at=clock.now())
        if opened is None:
            return render(request, "members/confirmation/spent.html", status=410)
        return page(request, Door(opened.answer, opened.actor, is_by_link=True, key=token))

    return login_not_required(secret_page(view))


def _by_person(page: Page) -> Callable[..., HttpResponse]:
    """The same page at the desk of the person who was asked."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Request, answer_id: int) -> HttpResponse:
        if not isinstance(request.actor, Person):
            raise Http404
        rows = CampaignAnswer.objects.select_related("campaign__association", "association", "person__card")
        answer = get_object_or_404(rows, pk=answer_id, person_id=request.actor.pk)
        return page(request, Door(answer, request.actor, is_by_link=False, key=answer.pk))

    return view


@require_http_methods(["GET"])
def own_answers(request: Request) -> HttpResponse:
    """To the answer that is waited for; to the list of campaigns when there is none."""
    key = int(request.actor.actor_id) if isinstance(request.actor, Person) else 0
    rows = CampaignAnswer.objects.filter(person_id=key, campaign__state=CampaignState.OPEN).order_by(
        "answered_at", "pk"
    )
    answer = rows.waiting().first() or rows.first()
    return redirect("members:own_answer", answer_id=answer.pk) if answer else redirect("members:campaigns")


def _answer(request: Request, door: Door) -> HttpResponse:
    """The card, and «Всё верно»."""
    form = ConfirmForm(_sent(request), initial={"note": door.answer.note})
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        deed = attempt(form, lambda: services.confirm_answer(door.answer.pk, note=note, by=door.actor, at=clock.now()))
        if deed:
            return redirect(door.address("thanks"))
    card = card_page(door.person, actor=door.actor, at=clock.now())
    return _show(request, "answer", door, form, {"card": card, "note_is_open": bool(form.errors or door.answer.note)})


def _correct(request: Request, door: Door) -> HttpResponse:
    """«Исправить»: the form of the card; saving it confirms it."""
    card = card_of(door.person)
    form = CardForm(_sent(request), card=card, open_to=card_fields_open_to(door.actor, card))
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.correct_answer(
                door.answer.pk,
                expected_version=form.cleaned_data["version"],
                fields=form.fields_of_card(),
                note=door.answer.note,
                by=door.actor,
                at=clock.now(),
            ),
        )
        if tried:
            return redirect(door.address("thanks"))
    return _show(request, "correct", door, form, {"conflict": tried.conflict})


def _gone(request: Request, door: Door) -> HttpResponse:
    """«Больше не работаю», after a question."""
    form = GoneForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(form, lambda: services.report_gone(door.answer.pk, note=note, by=door.actor, at=clock.now())):
            return redirect(door.address("thanks"))
    return _show(request, "gone", door, form, {})


def _training(request: Request, door: Door) -> HttpResponse:
    """One more course."""
    form = TrainingForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        fields = form.fields_of_row()
        if attempt(
            form,
            lambda: services.add_training_of_answer(door.answer.pk, fields=fields, by=door.actor, at=clock.now()),
        ):
            return redirect(f"{door.home}#confirm")
    return _show(request, "row", door, form, {"title": "Курсы и переподготовка"})


def _award(request: Request, door: Door) -> HttpResponse:
    """One more award."""
    form = AwardForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        fields = form.fields_of_row()
        if attempt(
            form, lambda: services.add_award_of_answer(door.answer.pk, fields=fields, by=door.actor, at=clock.now())
        ):
            return redirect(f"{door.home}#confirm")
    return _show(request, "row", door, form, {"title": "Награда"})


def _thanks(request: Request, door: Door) -> HttpResponse:
    """What was understood and what happens next."""
    if door.answer.state == AnswerState.WAITING:
        return redirect(door.home)
    return _show(request, "thanks", door, None, {})


def _sent(request: Request) -> Any:
    # «Всё верно» may be sent without a word.
    return request.POST if request.method == "POST" else None


def _show(
    request: Request, name: str, door: Door, form: forms.BaseForm | None, context: dict[str, Any]
) -> HttpResponse:
    told = {"door": door, "answer": door.answer, "campaign": door.answer.campaign, "person": door.person, "form": form}
    status = 422 if form is not None and form.errors else 200
    return render(request, f"members/confirmation/{name}.html", {**told, **context}, status=status)


confirm, own_answer = _by_link(_answer), _by_person(_answer)
confirm_correct, own_answer_correct = _by_link(_correct), _by_person(_correct)
confirm_gone, own_answer_gone = _by_link(_gone), _by_person(_gone)
confirm_training, own_answer_training = _by_link(_training), _by_person(_training)
confirm_award, own_answer_award = _by_link(_award), _by_person(_award)
confirm_thanks, own_answer_thanks = _by_link(_thanks), _by_person(_thanks)
