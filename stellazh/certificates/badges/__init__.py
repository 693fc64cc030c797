"""A certificate as an Open Badges 3.0 credential: a signed file that another program can check without us.

Knows no Django, no models and no network: facts come in, JSON and signed text go out.
"""

from .credential import AchievementType, BadgeFacts, open_badge
from .profile import Issuer, key_document, profile_document
from .signing import BadgeNotGenuine, KeyPair, KeySealedOtherwise, new_key, open_key, public_jwk, seal_key, sign, verify
from .status import StatusBit, status_list

__all__ = [
    "AchievementType",
    "BadgeFacts",
    "BadgeNotGenuine",
    "Issuer",
    "KeyPair",
    "KeySealedOtherwise",
    "StatusBit",
    "key_document",
    "new_key",
    "open_badge",
    "open_key",
    "profile_document",
    "public_jwk",
    "seal_key",
    "sign",
    "status_list",
    "verify",
]
