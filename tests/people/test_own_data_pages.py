"""The pages «Мои данные», the policy, and those of whoever keeps the installation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from stellazh.common.capabilities import Role
from stellazh.jobs.models import Job
from stellazh.people.models import CardLook, Consent, ConsentText, DataRequest, Person
from stellazh.people.retention import retention_rules
from tests.factories.associations import GrantFactory
from tests.factories.people import PASSWORD, ConsentFactory, ConsentTextFactory, PersonFactory

pytestmark = pytest.mark.django_db
HTML = {"HTTP_ACCEPT": "text/html"}


@pytest.fixture
def operator(region):
    person = PersonFactory(family_name="Тополева")
    GrantFactory(person=person, role=Role.OPERATOR, association=region)
    return person


def test_policy_is_open_and_tells_operator_and_terms(client, settings):
    settings.DATA_OPERATOR = "ГАУ «Центр», г. Заречный"
    ConsentTextFactory(text="Слова согласия.")

    page = client.get("/privacy/").content.decode()

    assert "ГАУ «Центр», г. Заречный" in page
    assert "Слова согласия." in page
    assert all(rule.label in page and rule.term in page for rule in retention_rules)


def test_policy_stands_in_the_footer_of_every_page(client):
    assert 'href="/privacy/"' in client.get("/account/sign-in/").content.decode()


def test_own_data_shows_consents_looks_and_archives(client_for, member, head):
    ConsentFactory(person=member, place="192.0.2.44")
    ConsentFactory(person=member, publishes="phone")
    ConsentFactory(person=head, place="192.0.2.55")
    CardLook.objects.create(
        person=member, viewer_key="a", viewer_name="Ольхова В.И.", what="карточка", on="2024-09-10",
        last_at=member.created_at,
    )  # fmt: skip

    page = client_for(member).get(reverse("people:own_data")).content.decode()

    assert "192.0.2.44" in page
    assert "192.0.2.55" not in page
    assert "телефон" in page
    assert "Ольхова В.И., карточка" in page


@pytest.mark.parametrize("count", [1, 3])
def test_own_data_costs_the_same_for_one_row_and_three(count, client_for, member, django_assert_num_queries):
    ConsentFactory(person=member)
    for number in range(count):
        ConsentFactory(person=member, publishes=f"field-{number}")
    client = client_for(member)
    client.get(reverse("people:own_data"))

    with django_assert_num_queries(7):
        client.get(reverse("people:own_data"))


def test_sign_in_leads_over_the_consent_once(client, member):
    ConsentTextFactory()
    sign_in = reverse("people:sign_in")
    client.post(sign_in, {"email": member.email, "password": PASSWORD, "next": "/calendar/"})

    first = client.get("/calendar/", **HTML)
    second = client.get("/calendar/", **HTML)

    assert (first.status_code, first["Location"]) == (
        302, "/account/data/consent/processing/?next=%2Fcalendar%2F",
    )  # fmt: skip
    assert second.status_code == 200


def test_sign_in_asks_nobody_who_has_agreed_or_before_there_is_a_text(client, member, head):
    client.post(reverse("people:sign_in"), {"email": head.email, "password": PASSWORD})
    assert client.get("/calendar/", **HTML).status_code == 200
    client.post(reverse("people:sign_out"))
    ConsentFactory(person=member)

    client.post(reverse("people:sign_in"), {"email": member.email, "password": PASSWORD})

    assert client.get("/calendar/", **HTML).status_code == 200


def test_consent_is_given_on_its_own_page_with_the_address(client_for, member):
    text = ConsentTextFactory()
    address = reverse("people:consent_read", args=["processing"])

    answer = client_for(member).post(address, {"text": text.pk, "next": "/calendar/"}, REMOTE_ADDR="192.0.2.77")

    assert (answer.status_code, answer["Location"]) == (302, "/calendar/")
    given = Consent.objects.get()
    assert (given.person, given.text, given.place, given.way) == (member, text, "192.0.2.77", "self")


def test_consent_to_an_old_edition_is_refused_with_the_form(client_for, member):
    old = ConsentTextFactory()
    ConsentTextFactory(text="Новые слова.")

    answer = client_for(member).post(reverse("people:consent_read", args=["processing"]), {"text": old.pk})

    assert answer.status_code == 422
    assert "вышла новая редакция" in answer.content.decode()
    assert not Consent.objects.exists()


def test_there_is_no_consent_page_before_the_first_text(client_for, member):
    assert client_for(member).get(reverse("people:consent_read", args=["processing"])).status_code == 404
    assert client_for(member).get(reverse("people:name_publish")).status_code == 404


def test_name_is_published_by_a_ticked_box_only(client_for, member):
    text = ConsentTextFactory(is_distribution=True)
    client, address = client_for(member), reverse("people:name_publish")

    assert client.post(address, {"text": text.pk}).status_code == 422
    assert not Consent.objects.exists()
    assert client.post(address, {"text": text.pk, "agrees": "on"}).status_code == 302
    assert Consent.objects.get().subject == "name"


def test_withdrawing_one_field_leaves_the_others(client_for, member):
    for subject in ("name", "phone"):
        ConsentFactory(person=member, publishes=subject)
    client = client_for(member)
    address = reverse("people:subject_withdraw", args=["distribution", "phone"])

    shown = client.get(address).content.decode()
    answer = client.post(address)

    assert "«Телефон» сразу перестанут видеть" in shown
    assert answer.status_code == 302
    assert list(Consent.objects.in_force().values_list("subject", flat=True)) == ["name"]


def test_withdrawing_what_was_not_given_is_not_found(client_for, member, head):
    ConsentFactory(person=head)

    for name, args in (("consent_withdraw", ["processing"]), ("subject_withdraw", ["distribution", "name"])):
        assert client_for(member).get(reverse(f"people:{name}", args=args)).status_code == 404


def test_withdrawing_processing_leads_to_what_follows(client_for, member):
    ConsentFactory(person=member)

    answer = client_for(member).post(reverse("people:consent_withdraw", args=["processing"]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("people:consent_declined"))
    assert not Consent.objects.in_force().exists()


def test_looks_are_listed_by_fifty(client_for, member, head):
    CardLook.objects.bulk_create(
        CardLook(
            person=member, viewer_key=str(n), viewer_name=f"Читатель {n}", what="карточка", on="2024-09-10",
            last_at=member.created_at + timedelta(minutes=n),
        )
        for n in range(51)
    )  # fmt: skip
    CardLook.objects.create(
        person=head, viewer_key="x", viewer_name="Чужой", what="карточка", on="2024-09-10", last_at=member.created_at
    )
    client, address = client_for(member), reverse("people:look_list")

    first, second = (client.get(f"{address}?page={page}").content.decode() for page in (1, 2))

    assert (first.count("Читатель "), second.count("Читатель ")) == (50, 1)
    assert "Чужой" not in first + second


def test_asking_for_the_archive_leads_to_its_job(client_for, member):
    answer = client_for(member).post(reverse("people:archive_ask"))

    job = Job.objects.get(name="people.take_data")
    assert (answer.status_code, answer["Location"]) == (302, job.get_absolute_url())
    assert DataRequest.objects.get().person == member


def test_erasing_asks_for_the_word_and_the_password(client_for, member):
    client, address = client_for(member), reverse("people:own_erase")

    for sent in ({"word": "нет", "password": PASSWORD}, {"word": "удалить", "password": "не тот"}, {}):
        assert client.post(address, sent).status_code == 422
    member.refresh_from_db()
    assert member.family_name == "Липина"


def test_erasing_ends_the_session_and_tells_what_was_kept(client_for, member):
    client = client_for(member)

    answer = client.post(reverse("people:own_erase"), {"word": " Удалить ", "password": PASSWORD}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(reverse("people:own_erased"), 302)]
    assert "Ваши данные удалены" in page
    assert "Журнал действий" in page
    assert client.get(reverse("people:account")).status_code == 302
    assert Person.objects.get(pk=member.pk).email is None


def test_page_before_erasing_changes_nothing_and_tells_a_head_what_to_do(client_for, member, head):
    shown = client_for(member).get(reverse("people:own_erase")).content.decode()
    refused = client_for(head).get(reverse("people:own_erase")).content.decode()

    assert "Имя, адрес для входа и пароль" in shown
    assert "единственный руководитель" in refused
    assert "Удалить навсегда" not in refused
    assert Person.objects.present().filter(pk__in=[member.pk, head.pk]).count() == 2


def test_last_page_is_shown_to_nobody_else(client):
    assert client.get(reverse("people:own_erased")).status_code == 404


def test_operator_publishes_and_people_are_asked_again(client_for, operator, member):
    ConsentFactory(person=member)
    client = client_for(operator)
    assert client.get(reverse("personal:text_list")).status_code == 200

    address = reverse("personal:text_publish", args=["processing"])
    answer = client.post(address, {"title": "Согласие", "text": "Иначе."})

    assert (answer.status_code, answer["Location"]) == (302, reverse("personal:text_list"))
    assert ConsentText.objects.count() == 2
    assert "Текст согласия изменился" in client_for(member).get("/desk/").content.decode()


def test_keepers_pages_are_not_there_for_others(client_for, head, member):
    for name, args in (
        ("text_list", []),
        ("text_publish", ["processing"]),
        ("erasure_list", []),
        ("person_erase", [member.pk]),
    ):
        address = reverse(f"personal:{name}", args=args)
        assert client_for(head).get(address).status_code == 404
        assert client_for(None).get(address).status_code == 302


def test_operator_finds_and_erases_by_request(client_for, operator, member):
    client = client_for(operator)
    listed = client.get(reverse("personal:erasure_list"), {"name": "липи"}).content.decode()

    answer = client.post(reverse("personal:person_erase", args=[member.pk]), {"word": "удалить"})

    assert "Липина Вера Ильинична" in listed
    assert (answer.status_code, answer["Location"]) == (302, reverse("personal:erasure_list"))
    assert Person.objects.get(pk=member.pk).email is None
    assert client.get(reverse("personal:person_erase", args=[member.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_people_who_wait_cost_the_same(count, client_for, operator, django_assert_num_queries, at):
    for _ in range(count):
        ConsentFactory(withdrawn_at=at)
    client = client_for(operator)
    client.get(reverse("personal:erasure_list"))

    with django_assert_num_queries(7):
        client.get(reverse("personal:erasure_list"))
