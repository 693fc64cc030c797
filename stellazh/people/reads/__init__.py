"""What is read of people across several models."""

from stellazh.people.reads.accounts import LinkedAccount, ListedSession, Passkey, SecurityPage, security_of
from stellazh.people.reads.names import ShownForm, forms_of, names_in_case

__all__ = [
    "LinkedAccount",
    "ListedSession",
    "Passkey",
    "SecurityPage",
    "ShownForm",
    "forms_of",
    "names_in_case",
    "security_of",
]
