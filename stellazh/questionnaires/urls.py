"""Addresses of questionnaires: one block per subject."""

from django.urls import URLPattern, path

from stellazh.questionnaires.views import answers, editor, questions

app_name = "questionnaires"

editor_urls: list[URLPattern] = [
    path("<uuid:public_id>/edit/", editor.questionnaire_edit, name="questionnaire_edit"),
    path("<uuid:public_id>/settings/", editor.questionnaire_settings, name="questionnaire_settings"),
    path("<uuid:public_id>/preview/", editor.questionnaire_preview, name="questionnaire_preview"),
    path("<uuid:public_id>/starter/", editor.starter_apply, name="starter_apply"),
]

question_urls: list[URLPattern] = [
    path("<uuid:public_id>/questions/new/<slug:kind>/", questions.question_create, name="question_create"),
    path("<uuid:public_id>/questions/<int:question_id>/", questions.question_edit, name="question_edit"),
    path("<uuid:public_id>/questions/<int:question_id>/move/", questions.question_move, name="question_move"),
    path("<uuid:public_id>/questions/<int:question_id>/archive/", questions.question_archive, name="question_archive"),
    path("<uuid:public_id>/questions/<int:question_id>/restore/", questions.question_restore, name="question_restore"),
]

answer_urls: list[URLPattern] = [
    path("<uuid:public_id>/answers/", answers.answers_summary, name="answers_summary"),
    path("<uuid:public_id>/answers/list/", answers.submission_list, name="submission_list"),
    path("<uuid:public_id>/answers/texts/<int:question_id>/", answers.text_list, name="text_list"),
    path("<uuid:public_id>/answers/<uuid:submission_id>/", answers.submission_detail, name="submission_detail"),
    path("<uuid:public_id>/answers.xlsx", answers.answers_download, name="answers_download"),
]

urlpatterns = [*editor_urls, *question_urls, *answer_urls]
