"""Addresses of the structure."""

from django.urls import path

from stellazh.associations.views import associations, explaining, journal, places, tiles

app_name = "associations"
urlpatterns = [
    path("structure/", associations.association_list, name="association_list"),
    path("structure/who-may-what/", associations.capability_table, name="capability_table"),
    path("structure/who-may-what/why/", explaining.capability_explain, name="capability_explain"),
    path("o/<slug:code>/journal/", journal.journal_list, name="journal_list"),
    path("o/<slug:code>/journal/export/", journal.journal_export, name="journal_export"),
    path("o/<slug:code>/roles/", journal.role_history, name="role_history"),
    path("o/<slug:code>/branches/new/", associations.association_create, name="association_create"),
    path("o/<slug:code>/edit/", associations.association_edit, name="association_edit"),
    path("o/<slug:code>/close/", associations.association_close, name="association_close"),
    path("structure/territories/", places.territory_list, name="territory_list"),
    path("structure/territories/new/", places.territory_create, name="territory_create"),
    path("structure/territories/<slug:code>/", places.territory_edit, name="territory_edit"),
    path("structure/territories/<slug:code>/tiles/", tiles.territory_tiles, name="territory_tiles"),
    path("structure/territories/<slug:code>/archive/", places.territory_archive, name="territory_archive"),
    path("structure/organisations/", places.organisation_list, name="organisation_list"),
    path("structure/organisations/new/", places.organisation_create, name="organisation_create"),
    path("structure/organisations/<int:organisation_id>/", places.organisation_edit, name="organisation_edit"),
    path(
        "structure/organisations/<int:organisation_id>/archive/",
        places.organisation_archive,
        name="organisation_archive",
    ),
]
