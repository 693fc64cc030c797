"""Addresses of the programme, materials and recordings."""

from django.urls import URLPattern, path

from stellazh.events.views import materials, programme, programme_files, recordings

_EVENT = "events/<int:event_id>/"
_SLOT = f"{_EVENT}programme/<int:slot_id>/"
_MATERIAL = f"{_EVENT}materials/<int:material_id>/"
_RECORDING = f"{_EVENT}recordings/<int:recording_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{_EVENT}programme/", programme.programme_edit, name="programme_edit"),
    path(f"{_EVENT}programme/people/", programme.speaker_search, name="speaker_search"),
    path(f"{_EVENT}programme.docx", programme_files.programme_word, name="programme_word"),
    path(f"{_EVENT}programme.json", programme_files.programme_json, name="programme_json"),
    path(f"{_SLOT}edit/", programme.slot_edit, name="slot_edit"),
    path(f"{_SLOT}move/", programme.slot_move, name="slot_move"),
    path(f"{_SLOT}archive/", programme.slot_archive, name="slot_archive"),
    path(f"{_SLOT}restore/", programme.slot_restore, name="slot_restore"),
    path(f"{_EVENT}materials/", materials.material_list, name="material_list"),
    path(f"{_EVENT}materials/files/", materials.material_files, name="material_files"),
    path(f"{_EVENT}materials/link/", materials.material_link, name="material_link"),
    path(f"{_EVENT}materials.zip", programme_files.materials_zip, name="materials_zip"),
    path(f"{_MATERIAL}edit/", materials.material_edit, name="material_edit"),
    path(f"{_MATERIAL}version/", materials.material_version, name="material_version"),
    path(f"{_MATERIAL}move/", materials.material_move, name="material_move"),
    path(f"{_MATERIAL}archive/", materials.material_archive, name="material_archive"),
    path(f"{_MATERIAL}restore/", materials.material_restore, name="material_restore"),
    path(f"{_EVENT}recordings/add/", recordings.recording_add, name="recording_add"),
    path(f"{_EVENT}recordings/show/<int:item_id>/", recordings.recording_publish, name="recording_publish"),
    path(f"{_RECORDING}edit/", recordings.recording_edit, name="recording_edit"),
    path(f"{_RECORDING}move/", recordings.recording_move, name="recording_move"),
    path(f"{_RECORDING}archive/", recordings.recording_archive, name="recording_archive"),
    path(f"{_RECORDING}restore/", recordings.recording_restore, name="recording_restore"),
    path(f"{_EVENT}watched/", recordings.event_watched, name="event_watched"),
    path(f"{_EVENT}watched/undo/", recordings.event_unwatched, name="event_unwatched"),
]
