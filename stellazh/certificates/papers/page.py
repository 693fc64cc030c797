"""What one sheet is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stellazh.certificates.layout import Layout


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the post, the name, the signature as a PNG or JPEG when it is printed."""

    post: str
    name: str
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """One sheet. `values` go by the names of `wording.FIELDS`; pictures have been through `fit_picture`.

    `number` and `issuer` are the values of «номер» and «организация», whatever `values` say. `check_url` is what the
    code holds, absolute; `code` stands beside it in letters. `title` is the title of the document.
    """

    layout: Layout
    values: Mapping[str, str] = field(hash=False)
    number: str
    code: str
    check_url: str
    issuer: str
    title: str
    signers: tuple[Signer, ...] = ()
    emblem: bytes | None = None
    seal: bytes | None = None
    background: bytes | None = None
    is_duplicate: bool = False
    is_sample: bool = False
