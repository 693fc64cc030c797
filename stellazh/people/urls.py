"""Addresses of accounts, under `/account/`."""

from django.urls import path

from stellazh.people.views import (
    account,
    address,
    confirmation,
    entrance,
    own_data,
    passkeys,
    providers,
    second_step,
    security,
)

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
    path("address/", address.address_change, name="address_change"),
    path("address/<str:token>/", address.address_confirm, name="address_confirm"),
    path("password/", account.password_change, name="password_change"),
    path("keys/new/", account.token_issue, name="token_issue"),
    path("links/<int:link_id>/revoke/", account.link_revoke, name="link_revoke"),
    # Ways in: for guests first, then «Безопасность».
    path("sign-in/code/", second_step.second_step, name="second_step"),
    path("sign-in/key/", passkeys.passkey_sign_in, name="passkey_sign_in"),
    path("sign-in/key/ask/", passkeys.passkey_ask, name="passkey_ask"),
    path("sign-in/with/<slug:code>/", providers.provider_sign_in, name="provider_sign_in"),
    path("sign-in/with/<slug:code>/back/", providers.provider_callback, name="provider_callback"),
    path("confirm/", confirmation.confirm, name="confirm"),
    path("security/", security.security, name="security"),
    path("security/sessions/<int:session_id>/end/", security.session_end, name="session_end"),
    path("security/sessions/end-others/", security.sessions_end_others, name="sessions_end_others"),
    path("security/browsers/<int:browser_id>/forget/", security.browser_forget, name="browser_forget"),
    path("security/codes/on/", second_step.codes_on, name="codes_on"),
    path("security/codes/off/", second_step.codes_off, name="codes_off"),
    path("security/codes/spare/", second_step.spare_codes, name="spare_codes"),
    path("security/passkeys/new/", passkeys.passkey_add, name="passkey_add"),
    path("security/passkeys/new/ask/", passkeys.passkey_new, name="passkey_new"),
    path("security/passkeys/<int:passkey_id>/name/", passkeys.passkey_rename, name="passkey_rename"),
    path("security/passkeys/<int:passkey_id>/remove/", passkeys.passkey_remove, name="passkey_remove"),
    path("security/accounts/<slug:code>/link/", providers.provider_link, name="provider_link"),
    path("security/accounts/<int:account_id>/unlink/", providers.provider_unlink, name="provider_unlink"),
    # «Мои данные»
    path("data/", own_data.own_data, name="own_data"),
    path("data/consent/<slug:purpose>/", own_data.consent_read, name="consent_read"),
    path("data/consent/<slug:purpose>/withdraw/", own_data.consent_withdraw, name="consent_withdraw"),
    path("data/consent/<slug:purpose>/withdraw/<slug:subject>/", own_data.consent_withdraw, name="subject_withdraw"),
    path("data/declined/", own_data.consent_declined, name="consent_declined"),
    path("data/name/", own_data.name_publish, name="name_publish"),
    path("data/looks/", own_data.look_list, name="look_list"),
    path("data/archive/", own_data.archive_ask, name="archive_ask"),
    path("data/erase/", own_data.own_erase, name="own_erase"),
    path("data/erased/", own_data.own_erased, name="own_erased"),
]
