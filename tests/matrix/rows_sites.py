"""Rows of the matrix: news and their feeds, what is told to search engines, the keeping of a site, the search."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from stellazh.pages.models import SitePicture
from tests.matrix.columns import Cells
from tests.matrix.row import NO_METHOD, NO_METHOD_INSIDE, NOWHERE, NOWHERE_INSIDE, PUBLIC, Named, Row, at
from tests.matrix.rows_documents import KEY, KEY_OPENS_NOTHING
from tests.matrix.world import World

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Those who write the site of exactly this association; those of them who publish
WRITERS = Cells("               in 404 200 200 200 200 200   404 404          404        404")
WRITERS_DO = Cells("            in 404 did did did did did   404 404          404        404")
WRITERS_LED = Cells("           in 404  to  to  to  to  to   404 404          404        404")
PUBLISHERS = Cells("            in 404 200 404 404 200 200   404 404          404        404")
PUBLISHERS_DO = Cells("         in 404 did 404 404 did did   404 404          404        404")
# A secretary and a methodist are told that they send for a check
PUBLISHING = Cells("            in 404 did 422 422 did did   404 404          404        404")
# Words that mean the same hold for everybody: they are kept at the root
AT_THE_ROOT = Cells("           in 404 404 404 404 404 404   404 200          404        200")
AT_THE_ROOT_DO = Cells("        in 404 404 404 404 404 404   404 did          404        did")
# To their own site, wherever that is
TO_THEIR_OWN = Cells("          in 404  to  to  to  to  to   404  to           to        404")


def _there(world: World) -> Mapping[str, Any]:
    """Our association, which has a site with something on it."""
    assert world.news
    assert world.former_address
    return at(world)


def _picture_at(name: str) -> Named:
    return lambda world: {**_there(world), "public_id": getattr(world, name).public_id}


def _news_at(name: str) -> Named:
    return lambda world: {**_there(world), "page_id": getattr(world, name).pk}


def _event(name: str) -> Named:
    return lambda world: {"event_id": getattr(world, name).pk}


def _event_news(world: World) -> Mapping[str, Any]:
    return {"title": "Прошёл семинар", "lead": "Коротко.", "text": "", "submission_key": uuid.uuid4(), "step": "draft"}


def _published_news(world: World) -> Mapping[str, Any]:
    return {**_event_news(world), "step": "publish"}


def _frame(world: World) -> Mapping[str, Any]:
    return {**_there(world), "page_id": world.site.pk}


def _copy(name: str) -> Named:
    def named(world: World) -> Mapping[str, Any]:
        picture: SitePicture = getattr(world, name)
        return {"public_id": picture.public_id, "rendition_id": world.copy_of(picture).pk}

    return named


def _address(world: World) -> Mapping[str, Any]:
    return {"old_path": "/o/luga/prezhnee/", "target": world.news.pk}


def _card(name: str) -> Named:
    return lambda world: {"page_id": getattr(world, name).pk}


def _part(name: str) -> Named:
    def named(world: World) -> Mapping[str, Any]:
        assert world.news
        assert world.draft_news
        return {"name": name, "number": 1}

    return named


def _line(world: World) -> Mapping[str, Any]:
    return {"set_id": world.synonyms.pk}


def _words(world: World) -> Mapping[str, Any]:
    return {"words": "полка = стеллаж"}


NEWS = (
    Row("pages:association_home", PUBLIC, NO_METHOD, _there, state="with a site"),
    Row("pages:news_list", PUBLIC, NO_METHOD),
    Row("pages:news_rss", PUBLIC, NO_METHOD),
    Row("pages:news_atom", PUBLIC, NO_METHOD),
    Row("pages:association_news_rss", PUBLIC, NO_METHOD, _there),
    Row("pages:sitemap", PUBLIC, NO_METHOD),
    Row("pages:sitemap_part", PUBLIC, NO_METHOD, _part("news"), state="of news"),
    Row("pages:sitemap_part", NOWHERE, NO_METHOD, _part("secrets"), state="of nothing known"),
    Row("pages:share_card", PUBLIC, NO_METHOD, _card("news"), state="published"),
    Row("pages:share_card", NOWHERE, NO_METHOD, _card("draft_news"), state="a draft"),
    Row("pages:picture", PUBLIC, NO_METHOD, _copy("site_picture"), state="shown"),
    Row("pages:picture", NOWHERE, NO_METHOD, _copy("hidden_picture"), state="hidden"),
)

KEEPING = (
    Row("pages:my_sites", TO_THEIR_OWN, NO_METHOD_INSIDE),
    Row("pages:site_manage", WRITERS, NO_METHOD_INSIDE, at, state="no site yet"),
    Row("pages:site_manage", WRITERS, NO_METHOD_INSIDE, _there, state="with a site"),
    Row("pages:site_make", NO_METHOD_INSIDE, WRITERS_DO, at, state="no site yet"),
    Row("pages:site_make", NO_METHOD_INSIDE, WRITERS_LED, _there, state="with a site"),
    Row("pages:site_page_unpublish", PUBLISHERS, PUBLISHERS_DO, _news_at("news"), state="published"),
    Row("pages:site_page_unpublish", NOWHERE_INSIDE, NOWHERE_INSIDE, _news_at("draft_news"), state="a draft"),
    Row("pages:site_page_unpublish", NOWHERE_INSIDE, NOWHERE_INSIDE, _frame, state="the frame of the site"),
    Row("pages:site_address_list", WRITERS, PUBLISHERS_DO, _there, _address),
    Row(
        "pages:site_address_remove",
        NO_METHOD_INSIDE,
        PUBLISHERS_DO,
        lambda w: {**_there(w), "redirect_id": w.former_address.pk},
    ),
    Row("pages:site_picture_list", WRITERS, NO_METHOD_INSIDE, _there),
    Row(
        "pages:site_picture_edit",
        WRITERS,
        WRITERS_DO,
        _picture_at("site_picture"),
        lambda w: {"people": "adults"},
        "shown",
    ),
    Row("pages:site_picture_edit", NOWHERE_INSIDE, NOWHERE_INSIDE, _picture_at("hidden_picture"), state="hidden"),
    Row(
        "pages:site_picture_hide",
        WRITERS,
        WRITERS_DO,
        _picture_at("site_picture"),
        lambda w: {"reason": "Отозвано согласие."},
    ),
    Row("pages:site_picture_forget", PUBLISHERS, PUBLISHERS_DO, _picture_at("hidden_picture"), state="hidden"),
    Row("pages:site_picture_forget", NOWHERE_INSIDE, NOWHERE_INSIDE, _picture_at("site_picture"), state="shown"),
)

FROM_EVENTS = (
    Row("pages:event_news", WRITERS, WRITERS_DO, _event("past_event"), _event_news, "held"),
    Row("pages:event_news", WRITERS, WRITERS_DO, _event("event"), _event_news, "announced"),
    Row("pages:event_news", WRITERS, PUBLISHING, _event("past_event"), _published_news, "held, to be published"),
    Row("pages:event_news", NOWHERE_INSIDE, NOWHERE_INSIDE, _event("draft_event"), _event_news, "a draft"),
    Row("pages:event_news", NOWHERE_INSIDE, NOWHERE_INSIDE, _event("archived_event"), _event_news, "put away"),
)

SEARCH = (
    Row("search:find", PUBLIC, NO_METHOD, state="nothing asked"),
    Row("search:find", PUBLIC, NO_METHOD, query=lambda w: {"q": "тайнопись"}, state="asked"),
    Row("search:offers", PUBLIC, NO_METHOD, query=lambda w: {"q": "тайноп"}),
    Row("search:synonym_list", AT_THE_ROOT, AT_THE_ROOT_DO, body=_words),
    Row("search:synonym_edit", AT_THE_ROOT, AT_THE_ROOT_DO, _line, _words),
    Row("search:synonym_switch", NO_METHOD_INSIDE, AT_THE_ROOT_DO, _line, lambda w: {"is_active": "0"}),
)

INTERFACE = (
    Row("api-1:news_list", KEY, NO_METHOD),
    Row("api-1:news_detail", KEY, NO_METHOD, lambda w: {"news_id": w.news.pk}, state="published"),
    Row("api-1:news_detail", KEY_OPENS_NOTHING, NO_METHOD, lambda w: {"news_id": w.draft_news.pk}, state="a draft"),
)

ROWS = (*NEWS, *KEEPING, *FROM_EVENTS, *SEARCH, *INTERFACE)
