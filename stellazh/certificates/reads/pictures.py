"""Pictures of sheets as bytes, and where each of them is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from stellazh.certificates.enums import RunStatus
from stellazh.certificates.models import CertificatePicture, CertificateTemplate, IssueRun, RunSigner, Signatory
from stellazh.files.services import open_file

_OVER: Final = (RunStatus.ISSUED, RunStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class PagePictures:
    """What lies on a sheet beside its signatures."""

    background: bytes | None = None
    emblem: bytes | None = None
    seal: bytes | None = None


def picture_bytes(picture: CertificatePicture) -> bytes:
    """The picture as it is placed: small, cleaned when it was brought. Asks nobody's right and writes no journal: a
    service that places a signature or a seal calls `services.pictures.record_picture_uses`.

    Raises:
        FileIsLost: the storage does not have it.
    """
    with open_file(picture.file) as content:
        return content.read()


def page_pictures(source: IssueRun | CertificateTemplate) -> PagePictures:
    """The pictures of a run (its seal only when it was asked for) or of a template, seal and all. Asks nobody's right.

    Raises:
        FileIsLost: the storage does not have one of them.
    """
    with_seal = source.with_seal if isinstance(source, IssueRun) else True
    wanted = {
        "background": source.background_id,
        "emblem": source.emblem_id,
        "seal": source.seal_id if with_seal else None,
    }
    found = CertificatePicture.objects.select_related("file").in_bulk([key for key in wanted.values() if key])
    return PagePictures(**{name: picture_bytes(found[key]) if key else None for name, key in wanted.items()})


def places_of(pictures: Sequence[CertificatePicture]) -> Mapping[int, list[str]]:
    """Where each picture is needed, in words: templates and signatories in use, runs not yet over. By its key."""
    keys = [picture.pk for picture in pictures]
    places: dict[int, list[str]] = defaultdict(list)
    on_sheet = Q(background__in=keys) | Q(emblem__in=keys) | Q(seal__in=keys)
    for template in CertificateTemplate.objects.present().filter(on_sheet).order_by("name"):
        for key in {template.background_id, template.emblem_id, template.seal_id} & set(keys):
            places[key].append(f"шаблон «{template.name}»")  # type: ignore[index]
    for signatory in Signatory.objects.present().filter(signature__in=keys):
        places[signatory.signature_id].append(f"подписывающий {signatory.name}")  # type: ignore[index]
    for run in IssueRun.objects.filter(on_sheet).exclude(status__in=_OVER).order_by("title"):
        for key in {run.background_id, run.emblem_id, run.seal_id} & set(keys):
            places[key].append(f"выдача «{run.title}»")  # type: ignore[index]
    signing = RunSigner.objects.filter(signature__in=keys).exclude(run__status__in=_OVER).select_related("run")
    for signer in signing.order_by("run__title"):
        places[signer.signature_id].append(f"выдача «{signer.run.title}»")  # type: ignore[index]
    return places
