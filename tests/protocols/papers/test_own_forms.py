"""An association's own Word forms: services, filling, pages."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from stellazh.associations.models import Association
from stellazh.associations.services.own_forms import OwnFormNotInUse, OwnFormOfAnotherPlace
from stellazh.common.errors import PermissionRefused
from stellazh.files.models import StoredFile
from stellazh.files.services import FileTypeNotAccepted
from stellazh.office.word_forms import FormUnfit, check_form
from stellazh.people.models import Person
from stellazh.protocols.enums import FormKind
from stellazh.protocols.models import PaperForm, Protocol
from stellazh.protocols.papers.example import example_form, sample_content, sample_paper
from stellazh.protocols.papers.own_form import VOCABULARIES, own_protocol_docx, protocol_filling
from stellazh.protocols.services.paper_forms import (
    bring_form,
    form_in_use,
    put_form,
    retire_form,
)
from tests.checks import at_once, deeds, nothing_changes
from tests.protocols.papers.sample import full_content, hostile_content, short_content

AT = datetime(2024, 10, 15, 9, 0, tzinfo=UTC)
ClientFor = Callable[[Person | None], Client]
LINES = ("{{ объединение }}", "Протокол № {{ номер }} от {{ дата прописью }}", "{{ ход }}")


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def texts(data: bytes) -> list[str]:
    return [one.text.replace("\u00a0", " ") for one in docx.Document(BytesIO(data)).paragraphs]


def brought(association: Association, by: Person, data: bytes = b"", name: str = "Наша форма.docx") -> StoredFile:
    return bring_form(association.pk, BytesIO(data or word(*LINES)), name=name, by=by, at=AT)


def put(association: Association, by: Person, data: bytes = b"", kind: FormKind = FormKind.PROTOCOL) -> PaperForm:
    return put_form(association.pk, kind, brought(association, by, data), by=by, at=AT)


@pytest.mark.parametrize("kind", FormKind)
def test_example_is_fit_and_is_filled_without_a_trace_of_fields(kind: FormKind) -> None:
    report = check_form(example_form(kind), VOCABULARIES[kind])
    paper = sample_paper(kind, example_form(kind), Association(name="ММО библиотекарей", short_name="ММО"))

    assert report.errors == ()
    assert "решения.текст" in report.used
    document = docx.Document(BytesIO(paper))
    found = [one.text for one in document.paragraphs]
    assert not [text for text in found if "{{" in text or "}}" in text]
    assert [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in document.tables[0].rows] == [
        ["№", "Решение", "Срок", "Ответственные"],
        ["1.1", "Провести месячник во всех школах.", "до 25 октября 2024 г.", "все школьные библиотекари"],
        ["1.2", "Собрать отчёты школ.", "до 1 ноября 2024 г.", "Липина Е. С."],
    ]
    assert example_form(kind) == example_form(kind)


@pytest.mark.parametrize("content", [full_content(), short_content()])
def test_every_field_of_the_vocabulary_is_given(content: object) -> None:
    filling = protocol_filling(content)  # type: ignore[arg-type]

    vocabulary = VOCABULARIES[FormKind.PROTOCOL]
    assert set(filling.values) == set(vocabulary.fields)
    assert set(filling.rows) == set(vocabulary.rows)
    for name, rows in filling.rows.items():
        assert all(set(row) == set(vocabulary.rows[name]) for row in rows)


def test_form_says_what_the_protocol_says() -> None:
    form = word("№ {{ номер }} {{ проект }}", "{{ повестка }}", "{{ решения.номер }} {{ решения.текст }}", "{{ ход }}")

    found = texts(own_protocol_docx(form, short_content()))

    assert found[:7] == [
        "№ 2 ПРОЕКТ",
        "1. Сопровождение мероприятий ко Дню школьных библиотек.",
        "2. Партнёрство как ресурс библиотекаря.",
        "3. Прения.",
        "1 Подготовить и провести городскую акцию ко Дню школьных библиотек.",
        "2 Принять участие в региональном этапе конкурсов.",
        "3 Составить памятку по входу в электронную библиотеку.",
    ]
    assert found[7:9] == ["Выступления:", "Лесникова Н. Б., методист МЦ"]


def test_what_is_typed_is_never_a_field() -> None:
    found = texts(own_protocol_docx(word("{{ тема }}", "{{ ход }}"), hostile_content()))

    assert "{{ номер }} #set text(red)" in found[0]
    assert any("б" * 30_000 in text for text in found)


def test_form_is_put_and_the_one_before_stays_in_the_history(association: Association, head: Person) -> None:
    first = put(association, head)

    second = put(association, head, word("№ {{ номер }}"))

    first.refresh_from_db()
    assert (first.retired_at, second.retired_at, second.added_by) == (AT, None, head.actor_name)
    assert form_in_use(association, FormKind.PROTOCOL) == second
    assert form_in_use(association, FormKind.EXTRACT) is None
    assert deeds(first) == [("paper_form_put", str(head.pk), {"Форма: протокол": ["встроенная", "Наша форма.docx"]})]
    assert deeds(second) == [
        ("paper_form_put", str(head.pk), {"Форма: протокол": ["Наша форма.docx", "Наша форма.docx"]})
    ]


def test_built_in_form_comes_back(association: Association, head: Person) -> None:
    form = put(association, head)

    retire_form(association.pk, FormKind.PROTOCOL, by=head, at=AT)

    assert form_in_use(association, FormKind.PROTOCOL) is None
    assert deeds(form)[-1] == (
        "paper_form_retired", str(head.pk), {"Форма: протокол": ["Наша форма.docx", "встроенная"]},
    )  # fmt: skip
    nothing_changes(
        lambda: retire_form(association.pk, FormKind.PROTOCOL, by=head, at=AT), OwnFormNotInUse, "Своей формы"
    )


def test_forms_are_managed_by_their_own_people(
    association: Association, neighbour: Association, head: Person, member: Person, stranger: Person
) -> None:
    stored = brought(association, head)

    for nobody in (member, stranger):
        nothing_changes(lambda by=nobody: brought(association, by), PermissionRefused)  # type: ignore[misc]
        nothing_changes(
            lambda by=nobody: put_form(association.pk, FormKind.PROTOCOL, stored, by=by, at=AT),  # type: ignore[misc]
            PermissionRefused,
        )
        nothing_changes(
            lambda by=nobody: retire_form(association.pk, FormKind.PROTOCOL, by=by, at=AT),  # type: ignore[misc]
            PermissionRefused,
        )
    nothing_changes(
        lambda: put_form(neighbour.pk, FormKind.PROTOCOL, stored, by=stranger, at=AT),
        OwnFormOfAnotherPlace,
        "загрузите",
    )


def test_wrong_form_is_not_put(association: Association, head: Person) -> None:
    stored = brought(association, head, word("{{ нумер }}"))

    nothing_changes(lambda: put_form(association.pk, FormKind.PROTOCOL, stored, by=head, at=AT), FormUnfit, "нумер")
    nothing_changes(lambda: brought(association, head, b"%PDF-1.7 not a form"), FileTypeNotAccepted)


def test_one_form_of_each_kind_is_in_use(association: Association, head: Person) -> None:
    form = put(association, head)

    with pytest.raises(IntegrityError), transaction.atomic():
        PaperForm.objects.create(
            association=association, kind=FormKind.PROTOCOL, file=form.file, added_at=AT, added_by="Липина"
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_put_at_once_one_stays(association: Association, head: Person) -> None:
    files = {"ane": brought(association, head), "bob": brought(association, head, word("№ {{ номер }}"))}

    answers = at_once(
        lambda: str(
            put_form(association.pk, FormKind.PROTOCOL, files[threading.current_thread().name], by=head, at=AT).kind
        )
    )

    assert answers == ["protocol", "protocol"]
    assert PaperForm.objects.filter(retired_at=None).count() == 1
    assert PaperForm.objects.count() == 2


def address(association: Association, tail: str = "") -> str:
    return f"/o/{association.code}/forms/{tail}"


def test_form_is_brought_looked_over_and_put_in_the_browser(
    client_for: ClientFor, association: Association, head: Person
) -> None:
    client = client_for(head)
    file = SimpleUploadedFile("Наша форма.docx", word(*LINES))

    check = client.post(address(association, "protocol/bring/"), {"file": file})

    stored = StoredFile.objects.get(purpose="protocols.form")
    page = address(association, f"protocol/check/{stored.public_id}/")
    assert (check.status_code, check["Location"]) == (302, page)
    shown = client.get(page)
    assert (shown.status_code, shown.context["report"].is_fit) == (200, True)
    assert "«решения»" in shown.content.decode()
    sample = client.get(f"{page}sample.docx")
    assert texts(sample.content)[1] == "Протокол № 2 от 8 октября 2024 г."
    assert client.post(page)["Location"] == address(association)
    assert form_in_use(association, FormKind.PROTOCOL) is not None
    listed = client.get(address(association))
    assert [paper["current"] is not None for paper in listed.context["papers"]] == [True, False]
    assert client.get(address(association, "protocol/retire/")).status_code == 200
    assert client.post(address(association, "protocol/retire/"))["Location"] == address(association)
    assert form_in_use(association, FormKind.PROTOCOL) is None
    assert client.get(address(association, "protocol/retire/")).status_code == 404


def test_wrong_form_is_explained_in_the_browser(client_for: ClientFor, association: Association, head: Person) -> None:
    client = client_for(head)
    stored = brought(association, head, word("{{ нумер }}"))
    page = address(association, f"protocol/check/{stored.public_id}/")

    shown, refused = client.get(page), client.post(page)

    assert "нумер" in shown.content.decode()
    assert "Поставить</" not in shown.content.decode()
    assert (refused.status_code, refused.context["refusal"][:28]) == (422, "Эту форму поставить нельзя: ")
    assert client.get(f"{page}sample.docx").status_code == 404
    upload = client.post(address(association, "protocol/bring/"), {"file": SimpleUploadedFile("a.docx", b"%PDF-1.4")})
    assert upload.status_code == 422
    assert "file" in upload.context["form"].errors


def test_forms_are_nobody_elses_business(
    client_for: ClientFor, association: Association, neighbour: Association, head: Person, member: Person,
    stranger: Person,
) -> None:  # fmt: skip
    stored = brought(association, head)
    check = f"protocol/check/{stored.public_id}/"
    tails = ("", "protocol/bring/", check, f"{check}sample.docx", "protocol/example.docx", "protocol/retire/")

    for nobody in (member, stranger):
        client = client_for(nobody)
        assert {client.get(address(association, tail)).status_code for tail in tails} == {404}
        assert client.get(stored.get_absolute_url()).status_code == 404
    assert client_for(head).get(stored.get_absolute_url()).status_code == 200
    assert client_for(stranger).get(address(neighbour, check)).status_code == 404
    assert client_for(head).get(address(association, "letter/bring/")).status_code == 404
    assert client_for(head).get(address(association, "extract/example.docx")).content[:2] == b"PK"


def test_signed_protocol_is_printed_by_the_own_form(
    client_for: ClientFor, association: Association, head: Person, signed: Protocol
) -> None:
    client = client_for(head)
    put(association, head)

    own = client.get(f"/protocols/{signed.pk}/protocol.docx")
    built_in = client.get(f"/protocols/{signed.pk}/protocol.docx?builtin=1")

    found = texts(own.content)
    assert found[:2] == [association.name, "Протокол № 1 от 8 октября 2024 г."]
    assert "1.2. Собрать отчёты." in found
    sealed = b"".join(built_in.streaming_content)  # type: ignore[attr-defined]
    assert "ПРОТОКОЛ" in texts(sealed)


def test_own_form_prints_what_was_sealed(
    client_for: ClientFor, association: Association, head: Person, signed: Protocol
) -> None:
    put(association, head)
    old_name = association.name
    Association.objects.filter(pk=association.pk).update(name="Переименованное объединение")

    found = texts(client_for(head).get(f"/protocols/{signed.pk}/protocol.docx").content)

    assert found[0] == old_name


def test_extract_is_printed_by_the_own_form(
    client_for: ClientFor, association: Association, head: Person, member: Person, signed: Protocol
) -> None:
    put(association, head, word("{{ кому }}", "{{ решения.номер }} {{ решения.текст }}"), FormKind.EXTRACT)
    client = client_for(head)
    asked = {"whom": f"person:{member.pk}"}

    own = client.get(f"/protocols/{signed.pk}/extract/extract.docx", asked)
    built_in = client.get(f"/protocols/{signed.pk}/extract/extract.docx", asked | {"builtin": "1"})

    assert texts(own.content) == ["Липина Вера Ильинична", "1.1 Провести неделю", "1.2 Собрать отчёты"]
    assert texts(built_in.content)[1] == "ВЫПИСКА ИЗ ПРОТОКОЛА № 1"


@pytest.mark.parametrize("paper", ["protocol.docx", "extract/extract.docx"])
def test_form_that_fails_is_explained_and_the_built_in_one_given(
    paper: str, client_for: ClientFor, association: Association, head: Person, member: Person, signed: Protocol
) -> None:
    # As after a change of the vocabulary: what once was fit no longer is.
    kind = FormKind.PROTOCOL if paper == "protocol.docx" else FormKind.EXTRACT
    stored = brought(association, head, word("{{ отменённое поле }}"))
    PaperForm.objects.create(association=association, kind=kind, file=stored, added_at=AT, added_by="Липина")
    client = client_for(head)

    page = client.get(f"/protocols/{signed.pk}/{paper}", {"whom": f"person:{member.pk}"})

    assert page.status_code == 200
    assert page["Content-Type"].startswith("text/html")
    text = page.content.decode()
    assert "Форма объединения не сработала" in text
    assert "отменённое поле" in text
    given = client.get(f"/protocols/{signed.pk}/{paper}{page.context['address']}")
    body = b"".join(given.streaming_content) if given.streaming else given.content  # type: ignore[attr-defined]
    assert body[:2] == b"PK"


def test_sample_fills_every_field(association: Association) -> None:
    filling = protocol_filling(sample_content(association))

    assert [name for name, value in filling.values.items() if not value] == ["проект"]
