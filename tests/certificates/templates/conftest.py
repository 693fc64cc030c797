"""A template of the association, its pictures, who signs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

import pytest

from stellazh.associations.models import Association
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.models import CertificatePicture, CertificateTemplate, Signatory
from stellazh.certificates.services.pictures import add_picture, ready_picture
from stellazh.certificates.services.templates import take_shipped
from stellazh.common.actor import System
from tests.certificates.templates import samples
from tests.factories.certificates import SignatoryFactory

AT = datetime(2024, 10, 15, 9, 0, tzinfo=UTC)
_CONTENTS = {
    PictureKind.EMBLEM: samples.emblem,
    PictureKind.BACKGROUND: samples.background,
    PictureKind.SIGNATURE: samples.scanned_signature,
    PictureKind.SEAL: samples.seal,
}


class MakePicture(Protocol):
    def __call__(
        self, kind: PictureKind, association: Association | None = None, name: str = ""
    ) -> CertificatePicture: ...


@pytest.fixture
def make_picture(association: Association) -> MakePicture:
    """A picture of that kind, of `association` unless another is named."""
    default = association

    def make(kind: PictureKind, association: Association | None = None, name: str = "") -> CertificatePicture:
        ready = ready_picture(kind, _CONTENTS[kind]())
        home = association or default
        shown = name or kind.label.capitalize()
        return add_picture(home.pk, ready, name=shown, submission_key=None, by=System("test"), at=AT)

    return make


@pytest.fixture
def template(association: Association) -> CertificateTemplate:
    """An untouched copy of the first ready template."""
    return take_shipped(association.pk, "participant_shelf", submission_key=None, by=System("test"), at=AT)


@pytest.fixture
def foreign_template(neighbour: Association) -> CertificateTemplate:
    """A template of the neighbours."""
    return take_shipped(neighbour.pk, "participant_shelf", submission_key=None, by=System("test"), at=AT)


@pytest.fixture
def signatory(association: Association, make_picture: MakePicture) -> Signatory:
    """Somebody who signs, with a signature."""
    return SignatoryFactory.create(association=association, position=1, signature=make_picture(PictureKind.SIGNATURE))
