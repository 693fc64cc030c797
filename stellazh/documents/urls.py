"""Documents, their versions, who has read them."""

from django.urls import URLPattern

app_name = "documents"
urlpatterns: list[URLPattern] = []
