"""Addresses of the lists of members."""

from django.urls import path

from stellazh.members.views import (
    accounts,
    card_rows,
    cards,
    invitations,
    joining,
    lists,
    merging,
    posts,
    registrations,
    schools,
    structure,
)

app_name = "members"
urlpatterns = [
    path("members/", lists.my_lists, name="my_lists"),
    path("o/<slug:code>/members/", lists.member_list, name="member_list"),
    path("o/<slug:code>/members/new/", lists.member_create, name="member_create"),
    path("o/<slug:code>/members/find/", lists.member_find, name="member_find"),
    path("o/<slug:code>/members/<int:membership_id>/", lists.member_edit, name="member_edit"),
    path("o/<slug:code>/members/<int:membership_id>/end/", lists.member_end, name="member_end"),
    path("o/<slug:code>/members/<int:membership_id>/invite/", accounts.member_invite, name="member_invite"),
    path("o/<slug:code>/members/<int:membership_id>/role/", accounts.role_grant, name="role_grant"),
    path("o/<slug:code>/roles/<int:grant_id>/end/", accounts.role_end, name="role_end"),
    # Two cards of one person
    path("merges/", merging.merge_list, name="merge_list"),
    path("merges/find/<int:person_id>/", merging.merge_find, name="merge_find"),
    path("merges/new/<int:person_id>/<int:other_id>/", merging.merge_create, name="merge_create"),
    path("merges/<int:merge_id>/", merging.merge_confirm, name="merge_confirm"),
    path("merges/<int:merge_id>/undo/", merging.merge_undo, name="merge_undo"),
    path("o/<slug:code>/members/invite/", invitations.member_invite_many, name="member_invite_many"),
    path(
        "o/<slug:code>/members/invite/<uuid:public_id>/", invitations.member_invite_report, name="member_invite_report"
    ),
    # Newcomers
    path("join/", joining.join, name="join"),
    path("join/sent/", joining.join_sent, name="join_sent"),
    path("join/consent/", joining.join_consent, name="join_consent"),
    path("join/confirm/<str:token>/", joining.join_confirm, name="join_confirm"),
    path("join/confirmed/", joining.join_confirmed, name="join_confirmed"),
    path("o/<slug:code>/join/", joining.join_association, name="join_association"),
    path("o/<slug:code>/registrations/", registrations.registration_list, name="registration_list"),
    path("registrations/<int:registration_id>/", registrations.registration_detail, name="registration_detail"),
    path(
        "registrations/<int:registration_id>/decline/", registrations.registration_decline, name="registration_decline"
    ),
    path("registrations/<int:registration_id>/reopen/", registrations.registration_reopen, name="registration_reopen"),
    path(
        "registrations/<int:registration_id>/redirect/",
        registrations.registration_redirect,
        name="registration_redirect",
    ),
    # The composition on any day, white spots, responsible persons
    path("o/<slug:code>/composition/", structure.composition_on, name="composition_on"),
    path("white-spots/", structure.white_spots, name="white_spots"),
    path("white-spots/<slug:code>/responsible/", structure.responsible_name, name="responsible_name"),
    path("white-spots/responsible/<int:responsible_id>/end/", structure.responsible_end, name="responsible_end"),
    # Cards of librarians and of schools
    path("my-card/", cards.my_card, name="my_card"),
    path("people/<int:person_id>/", cards.card_detail, name="card_detail"),
    path("people/<int:person_id>/edit/", cards.card_edit, name="card_edit"),
    path("people/<int:person_id>/confirm/", cards.card_confirm, name="card_confirm"),
    path("people/<int:person_id>/visibility/", cards.card_visibility, name="card_visibility"),
    path("people/<int:person_id>/print/", cards.card_print, name="card_print"),
    path("people/<int:person_id>/card.<slug:kind>", cards.card_export, name="card_export"),
    path("people/<int:person_id>/archive/", cards.card_archive, name="card_archive"),
    path("people/<int:person_id>/posts/new/", posts.post_create, name="post_create"),
    path("people/<int:person_id>/posts/<int:post_id>/", posts.post_edit, name="post_edit"),
    path("people/<int:person_id>/posts/<int:post_id>/end/", posts.post_end, name="post_end"),
    path("people/<int:person_id>/rows/<slug:kind>/new/", card_rows.card_row_create, name="card_row_create"),
    path("people/<int:person_id>/rows/<slug:kind>/<int:row_id>/", card_rows.card_row_edit, name="card_row_edit"),
    path(
        "people/<int:person_id>/rows/<slug:kind>/<int:row_id>/remove/",
        card_rows.card_row_remove,
        name="card_row_remove",
    ),
    path("people/<int:person_id>/results/<int:row_id>/consent/", card_rows.guardian_consent, name="guardian_consent"),
    path(
        "people/<int:person_id>/results/<int:row_id>/withdraw/", card_rows.guardian_withdraw, name="guardian_withdraw"
    ),
    path("schools/<int:organisation_id>/", schools.school_detail, name="school_detail"),
    path("schools/<int:organisation_id>/edit/", schools.school_edit, name="school_edit"),
]
