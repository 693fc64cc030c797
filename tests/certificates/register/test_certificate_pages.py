"""A document's page, its files, what its keepers do with it, the owner's own list and the head's counts."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from stellazh.associations.models import Association
from stellazh.certificates.enums import CertificateStatus, CopyReason
from stellazh.certificates.models import Certificate, IssueRun
from stellazh.certificates.reads.holders import HolderFilters, holders_of
from stellazh.certificates.services.refusals import NoSheet, NowhereToWrite, WrongState
from stellazh.certificates.services.sending import send_again
from stellazh.common.errors import PermissionRefused
from stellazh.mail.models import MailAttachment, OutgoingMail
from stellazh.people.models import Person
from tests.certificates.register.conftest import ClientFor, Give
from tests.checks import deeds, fingerprint, nothing_changes
from tests.factories.certificates import CertificateCopyFactory, CertificateFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_document_is_opened_by_its_owner_and_the_readers(
    give: Give,
    head: Person,
    methodist: Person,
    region_head: Person,
    member: Person,
    stranger: Person,
    client_for: ClientFor,
) -> None:
    given = give()
    other = PersonFactory.create()

    answers = [
        client_for(who).get(given.get_absolute_url()).status_code
        for who in (head, methodist, region_head, member, stranger, other)
    ]

    assert answers == [200, 200, 200, 200, 404, 404]
    assert client_for().get(given.get_absolute_url()).status_code == 302


def test_file_of_a_sheet_is_opened_by_the_same(
    give: Give, head: Person, region_head: Person, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    file = give().copies.get().file
    assert file is not None
    address = reverse("files:file_download", args=[file.public_id])

    answers = [client_for(who).get(address).status_code for who in (head, region_head, member, stranger, None)]

    assert answers == [200, 200, 200, 404, 404]


def test_owner_sees_no_more_than_is_hers(give: Give, member: Person, head: Person, client_for: ClientFor) -> None:
    given = give()
    given.copies.update(note="Пояснение для журнала", made_by="Ольхова В.И.")

    own = client_for(member).get(given.get_absolute_url()).content.decode()
    kept = client_for(head).get(given.get_absolute_url()).content.decode()

    assert "Пояснение для журнала" not in own
    assert "Отозвать" not in own
    assert "Скачать PDF" in own
    assert "Пояснение для журнала" in kept
    assert "Отозвать" in kept


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_whatever_the_sheets(
    give: Give, head: Person, client_for: ClientFor, django_assert_num_queries: Any, count: int
) -> None:
    given = give()
    for ordinal in range(2, count + 1):
        CertificateCopyFactory.create(certificate=given, ordinal=ordinal, reason=CopyReason.LOST)
    client = client_for(head)

    with django_assert_num_queries(6):
        client.get(given.get_absolute_url())


def test_document_is_withdrawn_and_brought_back_on_its_pages(give: Give, head: Person, client_for: ClientFor) -> None:
    given, client = give(), client_for(head)
    withdraw = reverse("certificates:certificate_withdraw", args=[given.pk])
    bring_back = reverse("certificates:certificate_bring_back", args=[given.pk])

    wrong = client.post(withdraw, {"deed": "Отозвать", "reason": ""})
    done = client.post(withdraw, {"deed": "Отозвать", "reason": "Ошибка", "tell": "on"})
    again = client.post(withdraw, {"deed": "Отозвать", "reason": "Ошибка"})
    given.refresh_from_db()
    was = given.status
    back = client.post(bring_back, {"deed": "Отменить отзыв", "reason": "Не тот"})

    given.refresh_from_db()
    assert (wrong.status_code, done.status_code, again.status_code, back.status_code) == (422, 302, 302, 302)
    assert (was, given.status) == (CertificateStatus.WITHDRAWN, CertificateStatus.VALID)
    assert OutgoingMail.objects.count() == 1
    assert len(deeds(given)) == 2


def test_document_is_written_off_on_its_page(give: Give, head: Person, client_for: ClientFor) -> None:
    given = give()
    address = reverse("certificates:certificate_spoil", args=[given.pk])

    client_for(head).post(address, {"deed": "Списать", "reason": "Залит чаем"})
    again = client_for(head).get(address)

    given.refresh_from_db()
    assert given.status == CertificateStatus.SPOILED
    assert again.status_code == 403


@pytest.mark.parametrize("deed", ["withdraw", "bring_back", "spoil", "duplicate", "send", "make_sheets"])
def test_pages_of_deeds_are_shut_to_readers(
    give: Give, deed: str, member: Person, region_head: Person, stranger: Person, client_for: ClientFor
) -> None:
    given = give()
    address = reverse(f"certificates:certificate_{deed}", args=[given.pk])
    before = fingerprint()

    answers = [client_for(who).post(address, {"reason": "Так"}).status_code for who in (member, region_head, stranger)]

    assert answers == [404, 404, 404]
    assert fingerprint() == before


def test_duplicate_is_made_with_its_file(give: Give, head: Person, client_for: ClientFor) -> None:
    from stellazh.certificates.designs.shipped import SHIPPED
    from stellazh.certificates.layout import layout_to_json

    given = give(
        values={"фио": "Вербина Ольга", "фио в дательном": "Вербиной Ольге", "фио в родительном": "Вербиной Ольги"}
    )
    IssueRun.objects.filter(pk=given.run_id).update(layout=layout_to_json(SHIPPED[0].layout))
    address = reverse("certificates:certificate_duplicate", args=[given.pk])
    client = client_for(head)
    form = client.get(address).context["form"]

    wrong = client.post(address, {**form.initial, "reason": "name_change", "dative": "Кому", "genitive": "Кого"})
    done = client.post(
        address, {**form.initial, "reason": "mistake", "name": "Озерова Ольга", "dative": "Кому", "genitive": "Кого"}
    )

    copy = given.copies.get(ordinal=2)
    assert (wrong.status_code, done.status_code) == (422, 302)
    assert copy.file is not None
    assert copy.file.media_type == "application/pdf"
    assert "дубликат" in copy.file.name


def test_cases_of_a_new_name_are_put_in_to_be_looked_at(give: Give, head: Person, client_for: ClientFor) -> None:
    given = give(
        values={"фио": "Вербина Ольга", "фио в дательном": "Вербиной Ольге", "фио в родительном": "Вербиной Ольги"}
    )
    client, address = client_for(head), reverse("certificates:certificate_duplicate", args=[given.pk])
    form = client.get(address).context["form"]

    response = client.post(address, {**form.initial, "reason": "name_change", "name": "Озерова Ольга Ильинична"})

    again = response.context["form"]
    assert response.status_code == 422
    assert (again["dative"].value(), again["genitive"].value()) == (
        "Озеровой Ольге Ильиничне",
        "Озеровой Ольги Ильиничны",
    )
    assert given.copies.count() == 1


def test_letter_is_sent_again_with_the_latest_sheet(give: Give, head: Person, member: Person, at: Any) -> None:
    given = give()

    copy = send_again(given.pk, by=head, at=at)

    letter = OutgoingMail.objects.get()
    assert letter.to_address == member.email
    assert copy.code in letter.text
    assert MailAttachment.objects.get().file_id == copy.file_id
    copy.refresh_from_db()
    assert (copy.letter_at, copy.letter_to) == (at, member.email)
    assert [deed[0] for deed in deeds(given)] == ["certificate_sent_again"]


def test_letter_that_cannot_go_is_refused(give: Give, head: Person, at: Any) -> None:
    bare, nameless = give(whole=False), give(row__person=None, row__name="Тополева Анна")
    withdrawn = give(status=CertificateStatus.WITHDRAWN, status_reason="Ошибка")

    nothing_changes(lambda: send_again(bare.pk, by=head, at=at), NoSheet)
    nothing_changes(lambda: send_again(nameless.pk, by=head, at=at), NowhereToWrite)
    nothing_changes(lambda: send_again(withdrawn.pk, by=head, at=at), WrongState)


def test_letter_is_sent_by_keepers_only(give: Give, member: Person, region_head: Person, at: Any) -> None:
    given = give()

    for actor in (member, region_head):
        nothing_changes(lambda actor=actor: send_again(given.pk, by=actor, at=at), PermissionRefused)


def test_own_list_holds_own_documents_only(give: Give, member: Person, client_for: ClientFor) -> None:
    mine = give(number_words="№ 1/2024-М")
    give(row__person=PersonFactory.create(), number_words="№ 2/2024-Ч")
    give(status=CertificateStatus.SPOILED, status_reason="Лист", number_words="№ 3/2024-П")
    give(status=CertificateStatus.WITHDRAWN, status_reason="Ошибка", number_words="№ 4/2024-О")

    body = client_for(member).get(reverse("certificates:mine")).content.decode()

    assert mine.number_words in body
    assert "№ 2/2024-Ч" not in body
    assert "№ 3/2024-П" not in body
    assert "№ 4/2024-О" in body
    assert "отозван" in body
    assert "2024/2025 учебный год" in body


def test_own_list_is_searched_in_any_case(give: Give, member: Person, client_for: ClientFor) -> None:
    give(number_words="№ 1", basis="участие в форуме «Чтение»")
    give(number_words="№ 2", basis="победу в конкурсе")

    body = client_for(member).get(reverse("certificates:mine"), {"q": "КОНКУРС"}).content.decode()

    assert "победу в конкурсе" in body
    assert "«Чтение»" not in body


def test_empty_own_list_says_what_will_be_there(member: Person, client_for: ClientFor) -> None:
    assert "Сертификатов пока нет" in client_for(member).get(reverse("certificates:mine")).content.decode()
    assert client_for().get(reverse("certificates:mine")).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_own_list_costs_the_same_whatever_is_in_it(
    give: Give, member: Person, client_for: ClientFor, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        give()
    client = client_for(member)

    with django_assert_num_queries(6):
        client.get(reverse("certificates:mine"))


def test_archive_holds_the_files_by_year(give: Give, member: Person, client_for: ClientFor) -> None:
    give(number_words="№ 1/2024-У")
    give(number_words="№ 1/2024-У")
    give(number_words="№ 2/2023-У", issued_on=date(2024, 3, 1))
    give(row__person=PersonFactory.create(), number_words="№ 9")
    give(status=CertificateStatus.WITHDRAWN, status_reason="Ошибка", number_words="№ 8")
    client = client_for(member)

    everything = _names(client.get(reverse("certificates:mine_archive")))
    year = _names(client.get(reverse("certificates:mine_archive_year", args=[2023])))

    assert everything == [
        "2023-2024/2024-03-01 Сертификат участника № 2-2023-У.pdf",
        "2024-2025/2024-11-28 Сертификат участника № 1-2024-У (2).pdf",
        "2024-2025/2024-11-28 Сертификат участника № 1-2024-У.pdf",
    ]
    assert year == ["2024-03-01 Сертификат участника № 2-2023-У.pdf"]


def test_archive_of_nothing_leads_back(member: Person, client_for: ClientFor) -> None:
    response = client_for(member).get(reverse("certificates:mine_archive_year", args=[9999]))

    assert (response.status_code, response["Location"]) == (302, reverse("certificates:mine"))


def _names(response: Any) -> list[str]:
    body = b"".join(response.streaming_content)
    return sorted(zipfile.ZipFile(io.BytesIO(body)).namelist())


def _spread(association: Association, place: str, school: str, person: Person | None, **fields: Any) -> Certificate:
    fields.setdefault("row__name", person.full_name if person is not None else "Тополева Анна Ильинична")
    return CertificateFactory.create(
        row__run__association=association,
        row__person=person,
        row__municipality=place,
        row__school=school,
        **fields,
    )


def test_documents_are_counted_by_place(
    association: Association, neighbour: Association, region: Association, head: Person, region_head: Person
) -> None:
    anna = PersonFactory.create()
    _spread(association, "Лужский округ", "Лицей", anna)
    _spread(association, "Лужский округ", "Лицей", anna)
    _spread(association, "Лужский округ", "Школа № 2", None)
    _spread(association, "Лужский округ", "Школа № 2", None)
    _spread(association, "", "", PersonFactory.create(), status=CertificateStatus.WITHDRAWN, status_reason="Так")
    _spread(neighbour, "Береговой округ", "Гимназия", None)
    _spread(region, "Лужский округ", "Лицей", anna)

    own = holders_of(association, HolderFilters(), by=head)
    whole = holders_of(region, HolderFilters(), by=region_head)
    place = holders_of(region, HolderFilters(municipality="Лужский округ"), by=region_head)
    school = holders_of(region, HolderFilters(municipality="Лужский округ", school="Лицей"), by=region_head)

    assert (own.documents, own.people) == (4, 2)
    assert [(one.name, one.documents, one.people, one.schools) for one in whole.municipalities] == [
        ("Береговой округ", 1, 1, 1),
        ("Лужский округ", 5, 2, 2),
    ]
    assert [(one.name, one.documents, one.people) for one in place.schools] == [("Лицей", 3, 1), ("Школа № 2", 2, 1)]
    assert [(one.name, one.count) for one in school.persons] == [(anna.full_name, 3)]


def test_counts_leak_nothing_of_neighbours(
    association: Association, neighbour: Association, head: Person, client_for: ClientFor
) -> None:
    _spread(association, "Лужский округ", "Лицей", None)
    _spread(neighbour, "Береговой округ", "Гимназия", head)

    own = client_for(head).get(reverse("certificates:holder_list", args=[association.code])).content.decode()
    foreign = client_for(head).get(reverse("certificates:holder_list", args=[neighbour.code]))

    assert "Лужский округ" in own
    assert "Береговой округ" not in own
    assert foreign.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_counts_cost_the_same_whatever_is_counted(
    association: Association, head: Person, client_for: ClientFor, django_assert_num_queries: Any, count: int
) -> None:
    for place in range(count):
        _spread(association, f"Округ {place}", "Лицей", PersonFactory.create())
    client = client_for(head)

    with django_assert_num_queries(6):
        client.get(reverse("certificates:holder_list", args=[association.code]), {"municipality": "Округ 0"})


def test_counts_go_into_excel(association: Association, head: Person, member: Person, client_for: ClientFor) -> None:
    _spread(association, "Лужский округ", "Лицей", None, genre="merit")
    _spread(association, "Лужский округ", "Лицей", None)
    address = reverse("certificates:holder_file", args=[association.code])

    response = client_for(head).get(address, {"genre": "merit"})

    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert [row[:4] for row in rows[2:]] == [["Лужский округ", "Лицей", "Тополева Анна Ильинична", 1]]
    assert client_for(member).get(address).status_code == 404
