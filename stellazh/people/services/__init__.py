"""Every write to people and accounts."""

from stellazh.people.services.accounts import (
    AccountExists,
    PasswordIsWeak,
    TooManyInvitations,
    accept_invitation,
    ask_for_password_reset,
    change_password,
    invite_person,
    open_account,
    request_password_reset,
    reset_password,
)
from stellazh.people.services.names import (
    NameFormUnfit,
    NameIsErased,
    forget_name_case,
    settle_name,
    settle_own_names,
)
from stellazh.people.services.new_address import (
    AddressIsTheSame,
    address_behind,
    ask_for_new_address,
    confirm_new_address,
)
from stellazh.people.services.persons import (
    EmailIsTaken,
    NameIsEmpty,
    PersonFields,
    archive_person,
    create_person,
    set_email,
    update_person,
)
from stellazh.people.services.sign_in import MustWait, SignInRefused, allow_registration, sign_in_person
from stellazh.people.services.tokens import issue_token, person_of_token, revoke_token

__all__ = [
    "AccountExists",
    "AddressIsTheSame",
    "EmailIsTaken",
    "MustWait",
    "NameFormUnfit",
    "NameIsEmpty",
    "NameIsErased",
    "PasswordIsWeak",
    "PersonFields",
    "SignInRefused",
    "TooManyInvitations",
    "accept_invitation",
    "address_behind",
    "allow_registration",
    "archive_person",
    "ask_for_new_address",
    "ask_for_password_reset",
    "change_password",
    "confirm_new_address",
    "create_person",
    "forget_name_case",
    "invite_person",
    "issue_token",
    "open_account",
    "person_of_token",
    "request_password_reset",
    "reset_password",
    "revoke_token",
    "set_email",
    "settle_name",
    "settle_own_names",
    "sign_in_person",
    "update_person",
]
