"""Certificates as PDF and as pictures for the screen."""

from stellazh.certificates.papers.page import CertificatePage, Signer
from stellazh.certificates.papers.pictures import PictureUnfit, Purpose, fit_picture
from stellazh.certificates.papers.rendering import certificate_pdf, certificate_preview, certificates_pdf

__all__ = [
    "CertificatePage",
    "PictureUnfit",
    "Purpose",
    "Signer",
    "certificate_pdf",
    "certificate_preview",
    "certificates_pdf",
    "fit_picture",
]
