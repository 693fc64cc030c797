"""Every address of the product, by app."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls()),
    path("account/", include("stellazh.people.urls")),
    path("notices/", include("stellazh.notices.urls")),
    path("", include("stellazh.people.data_urls")),
    path("files/", include("stellazh.files.urls")),
    path("jobs/", include("stellazh.jobs.urls")),
    path("", include("stellazh.associations.urls")),
    path("", include("stellazh.members.urls")),
    path("", include("stellazh.workplans.urls")),
    path("", include("stellazh.certificates.urls")),
    path("questionnaires/", include("stellazh.questionnaires.urls")),
    path("media/", include("stellazh.media.urls")),
    path("", include("stellazh.documents.urls")),
    path("", include("stellazh.events.urls")),
    path("", include("stellazh.protocols.urls")),
    path("", include("stellazh.reports.urls")),
    path("", include("stellazh.ui.urls")),
    path("", include("stellazh.search.urls")),
    path("", include("stellazh.pages.urls")),
    path("cms/", include("stellazh.pages.cms.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("outbox/", include("stellazh.mail.urls")))

# Last: pages that editors wrote may stand at any address below «/o/» that nobody else has.
urlpatterns.append(path("", include("stellazh.pages.urls.site")))

handler400 = "stellazh.ui.views.bad_request"
handler403 = "stellazh.ui.views.permission_denied"
handler404 = "stellazh.ui.views.not_found"
handler500 = "stellazh.ui.views.server_error"
