"""What a home shows of the association's site: its words, the latest news, documents and reports."""

from __future__ import annotations

from dataclasses import dataclass

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.showing import ShownPaper
from stellazh.pages.models import SiteHome
from stellazh.pages.reads.feeds import PaperRow, latest_documents, published_reports
from stellazh.pages.reads.news import NewsCard, latest_news, news_cards
from stellazh.pages.reads.showing_pictures import HERO, ShownPicture, shown_pictures
from stellazh.pages.reads.site import SiteAround, around_home, home_of

MOST_NEWS = 4
MOST_PAPERS = 4


@dataclass(frozen=True, slots=True)
class HomeSite:
    """The part of a home that the site brings."""

    around: SiteAround
    picture: ShownPicture | None
    news: tuple[NewsCard, ...]
    documents: tuple[PaperRow, ...]
    reports: tuple[ShownPaper, ...]

    @property
    def page(self) -> SiteHome:
        return self.around.home

    @property
    def news_href(self) -> str:
        """The feed of the site's news: an editor may have given it another address."""
        return f"{self.news[0].href.rstrip('/').rpartition('/')[0]}/" if self.news else ""


def home_site(association: Association, reader: Actor) -> HomeSite | None:
    """What the site brings to the home; nothing where there is none. Five queries, two more where there are pictures,
    one alone without a site.
    """
    home = home_of(association)
    if home is None:
        return None
    picture = shown_pictures([home.picture], HERO) if home.picture_id else {}
    return HomeSite(
        around=around_home(home),
        picture=picture.get(home.picture_id or 0),
        news=tuple(news_cards(latest_news(home, MOST_NEWS), shows_categories=False)),
        documents=tuple(latest_documents(association, reader, MOST_PAPERS)),
        reports=tuple(published_reports(association)[:MOST_PAPERS]),
    )
