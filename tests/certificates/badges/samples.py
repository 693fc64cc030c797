"""A paper of an invented librarian, as facts for a credential."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from stellazh.certificates.badges import AchievementType, BadgeFacts, Issuer, StatusBit

KRASNOYARSK = timezone(timedelta(hours=7))
ISSUED_AT = datetime(2026, 3, 5, 0, 0, tzinfo=KRASNOYARSK)
CERTIFICATE = UUID("6f1c1f0e-6a55-4a2b-9d0e-1f2d3c4b5a69")
ISSUER = Issuer(
    profile_url="https://stellazh.example/badges/issuers/mo-lipina",
    name="Методическое объединение школьных библиотекарей города Липина",
    url="https://stellazh.example/o/lipina/",
)
KEY_URL = "https://stellazh.example/badges/keys/first"
BIT = StatusBit("https://stellazh.example/badges/issuers/mo-lipina/status/1", index=94_567)

FACTS = BadgeFacts(
    certificate_id=CERTIFICATE,
    achievement_id=UUID("0b6a1d52-7f0d-4f43-8d0a-5f5f6c1e2d3f"),
    achievement_type=AchievementType.COMPLETION,
    name="Сертификат участника",
    title="Семинар «Книга на весь год»",
    criteria="Участие в семинаре «Книга на весь год» 5 марта 2026 года.",
    recipient_name="Ольхова Марина Петровна",
    number="37/2026-С",
    issued_at=ISSUED_AT,
    issuer=ISSUER,
    check_url="https://stellazh.example/check/K7QX-2M9D",
    status=BIT,
)


def facts(**changes: Any) -> BadgeFacts:
    """The sample with some facts different."""
    return replace(FACTS, **changes)
