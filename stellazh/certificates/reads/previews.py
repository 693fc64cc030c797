"""Sheets to look at: ready templates and one's own, filled with invented or typed names. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final

from stellazh.associations.models import Association
from stellazh.certificates.designs.shipped import shipped
from stellazh.certificates.layout import Layout
from stellazh.certificates.models import CertificatePicture, Signatory
from stellazh.certificates.papers import CertificatePage, Signer, certificate_pdf, certificate_preview
from stellazh.certificates.papers.rendering import MOST_SIGNERS
from stellazh.certificates.reads.pictures import picture_bytes
from stellazh.certificates.reads.placeholders import seal_placeholder, signature_placeholder
from stellazh.certificates.wording import (
    GENDER,
    ISSUER,
    NAME,
    NAME_DATIVE,
    NAME_GENITIVE,
    NUMBER,
    TITLE,
    longest_sample_values,
    sample_values,
)
from stellazh.office.plain_text import printable_line
from stellazh.russian.names import decline

THUMBNAIL_WIDTH: Final = 320
SAMPLE_CODE: Final = "ОБРАЗЕЦ"
_CHECK: Final = "https://example.org/c/OBRAZEC/"
_SIGNER: Final = Signer("руководитель методического объединения", "В. И. Ольхова")


class Sample(StrEnum):
    """What fills a preview."""

    USUAL = "usual"
    LONGEST = "longest"
    NAME = "name"


SAMPLES: Final = {
    Sample.USUAL: "обычный",
    Sample.LONGEST: "самый длинный",
    Sample.NAME: "имя, которое я напишу",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a template is looked at. `name` goes with `Sample.NAME`. `shown` are the keys of those signatures and seals
    that the reader has opened under the eyes of the journal; all others are grey frames."""

    sample: Sample = Sample.USUAL
    name: str = ""
    shown: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SheetPictures:
    """The pictures chosen for a sheet, with their files."""

    background: CertificatePicture | None = None
    emblem: CertificatePicture | None = None
    seal: CertificatePicture | None = None
    signatories: tuple[Signatory, ...] = field(default=())

    def guarded(self) -> list[CertificatePicture]:
        """Those whose opening the journal must see."""
        signatures = [one.signature for one in self.signatories if one.signature is not None]
        return [*([self.seal] if self.seal else []), *signatures]


def signatories_shown(association: Association) -> tuple[Signatory, ...]:
    """Those who stand below a preview: the first of the list in use, with their signatures."""
    rows = Signatory.objects.present().filter(association=association)
    return tuple(rows.select_related("signature__file", "signature__association")[:MOST_SIGNERS])


def sheet_pictures(association: Association, **keys: int | None) -> SheetPictures:
    """The association's pictures of those keys (`background`, `emblem`, `seal`) and who signs.

    A key of another association's picture, or of a picture of another kind, is none: no signature becomes an emblem.
    """
    wanted = [key for key in keys.values() if key]
    rows = CertificatePicture.objects.filter(association=association).select_related("file", "association")
    found = rows.in_bulk(wanted) if wanted else {}
    chosen = {name: found[key] for name, key in keys.items() if key in found and found[key].kind == name}
    return SheetPictures(**chosen, signatories=signatories_shown(association))


def sample_page(layout: Layout, pictures: SheetPictures, look: Look, *, association: Association) -> CertificatePage:
    """The sheet filled for looking at. Signatures and the seal are grey frames unless `look` shows them.

    Asks nobody's right.
    """
    values = _values(look) | {ISSUER: association.name}
    return CertificatePage(
        layout=layout,
        values=values,
        number=values[NUMBER],
        code=SAMPLE_CODE,
        check_url=_CHECK,
        issuer=values[ISSUER],
        title=values[TITLE],
        signers=_signers(pictures, look),
        emblem=_content(pictures.emblem),
        seal=_seal(pictures, look),
        background=_content(pictures.background),
        is_sample=True,
    )


def preview_png(layout: Layout, pictures: SheetPictures, look: Look, *, association: Association) -> bytes:
    """The sheet as a picture for the screen.

    Raises:
        LayoutUnfit: it cannot be printed.
    """
    page = sample_page(layout, pictures, look, association=association)
    # The word across the sheet would hide what is being arranged; beside real signatures it must stand.
    is_marked = any(one.pk in look.shown for one in pictures.guarded())
    return certificate_preview(replace(page, is_sample=is_marked))


def thumbnail_png(layout: Layout, pictures: SheetPictures, *, association: Association) -> bytes:
    """The sheet as a small picture for a list.

    Raises:
        LayoutUnfit: it cannot be printed.
    """
    page = sample_page(layout, pictures, Look(), association=association)
    # So small that nobody could pass it off as a document: the word across it would only hide it.
    return certificate_preview(replace(page, is_sample=False), width_px=THUMBNAIL_WIDTH)


def sample_pdf(
    layout: Layout, pictures: SheetPictures, look: Look, *, association: Association, made_at: datetime
) -> bytes:
    """The sheet as a file to print, marked as a sample.

    Raises:
        LayoutUnfit: it cannot be printed.
    """
    return certificate_pdf(sample_page(layout, pictures, look, association=association), made_at)


@lru_cache(maxsize=64)
def shipped_png(code: str, width_px: int = THUMBNAIL_WIDTH) -> bytes | None:
    """A ready template as a picture, None when there is none of that code. The same for everybody: drawn once."""
    ready = shipped(code)
    if ready is None:
        return None
    values = sample_values()
    page = CertificatePage(
        layout=ready.layout,
        values=values,
        number=values[NUMBER],
        code=SAMPLE_CODE,
        check_url=_CHECK,
        issuer=values[ISSUER],
        title=values[TITLE],
        signers=(_SIGNER,),
        is_sample=width_px > THUMBNAIL_WIDTH,
    )
    return certificate_preview(page, width_px=width_px)


def _values(look: Look) -> dict[str, str]:
    if look.sample == Sample.LONGEST:
        return longest_sample_values()
    name = printable_line(look.name)
    if look.sample == Sample.NAME and name:
        dative, genitive = decline(name, "dative"), decline(name, "genitive")
        own = {NAME: name, NAME_DATIVE: dative.text, NAME_GENITIVE: genitive.text, GENDER: dative.gender or ""}
        return sample_values() | own
    return sample_values()


def _signers(pictures: SheetPictures, look: Look) -> tuple[Signer, ...]:
    if not pictures.signatories:
        return (_SIGNER,)
    return tuple(Signer(one.post, one.name, _signature(one, look)) for one in pictures.signatories)


def _signature(signatory: Signatory, look: Look) -> bytes | None:
    if signatory.signature is None:
        return None
    return picture_bytes(signatory.signature) if signatory.signature.pk in look.shown else signature_placeholder()


def _seal(pictures: SheetPictures, look: Look) -> bytes | None:
    if pictures.seal is None:
        return None
    return picture_bytes(pictures.seal) if pictures.seal.pk in look.shown else seal_placeholder()


def _content(picture: CertificatePicture | None) -> bytes | None:
    return picture_bytes(picture) if picture else None
