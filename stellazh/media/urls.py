"""Addresses of media."""

from django.urls import path

from stellazh.media.views import films, items, uploads

app_name = "media"
urlpatterns = [
    path("uploads/", uploads.upload_create, name="upload_create"),
    path("uploads/new/", films.upload_form, name="upload_form"),
    path("uploads/<uuid:public_id>/", uploads.upload, name="upload"),
    path("uploads/<uuid:public_id>/finish/", films.upload_finish, name="upload_finish"),
    path("uploads/<uuid:public_id>/cancel/", films.upload_cancel, name="upload_cancel"),
    path("<uuid:public_id>/file", items.item_file, name="item_file"),
    path("<uuid:public_id>/preview", items.item_preview, name="item_preview"),
]
