"""Addresses of the register, of documents and of one's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.certificates.views import certificates, holders, own, register

urlpatterns: list[URLPattern] = [
    path("o/<slug:code>/certificates/register/", register.register, name="register"),
    path("o/<slug:code>/certificates/register/file/<slug:ending>/", register.register_file, name="register_file"),
    path("o/<slug:code>/certificates/register/spoil/", register.number_spoil, name="number_spoil"),
    path("o/<slug:code>/certificates/people/", holders.holder_list, name="holder_list"),
    path("o/<slug:code>/certificates/people/file/", holders.holder_file, name="holder_file"),
    path("certificates/mine/", own.mine, name="mine"),
    path("certificates/mine/archive/", own.mine_archive, name="mine_archive"),
    path("certificates/mine/archive/<int:year>/", own.mine_archive, name="mine_archive_year"),
    path("certificates/<int:certificate_id>/", certificates.certificate_detail, name="certificate_detail"),
    path("certificates/<int:certificate_id>/withdraw/", certificates.certificate_withdraw, name="certificate_withdraw"),
    path(
        "certificates/<int:certificate_id>/bring-back/",
        certificates.certificate_bring_back,
        name="certificate_bring_back",
    ),
    path("certificates/<int:certificate_id>/spoil/", certificates.certificate_spoil, name="certificate_spoil"),
    path(
        "certificates/<int:certificate_id>/duplicate/",
        certificates.certificate_duplicate,
        name="certificate_duplicate",
    ),
    path(
        "certificates/<int:certificate_id>/make/", certificates.certificate_make_sheets, name="certificate_make_sheets"
    ),
    path("certificates/<int:certificate_id>/send/", certificates.certificate_send, name="certificate_send"),
    path(
        "certificates/<int:certificate_id>/badge/<slug:ending>/",
        certificates.certificate_badge,
        name="certificate_badge",
    ),
]
