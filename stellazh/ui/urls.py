from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from stellazh.ui import views

app_name = "ui"

urlpatterns: list[URLPattern] = [
    path("vision/", views.vision, name="vision"),
    path("robots.txt", views.robots, name="robots"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns.append(path("components/", views.components, name="components"))
