"""The homes, the desk, the sites and their editing."""

from django.urls import path

from stellazh.pages.views import event_news, homes, manage, manage_pictures, news, pictures, sitemaps, social

app_name = "pages"
urlpatterns = [
    path("", homes.home, name="home"),
    path("desk/", homes.desk, name="desk"),
    path("o/<slug:code>/", homes.association_home, name="association_home"),
    path("pictures/<uuid:public_id>/<int:rendition_id>/", pictures.picture, name="picture"),
    # News, their feeds, what search engines and shared links ask for
    path("news/", news.news_list, name="news_list"),
    path("news/rss/", news.news_rss, name="news_rss"),
    path("news/atom/", news.news_atom, name="news_atom"),
    path("o/<slug:code>/news/rss/", news.association_news_rss, name="association_news_rss"),
    path("cards/<int:page_id>/", social.share_card, name="share_card"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemaps.sitemap_part, name="sitemap_part"),
    # News of an event in one step
    path("events/<int:event_id>/news/", event_news.event_news, name="event_news"),
    # Keeping a site
    path("my-sites/", manage.my_sites, name="my_sites"),
    path("o/<slug:code>/site/", manage.site_manage, name="site_manage"),
    path("o/<slug:code>/site/make/", manage.site_make, name="site_make"),
    path("o/<slug:code>/site/<int:page_id>/unpublish/", manage.site_page_unpublish, name="site_page_unpublish"),
    path("o/<slug:code>/site/addresses/", manage.site_address_list, name="site_address_list"),
    path(
        "o/<slug:code>/site/addresses/<int:redirect_id>/remove/",
        manage.site_address_remove,
        name="site_address_remove",
    ),
    path("o/<slug:code>/site/pictures/", manage_pictures.site_picture_list, name="site_picture_list"),
    path("o/<slug:code>/site/pictures/<uuid:public_id>/", manage_pictures.site_picture_edit, name="site_picture_edit"),
    path(
        "o/<slug:code>/site/pictures/<uuid:public_id>/hide/",
        manage_pictures.site_picture_hide,
        name="site_picture_hide",
    ),
    path(
        "o/<slug:code>/site/pictures/<uuid:public_id>/forget/",
        manage_pictures.site_picture_forget,
        name="site_picture_forget",
    ),
]
