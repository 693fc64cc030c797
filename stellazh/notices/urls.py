"""Addresses of notices, under `/notices/`."""

from django.urls import path

from stellazh.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="notice_list"),
    path("read/", views.notices_read, name="notices_read"),
    path("<int:notice_id>/", views.notice_open, name="notice_open"),
    path("<int:notice_id>/read/", views.notice_read, name="notice_read"),
    path("choices/", views.choices, name="choices"),
    path("choices/address/", views.address_check, name="address_check"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
