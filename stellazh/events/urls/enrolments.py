"""Addresses of registration: one's own, a guest's by her link, the organiser's list."""

from django.urls import URLPattern, path

from stellazh.events.views import enrolling, enrolment_lists, enrolment_people, guest_enrolments, guest_materials

_OWN = "events/<int:event_id>/"
_GUEST = "events/enrolment/<str:token>/"
_LIST = "events/<int:event_id>/enrolments/"
_ONE = f"{_LIST}<int:enrolment_id>/"

urlpatterns: list[URLPattern] = [
    path("events/mine/", enrolling.mine, name="my_events"),
    path("events/consent/", enrolling.enrol_consent, name="enrol_consent"),
    path(f"{_OWN}enrol/", enrolling.enrol, name="enrol"),
    path(f"{_OWN}enrol/sent/", enrolling.enrol_sent, name="enrol_sent"),
    path(f"{_OWN}enrol/change/", enrolling.enrol_change, name="enrol_change"),
    path(f"{_OWN}enrol/withdraw/", enrolling.enrol_withdraw, name="enrol_withdraw"),
    path(f"{_OWN}enrol/others/", enrolment_people.enrol_others, name="enrol_others"),
    path(f"{_OWN}ticket/", enrolling.ticket, name="ticket"),
    path(f"{_OWN}ticket/code.png", enrolling.ticket_code, name="ticket_code"),
    path(f"{_OWN}room/", enrolling.room, name="room"),
    path(_GUEST, guest_enrolments.guest_enrolment, name="guest_enrolment"),
    path(f"{_GUEST}change/", guest_enrolments.guest_change, name="guest_change"),
    path(f"{_GUEST}withdraw/", guest_enrolments.guest_withdraw, name="guest_withdraw"),
    path(f"{_GUEST}ticket/", guest_enrolments.guest_ticket, name="guest_ticket"),
    path(f"{_GUEST}ticket/code.png", guest_enrolments.guest_ticket_code, name="guest_ticket_code"),
    path(f"{_GUEST}room/", guest_enrolments.guest_room, name="guest_room"),
    path(f"{_GUEST}materials/", guest_materials.guest_materials, name="guest_materials"),
    path(f"{_GUEST}materials/<uuid:public_id>/", guest_materials.guest_file, name="guest_file"),
    path(_LIST, enrolment_lists.enrolment_list, name="enrolment_list"),
    path(f"{_LIST}decide/", enrolment_lists.enrolment_decide, name="enrolment_decide"),
    path(f"{_LIST}add/", enrolment_people.enrolment_add, name="enrolment_add"),
    path(f"{_LIST}guest/", enrolment_people.enrolment_add_guest, name="enrolment_add_guest"),
    path(f"{_LIST}invite/", enrolment_people.enrolment_invite, name="enrolment_invite"),
    path(f"{_LIST}questions/", enrolment_people.enrolment_questions, name="enrolment_questions"),
    path(f"{_LIST}export/", enrolment_lists.enrolment_export, name="enrolment_export"),
    path(_ONE, enrolment_lists.enrolment_detail, name="enrolment_detail"),
    path(f"{_ONE}change/", enrolment_lists.enrolment_change, name="enrolment_change"),
    path(f"{_ONE}withdraw/", enrolment_lists.enrolment_withdraw, name="enrolment_withdraw"),
]
