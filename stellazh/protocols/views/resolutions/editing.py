"""The page where the draft is written: heading, problem field, sections, points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.protocols.access import can_edit_resolution
from stellazh.protocols.forms.resolutions import (
    PointForm,
    ProblemsForm,
    ResolutionForm,
    SectionForm,
    nameable_organisations,
)
from stellazh.protocols.models import Decision, Resolution, ResolutionSection
from stellazh.protocols.reads.resolutions.content import resolution_content
from stellazh.protocols.reads.resolutions.left import offer_left_points
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.services.moving import Way
from stellazh.protocols.services.resolutions.fields import PointFields, ResolutionFields, SectionFields
from stellazh.protocols.views.finding import managed_resolution
from stellazh.ui.attempts import attempt, show_form

Bound = Mapping[str, forms.Form]


@require_GET
def resolution_edit(request: Request, resolution_id: int) -> HttpResponse:
    """The whole draft, each part with its own form."""
    resolution = managed_resolution(request, resolution_id, can_edit_resolution)
    return _page(request, resolution, {})


@require_http_methods(["GET", "POST"])
def resolution_heading(request: Request, resolution_id: int) -> HttpResponse:
    """Title, year, who adopts, until when proposals are taken."""
    resolution = managed_resolution(request, resolution_id, can_edit_resolution)
    stored = ResolutionFields.of(resolution)
    names = ("title", "school_year", "meeting_words", "preamble", "proposals_until", "event_id")
    initial = {name: getattr(stored, name) for name in names} | {"expected_version": resolution.version}
    today = clock.today(resolution.association.time_zone)
    form = ResolutionForm(resolution.association, today, request.POST or None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.update_resolution(
                resolution.pk,
                expected_version=form.cleaned_data["expected_version"] or 0,
                fields=form.typed,
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Сохранено.")
            return redirect(resolution)
        conflict = done.conflict
    context = {"resolution": resolution, "conflict": conflict, "cancel": resolution.get_absolute_url()}
    return show_form(request, "protocols/resolutions/resolution_heading.html", form, context)


@require_POST
def resolution_problems(request: Request, resolution_id: int) -> HttpResponse:
    """Save the problem field."""
    resolution = managed_resolution(request, resolution_id, can_edit_resolution)
    form = ProblemsForm(request.POST, auto_id="problems-%s")

    def deed() -> object:
        data = form.cleaned_data
        return services.put_problems(
            resolution.pk,
            texts=data["texts"].splitlines(),
            expected_version=data["expected_version"],
            by=request.actor,
            at=clock.now(),
        )

    return _tried(request, resolution, "problems", form, deed)


@require_POST
def section_add(request: Request, resolution_id: int) -> HttpResponse:
    """One more section."""
    resolution = managed_resolution(request, resolution_id, can_edit_resolution)
    form = SectionForm(nameable_organisations(resolution.association), request.POST, auto_id="section-new-%s")
    return _tried(
        request,
        resolution,
        "section-new",
        form,
        lambda: services.add_section(resolution.pk, fields=form.typed, by=request.actor, at=clock.now()),
    )


@require_POST
def sections_usual(request: Request, resolution_id: int) -> HttpResponse:
    """The five usual sections at once."""
    resolution = managed_resolution(request, resolution_id, can_edit_resolution)
    return _done(
        request, resolution, lambda: services.add_usual_sections(resolution.pk, by=request.actor, at=clock.now()), ""
    )


@require_POST
def section_edit(request: Request, section_id: int) -> HttpResponse:
    """Save a section, move it or take it out: `then` says which."""
    section = get_object_or_404(ResolutionSection, pk=section_id)
    resolution = managed_resolution(request, section.resolution_id, can_edit_resolution)
    at, key = clock.now(), f"section-{section.pk}"
    then = request.POST.get("then", "")
    if then in (Way.UP, Way.DOWN):
        return _done(
            request, resolution, lambda: services.move_section(section.pk, way=Way(then), by=request.actor, at=at), key
        )
    if then == "remove":
        return _done(request, resolution, lambda: services.remove_section(section.pk, by=request.actor, at=at), "")
    form = SectionForm(nameable_organisations(resolution.association), request.POST, auto_id=f"{key}-%s")
    return _tried(
        request,
        resolution,
        key,
        form,
        lambda: services.update_section(
            section.pk,
            expected_version=form.cleaned_data["expected_version"] or 0,
            fields=form.typed,
            by=request.actor,
            at=at,
        ),
    )


@require_POST
def point_add(request: Request, section_id: int) -> HttpResponse:
    """One more point."""
    section = get_object_or_404(ResolutionSection, pk=section_id)
    resolution = managed_resolution(request, section.resolution_id, can_edit_resolution)
    key = f"point-new-{section.pk}"
    form = PointForm(None, request.POST, auto_id=f"{key}-%s")
    return _tried(
        request,
        resolution,
        key,
        form,
        lambda: services.add_point(
            section.pk,
            fields=form.typed,
            submission_key=form.cleaned_data["submission_key"],
            by=request.actor,
            at=clock.now(),
        ),
    )


@require_POST
def point_edit(request: Request, point_id: int) -> HttpResponse:
    """Save a point, move it, put it away or bring it back: `then` says which."""
    point = get_object_or_404(Decision, pk=point_id, resolution__isnull=False)
    resolution = managed_resolution(request, point.resolution_id or 0, can_edit_resolution)
    at, by, key = clock.now(), request.actor, f"point-{point.pk}"
    then = request.POST.get("then", "")
    if then in (Way.UP, Way.DOWN):
        return _done(request, resolution, lambda: services.move_point(point.pk, way=Way(then), by=by, at=at), key)
    if then == "archive":
        return _done(request, resolution, lambda: services.archive_point(point.pk, by=by, at=at), "")
    if then == "restore":
        return _done(request, resolution, lambda: services.restore_point(point.pk, by=by, at=at), key)
    form = PointForm(list(resolution.sections.all()), request.POST, auto_id=f"{key}-%s")

    def deed() -> object:
        data = form.cleaned_data
        return services.update_point(
            point.pk,
            expected_version=data["expected_version"],
            fields=form.typed,
            section_id=data["section_id"],
            by=by,
            at=at,
        )

    return _tried(request, resolution, key, form, deed)


def _tried(
    request: Request, resolution: Resolution, key: str, form: forms.Form, deed: Callable[[], object]
) -> HttpResponse:
    """Save what one form holds; refused, the page comes again with it open."""
    if form.is_valid():
        done = attempt(form, deed)
        if done:
            return redirect(f"{_address(resolution)}#{key}")
        return _page(request, resolution, {key: form}, conflict=done.conflict)
    return _page(request, resolution, {key: form})


def _done(request: Request, resolution: Resolution, deed: Callable[[], object], key: str) -> HttpResponse:
    """Do what a button asks; a refusal is said above."""
    try:
        deed()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{_address(resolution)}#{key}" if key else _address(resolution))


def _address(resolution: Resolution) -> str:
    return reverse("protocols:resolution_edit", args=[resolution.pk])


def _page(
    request: Request, resolution: Resolution, bound: Bound, *, conflict: ChangedMeanwhile | None = None
) -> HttpResponse:
    resolution.refresh_from_db(fields=["version"])
    content = resolution_content(resolution)
    sections = [one.section for one in content.sections]
    organisations = nameable_organisations(resolution.association)
    texts = "\n".join(content.problems)
    problems = bound.get("problems") or ProblemsForm(
        initial={"texts": texts, "expected_version": resolution.version}, auto_id="problems-%s"
    )
    blocks = []
    for one in content.sections:
        key = f"section-{one.section.pk}"
        fields = SectionFields.of(one.section)
        initial = {
            "heading": fields.heading,
            "addressee_class": fields.addressee_class,
            "unfold_to": fields.unfold_to,
            "organisation_id": fields.organisation_id,
            "expected_version": one.section.version,
        }
        new = f"point-new-{one.section.pk}"
        blocks.append(
            {
                "section": one.section,
                "form": bound.get(key) or SectionForm(organisations, initial=initial, auto_id=f"{key}-%s"),
                "is_open": key in bound,
                "points": [_point_block(point.point, point.number, sections, bound) for point in one.points],
                "new": bound.get(new) or PointForm(None, auto_id=f"{new}-%s"),
                "new_is_open": new in bound or not one.points,
            }
        )
    context: dict[str, Any] = {
        "resolution": resolution,
        "content": content,
        "blocks": blocks,
        "problems": problems,
        "problems_are_open": "problems" in bound,
        "section_new": bound.get("section-new") or SectionForm(organisations, auto_id="section-new-%s"),
        "section_new_is_open": "section-new" in bound,
        "archived": resolution.points.exclude(archived_at=None),
        "left_count": sum(not one.is_taken for one in offer_left_points(resolution)),
        "conflict": conflict,
    }
    status = 422 if bound else 200
    return render(request, "protocols/resolutions/resolution_edit.html", context, status=status)


def _point_block(point: Decision, number: str, sections: list[ResolutionSection], bound: Bound) -> dict[str, Any]:
    key = f"point-{point.pk}"
    fields = PointFields.of(point)
    initial = {
        "text": fields.text,
        "term_raw": fields.term_raw,
        "sign_of_done": fields.sign_of_done,
        "section_id": point.section_id,
        "expected_version": point.version,
    }
    form = bound.get(key) or PointForm(sections, initial=initial, auto_id=f"{key}-%s")
    return {"point": point, "number": number, "form": form, "is_open": key in bound}
