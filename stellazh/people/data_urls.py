"""Addresses of the policy, and of those who keep the installation."""

from django.urls import path

from stellazh.people.views import data_keeping

app_name = "personal"
urlpatterns = [
    path("privacy/", data_keeping.privacy, name="privacy"),
    path("consents/", data_keeping.text_list, name="text_list"),
    path("consents/<slug:purpose>/new/", data_keeping.text_publish, name="text_publish"),
    path("people-data/", data_keeping.erasure_list, name="erasure_list"),
    path("people-data/<int:person_id>/erase/", data_keeping.person_erase, name="person_erase"),
]
