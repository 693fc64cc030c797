"""Our forms in the editor of pages: models may not know forms, so they are given when the product starts."""

from __future__ import annotations

from stellazh.pages.forms.editing import SitePageForm
from stellazh.pages.models import NewsIndex, NewsPage, SectionPage, SiteHome, TextPage


def take_our_forms() -> None:
    """Let every page be written through `SitePageForm`; what Wagtail offers of other sites is left out."""
    from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet

    for model in (SiteHome, NewsIndex, NewsPage, SectionPage, TextPage):
        model.base_form_class = SitePageForm
    for filters in (PageFilterSet, GenericPageFilterSet):
        # These name the editors of every association, and every site.
        for name in ("owner", "edited_by", "site"):
            filters.base_filters.pop(name, None)
