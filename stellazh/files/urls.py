"""Addresses of stored files."""

from django.urls import path

from stellazh.files import views

app_name = "files"

urlpatterns = [
    path("<uuid:public_id>/", views.file_download, name="file_download"),
]
