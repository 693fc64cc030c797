"""Models of certificates: one module a subject."""

from stellazh.certificates.models.certificates import Certificate, CertificateCopy, CertificateQuerySet, SigningKey
from stellazh.certificates.models.kinds import (
    CertificateKind,
    CertificateKindQuerySet,
    SpoiledNumber,
    SpoiledNumberQuerySet,
)
from stellazh.certificates.models.runs import (
    IssueRun,
    IssueRunQuerySet,
    RunRow,
    RunRowQuerySet,
    RunSigner,
)
from stellazh.certificates.models.templates import (
    CertificatePicture,
    CertificatePictureQuerySet,
    CertificateTemplate,
    CertificateTemplateQuerySet,
    Signatory,
    SignatoryQuerySet,
)

__all__ = [
    "Certificate",
    "CertificateCopy",
    "CertificateKind",
    "CertificateKindQuerySet",
    "CertificatePicture",
    "CertificatePictureQuerySet",
    "CertificateQuerySet",
    "CertificateTemplate",
    "CertificateTemplateQuerySet",
    "IssueRun",
    "IssueRunQuerySet",
    "RunRow",
    "RunRowQuerySet",
    "RunSigner",
    "Signatory",
    "SignatoryQuerySet",
    "SigningKey",
    "SpoiledNumber",
    "SpoiledNumberQuerySet",
]
