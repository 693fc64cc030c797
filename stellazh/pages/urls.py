"""The homes and the desk."""

from django.urls import path

from stellazh.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", views.desk, name="desk"),
    path("o/<slug:code>/", views.association_home, name="association_home"),
]
