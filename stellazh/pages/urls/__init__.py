"""The homes, the desk, the sites and their editing."""

from django.urls import path

from stellazh.pages.views import homes, pictures

app_name = "pages"
urlpatterns = [
    path("", homes.home, name="home"),
    path("desk/", homes.desk, name="desk"),
    path("o/<slug:code>/", homes.association_home, name="association_home"),
    path("pictures/<uuid:public_id>/<int:rendition_id>/", pictures.picture, name="picture"),
]
