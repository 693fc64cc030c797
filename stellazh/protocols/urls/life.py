"""Addresses of a protocol's life: lists, pages, remarks, signing."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.protocols.views import open_pages, protocol_beside, protocol_life, protocol_lists, protocol_pages

urlpatterns: list[URLPattern] = [
    path("protocols/", protocol_lists.protocol_list, name="protocol_list"),
    path("o/<slug:code>/protocols/", protocol_lists.association_protocols, name="association_protocols"),
    path("events/<int:event_id>/protocol/", protocol_pages.event_protocol, name="event_protocol"),
    path("protocols/<int:protocol_id>/", protocol_pages.protocol_detail, name="protocol_detail"),
    path("protocols/<int:protocol_id>/as-guest/", open_pages.protocol_as_guest, name="protocol_as_guest"),
    path("protocols/<int:protocol_id>/publish/", open_pages.protocol_publish, name="protocol_publish"),
    path("protocols/<int:protocol_id>/send/", protocol_life.protocol_send, name="protocol_send"),
    path("protocols/<int:protocol_id>/take-back/", protocol_life.protocol_take_back, name="protocol_take_back"),
    path("protocols/<int:protocol_id>/sign/", protocol_life.protocol_sign, name="protocol_sign"),
    path("protocols/<int:protocol_id>/unsign/", protocol_life.protocol_unsign, name="protocol_unsign"),
    path("protocols/<int:protocol_id>/archive/", protocol_life.protocol_archive, name="protocol_archive"),
    path(
        "protocols/<int:protocol_id>/plans/<int:plan_id>/approve/",
        protocol_life.protocol_approve_plan,
        name="protocol_approve_plan",
    ),
    path("protocols/<int:protocol_id>/remarks/new/", protocol_beside.remark_new, name="remark_new"),
    path("protocols/remarks/<int:remark_id>/answer/", protocol_beside.remark_answer, name="remark_answer"),
    path("protocols/<int:protocol_id>/files/add/", protocol_beside.protocol_paper_add, name="protocol_paper_add"),
    path("protocols/files/<int:paper_id>/retire/", protocol_beside.protocol_paper_retire, name="protocol_paper_retire"),
]
