"""Addresses of the lists of members."""

from django.urls import path

from stellazh.members.views import (
    accounts,
    campaign_people,
    campaigns,
    card_rows,
    cards,
    confirmation,
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
    # The yearly re-confirmation
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/mine/", confirmation.own_answers, name="own_answers"),
    path("o/<slug:code>/campaigns/", campaigns.campaign_list, name="campaign_list"),
    path("o/<slug:code>/campaigns/new/", campaigns.campaign_create, name="campaign_create"),
    path("campaigns/<int:campaign_id>/", campaigns.campaign_detail, name="campaign_detail"),
    path("campaigns/<int:campaign_id>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:campaign_id>/open/", campaigns.campaign_open, name="campaign_open"),
    path("campaigns/<int:campaign_id>/close/", campaigns.campaign_close, name="campaign_close"),
    path("campaigns/<int:campaign_id>/extend/", campaigns.campaign_extend, name="campaign_extend"),
    path("campaigns/<int:campaign_id>/reopen/", campaigns.campaign_reopen, name="campaign_reopen"),
    path("campaigns/<int:campaign_id>/remind/", campaigns.campaign_remind, name="campaign_remind"),
    path("campaigns/<int:campaign_id>/newcomers/", campaigns.campaign_newcomers, name="campaign_newcomers"),
    path("campaigns/<int:campaign_id>/people/", campaign_people.campaign_people, name="campaign_people"),
    path("campaigns/<int:campaign_id>/people.xlsx", campaign_people.campaign_people_file, name="campaign_people_file"),
    path("campaigns/<int:campaign_id>/letters/", campaign_people.campaign_papers, name="campaign_papers"),
    path("campaigns/<int:campaign_id>/letters.pdf", campaign_people.campaign_papers_file, name="campaign_papers_file"),
    path("campaigns/answers/<int:answer_id>/record/", campaign_people.answer_record, name="answer_record"),
    path("campaigns/answers/<int:answer_id>/settle/", campaign_people.answer_note_settle, name="answer_note_settle"),
    path("campaigns/answers/<int:answer_id>/letter/", campaign_people.paper_letter, name="paper_letter"),
    # One's own card, at the desk and by the personal link
    path("campaigns/mine/<int:answer_id>/", confirmation.own_answer, name="own_answer"),
    path("campaigns/mine/<int:answer_id>/correct/", confirmation.own_answer_correct, name="own_answer_correct"),
    path("campaigns/mine/<int:answer_id>/gone/", confirmation.own_answer_gone, name="own_answer_gone"),
    path("campaigns/mine/<int:answer_id>/training/", confirmation.own_answer_training, name="own_answer_training"),
    path("campaigns/mine/<int:answer_id>/award/", confirmation.own_answer_award, name="own_answer_award"),
    path("campaigns/mine/<int:answer_id>/thanks/", confirmation.own_answer_thanks, name="own_answer_thanks"),
    path("confirm/<str:token>/", confirmation.confirm, name="confirm"),
    path("confirm/<str:token>/correct/", confirmation.confirm_correct, name="confirm_correct"),
    path("confirm/<str:token>/gone/", confirmation.confirm_gone, name="confirm_gone"),
    path("confirm/<str:token>/training/", confirmation.confirm_training, name="confirm_training"),
    path("confirm/<str:token>/award/", confirmation.confirm_award, name="confirm_award"),
    path("confirm/<str:token>/thanks/", confirmation.confirm_thanks, name="confirm_thanks"),
]
