"""The screens by which a site is kept: its pages, former addresses. The words are written in the editor of pages."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.pages.access import can_publish_site, can_write_site
from stellazh.pages.capabilities import WRITE
from stellazh.pages.forms.manage import AddressForm, PageFilterForm
from stellazh.pages.models import SiteHome
from stellazh.pages.permissions import is_frame
from stellazh.pages.reads import manage as reads
from stellazh.pages.services import addresses, publishing, sites
from stellazh.ui.attempts import attempt, show_form

PAGE: Final = 50


def kept_association(request: Request, code: str) -> Association:
    """The association whose site the actor writes; to others it has no such screens."""
    association = get_object_or_404(Association.objects.select_related("territory", "parent"), code=code)
    if not can_write_site(request.actor, association):
        raise Http404
    return association


def kept_home(request: Request, code: str) -> SiteHome:
    """Its site, made already."""
    association = kept_association(request, code)
    home: SiteHome = get_object_or_404(SiteHome.objects.select_related("association"), association=association)
    return home


@require_GET
def my_sites(request: Request) -> HttpResponse:
    """The site that the actor writes; a choice where there are several."""
    written = Association.objects.present().filter(reach(request.actor, WRITE)).order_by("path")
    found = list(written[: PAGE + 1])
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("pages:site_manage", found[0].code)
    return render(request, "pages/manage/my_sites.html", {"associations": found})


@require_GET
def site_manage(request: Request, code: str) -> HttpResponse:
    """Pages and news of the site with their state."""
    association = kept_association(request, code)
    home = SiteHome.objects.filter(association=association).select_related("association").first()
    if home is None:
        return render(request, "pages/manage/site_absent.html", {"association": association})
    form = PageFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data if form.is_bound else {}
    kind = {"news": True, "pages": False}.get(asked.get("kind", ""))
    rows = reads.pages_of(home, state=asked.get("state", ""), words=asked.get("q", ""), is_news=kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    index = reads.news_index_of(home)
    write = reverse("wagtailadmin_pages:add", args=["pages", "newspage", index.pk]) if index is not None else ""
    context = {
        "association": association,
        "home": home,
        "form": form,
        "page": page,
        "rows": reads.page_rows(home, list(page.object_list)),
        "write": write,
        "waiting": reads.waiting_count(home),
        "may_publish": can_publish_site(request.actor, association),
    }
    return render(request, "pages/manage/site_manage.html", context)


@require_POST
def site_make(request: Request, code: str) -> HttpResponse:
    """Make the site now."""
    association = kept_association(request, code)
    sites.ensure_site(association, by=request.actor, at=clock.now())
    messages.success(request, "Сайт заведён. Разделы уже есть: их можно переименовать и дополнить.")
    return redirect("pages:site_manage", code)


@require_http_methods(["GET", "POST"])
def site_page_unpublish(request: Request, code: str, page_id: int) -> HttpResponse:
    """Take a page down, after a question."""
    home = kept_home(request, code)
    page = get_object_or_404(Page.objects.filter(path__startswith=home.path, live=True), pk=page_id)
    if is_frame(page) or not can_publish_site(request.actor, home.association):
        raise Http404
    back = reverse("pages:site_manage", args=[code])
    if request.method == "POST":
        publishing.unpublish_page(page.pk, by=request.actor, at=clock.now())
        messages.success(request, f"«{page.title}» снята с публикации. Текст остался: её можно опубликовать снова.")
        return redirect(back)
    context = {
        "title": f"Снять с публикации «{page.title}»?",
        "text": "Страница исчезнет с сайта вместе с теми, что под ней. Текст останется в черновиках.",
        "submit": "Снять с публикации",
        "cancel": back,
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def site_address_list(request: Request, code: str) -> HttpResponse:
    """Former addresses of the site; whoever publishes adds one."""
    home = kept_home(request, code)
    may_change = can_publish_site(request.actor, home.association)
    form = AddressForm(request.POST or None, home=home)
    if request.method == "POST" and not may_change:
        raise Http404
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            lambda: addresses.add_address(
                home, given["old_path"], given["target"].pk, by=request.actor, at=clock.now()
            ),
            beside={addresses.TargetIsNotOwn: "target", addresses.AddressIsNotOwn: "old_path",
                    addresses.AddressIsInUse: "old_path"},
        )  # fmt: skip
        if done:
            messages.success(request, "Прежний адрес записан: по нему откроется выбранная страница.")
            return redirect("pages:site_address_list", code)
    page = Paginator(reads.addresses_of(home), PAGE).get_page(request.GET.get("page"))
    context = {"association": home.association, "home": home, "page": page, "may_change": may_change}
    return show_form(request, "pages/manage/addresses.html", form, context)


@require_POST
def site_address_remove(request: Request, code: str, redirect_id: int) -> HttpResponse:
    """Forget a former address."""
    home = kept_home(request, code)
    get_object_or_404(reads.addresses_of(home), pk=redirect_id)
    if not can_publish_site(request.actor, home.association):
        raise Http404
    addresses.remove_address(home, redirect_id, by=request.actor, at=clock.now())
    messages.success(request, "Прежний адрес убран.")
    return redirect("pages:site_address_list", code)
