"""Addresses of templates, pictures and signatories."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.certificates.views import pictures, signatories, template_editor, templates

_HERE = "o/<slug:code>/certificates"
_TEMPLATE = "certificates/templates/<int:template_id>"
_PICTURE = "certificates/pictures/<int:picture_id>"
_SIGNATORY = "certificates/signatories/<int:signatory_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_HERE}/templates/", templates.template_list, name="template_list"),
    path(f"{_HERE}/templates/import/", templates.template_import, name="template_import"),
    path(f"{_HERE}/templates/take/<slug:shipped_code>/", templates.template_take, name="template_take"),
    path("certificates/ready/<slug:shipped_code>-<slug:size>.png", templates.shipped_picture, name="shipped_picture"),
    path(f"{_TEMPLATE}/thumbnail.png", templates.template_thumbnail, name="template_thumbnail"),
    path(f"{_TEMPLATE}/edit/", template_editor.template_edit, name="template_edit"),
    path(f"{_TEMPLATE}/preview/", template_editor.template_preview, name="template_preview"),
    path(f"{_TEMPLATE}/reveal/", template_editor.template_reveal, name="template_reveal"),
    path(f"{_TEMPLATE}/sample.pdf", template_editor.template_sample, name="template_sample"),
    path(f"{_TEMPLATE}/rename/", templates.template_rename, name="template_rename"),
    path(f"{_TEMPLATE}/copy/", templates.template_copy, name="template_copy"),
    path(f"{_TEMPLATE}/reset/", templates.template_reset, name="template_reset"),
    path(f"{_TEMPLATE}/archive/", templates.template_archive, name="template_archive"),
    path(f"{_TEMPLATE}/export/", templates.template_export, name="template_export"),
    path(f"{_HERE}/pictures/", pictures.picture_list, name="picture_list"),
    path(f"{_HERE}/pictures/add/<slug:kind>/", pictures.picture_add, name="picture_add"),
    path(f"{_PICTURE}/", pictures.picture_detail, name="picture_detail"),
    path(f"{_PICTURE}/image/", pictures.picture_image, name="picture_image"),
    path(f"{_PICTURE}/rename/", pictures.picture_rename, name="picture_rename"),
    path(f"{_PICTURE}/archive/", pictures.picture_archive, name="picture_archive"),
    path(f"{_HERE}/signatories/", signatories.signatory_list, name="signatory_list"),
    path(f"{_HERE}/signatories/add/", signatories.signatory_add, name="signatory_add"),
    path(f"{_SIGNATORY}/edit/", signatories.signatory_edit, name="signatory_edit"),
    path(f"{_SIGNATORY}/move/", signatories.signatory_move, name="signatory_move"),
    path(f"{_SIGNATORY}/archive/", signatories.signatory_archive, name="signatory_archive"),
]
