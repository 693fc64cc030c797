"""Public documents as news."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed as Syndication
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.common.requests import Request
from stellazh.documents.models import Document
from stellazh.documents.views.finding import association_of

MOST_NEWS = 50


@login_not_required
@require_GET
def document_rss(request: Request) -> HttpResponse:
    """Public documents of all associations (RSS 2.0), the latest published first."""
    return _cached(_News()(request))


@login_not_required
@require_GET
def association_rss(request: Request, code: str) -> HttpResponse:
    """The same of one association."""
    return _cached(_News()(request, association=association_of(code)))


def _cached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "max-age=600"
    return response


class _News(Syndication):  # type: ignore[type-arg]
    """RSS 2.0 of what guests may read."""

    description = "Приказы, положения, письма и методические рекомендации для школьных библиотекарей"
    language = "ru"
    item_guid_is_permalink = True

    def get_object(
        self, request: HttpRequest, *args: object, association: Association | None = None, **kwargs: object
    ) -> Association | None:
        return association

    def title(self, obj: Association | None) -> str:
        return f"Документы: {obj.short_name}" if obj else f"Документы — {settings.SITE_NAME}"

    def link(self, obj: Association | None) -> str:
        if obj is None:
            return reverse("documents:document_list")
        return reverse("documents:association_documents", args=[obj.code])

    def items(self, obj: Association | None) -> list[Document]:
        rows = Document.objects.present().visible_to(Guest()).select_related("association")
        if obj is not None:
            rows = rows.filter(association=obj)
        return list(rows.order_by("-published_at", "-pk")[:MOST_NEWS])

    def item_title(self, item: Document) -> str:
        return item.title

    def item_description(self, item: Document) -> str:
        issued = item.source or item.association.short_name
        parts = (item.requisites.capitalize(), issued, str(item.get_status_display()), item.summary)
        return ". ".join(part.rstrip(".") for part in parts if part)

    def item_link(self, item: Document) -> str:
        return item.get_absolute_url()

    def item_pubdate(self, item: Document) -> datetime | None:
        return item.published_at

    def item_categories(self, item: Document) -> list[str]:
        return [str(item.get_kind_display()), item.association.short_name]
