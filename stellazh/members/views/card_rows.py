"""The rows of a card: courses, awards, results of pupils, and the consents of parents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.members.access.cards import card_fields_open_to
from stellazh.members.forms.cards import AwardForm, GuardianConsentForm, PupilResultForm, TrainingForm
from stellazh.members.models import Award, PupilResult, Training
from stellazh.members.reads.cards import card_of
from stellazh.members.services import card_records as refusals
from stellazh.members.services import cards as services
from stellazh.members.views.cards import find_editable
from stellazh.people.access import is_self
from stellazh.people.models import Person
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

BESIDE = {refusals.HoursAreWrong: "hours", refusals.CourseDayIsAhead: "ended_on", refusals.YearIsWrong: "year"}


@dataclass(frozen=True)
class RowKind:
    """One kind of rows: its part of the address, its field of the card, its words, its form and its services."""

    code: str
    model: type[Any]
    form: type[Any]
    new: str
    edit: str
    remove: str
    add: Callable[..., Any]
    update: Callable[..., Any]
    take_out: Callable[..., None]


KINDS = {
    "trainings": RowKind(
        "trainings",
        Training,
        TrainingForm,
        "Курсы или переподготовка",
        "Правка записи об обучении",
        "Убрать запись об обучении?",
        services.add_training,
        services.update_training,
        services.remove_training,
    ),
    "awards": RowKind(
        "awards",
        Award,
        AwardForm,
        "Новая награда",
        "Правка награды",
        "Убрать награду?",
        services.add_award,
        services.update_award,
        services.remove_award,
    ),
    "results": RowKind(
        "pupil_results",
        PupilResult,
        PupilResultForm,
        "Результат ученика",
        "Правка результата ученика",
        "Убрать результат ученика?",
        services.add_pupil_result,
        services.update_pupil_result,
        services.remove_pupil_result,
    ),
}


@require_http_methods(["GET", "POST"])
def card_row_create(request: Request, person_id: int, kind: str) -> HttpResponse:
    """Write a course, an award or a pupil's result into the card."""
    person, rows = _kind(request, person_id, kind)
    form = rows.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: rows.add(person.pk, fields=form.fields_of_row(), by=request.actor, at=clock.now()),
            beside=BESIDE,
        )
        if done:
            messages.success(request, "Внесено.")
            return redirect("members:card_detail", person_id=person.pk)
    context = {"person": person, "title": rows.new, "keep": f"card-{person.pk}-{kind}"}
    return show_form(request, "members/card_row.html", form, context)


@require_http_methods(["GET", "POST"])
def card_row_edit(request: Request, person_id: int, kind: str, row_id: int) -> HttpResponse:
    """Correct a course, an award or a pupil's result."""
    person, rows = _kind(request, person_id, kind)
    row = get_object_or_404(rows.model, pk=row_id, card__person=person)
    if isinstance(row, PupilResult) and not row.may_be_named and not is_self(request.actor, person):
        # The form would show the pupil's whole name.
        raise Http404
    form = rows.form(request.POST or None, instance=row, initial={"version": row.version})
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: rows.update(
                row_id,
                expected_version=form.cleaned_data["version"] or 0,
                fields=form.fields_of_row(),
                by=request.actor,
                at=clock.now(),
            ),
            beside=BESIDE,
        )
        if done:
            messages.success(request, "Сохранено.")
            return redirect("members:card_detail", person_id=person.pk)
    context = {
        "person": person,
        "title": rows.edit,
        "keep": f"card-{person.pk}-{kind}-{row_id}",
        "conflict": done.conflict,
    }
    return show_form(request, "members/card_row.html", form, context)


@require_http_methods(["GET", "POST"])
def card_row_remove(request: Request, person_id: int, kind: str, row_id: int) -> HttpResponse:
    """Take a row out of the card, after a question."""
    person, rows = _kind(request, person_id, kind)
    row = get_object_or_404(rows.model, pk=row_id, card__person=person)
    if request.method == "POST":
        rows.take_out(row_id, by=request.actor, at=clock.now())
        messages.success(request, "Запись убрана.")
        return redirect("members:card_detail", person_id=person.pk)
    return _confirm(request, person, title=rows.remove, text=str(row), submit="Убрать", danger=True)


@require_http_methods(["GET", "POST"])
def guardian_consent(request: Request, person_id: int, row_id: int) -> HttpResponse:
    """Write down a parent's consent to the pupil's whole name."""
    person, _ = _kind(request, person_id, "results")
    row = get_object_or_404(PupilResult, pk=row_id, card__person=person)
    form = GuardianConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: services.record_guardian_consent(
                row.pk,
                guardian_name=data["guardian_name"],
                given_on=data["given_on"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={services.NoGuardianConsent: "given_on"},
        )
        if done:
            messages.success(request, "Согласие записано: теперь ученик назван полностью.")
            return redirect("members:card_detail", person_id=person.pk)
    title = f"Согласие родителя: {row.pupil}"
    return show_form(request, "members/card_row.html", form, {"person": person, "title": title, "keep": ""})


@require_http_methods(["GET", "POST"])
def guardian_withdraw(request: Request, person_id: int, row_id: int) -> HttpResponse:
    """Write down that the parent took the consent back."""
    person, _ = _kind(request, person_id, "results")
    row = get_object_or_404(PupilResult, pk=row_id, card__person=person)
    if not row.may_be_named:
        raise Http404
    if request.method == "POST":
        services.withdraw_guardian_consent(row.pk, by=request.actor, at=clock.now())
        messages.success(request, "Отзыв записан: фамилия ученика снова скрыта.")
        return redirect("members:card_detail", person_id=person.pk)
    text = "Фамилия ученика станет одной буквой на всех страницах и в выгрузках."
    title = f"{row.pupil}: согласие отозвано?"
    return _confirm(request, person, title=title, text=text, submit="Записать отзыв", danger=True)


def _kind(request: Request, person_id: int, kind: str) -> tuple[Person, RowKind]:
    person = find_editable(request, person_id)
    rows = KINDS.get(kind)
    if rows is None or rows.code not in card_fields_open_to(request.actor, card_of(person)):
        raise Http404
    return person, rows


def _confirm(
    request: Request, person: Person, *, title: str, text: str, submit: str, danger: bool = False
) -> HttpResponse:
    cancel = reverse("members:card_detail", args=[person.pk])
    context = {"title": title, "text": text, "submit": submit, "danger": danger, "cancel": cancel}
    return render(request, "ui/confirm.html", context)
