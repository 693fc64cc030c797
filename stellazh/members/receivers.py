"""What other shelves tell: a consent to show fields to everybody was withdrawn."""

from __future__ import annotations

from typing import Any

from stellazh.members.services.visibility import close_fields
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import Person
from stellazh.people.signals import consent_withdrawn


def connect() -> None:
    """Begin to listen."""
    consent_withdrawn.connect(on_consent_withdrawn, dispatch_uid="members")


def on_consent_withdrawn(*, person: Person, purpose: str, subjects: frozenset[str], **told: Any) -> None:
    """Close the fields that were open to everybody by that consent."""
    if purpose == ConsentPurpose.DISTRIBUTION:
        close_fields(person, subjects)
