"""The editor: what it shows, keeps, refuses; whose signatures it never shows."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.layout import BlockKind
from stellazh.certificates.models import CertificateTemplate, Signatory
from stellazh.certificates.services.sheet_layouts import Sheet
from stellazh.people.models import Person
from tests.certificates.templates.conftest import MakePicture
from tests.certificates.templates.sending import sent
from tests.checks import fingerprint
from tests.factories.certificates import SignatoryFactory

QUERIES = 7
ClientFor = Callable[[Person | None], Client]


def edit(template: CertificateTemplate) -> str:
    return reverse("certificates:template_edit", args=[template.pk])


def preview(template: CertificateTemplate) -> str:
    return reverse("certificates:template_preview", args=[template.pk])


def reveal(template: CertificateTemplate) -> str:
    return reverse("certificates:template_reveal", args=[template.pk])


def number_of(template: CertificateTemplate, kind: BlockKind) -> int:
    return next(n for n, block in enumerate(Sheet.of(template).layout.blocks) if block.kind == kind)


@pytest.fixture
def sealed(template: CertificateTemplate, signatory: Signatory, make_picture: MakePicture) -> CertificateTemplate:
    """With a seal; beside it `signatory` signs."""
    template.seal = make_picture(PictureKind.SEAL)
    template.save()
    return template


@pytest.mark.parametrize("who", ["stranger", "member", None])
def test_strangers_find_no_editor(
    template: CertificateTemplate, client_for: ClientFor, who: str | None, request: pytest.FixtureRequest
) -> None:
    client = client_for(request.getfixturevalue(who) if who else None)
    before = fingerprint()

    answers = [
        client.get(edit(template)),
        client.post(edit(template), sent(template)),
        client.post(preview(template), sent(template)),
        client.post(reveal(template), sent(template)),
        client.get(reverse("certificates:template_sample", args=[template.pk])),
    ]

    assert {answer.status_code for answer in answers} == ({404} if who else {302})
    assert fingerprint() == before


def test_region_reads_but_does_not_edit(
    template: CertificateTemplate, client_for: ClientFor, region_head: Person
) -> None:
    client = client_for(region_head)

    assert client.get(edit(template)).status_code == 403
    assert client.post(edit(template), sent(template, b0_text="Иное")).status_code == 403
    assert client.post(preview(template), sent(template)).status_code == 403
    assert client.get(reverse("certificates:template_sample", args=[template.pk])).content.startswith(b"%PDF")


def test_sent_form_is_kept_and_the_page_has_no_style_of_its_own(
    template: CertificateTemplate, client_for: ClientFor, methodist: Person
) -> None:
    client = client_for(methodist)
    title = number_of(template, BlockKind.TITLE)

    page = client.get(edit(template)).content.decode()
    answer = client.post(edit(template), sent(template, **{f"b{title}_text": "ГРАМОТА", f"b{title}_x": "40.5"}))

    template.refresh_from_db()
    block = Sheet.of(template).layout.blocks[title]
    assert answer.status_code == 302
    assert (block.text, block.x, template.version) == ("ГРАМОТА", 40.5, 2)
    assert 'src="data:image/png;base64,' in page
    assert " style=" not in page
    assert "onclick" not in page


def test_stored_sheet_sent_back_changes_nothing(
    template: CertificateTemplate, client_for: ClientFor, head: Person
) -> None:
    client_for(head).post(edit(template), sent(template))

    template.refresh_from_db()
    assert template.version == 1


def test_block_is_added_and_taken_off_without_scripts(
    template: CertificateTemplate, client_for: ClientFor, head: Person
) -> None:
    client = client_for(head)
    count = len(Sheet.of(template).layout.blocks)

    grown = client.post(edit(template), sent(template, do="add:line"))
    shown = client.post(edit(template), sent(template, do="show", sample="longest"))

    assert (grown.status_code, shown.status_code) == (200, 200)
    assert f'name="block-{count}-kind" value="line"' in grown.content.decode()
    template.refresh_from_db()
    assert template.version == 1
    line = {
        "block-TOTAL_FORMS": count + 1, f"block-{count}-key": "line-9", f"block-{count}-kind": "line",
        f"block-{count}-x": "50", f"block-{count}-y": "60", f"block-{count}-width": "80", f"block-{count}-size": "12",
        f"block-{count}-align": "center", f"block-{count}-font": "serif", f"block-{count}-weight": "regular",
        f"block-{count}-colour": "ink", "block-0-DELETE": "on",
    }  # fmt: skip
    assert client.post(edit(template), {**sent(template), **line}).status_code == 302
    template.refresh_from_db()
    kinds = [block.key for block in Sheet.of(template).layout.blocks]
    assert len(kinds) == count
    assert kinds[-1] == "line-9"


def test_faults_stand_at_their_blocks_and_nothing_is_kept(
    template: CertificateTemplate, client_for: ClientFor, head: Person
) -> None:
    client = client_for(head)
    title = number_of(template, BlockKind.TITLE)
    data = sent(template, **{f"b{title}_text": "{{ заголвок }}", "b0_x": "900"})

    told = client.post(preview(template), data).json()
    page = client.post(edit(template), data)
    doubtful = client.post(preview(template), sent(template, **{f"b{title}_text": "{{ заголвок }}"})).json()

    assert (told["picture"], list(told["faults"])) == ("", ["0"])
    assert "за край листа" in told["faults"]["0"][0]
    assert page.status_code == 422
    assert "за край листа" in page.content.decode()
    assert doubtful["picture"].startswith("data:image/png;base64,")
    assert "Похоже на «заголовок»" in doubtful["faults"][str(title)][0]
    template.refresh_from_db()
    assert template.version == 1


def test_unknown_field_is_not_saved(template: CertificateTemplate, client_for: ClientFor, head: Person) -> None:
    answer = client_for(head).post(edit(template), sent(template, b0_text="{{ мероприятия }}"))

    assert answer.status_code == 422
    assert "Похоже на «мероприятие»" in answer.content.decode()


def test_second_of_two_sees_both_texts(template: CertificateTemplate, client_for: ClientFor, head: Person) -> None:
    client = client_for(head)
    title = number_of(template, BlockKind.TITLE)
    late = sent(template, **{f"b{title}_text": "ДИПЛОМ"})
    client.post(edit(template), sent(template, **{f"b{title}_text": "ГРАМОТА"}))

    answer = client.post(edit(template), late)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Сейчас сохранено" in page
    assert "ГРАМОТА" in page
    assert "ДИПЛОМ" in page
    assert 'name="expected_version" value="2"' in page


@pytest.mark.parametrize(
    "tampered",
    [
        {"block-TOTAL_FORMS": "no"},
        {"block-TOTAL_FORMS": "2000"},
        {"block-0-kind": "script"},
        {"block-0-key": "../x"},
        {"block-0-x": "nan"},
        {"block-0-width": "1e308"},
        {"block-0-size": "inf"},
        {"orientation": "round"},
        {"design": "../../etc"},
        {"emblem": "999999"},
        {"expected_version": ""},
        {"block-0-text": "x" * 5000},
        {"sample": "other"},
    ],
)
def test_tampered_forms_are_told_off_calmly(
    template: CertificateTemplate, client_for: ClientFor, head: Person, tampered: dict[str, str]
) -> None:
    client = client_for(head)
    before = fingerprint()

    answer = client.post(edit(template), {**sent(template), **tampered})
    seen = client.post(preview(template), {**sent(template), **tampered})

    assert (answer.status_code, seen.status_code) == (422, 200)
    assert seen.json()["faults"]
    assert fingerprint() == before


def test_preview_writes_nothing_whatever_it_shows(
    sealed: CertificateTemplate, client_for: ClientFor, head: Person
) -> None:
    client = client_for(head)
    client.get(edit(sealed))
    before = fingerprint()

    for sample, name in (("usual", ""), ("longest", ""), ("name", "Берестова Анна Ильинична")):
        told = client.post(preview(sealed), sent(sealed, sample=sample, sample_name=name)).json()
        assert told["picture"].startswith("data:image/png;base64,")
        assert told["faults"] == {}

    assert fingerprint() == before


def test_typed_name_changes_the_preview(template: CertificateTemplate, client_for: ClientFor, head: Person) -> None:
    client = client_for(head)

    def shown(name: str) -> str:
        return str(client.post(preview(template), sent(template, sample="name", sample_name=name)).json()["picture"])

    assert len({shown(""), shown("Берестова Анна Ильинична"), shown("Тополев Юрий Кузьмич")}) == 3


def test_signatures_and_seal_are_grey_until_revealed_and_the_journal_knows(
    sealed: CertificateTemplate, signatory: Signatory, client_for: ClientFor, head: Person
) -> None:
    client = client_for(head)
    grey = client.post(preview(sealed), sent(sealed)).json()["picture"]

    shown = client.post(reveal(sealed), sent(sealed)).json()["shown"]
    real = client.post(preview(sealed), sent(sealed, shown=shown)).json()["picture"]

    viewed = AuditEntry.objects.filter(action="certificate_picture_viewed").order_by("pk")
    assert sealed.seal is not None
    assert signatory.signature is not None
    assert [(one.object_id, one.actor_id) for one in viewed] == [
        (str(sealed.seal.pk), head.actor_id),
        (str(signatory.signature.pk), head.actor_id),
    ]
    assert real != grey


def test_revealing_works_without_scripts(sealed: CertificateTemplate, client_for: ClientFor, head: Person) -> None:
    answer = client_for(head).post(edit(sealed), sent(sealed, do="reveal"))

    assert answer.status_code == 200
    assert 'name="shown" value=""' not in answer.content.decode()
    assert AuditEntry.objects.filter(action="certificate_picture_viewed").count() == 2


def test_pass_of_another_person_template_or_picture_opens_nothing(
    sealed: CertificateTemplate, association: Association, client_for: ClientFor, head: Person, methodist: Person,
    make_picture: MakePicture,
) -> None:  # fmt: skip
    shown = client_for(head).post(reveal(sealed), sent(sealed)).json()["shown"]
    other_seal = make_picture(PictureKind.SEAL, name="Другая")
    by_methodist = client_for(methodist)

    def picture(client: Client, **other: object) -> str:
        return str(client.post(preview(sealed), sent(sealed, **other)).json()["picture"])

    assert picture(by_methodist, shown=shown) == picture(by_methodist)
    assert picture(client_for(head), shown="forged:" + shown) == picture(by_methodist)
    Signatory.objects.update(signature=None)
    assert picture(client_for(head), shown=shown, seal=other_seal.pk) == picture(client_for(head), seal=other_seal.pk)


def test_methodist_sees_no_signature(sealed: CertificateTemplate, client_for: ClientFor, methodist: Person) -> None:
    client = client_for(methodist)
    before = fingerprint()

    refused = client.post(reveal(sealed), sent(sealed))
    page = client.get(edit(sealed)).content.decode()
    unsaved = client.post(edit(sealed), sent(sealed, do="reveal"))

    assert refused.status_code == 403
    assert "Показать подписи" not in page
    assert unsaved.status_code == 403
    assert fingerprint() == before


def test_picture_of_another_kind_or_association_never_gets_onto_a_preview(
    template: CertificateTemplate, neighbour: Association, client_for: ClientFor, methodist: Person,
    make_picture: MakePicture,
) -> None:  # fmt: skip
    client = client_for(methodist)
    seal, signature = make_picture(PictureKind.SEAL), make_picture(PictureKind.SIGNATURE)
    foreign = make_picture(PictureKind.EMBLEM, neighbour)

    for picture in (seal, signature, foreign):
        for place in ("emblem", "background"):
            told = client.post(preview(template), sent(template, **{place: picture.pk})).json()
            assert told["picture"] == ""
            assert "Выберите корректный вариант" in told["faults"][""][0]


def test_seal_sent_by_a_methodist_is_passed_over(
    template: CertificateTemplate, client_for: ClientFor, methodist: Person, make_picture: MakePicture
) -> None:
    seal = make_picture(PictureKind.SEAL)

    answer = client_for(methodist).post(edit(template), sent(template, seal=seal.pk, b0_text="Иное"))

    template.refresh_from_db()
    assert answer.status_code == 302
    assert (template.seal, template.version) == (None, 2)


def test_own_background_is_drawn_in_place_of_an_ornament(
    template: CertificateTemplate, client_for: ClientFor, methodist: Person, make_picture: MakePicture
) -> None:
    client, background = client_for(methodist), make_picture(PictureKind.BACKGROUND)

    plain = client.post(preview(template), sent(template, design="plain")).json()
    dressed = client.post(preview(template), sent(template, design="plain", background=background.pk)).json()
    covered = client.post(preview(template), sent(template, background=background.pk)).json()

    assert base64.b64decode(plain["picture"].partition(",")[2]).startswith(b"\x89PNG")
    assert plain["picture"] != dressed["picture"]
    assert covered["faults"][""] == ["Оформление: Оно закроет свой фон. Выберите «Без украшений» или уберите фон."]


def test_sample_is_a_pdf_with_grey_frames_and_writes_nothing(
    sealed: CertificateTemplate, client_for: ClientFor, head: Person
) -> None:
    client = client_for(head)
    before = fingerprint()

    answer = client.get(reverse("certificates:template_sample", args=[sealed.pk]))

    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert fingerprint() == before


def test_layout_of_another_release_leads_back_to_the_ready_one(
    template: CertificateTemplate, client_for: ClientFor, head: Person
) -> None:
    CertificateTemplate.objects.filter(pk=template.pk).update(layout={"blocks": "lost"})
    client = client_for(head)

    page = client.get(edit(template)).content.decode()
    thumbnail = client.get(reverse("certificates:template_thumbnail", args=[template.pk]))
    client.post(reverse("certificates:template_reset", args=[template.pk]), {"expected_version": 1})

    assert "не читается" in page
    assert thumbnail.status_code == 404
    assert client.get(edit(template)).status_code == 200


def test_editor_costs_the_same_with_one_and_with_three_signatories_and_pictures(
    template: CertificateTemplate, association: Association, client_for: ClientFor, head: Person,
    make_picture: MakePicture, django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    client = client_for(head)
    client.get(edit(template))

    def grown() -> None:
        make_picture(PictureKind.EMBLEM)
        SignatoryFactory.create(association=association, signature=make_picture(PictureKind.SIGNATURE))

    grown()
    with django_assert_num_queries(QUERIES):  # type: ignore[attr-defined]
        client.get(edit(template))
    grown()
    grown()
    with django_assert_num_queries(QUERIES):  # type: ignore[attr-defined]
        client.get(edit(template))
