"""The credential: what the paper says, in the words of Open Badges 3.0, and nothing that the paper does not say."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from .profile import Issuer, profile
from .status import StatusBit, credential_status
from .vocabulary import (
    CREDENTIAL_SCHEMA,
    EXTENSIONS,
    OPEN_BADGES,
    VERIFIABLE_CREDENTIALS,
    Document,
    moment,
    said,
    urn,
    web_address,
)

CHECK_PAGE = "Страница проверки"


class AchievementType(StrEnum):
    """What of the standard's list a paper of ours can be.

    The standard's «Diploma» ends a course of study at a school; a diploma of a contest is an `AWARD`.
    """

    COMPLETION = "CertificateOfCompletion"  # took part, heard the course to its end
    CERTIFICATE = "Certificate"  # knowledge was tested
    AWARD = "Award"  # letters of thanks, diplomas of contests
    DIPLOMA = "Diploma"
    ACHIEVEMENT = "Achievement"  # a publication, anything else


@dataclass(frozen=True, slots=True)
class BadgeFacts:
    """Everything a credential is made of.

    `certificate_id` and `achievement_id` are random and lead nowhere: the first belongs to this paper, the second is
    the same for all who got a paper for the same thing. `name` is the paper's kind («Сертификат участника»), `title`
    what it was given for in one line, `criteria` the same in full; `volume` is the paper's own words about hours
    («8 академических часов»): the standard counts only credit hours of universities. `issued_at` carries the time
    zone of the association, so that its day is the day on the paper. `recipient_name` is in the nominative.
    """

    certificate_id: UUID
    achievement_id: UUID
    achievement_type: AchievementType
    name: str
    title: str
    criteria: str
    recipient_name: str
    number: str
    issued_at: datetime
    issuer: Issuer
    check_url: str
    status: StatusBit
    volume: str = ""
    valid_until: datetime | None = None


def open_badge(facts: BadgeFacts) -> Document:
    """The unsigned credential: an OB 3.0 `OpenBadgeCredential` on VC data model 2.0.

    The recipient is her name alone, in the clear as on the paper: no e-mail, no account, no place of work. Raises
    ValueError when a text is empty, an address is no address, a moment has no zone, or it ends before it begins.
    """
    identifier = urn(facts.certificate_id)
    credential: Document = {
        "@context": [VERIFIABLE_CREDENTIALS, OPEN_BADGES, EXTENSIONS],
        "id": identifier,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": said(facts.name, "a name"),
        "issuer": profile(facts.issuer),
        "validFrom": moment(facts.issued_at),
        "credentialSubject": {
            # The signature must name somebody by a URI: «whoever this paper was given to».
            "id": f"{identifier}#recipient",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "name",
                    "hashed": False,
                    "identityHash": said(facts.recipient_name, "the name of its recipient"),
                }
            ],
            "licenseNumber": said(facts.number, "a number"),
            "achievement": _achievement(facts),
        },
        "evidence": [{"id": web_address(facts.check_url), "type": ["Evidence"], "name": CHECK_PAGE}],
        "credentialStatus": credential_status(facts.status),
        "credentialSchema": [{"id": CREDENTIAL_SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if facts.valid_until is not None:
        until = moment(facts.valid_until)
        if facts.valid_until <= facts.issued_at:
            raise ValueError("a credential cannot end before it begins")
        credential["validUntil"] = until
    return credential


def _achievement(facts: BadgeFacts) -> Document:
    criteria = said(facts.criteria, "what it was given for")
    volume = facts.volume.strip()
    return {
        "id": urn(facts.achievement_id),
        "type": ["Achievement"],
        "achievementType": facts.achievement_type.value,
        "inLanguage": "ru",
        "name": said(facts.title, "a title"),
        "description": criteria,
        "criteria": {"narrative": f"{criteria}\n\nОбъём: {volume}." if volume else criteria},
    }
