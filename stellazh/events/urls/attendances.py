"""Addresses of attendance: the list, the paper list, codes, the scanner, the door."""

from django.urls import URLPattern, path

from stellazh.events.views import attendances, check_in, door

urlpatterns: list[URLPattern] = [
    path("events/<int:event_id>/attendance/", attendances.attendance_list, name="attendance_list"),
    path("events/<int:event_id>/attendance/mark/", attendances.attendance_mark, name="attendance_mark"),
    path("events/<int:event_id>/attendance/paper/", attendances.attendance_paper, name="attendance_paper"),
    path("events/<int:event_id>/attendance/walk-in/", attendances.attendance_walk_in, name="attendance_walk_in"),
    path("events/<int:event_id>/attendance/sheet.docx", attendances.attendance_sheet, name="attendance_sheet"),
    path("events/<int:event_id>/attendance/table.xlsx", attendances.attendance_table, name="attendance_table"),
    path("events/<int:event_id>/check-in/", check_in.check_in, name="check_in"),
    path("events/<int:event_id>/check-in/codes/", check_in.check_in_codes, name="check_in_codes"),
    path("events/<int:event_id>/check-in/codes/<int:code_id>/close/", check_in.check_in_close, name="check_in_close"),
    path(
        "events/<int:event_id>/check-in/codes/<int:code_id>/screen/", check_in.check_in_screen, name="check_in_screen"
    ),
    path("events/check-in/<str:token>/", check_in.check_in_by_link, name="check_in_by_link"),
    path("events/<int:event_id>/scan/", door.scanner, name="scanner"),
    path("events/<int:event_id>/scan/tickets/", door.scanner_tickets, name="scanner_tickets"),
    path("events/<int:event_id>/scan/marks/", door.scanner_marks, name="scanner_marks"),
    path("events/<int:event_id>/door/", door.door_links, name="door_list"),
    path("events/<int:event_id>/door/<int:link_id>/close/", door.door_close, name="door_close"),
    path("events/door/<str:token>/", door.door, name="door"),
    path("events/door/<str:token>/tickets/", door.door_tickets, name="door_tickets"),
    path("events/door/<str:token>/marks/", door.door_marks, name="door_marks"),
]
