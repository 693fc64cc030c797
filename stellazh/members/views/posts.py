"""Posts of a person: adding, correcting, ending."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.members.forms.posts import LastDayOfPostForm, PostForm
from stellazh.members.models import Post
from stellazh.members.services import posts as services
from stellazh.members.views.cards import find_editable
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

BESIDE = {services.PostIsEmpty: "title", services.RateIsImpossible: "rate_other"}


@require_http_methods(["GET", "POST"])
def post_create(request: Request, person_id: int) -> HttpResponse:
    """Write down where the person works."""
    person = find_editable(request, person_id)
    form = PostForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.add_post(person.pk, fields=form.fields_of_post(), by=request.actor, at=clock.now()),
            beside=BESIDE,
        )
        if done:
            messages.success(request, "Должность записана.")
            return redirect("members:card_detail", person_id=person.pk)
    context = {"person": person, "title": "Новая должность", "keep": f"card-{person.pk}-post"}
    return show_form(request, "members/card_row.html", form, context)


@require_http_methods(["GET", "POST"])
def post_edit(request: Request, person_id: int, post_id: int) -> HttpResponse:
    """Correct a post that has not ended."""
    person = find_editable(request, person_id)
    post = get_object_or_404(Post.objects.select_related("organisation"), pk=post_id, person=person, to_on=None)
    form = PostForm(request.POST or None, person=person, post=post)
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.update_post(
                post.pk,
                expected_version=form.cleaned_data["version"] or 0,
                fields=form.fields_of_post(),
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
        "title": "Правка должности",
        "subtitle": post.organisation.short_name,
        "keep": f"card-{person.pk}-post-{post.pk}",
        "conflict": done.conflict,
    }
    return show_form(request, "members/card_row.html", form, context)


@require_http_methods(["GET", "POST"])
def post_end(request: Request, person_id: int, post_id: int) -> HttpResponse:
    """Say that the person left the post, after a question."""
    person = find_editable(request, person_id)
    post = get_object_or_404(Post.objects.select_related("organisation"), pk=post_id, person=person, to_on=None)
    form = LastDayOfPostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.end_post(
                post.pk, last_day=form.cleaned_data["last_day"], by=request.actor, at=clock.now()
            ),
            beside={services.PostEndsBeforeItBegins: "last_day"},
        )
        if done:
            messages.success(request, "Должность окончена.")
            return redirect("members:card_detail", person_id=person.pk)
    context = {
        "title": "Окончить работу в этой должности?",
        "text": f"{post.title}, {post.organisation.short_name}. В истории карточки должность останется.",
        "submit": "Окончить",
        "cancel": reverse("members:card_detail", args=[person.pk]),
    }
    return show_form(request, "ui/confirm.html", form, context)
