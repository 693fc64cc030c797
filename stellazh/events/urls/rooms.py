"""Addresses of lists of video rooms."""

from django.urls import URLPattern, path

from stellazh.events.views import rooms

_LIST = "events/<int:event_id>/room-lists/<uuid:public_id>"

urlpatterns: list[URLPattern] = [
    path("events/<int:event_id>/room-lists/", rooms.room_lists, name="room_lists"),
    path(f"{_LIST}/", rooms.room_list_detail, name="room_list_detail"),
    path(f"{_LIST}/rows/<int:row_id>/", rooms.room_row, name="room_row"),
    path(f"{_LIST}/take/", rooms.room_list_take, name="room_list_take"),
    path(f"{_LIST}/undo/", rooms.room_list_undo, name="room_list_undo"),
]
