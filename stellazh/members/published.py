"""The fields of a card that a consent to distribution may name."""

from stellazh.members.card_fields import CARD_FIELDS
from stellazh.people.published import PublishedSubject, subjects


def register() -> None:
    """Name them, as the card does."""
    for field in CARD_FIELDS:
        if field.may_be_public:
            subjects.add(PublishedSubject(field.code, field.label))
