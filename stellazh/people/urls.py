"""Addresses of accounts, under `/account/`."""

from django.urls import path

from stellazh.people.views import account, entrance

app_name = "people"
urlpatterns = [
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("password/forgotten/", entrance.password_forgotten, name="password_forgotten"),
    path("password/letter-sent/", entrance.password_letter_sent, name="password_letter_sent"),
    path("password/new/<str:token>/", entrance.password_reset, name="password_reset"),
    path("invitation/<str:token>/", entrance.invitation, name="invitation"),
    path("", account.account, name="account"),
    path("name/", account.names_edit, name="names_edit"),
    path("password/", account.password_change, name="password_change"),
    path("keys/new/", account.token_issue, name="token_issue"),
    path("links/<int:link_id>/revoke/", account.link_revoke, name="link_revoke"),
]
