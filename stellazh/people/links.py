"""The secret links of this app: what each is for and how long it lives."""

from __future__ import annotations

from datetime import timedelta

from stellazh.links.purposes import LinkPurpose, purposes

INVITATION = "people.invitation"
PASSWORD_RESET = "people.password_reset"  # noqa: S105 (a purpose, not a password)
# The label of such a link is the address that it confirms.
NEW_ADDRESS = "people.new_address"
API_TOKEN = "people.api_token"  # noqa: S105


def register() -> None:
    """Name the purposes."""
    purposes.add(LinkPurpose(INVITATION, "Приглашение", lifetime=timedelta(days=14), is_single_use=True))
    purposes.add(LinkPurpose(PASSWORD_RESET, "Смена пароля", lifetime=timedelta(days=1), is_single_use=True))
    purposes.add(LinkPurpose(NEW_ADDRESS, "Новый адрес для входа", lifetime=timedelta(days=1), is_single_use=True))
    purposes.add(LinkPurpose(API_TOKEN, "Ключ для программ", lifetime=timedelta(days=366), is_single_use=False))
