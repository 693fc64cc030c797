"""The directory of people: finding them, keeping views of it, taking it out as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import push_url

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.jobs.services import enqueue
from stellazh.members.forms.directory import DirectoryForm, ExportForm, SavedViewForm
from stellazh.members.models import SavedView
from stellazh.members.papers.directory import KINDS
from stellazh.members.reads.directory.listing import PAGE, Directory
from stellazh.members.reads.directory.scope import Scope
from stellazh.members.reads.directory.tables import contacts_shown, counted_people, table_rows
from stellazh.members.services import saved_views
from stellazh.members.services.directory_files import (
    AT_ONCE,
    EXPORT,
    NobodyToExport,
    TooManyForFile,
    export_directory,
    file_name,
    require_exportable,
)
from stellazh.members.views.directory_drawers import drawers
from stellazh.people.services.looks import note_looks
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form
from stellazh.ui.downloads import download

CONTACTS_SEEN = "контакты или возраст в справочнике"


@require_GET
def directory(request: Request) -> HttpResponse:
    """People of the reader's lists, searched, narrowed, with the columns she chose; fifty a page."""
    scope = Scope.of(request.actor, on=clock.today())
    form = DirectoryForm(request.GET, scope=scope)
    found = Directory.find(form.wanted, scope)
    page = Paginator(range(found.count), PAGE).get_page(request.GET.get("page"))
    people = found.page(page.number)
    note_looks(contacts_shown(people, form.columns), what=CONTACTS_SEEN, by=request.actor, at=clock.now())
    address = form.address()
    is_part = bool(request.htmx and not request.htmx.boosted)
    context = {
        "form": form,
        "drawers": "" if is_part else drawers(form),
        "found": found,
        "page": page,
        "rows": table_rows(people, form.columns),
        "counted": counted_people(found.count, found.municipality_count),
        "address": address,
        "kinds": [("xlsx", "Скачать Excel"), ("docx", "Скачать Word")],
        "person_address": _person_address(),
        "chips": form.chips(),
        "main": [form[name] for name in form.MAIN],
        "views": _views(request),
    }
    response = render(request, f"members/directory.html{'#rows' if is_part else ''}", context)
    if is_part:
        here = form.address(page=str(page.number)) if page.number > 1 else address
        # The browser would write down every empty field of the form.
        push_url(response, f"{request.path}?{here}" if here else request.path)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def directory_export(request: Request) -> HttpResponse:
    """What is seen as a file: at once, or as a job of its own when there is much of it."""
    asked = ExportForm(request.POST)
    if not asked.is_valid():
        raise Http404
    kind, at = asked.cleaned_data["kind"], clock.now()
    scope = Scope.of(request.actor, on=clock.today())
    form = DirectoryForm(QueryDict(asked.cleaned_data["query"]), scope=scope)
    found = Directory.find(form.wanted, scope)
    try:
        require_exportable(found.count, kind=kind)
    except (NobodyToExport, TooManyForFile) as refusal:
        messages.error(request, str(refusal))
        return redirect(_with(reverse("members:directory"), form.address()))
    if found.count > AT_ONCE:
        arguments = {"query": form.address(), "kind": kind}
        return redirect(enqueue(EXPORT, arguments, by=request.actor, at=at))
    body = export_directory(found, form.columns, kind=kind, narrowed=form.in_words(), by=request.actor, at=at)
    return download(body, file_name("Справочник", kind, at), KINDS[kind].media_type)


@require_http_methods(["GET", "POST"])
def view_save(request: Request) -> HttpResponse:
    """Keep what is chosen under a name."""
    given = request.POST if request.method == "POST" else request.GET
    scope = Scope.of(request.actor, on=clock.today())
    chosen = DirectoryForm(QueryDict(given.get("query", "")[:4000].replace("\0", "")), scope=scope)
    form = SavedViewForm(request.POST or None, initial={"query": chosen.address()})
    back = _with(reverse("members:directory"), chosen.address())
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: saved_views.save_view(
                name=form.cleaned_data["name"], query=chosen.address(), by=request.actor, at=clock.now()
            ),
            beside={saved_views.ViewNameIsEmpty: "name"},
        )
        if done:
            messages.success(request, f"Вид «{form.cleaned_data['name']}» сохранён.")
            return redirect(back)
    return show_form(request, "members/view_form.html", form, {"back": back, "heading": "Сохранить вид"})


@require_http_methods(["GET", "POST"])
def view_rename(request: Request, view_id: int) -> HttpResponse:
    """Give a view of one's own another name."""
    view = _own_view(request, view_id)
    form = SavedViewForm(request.POST or None, initial={"name": view.name})
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: saved_views.rename_view(view.pk, name=form.cleaned_data["name"], by=request.actor, at=clock.now()),
            beside={saved_views.ViewNameIsEmpty: "name", saved_views.ViewNameIsTaken: "name"},
        )
    back = _with(reverse("members:directory"), view.query)
    if done:
        messages.success(request, "Название изменено.")
        return redirect(back)
    return show_form(request, "members/view_form.html", form, {"back": back, "heading": "Переименовать вид"})


@require_http_methods(["GET", "POST"])
def view_remove(request: Request, view_id: int) -> HttpResponse:
    """Forget a view of one's own, after a question."""
    view = _own_view(request, view_id)
    if request.method == "POST":
        saved_views.remove_view(view.pk, by=request.actor, at=clock.now())
        messages.success(request, f"Вид «{view.name}» удалён.")
        return redirect("members:directory")
    context = {
        "title": f"Удалить вид «{view.name}»?",
        "text": "Удалится только название с отбором. Людей и их карточек это не касается.",
        "submit": "Удалить вид",
        "danger": True,
        "cancel": _with(reverse("members:directory"), view.query),
    }
    return render(request, "ui/confirm.html", context)


def _views(request: Request) -> list[SavedView]:
    return list(SavedView.objects.filter(person_id=int(request.actor.actor_id)))


def _own_view(request: Request, view_id: int) -> SavedView:
    return get_object_or_404(SavedView, pk=view_id, person_id=int(request.actor.actor_id))


def _person_address() -> str:
    """The address of a card without its number: writing it for each row anew would cost a millisecond a page."""
    return reverse("members:card_detail", args=[0]).removesuffix("0/")


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
