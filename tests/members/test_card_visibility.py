"""Who sees which field of a card: a table of levels and readers, the consents behind «все», the exports."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.actor import Actor, Guest
from stellazh.common.capabilities import Role
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.members.card_fields import CARD_FIELDS, NAME
from stellazh.members.enums import Level
from stellazh.members.models import Card
from stellazh.members.reads.cards import card_page
from stellazh.members.services import cards as services
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import CardLook, Consent, ConsentText, Person
from stellazh.people.services.consents import NoConsentText, published_subjects
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import GrantFactory, OrganisationFactory
from tests.factories.members import (
    AwardFactory,
    CardFactory,
    MembershipFactory,
    PostFactory,
    PupilResultFactory,
    TrainingFactory,
)
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]
PLACE = "10.0.0.7"
CODES = [field.code for field in CARD_FIELDS]
# A word that stands in the page only when the field is shown.
MARKS = {
    "posts": "хранитель полок",
    "other_work": "учитель технологии",
    "experience": "библиотечный: ",
    "education": "Заречный институт культуры",
    "trainings": "Книга и чтение",
    "category": "№ 112 от 15.04.2022",
    "self_education_theme": "Смысловое чтение",
    "awards": "Благодарность округа",
    "pupil_results": "Конкурс юных чтецов",
    "phone": "000-11-22",
    "contact_email": "olhova@example.org",
    "max_contact": "olhova-max",
    "vk_contact": "vk.example/olhova",
    "birth_on": "8 марта 1972",
}
# Which levels each reader sees; a fellow member sees only the posts, as the list of members shows them.
SEEN_BY: Mapping[str, tuple[Level, ...]] = {
    "self": (Level.SELF, Level.HEAD, Level.REGION, Level.PUBLIC),
    "head": (Level.HEAD, Level.REGION, Level.PUBLIC),
    "region_head": (Level.REGION, Level.PUBLIC),
    "fellow": (Level.PUBLIC,),
    "stranger": (Level.PUBLIC,),
    "guest": (Level.PUBLIC,),
}


@pytest.fixture
def text(db: None) -> ConsentText:
    """The text of the consent to распространение now in force."""
    ConsentText.objects.filter(purpose=ConsentPurpose.DISTRIBUTION).delete()
    return ConsentText.objects.create(
        purpose=ConsentPurpose.DISTRIBUTION,
        number=1,
        title="Согласие на распространение",
        text="Я разрешаю показывать это поле всем.",
        published_at=datetime(2024, 8, 1, 9, 0, tzinfo=UTC),
    )


@pytest.fixture
def card(member: Person) -> Card:
    """A card with a word in every field."""
    made: Any = CardFactory(person=member, filled=True)
    PostFactory(person=member, title="хранитель полок", organisation=OrganisationFactory(short_name="Школа № 5"))
    TrainingFactory(card=made, title="Книга и чтение")
    AwardFactory(card=made, title="Благодарность округа")
    PupilResultFactory(card=made, contest="Конкурс юных чтецов")
    return made


@pytest.fixture
def readers(
    member: Person, head: Person, region_head: Person, stranger: Person, association: Association
) -> dict[str, Actor]:
    fellow: Any = PersonFactory(family_name="Озерова")
    GrantFactory(person=fellow, role=Role.MEMBER, association=association)
    MembershipFactory(person=fellow, association=association)
    return {
        "self": member, "head": head, "region_head": region_head, "fellow": fellow, "stranger": stranger,
        "guest": Guest(),
    }  # fmt: skip


def publish(person: Person, text: ConsentText, *codes: str) -> None:
    for code in codes:
        Consent.objects.create(
            person=person, text=text, subject=code, given_at=text.published_at, place=PLACE, way="self"
        )


def expected(reader: str, code: str, level: Level) -> bool:
    if reader == "fellow" and code == "posts":
        return level in (Level.REGION, Level.PUBLIC)
    return level in SEEN_BY[reader]


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("reader", list(SEEN_BY))
def test_every_field_at_every_level_for_every_reader(
    card: Card, readers: dict[str, Actor], text: ConsentText, client_for: ClientFor, at: datetime, reader: str,
    level: Level,
) -> None:  # fmt: skip
    card.visibility = dict.fromkeys(CODES, level.value)
    card.save()
    if level == Level.PUBLIC:
        publish(card.person, text, *CODES)
    actor = readers[reader]

    page = card_page(card.person, actor=actor, at=at)
    client = client_for(actor if isinstance(actor, Person) else None)
    answer = client.get(reverse("members:card_detail", args=[card.person_id]))

    assert page.seen == {code for code in CODES if expected(reader, code, level)}
    shown = answer.content.decode() if answer.status_code == 200 else ""
    assert {code for code, mark in MARKS.items() if mark in shown} == page.seen


@pytest.mark.parametrize("reader", ["fellow", "stranger", "guest"])
def test_public_level_without_a_consent_shows_nothing(
    card: Card, readers: dict[str, Actor], at: datetime, reader: str
) -> None:
    card.visibility = dict.fromkeys(CODES, Level.PUBLIC.value)
    card.save()

    seen = card_page(card.person, actor=readers[reader], at=at).seen

    assert seen == ({"posts"} if reader == "fellow" else frozenset())


def test_guest_gets_404_until_something_is_published(
    card: Card, text: ConsentText, client_for: ClientFor, readers: dict[str, Actor]
) -> None:
    url = reverse("members:card_detail", args=[card.person_id])
    guest = client_for(None)
    assert guest.get(url).status_code == 404
    assert client_for(readers["stranger"]).get(url).status_code == 404

    publish(card.person, text, "category")
    card.visibility = {"category": Level.PUBLIC.value}
    card.save()
    without_name = guest.get(url).content.decode()
    publish(card.person, text, NAME)
    with_name = guest.get(url).content.decode()

    assert "первая" in without_name
    assert card.person.family_name not in without_name
    assert card.person.full_name in with_name
    assert [code for code, mark in MARKS.items() if mark in with_name] == ["category"]


def test_archived_card_is_shown_to_nobody(
    card: Card, text: ConsentText, client_for: ClientFor, readers: dict[str, Actor], at: datetime
) -> None:
    publish(card.person, text, NAME)
    card.person.archived_at = at
    card.person.save()

    for reader in ("head", "region_head", "guest"):
        actor = readers[reader]
        client = client_for(actor if isinstance(actor, Person) else None)
        assert client.get(reverse("members:card_detail", args=[card.person_id])).status_code == 404


@pytest.mark.parametrize("shown_as", ["head", "region", "public"])
def test_preview_shows_what_that_reader_sees(
    card: Card, readers: dict[str, Actor], client_for: ClientFor, at: datetime, shown_as: str
) -> None:
    card.visibility = {"category": "self", "phone": "region"}
    card.save()
    reader = {"head": "head", "region": "region_head", "public": "guest"}[shown_as]

    as_seen = card_page(card.person, actor=card.person, at=at, shown_as=Level(shown_as)).seen
    answer = client_for(card.person).get(reverse("members:card_detail", args=[card.person_id]), {"as": shown_as})

    assert as_seen == card_page(card.person, actor=readers[reader], at=at).seen
    assert "Это только показ" in answer.content.decode()
    assert "Править" not in answer.content.decode()


def test_preview_is_for_the_person_alone(card: Card, readers: dict[str, Actor], at: datetime) -> None:
    head = readers["head"]

    as_self = card_page(card.person, actor=head, at=at, shown_as=Level.SELF)
    as_public = card_page(card.person, actor=head, at=at, shown_as=Level.PUBLIC)

    assert as_self.seen == as_public.seen == card_page(card.person, actor=head, at=at).seen


def test_looks_of_others_are_noted_and_own_ones_are_not(
    card: Card, readers: dict[str, Actor], client_for: ClientFor
) -> None:
    url = reverse("members:card_detail", args=[card.person_id])

    for reader in ("self", "head", "head", "region_head"):
        client_for(readers[reader]).get(url)
    client_for(readers["stranger"]).get(url)

    looks = CardLook.objects.filter(person=card.person).values_list("viewer_name", "what", "look_count")
    names = {str(readers[name].actor_name) for name in ("head", "region_head")}
    assert {(name, what) for name, what, _ in looks} == {(name, "карточка") for name in names}
    assert {count for name, _, count in looks if name == readers["head"].actor_name} == {2}


def set_levels(person: Person, at: datetime, *, by: Actor | None = None, version: int = 1, **options: Any) -> Card:
    values = {"place": PLACE, **options}
    return services.set_visibility(person.pk, expected_version=version, by=by or person, at=at, **values)


def test_public_needs_a_ticked_box_and_keeps_the_consent(card: Card, text: ConsentText, at: datetime) -> None:
    set_levels(
        card.person, at, levels={"phone": "public", NAME: "public", "category": "self"},
        agreed={"phone", NAME}, text_id=text.pk,
    )  # fmt: skip

    card.refresh_from_db()
    given = Consent.objects.in_force().filter(person=card.person).values_list("subject", "place", "text", "given_at")
    assert card.visibility == {"phone": "public", "category": "self"}
    assert card.version == 2
    assert sorted(given) == [(NAME, PLACE, text.pk, at), ("phone", PLACE, text.pk, at)]
    assert deeds(card.person)[-1][2] == {
        "Кто видит: Телефон": ["", "все, и без входа"],
        "Кто видит: Категория": ["", "только я"],
    }


def test_narrower_level_withdraws_the_consent(card: Card, text: ConsentText, at: datetime) -> None:
    set_levels(card.person, at, levels={"phone": "public", NAME: "public"}, agreed={"phone", NAME}, text_id=text.pk)

    set_levels(card.person, at, version=2, levels={"phone": "head", NAME: "region"})

    assert published_subjects([card.person_id]) == {}
    withdrawn = Consent.objects.filter(person=card.person).values_list("subject", "withdrawn_at", "withdrawn_place")
    assert sorted(withdrawn) == [(NAME, at, PLACE), ("phone", at, PLACE)]
    card.refresh_from_db()
    assert (card.visibility["phone"], card.version) == ("head", 3)


def test_level_that_stays_public_asks_for_nothing_again(card: Card, text: ConsentText, at: datetime) -> None:
    set_levels(card.person, at, levels={"phone": "public"}, agreed={"phone"}, text_id=text.pk)

    set_levels(card.person, at, version=2, levels={"phone": "public", "category": "head"})

    assert Consent.objects.in_force().filter(person=card.person).count() == 1


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"levels": {"phone": "public"}}, services.ConsentToPublishIsMissing),
        ({"levels": {"phone": "public", "awards": "public"}, "agreed": {"phone"}}, services.ConsentToPublishIsMissing),
        ({"levels": {"phone": "public"}, "agreed": {"phone"}, "text_id": 0}, services.ConsentToPublishIsMissing),
        ({"levels": {"birth_on": "public"}, "agreed": {"birth_on"}}, services.NotForEverybody),
        ({"levels": {"phone": "everybody"}}, DomainError),
        ({"levels": {"email": "head"}}, DomainError),
        ({"levels": {"phone": "self"}, "version": 7}, ChangedMeanwhile),
    ],
)
def test_set_visibility_refuses(
    card: Card, text: ConsentText, at: datetime, options: dict[str, Any], refusal: type[DomainError]
) -> None:
    nothing_changes(lambda: set_levels(card.person, at, **{"text_id": text.pk, **options}), refusal)


def test_only_the_person_sets_the_visibility(card: Card, readers: dict[str, Actor], at: datetime) -> None:
    for reader in ("head", "region_head", "fellow", "stranger", "guest"):
        by = readers[reader]
        nothing_changes(lambda by=by: set_levels(card.person, at, by=by, levels={"phone": "region"}), PermissionRefused)


def test_nothing_is_public_without_a_published_text(card: Card, at: datetime) -> None:
    ConsentText.objects.filter(purpose=ConsentPurpose.DISTRIBUTION).delete()

    nothing_changes(lambda: set_levels(card.person, at, levels={"phone": "public"}, agreed={"phone"}), NoConsentText)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_give_one_consent(card: Card, text: ConsentText, at: datetime) -> None:
    found = at_once(
        lambda: str(set_levels(card.person, at, levels={"phone": "public"}, agreed={"phone"}, text_id=text.pk).version)
    )

    assert sorted(found) == ["2", "ChangedMeanwhile"]
    assert Consent.objects.filter(person=card.person, subject="phone").count() == 1


def form_of(answer: Any) -> dict[str, str]:
    form = answer.context["form"]
    return {name: "" if (value := form[name].value()) in (None, False) else str(value) for name in form.fields}


def test_visibility_page_shows_the_text_and_publishes_by_a_box(
    card: Card, text: ConsentText, client_for: ClientFor
) -> None:
    client = client_for(card.person)
    url = reverse("members:card_visibility", args=[card.person_id])
    shown = client.get(url)
    sent = {name: value for name, value in form_of(shown).items() if value}

    without_box = client.post(url, {**sent, "level_category": "public"})
    with_box = client.post(url, {**sent, "level_category": "public", "agree_category": "on"})

    assert text.text in shown.content.decode()
    assert without_box.status_code == 422
    assert "отметьте согласие" in without_box.content.decode()
    assert with_box.status_code == 302
    assert published_subjects([card.person_id]) == {card.person_id: {"category"}}
    assert 'name="agree_birth_on"' not in shown.content.decode()


def test_visibility_page_is_the_persons_own(card: Card, readers: dict[str, Actor], client_for: ClientFor) -> None:
    for reader in ("head", "region_head", "fellow", "stranger"):
        answer = client_for(readers[reader]).get(reverse("members:card_visibility", args=[card.person_id]))
        assert answer.status_code == 404


def words_of_docx(body: bytes) -> str:
    with zipfile.ZipFile(BytesIO(body)) as package:
        return re.sub(r"<[^>]+>", " ", package.read("word/document.xml").decode())


@pytest.mark.parametrize("reader", ["self", "head", "region_head"])
def test_export_says_what_its_reader_may_see(
    card: Card, readers: dict[str, Actor], client_for: ClientFor, at: datetime, reader: str
) -> None:
    card.visibility = {"category": "self", "awards": "head"}
    card.save()
    client = client_for(readers[reader])

    word = client.get(reverse("members:card_export", args=[card.person_id, "docx"]))
    paper = client.get(reverse("members:card_print", args=[card.person_id]))

    seen = card_page(card.person, actor=readers[reader], at=at).seen
    for shown in (words_of_docx(word.content), paper.content.decode()):
        assert {code for code, mark in MARKS.items() if mark in shown} == seen
        assert "Вербина" not in shown
        assert "Маша В., 5 А класс" in shown
    assert word["Cache-Control"] == "private, no-store"


def test_pdf_of_the_card(card: Card, client_for: ClientFor) -> None:
    answer = client_for(card.person).get(reverse("members:card_export", args=[card.person_id, "pdf"]))

    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"


def test_pupil_is_named_in_the_export_while_a_parent_agrees(card: Card, client_for: ClientFor) -> None:
    PupilResultFactory(card=card, named=True, family_name="Тополева")
    PupilResultFactory(
        card=card, named=True, family_name="Калинина", guardian_withdrawn_on=datetime(2024, 3, 1, tzinfo=UTC).date()
    )

    shown = words_of_docx(
        client_for(card.person).get(reverse("members:card_export", args=[card.person_id, "docx"])).content
    )

    assert "Маша Тополева, 5 А класс" in shown
    assert "Калинина" not in shown


@pytest.mark.parametrize("kind", ["xlsx", "exe"])
def test_no_other_exports(card: Card, client_for: ClientFor, kind: str) -> None:
    answer = client_for(card.person).get(reverse("members:card_export", args=[card.person_id, kind]))

    assert answer.status_code == 404


def test_exports_are_for_the_person_and_the_heads(
    card: Card, readers: dict[str, Actor], text: ConsentText, client_for: ClientFor
) -> None:
    publish(card.person, text, NAME)

    for reader in ("fellow", "stranger"):
        client = client_for(readers[reader])
        for name, rest in (("card_export", ["docx"]), ("card_print", [])):
            assert client.get(reverse(f"members:{name}", args=[card.person_id, *rest])).status_code == 404
