"""The gallery, pictures and signatories as pages: who sees what, and whose numbers open nothing."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.models import CertificatePicture, CertificateTemplate, Signatory
from stellazh.certificates.reads.pictures import picture_bytes
from stellazh.certificates.services.template_files import export_template
from stellazh.people.models import Person
from tests.certificates.templates import samples
from tests.certificates.templates.conftest import MakePicture
from tests.checks import fingerprint
from tests.factories.certificates import CertificateKindFactory, SignatoryFactory

ClientFor = Callable[[Person | None], Client]


def url(name: str, *arguments: object) -> str:
    return reverse(f"certificates:{name}", args=arguments)


def uploaded(content: bytes, name: str = "scan.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_foreign_numbers_open_nothing(
    neighbour: Association, foreign_template: CertificateTemplate, client_for: ClientFor, head: Person,
    make_picture: MakePicture,
) -> None:  # fmt: skip
    picture = make_picture(PictureKind.EMBLEM, neighbour)
    signatory = SignatoryFactory.create(association=neighbour)
    client = client_for(head)
    before = fingerprint()
    gets = [
        *(url(name, foreign_template.pk) for name in (
            "template_edit", "template_thumbnail", "template_sample", "template_rename", "template_copy",
            "template_reset", "template_archive", "template_export",
        )),
        *(url(name, picture.pk) for name in ("picture_detail", "picture_image", "picture_rename", "picture_archive")),
        *(url(name, signatory.pk) for name in ("signatory_edit", "signatory_archive")),
        *(url(name, neighbour.code) for name in (
            "template_list", "template_import", "picture_list", "signatory_list", "signatory_add",
        )),
        url("picture_add", neighbour.code, "emblem"),
    ]  # fmt: skip
    posts = [
        *gets[:1], *(url(name, foreign_template.pk) for name in (
            "template_preview", "template_reveal", "template_rename", "template_copy", "template_reset",
            "template_archive",
        )),
        *(url(name, picture.pk) for name in ("picture_detail", "picture_rename", "picture_archive")),
        *(url(name, signatory.pk) for name in ("signatory_edit", "signatory_archive", "signatory_move")),
        url("template_take", neighbour.code, "merit_laurel"), url("template_import", neighbour.code),
        url("picture_add", neighbour.code, "seal"), url("signatory_add", neighbour.code),
    ]  # fmt: skip

    answers = {address: client.get(address).status_code for address in gets}
    sent = {address: client.post(address, {"where": "up", "name": "Моё"}).status_code for address in posts}

    assert set(answers.values()) == {404}, answers
    assert set(sent.values()) == {404}, sent
    assert fingerprint() == before


def test_member_sees_none_of_it_and_the_region_only_looks(
    association: Association, template: CertificateTemplate, client_for: ClientFor, member: Person, region_head: Person
) -> None:
    pages = [url(name, association.code) for name in ("template_list", "picture_list", "signatory_list")]
    deeds = [url("template_import", association.code), url("signatory_add", association.code),
             url("picture_add", association.code, "emblem"), url("template_copy", template.pk)]  # fmt: skip

    assert {client_for(member).get(page).status_code for page in (*pages, *deeds)} == {404}
    assert {client_for(region_head).get(page).status_code for page in pages} == {200}
    assert {client_for(region_head).get(page).status_code for page in deeds} == {403}


def test_gallery_shows_own_templates_with_their_kinds_and_not_the_neighbours(
    association: Association, template: CertificateTemplate, foreign_template: CertificateTemplate,
    client_for: ClientFor, methodist: Person,
) -> None:  # fmt: skip
    CertificateTemplate.objects.filter(pk=foreign_template.pk).update(name="Соседский")
    CertificateKindFactory.create(association=association, template=template, name="Сертификат форума")

    page = client_for(methodist).get(url("template_list", association.code)).content.decode()

    assert "Стоит у видов: Сертификат форума" in page
    assert "Соседский" not in page
    assert page.count("Взять за основу<span") == 10


@pytest.mark.parametrize(("name", "count"), [("template_list", 6), ("picture_list", 9), ("signatory_list", 5)])
def test_lists_cost_the_same_with_one_and_with_three_rows(
    association: Association, template: CertificateTemplate, client_for: ClientFor, head: Person,
    make_picture: MakePicture, django_assert_num_queries: Callable[..., object], name: str, count: int,
) -> None:  # fmt: skip
    client = client_for(head)

    def grow() -> None:
        CertificateTemplate.objects.create(
            association=association, name=f"Шаблон {CertificateTemplate.objects.count()}", layout=template.layout,
            created_at=template.created_at, updated_at=template.created_at,
            emblem=make_picture(PictureKind.EMBLEM),
        )  # fmt: skip
        SignatoryFactory.create(association=association, signature=make_picture(PictureKind.SIGNATURE))

    grow()
    client.get(url(name, association.code))
    with django_assert_num_queries(count):  # type: ignore[attr-defined]
        client.get(url(name, association.code))
    grow()
    grow()
    with django_assert_num_queries(count):  # type: ignore[attr-defined]
        client.get(url(name, association.code))


def test_ready_template_is_taken_and_opened(association: Association, client_for: ClientFor, methodist: Person) -> None:
    answer = client_for(methodist).post(url("template_take", association.code, "merit_laurel"))
    unknown = client_for(methodist).post(url("template_take", association.code, "no_such"))

    template = CertificateTemplate.objects.get()
    assert answer["Location"] == url("template_edit", template.pk)
    assert unknown["Location"] == url("template_list", association.code)


def test_small_pictures_are_png(template: CertificateTemplate, client_for: ClientFor, methodist: Person) -> None:
    client = client_for(methodist)

    ready = client.get(url("shipped_picture", "merit_laurel", "small"))
    large = client.get(url("shipped_picture", "merit_laurel", "large"))
    own = client.get(url("template_thumbnail", template.pk))

    assert [one["Content-Type"] for one in (ready, large, own)] == ["image/png"] * 3
    assert len(ready.content) < 60_000
    assert ready["Cache-Control"] == "private, max-age=86400"
    assert client.get(url("shipped_picture", "no_such", "small")).status_code == 404
    assert Client().get(url("shipped_picture", "merit_laurel", "small")).status_code == 302


def test_template_is_renamed_copied_put_away_and_brought_back(
    template: CertificateTemplate, association: Association, client_for: ClientFor, head: Person
) -> None:
    client = client_for(head)
    home = url("template_list", association.code)

    refused = client.post(url("template_rename", template.pk), {"name": "", "expected_version": 1})
    renamed = client.post(url("template_rename", template.pk), {"name": "Наш", "expected_version": 1})
    copied = client.post(url("template_copy", template.pk), {})
    client.post(url("template_archive", template.pk), {"deed": "Убрать в архив"})
    client.post(url("template_archive", template.pk), {"deed": "Убрать в архив"})
    template.refresh_from_db()
    is_away = template.archived_at is not None
    client.post(url("template_archive", template.pk), {"deed": "Вернуть"})

    template.refresh_from_db()
    assert (refused.status_code, renamed["Location"]) == (422, home)
    assert copied["Location"] == url("template_edit", CertificateTemplate.objects.get(name="Наш (2)").pk)
    assert (is_away, template.archived_at) == (True, None)


def test_template_is_taken_from_a_file(
    template: CertificateTemplate, association: Association, client_for: ClientFor, head: Person
) -> None:
    client = client_for(head)
    body = client.get(url("template_export", template.pk))

    taken = client.post(url("template_import", association.code), {"file": uploaded(body.content, "t.zip")})
    refused = client.post(url("template_import", association.code), {"file": uploaded(b"<html>", "t.zip")})

    assert body.content == export_template(template, by=head)
    assert taken.status_code == 302
    assert refused.status_code == 422
    assert "не прочитан" in refused.content.decode()
    assert CertificateTemplate.objects.count() == 2


def test_signature_is_chosen_with_or_without_its_paper_before_it_is_kept(
    association: Association, client_for: ClientFor, head: Person
) -> None:
    client, address = client_for(head), url("picture_add", association.code, "signature")

    choice = client.post(address, {"file": uploaded(samples.scanned_signature()), "name": "Подпись"})
    count_before = CertificatePicture.objects.count()
    page = choice.content.decode()
    hidden = dict(re.findall(r'name="(cleared|as_is)" value="([^"]+)"', page))
    kept = client.post(address, {**hidden, "variant": "cleared", "name": "Подпись"})

    picture = CertificatePicture.objects.get()
    assert (choice.status_code, count_before, kept.status_code) == (200, 0, 302)
    assert set(hidden) == {"cleared", "as_is"}
    assert picture_bytes(picture).startswith(b"\x89PNG")
    assert (picture.kind, picture.name) == (PictureKind.SIGNATURE, "Подпись")


@pytest.mark.parametrize("content", [b"", b"<svg/>", samples.enormous_png(), samples.seal()[:300]])
def test_hostile_pictures_are_told_off_at_the_field(
    association: Association, client_for: ClientFor, head: Person, content: bytes
) -> None:
    client = client_for(head)
    before = fingerprint()

    for kind in ("emblem", "signature"):
        address = url("picture_add", association.code, kind)
        answer = client.post(address, {"file": uploaded(content), "name": "Знак"})
        chosen = client.post(
            address, {"variant": "cleared", "cleared": base64.b64encode(content).decode(), "name": "Знак"}
        )
        assert (answer.status_code, chosen.status_code) == (422, 422)

    assert fingerprint() == before


def test_signature_is_nowhere_but_behind_the_button_that_writes_the_journal(
    association: Association, signatory: Signatory, client_for: ClientFor, head: Person, methodist: Person
) -> None:
    picture = signatory.signature
    assert picture is not None
    encoded = base64.b64encode(picture_bytes(picture)).decode()
    by_head, by_methodist = client_for(head), client_for(methodist)
    page = url("picture_detail", picture.pk)
    before = fingerprint()
    closed = [
        client.get(address).content.decode(errors="replace")
        for client in (by_head, by_methodist)
        for address in (page, url("picture_list", association.code), url("signatory_list", association.code))
    ]
    statuses = {
        client.get(address).status_code
        for client in (by_head, by_methodist)
        for address in (url("picture_image", picture.pk), picture.file.get_absolute_url())
    }
    refused = by_methodist.post(page)

    assert not [text for text in closed if encoded in text]
    assert statuses == {404}
    assert refused.status_code == 403
    assert fingerprint() == before
    opened = by_head.post(page)
    assert encoded in opened.content.decode()
    assert opened["Cache-Control"] == "private, no-store"
    assert AuditEntry.objects.filter(action="certificate_picture_viewed", actor_id=head.actor_id).count() == 1


def test_emblem_is_shown_in_place_and_renamed(
    association: Association, client_for: ClientFor, methodist: Person, make_picture: MakePicture
) -> None:
    emblem, client = make_picture(PictureKind.EMBLEM), client_for(methodist)

    image = client.get(url("picture_image", emblem.pk))
    client.post(url("picture_rename", emblem.pk), {"name": "Знак города"})
    client.post(url("picture_archive", emblem.pk), {"deed": "Убрать в архив"})

    emblem.refresh_from_db()
    assert (image.status_code, image["Content-Security-Policy"]) == (200, "sandbox; default-src 'none'")
    assert emblem.name == "Знак города"
    assert emblem.archived_at is not None


def test_methodist_does_not_put_a_seal_away(
    client_for: ClientFor, methodist: Person, make_picture: MakePicture
) -> None:
    seal = make_picture(PictureKind.SEAL)

    assert client_for(methodist).post(url("picture_archive", seal.pk)).status_code == 403
    assert client_for(methodist).get(url("picture_rename", seal.pk)).status_code == 403


def test_signatory_is_added_changed_moved_and_put_away_on_pages(
    association: Association, client_for: ClientFor, methodist: Person, signatory: Signatory
) -> None:
    client = client_for(methodist)

    added = client.post(url("signatory_add", association.code), {"name": "Е. С. Липина", "post": "секретарь"})
    wrong = client.post(url("signatory_add", association.code), {"name": "", "post": ""})
    second = Signatory.objects.get(name="Е. С. Липина")
    client.post(url("signatory_move", second.pk), {"where": "up"})
    changed = client.post(
        url("signatory_edit", signatory.pk), {"name": signatory.name, "post": "методист", "expected_version": 1}
    )
    clash = client.post(
        url("signatory_edit", signatory.pk), {"name": signatory.name, "post": "глава", "expected_version": 1}
    )
    client.post(url("signatory_archive", second.pk), {"deed": "Убрать в архив"})

    signatory.refresh_from_db()
    second.refresh_from_db()
    assert (added.status_code, wrong.status_code, changed.status_code, clash.status_code) == (302, 422, 302, 422)
    # The form of a methodist has no say in the signature.
    assert (signatory.post, signatory.signature_id is not None) == ("методист", True)
    assert second.position < signatory.position
    assert second.archived_at is not None
