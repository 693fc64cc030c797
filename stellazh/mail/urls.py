"""The page of letters. Only the demonstration and a developer's machine have it."""

from django.urls import path

from stellazh.mail import views

app_name = "mail"

urlpatterns = [
    path("", views.outbox, name="outbox"),
]
