"""Addresses of feedback: its tab, its screen, and where it is given."""

from django.urls import URLPattern, path

from stellazh.events.views import feedback

_TAB = "events/<int:event_id>/feedback/"

urlpatterns: list[URLPattern] = [
    path(_TAB, feedback.feedback, name="feedback"),
    path(f"{_TAB}make/", feedback.feedback_make, name="feedback_make"),
    path(f"{_TAB}screen/", feedback.feedback_screen, name="feedback_screen"),
    path(f"{_TAB}answer/", feedback.feedback_answer, name="feedback_answer"),
    path("events/enrolment/<str:token>/feedback/", feedback.guest_feedback, name="guest_feedback"),
]
