from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from stellazh.ui import showcase_typing, views

app_name = "ui"

urlpatterns: list[URLPattern] = [
    path("vision/", views.vision, name="vision"),
    path("robots.txt", views.robots, name="robots"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns += [
        path("components/", views.components, name="components"),
        path("components/typing/", showcase_typing.typing_page, name="typing_page"),
        path("components/typing/<slug:key>/", showcase_typing.typing_block, name="typing_block"),
    ]
