"""A run being prepared, its kind and those who prepare and approve."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PIL import Image, ImageDraw

from stellazh.associations.models import Association
from stellazh.certificates.designs import SHIPPED
from stellazh.certificates.layout import layout_to_json
from stellazh.certificates.models import CertificateKind, CertificatePicture, CertificateTemplate, IssueRun, RunRow
from stellazh.certificates.services.pictures import PICTURE_FILE
from stellazh.certificates.services.runs import RunFields
from stellazh.common.capabilities import Role
from stellazh.files.services import store_file
from stellazh.people.models import Person
from tests.factories.associations import GrantFactory
from tests.factories.certificates import NOW, CertificateKindFactory, IssueRunFactory, RunRowFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

MakeRun = Callable[..., IssueRun]


def template_for(association: Association, shipped: str = "participant_shelf") -> CertificateTemplate:
    """A copy of a ready template."""
    ready = next(one for one in SHIPPED if one.code == shipped)
    return CertificateTemplate.objects.create(
        association=association, name=ready.name, shipped_code=ready.code, layout=layout_to_json(ready.layout),
        created_at=NOW, updated_at=NOW,
    )  # fmt: skip


def fields(kind: CertificateKind, **changes: Any) -> RunFields:
    """What a run for a forum says; what is asked for is another."""
    given = {
        "kind_id": kind.pk,
        "title": "Участникам форума",
        "subject_title": "Чтение и школа",
        "basis": "участие в форуме «Чтение и школа»",
        "dates_words": "с 20 по 27 августа 2024 г.",
        "hours": 8,
        "issued_on": date(2024, 9, 9),
        **changes,
    }
    return RunFields(**given)


@pytest.fixture
def deputy(association: Association) -> Person:
    """Deputy of `association`: prepares and approves."""
    person = PersonFactory(family_name="Берестова", given_name="Анна", patronymic="Павловна")
    GrantFactory(person=person, role=Role.DEPUTY, association=association)
    MembershipFactory(person=person, association=association)
    return person


@pytest.fixture
def kind(association: Association) -> CertificateKind:
    """Certificates of participants of `association`, with a sheet."""
    made: CertificateKind = CertificateKindFactory(
        association=association, name="Сертификат участника", template=template_for(association)
    )
    return made


@pytest.fixture
def make_run(association: Association, kind: CertificateKind, methodist: Person) -> MakeRun:
    """A run with so many clear rows, without letters, prepared by the methodist."""

    def make(count: int = 0, **changes: Any) -> IssueRun:
        given = {"association": association, "kind": kind, "prepared_by": methodist, "with_letters": False, **changes}
        run: IssueRun = IssueRunFactory(**given)
        for place in range(count):
            add_row(run, f"Ольхова Вера Ильинична{'' if not place else f'-{place}'}", position=place + 1)
        return run

    return make


@pytest.fixture
def run(make_run: MakeRun) -> IssueRun:
    return make_run()


@pytest.fixture
def picture(association: Association, head: Person) -> CertificatePicture:
    """A signature of `association`: a stroke on transparent paper."""
    drawn = io.BytesIO()
    sheet = Image.new("RGBA", (120, 40), (0, 0, 0, 0))
    ImageDraw.Draw(sheet).line((10, 30, 110, 10), fill=(20, 40, 140, 255), width=4)
    sheet.save(drawn, "PNG")
    stored = store_file(drawn.getvalue(), name="подпись.png", purpose=PICTURE_FILE, by=head, at=NOW)
    return CertificatePicture.objects.create(
        association=association, kind="signature", name="Подпись", file=stored, added_at=NOW, added_by="Ольхова В.И."
    )


def add_row(run: IssueRun, name: str = "Вербина Ольга Ильинична", **changes: Any) -> RunRow:
    """A row without a person, its name clear."""
    given = {
        "person": None,
        "dative": f"{name} (кому)",
        "genitive": f"{name} (кого)",
        "school": "МБОУ СОШ № 5",
        **changes,
    }
    made: RunRow = RunRowFactory(run=run, name=name, **given)
    return made
