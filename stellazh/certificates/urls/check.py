"""Public addresses: the check of a sheet, and what stands inside of badges."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.certificates.views import badges, check

urlpatterns: list[URLPattern] = [
    path("c/", check.check_entry, name="check_entry"),
    path("c/badges/issuers/<slug:code>/", badges.badge_issuer, name="badge_issuer"),
    path("c/badges/issuers/<slug:code>/status/<int:place>/", badges.badge_status, name="badge_status"),
    path("c/badges/keys/<str:kid>/", badges.badge_key, name="badge_key"),
    path("c/<str:code>/", check.check, name="check"),
]
