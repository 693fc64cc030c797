"""People, what they agreed to, who looked at their cards, and cards that turned out to be one person's."""

from stellazh.people.models.consents import Consent, ConsentQuerySet, ConsentText, ConsentTextQuerySet
from stellazh.people.models.looks import CardLook, CardLookQuerySet
from stellazh.people.models.merges import Merge, MergeConfirmation, MergeQuerySet
from stellazh.people.models.names import NameInCase
from stellazh.people.models.persons import Person, PersonManager, PersonQuerySet, SignInTrouble
from stellazh.people.models.requests import DataRequest, DataRequestQuerySet
from stellazh.people.models.sessions import PersonSession, PersonSessionQuerySet, TrustedBrowser, TrustedBrowserQuerySet

__all__ = [
    "CardLook",
    "CardLookQuerySet",
    "Consent",
    "ConsentQuerySet",
    "ConsentText",
    "ConsentTextQuerySet",
    "DataRequest",
    "DataRequestQuerySet",
    "Merge",
    "MergeConfirmation",
    "MergeQuerySet",
    "NameInCase",
    "Person",
    "PersonManager",
    "PersonQuerySet",
    "PersonSession",
    "PersonSessionQuerySet",
    "SignInTrouble",
    "TrustedBrowser",
    "TrustedBrowserQuerySet",
]
