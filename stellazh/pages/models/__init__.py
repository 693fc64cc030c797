"""The sites: a tree of pages for each association, news with categories, pictures with consents."""

from stellazh.pages.models.news import EventNews, NewsCategory, NewsIndex, NewsPage
from stellazh.pages.models.pictures import SitePicture, SiteRendition
from stellazh.pages.models.site import SectionPage, SiteHome, SiteTree, TextPage

__all__ = [
    "EventNews",
    "NewsCategory",
    "NewsIndex",
    "NewsPage",
    "SectionPage",
    "SiteHome",
    "SitePicture",
    "SiteRendition",
    "SiteTree",
    "TextPage",
]
