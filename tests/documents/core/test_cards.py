"""Cards made and changed, their standing, publishing, the archive."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from stellazh.associations.models import Association
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.documents import services
from stellazh.documents.enums import DocumentAudience, DocumentKind, DocumentStatus
from stellazh.documents.models import Document, DocumentVersion, Replacement
from stellazh.documents.services import DocumentFields, Standing
from stellazh.documents.services import refusals as no
from stellazh.jobs.models import Job
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.documents.core.papers import brought, word
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db
FIELDS = DocumentFields(
    "О неделе книги", DocumentKind.ORDER, "145", date(2024, 8, 26), "Министерство", "https://example.org/145", "Кратко",
    DocumentAudience.PUBLIC,
)  # fmt: skip


def test_card_is_made_unpublished(association: Association, head: Person, at: datetime) -> None:
    standing = Standing(DocumentStatus.IN_FORCE, date(2024, 9, 1))

    made = services.create_document(association.pk, fields=FIELDS, standing=standing, by=head, at=at)

    made.refresh_from_db()
    assert DocumentFields.of(made) == FIELDS
    assert (Standing.of(made), made.published_at, made.version_count, made.created_at) == (standing, None, 0, at)
    assert deeds(made)[0][0] == "document_created"
    assert deeds(made)[0][2]["Номер"] == ["", "145"]


def test_card_with_a_file_has_its_first_version_read_in_the_background(
    association: Association, head: Person, at: datetime
) -> None:
    made = services.create_document(association.pk, fields=FIELDS, file=brought(), by=head, at=at)

    version = made.versions.get()
    job = Job.objects.get()
    assert (made.version_count, version.number, version.extraction, version.added_by_name) == (
        1, 1, "waiting", head.actor_name,
    )  # fmt: skip
    assert (job.name, job.arguments) == (
        "documents.read_version",
        {"version_id": version.pk, "completes_card": False},
    )
    assert version.file.purpose == "documents.version"
    assert [deed for deed, _, _ in deeds(made)] == ["document_created", "document_version_added"]


def test_double_click_makes_one_card(association: Association, head: Person, at: datetime) -> None:
    key = uuid.uuid4()

    made = [
        services.create_document(association.pk, fields=FIELDS, file=brought(), submission_key=key, by=head, at=at).pk
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert DocumentVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_double_click_at_once_makes_one_card(association: Association, head: Person, at: datetime) -> None:
    key, content = uuid.uuid4(), word()

    def click() -> str:
        made = services.create_document(
            association.pk, fields=FIELDS, file=brought(content), submission_key=key, by=head, at=at
        )
        return str(made.pk)

    found = at_once(click)

    assert found[0] == found[1] == str(Document.objects.get().pk)
    assert DocumentVersion.objects.count() == 1


def test_key_of_another_association_is_told(
    association: Association, neighbour: Association, head: Person, at: datetime
) -> None:
    key = uuid.uuid4()
    DocumentFactory.create(association=neighbour, submission_key=key)

    nothing_changes(
        lambda: services.create_document(association.pk, fields=FIELDS, submission_key=key, by=head, at=at),
        FormSentTwice,
    )


@pytest.mark.parametrize("who", ["member", "stranger", "region_head"])
def test_others_make_no_card(request: pytest.FixtureRequest, who: str, association: Association, at: datetime) -> None:
    person = request.getfixturevalue(who)

    nothing_changes(
        lambda: services.create_document(association.pk, fields=FIELDS, by=person, at=at), PermissionRefused
    )


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        ({"title": " \n "}, no.TitleMissing, "как называется"),
        ({"title": "Я" * 401}, no.TextTooLong, "«Название»: не больше 400"),
        ({"number": "1" * 61}, no.TextTooLong, "«Номер»"),
        ({"summary": "Я" * 5001}, no.TextTooLong, "«О чём документ»: не больше 5000"),
        ({"kind": "poem"}, no.UnknownValue, "«Вид»"),
        ({"audience": "all"}, no.UnknownValue, "«Кому виден»"),
        ({"source_url": "javascript:alert(1)"}, no.UnsafeAddress, "https://"),
        ({"dated_on": date(1024, 8, 26)}, no.WrongDays, "проверьте год"),
    ],
)
def test_wrong_fields_are_refused(
    association: Association,
    head: Person,
    at: datetime,
    changes: dict[str, object],
    refusal: type[DomainError],
    words: str,
) -> None:
    fields = DocumentFields(**{"title": "О неделе", **changes})  # type: ignore[arg-type]

    nothing_changes(lambda: services.create_document(association.pk, fields=fields, by=head, at=at), refusal, words)


def test_update_keeps_what_was(document: Document, head: Person, at: datetime) -> None:
    done = services.update_document(document.pk, expected_version=1, fields=FIELDS, by=head, at=at)

    assert (DocumentFields.of(done), done.version, done.updated_at) == (FIELDS, 2, at)
    action, who, changes = deeds(document)[0]
    assert (action, who) == ("document_updated", head.actor_id)
    assert changes["Номер"] == ["12", "145"]
    assert changes["Кому виден"] == ["участникам объединения и нижестоящих", "всем, и гостям сайта"]


def test_update_with_the_same_changes_nothing(document: Document, head: Person, at: datetime) -> None:
    fields = DocumentFields.of(document)

    done = services.update_document(document.pk, expected_version=1, fields=fields, by=head, at=at)

    assert (done.version, deeds(document)) == (1, [])


def test_update_of_what_somebody_has_changed_shows_both(document: Document, head: Person, at: datetime) -> None:
    services.update_document(document.pk, expected_version=1, fields=FIELDS, by=head, at=at)

    with pytest.raises(ChangedMeanwhile) as clash:
        services.update_document(
            document.pk, expected_version=1, fields=DocumentFields("Другое", number="145"), by=head, at=at
        )

    assert (clash.value.theirs["Название"], clash.value.mine["Название"]) == ("О неделе книги", "Другое")
    assert "Номер" not in clash.value.theirs


def test_status_changes_with_its_days(document: Document, head: Person, at: datetime) -> None:
    repealed = Standing(DocumentStatus.REPEALED, date(2024, 1, 1), date(2024, 9, 1))

    services.change_status(document.pk, expected_version=1, standing=repealed, by=head, at=at)
    back = services.change_status(
        document.pk, expected_version=2, standing=Standing("in_force", None, date(2024, 9, 1)), by=head, at=at
    )

    assert (Standing.of(back), back.version) == (Standing("in_force"), 3)
    assert deeds(document)[0][2] == {
        "Состояние": ["действует", "утратил силу"],
        "Действует с": ["", "01.01.2024"],
        "Утратил силу": ["", "01.09.2024"],
    }


@pytest.mark.parametrize(
    ("standing", "refusal"),
    [
        (Standing("burnt"), no.UnknownValue),
        (Standing("repealed", date(2024, 9, 1), date(2024, 8, 1)), no.WrongDays),
        (Standing("in_force", date(1, 1, 1)), no.WrongDays),
    ],
)
def test_wrong_standing_is_refused(
    document: Document, head: Person, at: datetime, standing: Standing, refusal: type[DomainError]
) -> None:
    nothing_changes(
        lambda: services.change_status(document.pk, expected_version=1, standing=standing, by=head, at=at), refusal
    )


def test_status_of_another_version_is_refused(document: Document, head: Person, at: datetime) -> None:
    nothing_changes(
        lambda: services.change_status(document.pk, expected_version=7, standing=Standing("draft"), by=head, at=at),
        ChangedMeanwhile,
    )


def test_published_and_taken_back(document: Document, head: Person, at: datetime) -> None:
    Document.objects.update(published_at=None, summary="Кратко")

    services.publish_document(document.pk, by=head, at=at)
    document.refresh_from_db()
    shown_at = document.published_at
    services.unpublish_document(document.pk, by=head, at=at)

    document.refresh_from_db()
    assert (shown_at, document.published_at, document.version) == (at, None, 1)
    assert [deed for deed, _, _ in deeds(document)] == ["document_published", "document_unpublished"]


def test_nothing_to_read_is_not_published(document: Document, head: Person, at: datetime) -> None:
    Document.objects.update(published_at=None)

    nothing_changes(lambda: services.publish_document(document.pk, by=head, at=at), no.NothingToRead)


def test_deeds_done_twice_are_refused(document: Document, head: Person, at: datetime) -> None:
    nothing_changes(lambda: services.publish_document(document.pk, by=head, at=at), no.WrongState)
    Document.objects.update(published_at=None)
    nothing_changes(lambda: services.unpublish_document(document.pk, by=head, at=at), no.WrongState)
    nothing_changes(lambda: services.restore_document(document.pk, by=head, at=at), PermissionRefused, "не в архиве")


def test_archive_and_back(document: Document, head: Person, member: Person, at: datetime) -> None:
    services.archive_document(document.pk, by=head, at=at)
    seen_away = Document.objects.visible_to(member).count(), Document.objects.visible_to(head).count()
    nothing_changes(lambda: services.archive_document(document.pk, by=head, at=at), PermissionRefused, "в архиве")
    services.restore_document(document.pk, by=head, at=at)

    document.refresh_from_db()
    assert (seen_away, document.archived_at) == ((0, 1), None)
    assert [deed for deed, _, _ in deeds(document)] == ["document_archived", "document_restored"]


@pytest.mark.parametrize(
    "deed",
    [
        lambda d, by, at: services.publish_document(d.pk, by=by, at=at),
        lambda d, by, at: services.unpublish_document(d.pk, by=by, at=at),
        lambda d, by, at: services.archive_document(d.pk, by=by, at=at),
        lambda d, by, at: services.restore_document(d.pk, by=by, at=at),
        lambda d, by, at: services.update_document(d.pk, expected_version=1, fields=FIELDS, by=by, at=at),
        lambda d, by, at: services.change_status(d.pk, expected_version=1, standing=Standing("draft"), by=by, at=at),
        lambda d, by, at: services.add_version(d.pk, file=brought(), after=0, by=by, at=at),
    ],
)
@pytest.mark.parametrize("who", ["member", "stranger", "region_head"])
def test_others_may_nothing(
    request: pytest.FixtureRequest, document: Document, at: datetime, who: str, deed: Callable[..., object]
) -> None:
    person = request.getfixturevalue(who)

    nothing_changes(lambda: deed(document, person, at), PermissionRefused)


def test_many_at_once_tells_what_was_left(
    association: Association, neighbour: Association, document: Document, head: Person, at: datetime
) -> None:
    ready = DocumentFactory.create(association=association, published_at=None, summary="Кратко")
    empty = DocumentFactory.create(association=association, published_at=None, title="Пустой")
    foreign = DocumentFactory.create(association=neighbour, published_at=None, summary="Чужой")

    result = services.do_to_many("publish", [ready.pk, empty.pk, foreign.pk, 0], by=head, at=at)

    assert result.done_count == 1
    assert [title for title, _ in result.left] == ["Пустой"]
    assert Document.objects.get(pk=foreign.pk).published_at is None


@pytest.mark.parametrize(
    ("deed", "keys", "refusal"),
    [
        ("burn", [1], no.UnknownValue),
        ("publish", [], no.NothingChosen),
        ("publish", list(range(201)), no.TooManyFiles),
    ],
)
def test_many_at_once_refuses_nonsense(
    head: Person, at: datetime, deed: str, keys: list[int], refusal: type[DomainError]
) -> None:
    nothing_changes(lambda: services.do_to_many(deed, keys, by=head, at=at), refusal)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda d: Document.objects.filter(pk=d.pk).update(title=""),
        lambda d: Document.objects.filter(pk=d.pk).update(repealed_on=date(2024, 1, 1)),
        lambda d: Replacement.objects.create(newer=d, older=d, added_at=timezone.now()),
    ],
)
def test_database_refuses(document: Document, wrong: Callable[[Document], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(document)
