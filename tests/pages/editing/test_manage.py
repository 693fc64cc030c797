"""The screens by which a site is kept, former addresses, the sites of all associations, what is known of people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Revision

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.errors import PermissionRefused
from stellazh.jobs.services import enqueue
from stellazh.jobs.worker import run_queued
from stellazh.pages import personal_data
from stellazh.pages.models import SiteHome, SitePicture
from stellazh.pages.reads import manage
from stellazh.pages.services import addresses, publishing, sites
from stellazh.pages.tasks import ENSURE_SITES
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.factories.people import PersonFactory
from tests.pages.editing.conftest import MakeNews, MakePicture, news_of

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
SCREENS = ("site_manage", "site_address_list", "site_picture_list")


def test_ensure_all_sites_makes_those_that_are_missing(
    region: Association, neighbour: Association, home: SiteHome, head: Person, at: datetime
) -> None:
    made = sites.ensure_all_sites(by=head, at=at)

    assert (made, sites.ensure_all_sites(by=head, at=at)) == (2, 0)
    assert {one.slug for one in SiteHome.objects.all()} == {"omo", "luga", "bereg"}


def test_my_sites_leads_to_the_one_site(home: SiteHome, editor: Person, member: Person, client_for: ClientFor) -> None:
    answer, strange = (
        client_for(editor).get(reverse("pages:my_sites")),
        client_for(member).get(reverse("pages:my_sites")),
    )

    assert (answer.status_code, answer["Location"]) == (302, "/o/luga/site/")
    assert strange.status_code == 404


def test_a_site_that_is_absent_is_made_by_a_button(
    association: Association, head: Person, client_for: ClientFor
) -> None:
    client = client_for(head)
    before = client.get(reverse("pages:site_manage", args=["luga"])).content.decode()

    answer = client.post(reverse("pages:site_make", args=["luga"]), follow=True)

    assert "Завести сайт" in before
    assert "Написать новость" in answer.content.decode()


@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_the_writers_only(
    name: str, home: SiteHome, other_home: SiteHome, writer: Person, member: Person, other_editor: Person,
    region_head: Person, client_for: ClientFor,
) -> None:  # fmt: skip
    address = reverse(f"pages:{name}", args=["luga"])

    codes = [client_for(one).get(address).status_code for one in (writer, member, other_editor, region_head)]

    assert codes == [200, 404, 404, 404]
    assert client_for().get(address).status_code == 302


def test_site_manage_tells_the_state_of_each_page(
    home: SiteHome, other_home: SiteHome, editor: Person, make_news: MakeNews, at: datetime, client_for: ClientFor
) -> None:
    make_news(other_home, "strange", title="Чужая новость")
    publishing.publish_page(make_news(home, "live").pk, by=editor, at=at)
    draft, sent, later = (make_news(home, slug, live=False) for slug in ("draft", "sent", "later"))
    sent.get_workflow().start(sent, editor)
    Revision.objects.filter(pk=later.latest_revision_id).update(approved_go_live_at=clock.now() + timedelta(days=3))

    found = {page.slug: page.state for page in manage.pages_of(home, is_news=True)}

    assert found == {"live": "published", "draft": "draft", "sent": "waiting", "later": "planned"}
    assert [one.slug for one in manage.pages_of(home, state="waiting")] == ["sent"]
    assert [one.pk for one in manage.pages_of(home, words="новость draft")] == [draft.pk]
    text = client_for(editor).get(reverse("pages:site_manage", args=["luga"])).content.decode()
    assert ("ждёт проверки" in text, "Чужая новость" in text) == (True, False)


@pytest.mark.parametrize("name", SCREENS)
def test_screens_ask_no_more_of_three_rows_than_of_one(
    name: str, home: SiteHome, editor: Person, make_news: MakeNews, make_picture: MakePicture, client_for: ClientFor
) -> None:
    client, address = client_for(editor), reverse(f"pages:{name}", args=["luga"])

    def fill(number: int) -> None:
        page = make_news(home, f"news-{number}")
        make_picture(home, title=f"Снимок {number}").get_rendition("max-320x240|format-webp|webpquality-70")
        Redirect.add_redirect(f"/o/luga/old-{number}", redirect_to=page, site=None)

    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    fill(1)
    ask()
    one = ask()
    fill(2)
    fill(3)

    assert ask() == one


def test_site_page_unpublish_is_the_publishers(
    home: SiteHome, editor: Person, writer: Person, make_news: MakeNews, client_for: ClientFor
) -> None:
    page = make_news(home)
    address = reverse("pages:site_page_unpublish", args=["luga", page.pk])

    strange = client_for(writer).post(address).status_code
    done = client_for(editor).post(address)

    assert (strange, done.status_code, Page.objects.get(pk=page.pk).live) == (404, 302, False)
    assert client_for(editor).get(address).status_code == 404


def test_add_address_leads_on(
    home: SiteHome, editor: Person, make_news: MakeNews, at: datetime, client: Client
) -> None:
    page = make_news(home)

    row = addresses.add_address(home, "/o/luga/staraya/stranica/", page.pk, by=editor, at=at)

    answer = client.get("/o/luga/staraya/stranica/")
    assert (answer.status_code, answer["Location"]) == (301, page.url)
    assert deeds(row)[-1][:2] == ("site_address_added", editor.actor_id)


@pytest.mark.parametrize(
    ("old_path", "refusal"),
    [
        ("/o/bereg/x/", addresses.AddressIsNotOwn),
        ("/o/luga/", addresses.AddressIsNotOwn),
        ("/o/lugano/x/", addresses.AddressIsNotOwn),
        ("/account/", addresses.AddressIsNotOwn),
        ("https://example.org/o/luga", addresses.AddressIsNotOwn),
        ("/o/luga/x/?a=1", addresses.AddressIsNotOwn),
        ("/o/luga/" + "x" * 300, addresses.AddressIsNotOwn),
        ("/o/luga/calendar/", addresses.AddressIsInUse),
        ("/o/luga/news/forum/", addresses.AddressIsInUse),
        ("/o/luga/known/", addresses.AddressIsInUse),
    ],
)
def test_add_address_is_refused(
    old_path: str, refusal: type[Exception], home: SiteHome, editor: Person, make_news: MakeNews, at: datetime
) -> None:
    page = make_news(home)
    addresses.add_address(home, "/o/luga/known/", page.pk, by=editor, at=at)

    nothing_changes(lambda: addresses.add_address(home, old_path, page.pk, by=editor, at=at), refusal)


def test_addresses_are_the_publishers_of_that_site(
    home: SiteHome, other_home: SiteHome, editor: Person, writer: Person, other_editor: Person, make_news: MakeNews,
    at: datetime,
) -> None:  # fmt: skip
    page, strange = make_news(home), make_news(other_home, "strange")
    row = addresses.add_address(home, "/o/luga/known/", page.pk, by=editor, at=at)

    for one in (writer, other_editor):
        nothing_changes(
            lambda one=one: addresses.add_address(home, "/o/luga/x/", page.pk, by=one, at=at), PermissionRefused
        )
        nothing_changes(lambda one=one: addresses.remove_address(home, row.pk, by=one, at=at), PermissionRefused)
    nothing_changes(
        lambda: addresses.remove_address(other_home, row.pk, by=other_editor, at=at), addresses.AddressIsNotOwn
    )
    nothing_changes(
        lambda: addresses.add_address(home, "/o/luga/x/", strange.pk, by=editor, at=at), addresses.TargetIsNotOwn
    )
    addresses.remove_address(home, row.pk, by=editor, at=at)
    assert Redirect.objects.count() == 0


def test_address_screen_adds_and_removes(
    home: SiteHome, editor: Person, make_news: MakeNews, client_for: ClientFor
) -> None:
    page, client = make_news(home), client_for(editor)
    address = reverse("pages:site_address_list", args=["luga"])

    wrong = client.post(address, {"old_path": "/o/bereg/x/", "target": page.pk})
    right = client.post(address, {"old_path": "/o/luga/x/", "target": page.pk})
    gone = client.post(reverse("pages:site_address_remove", args=["luga", Redirect.objects.get().pk]))

    assert (wrong.status_code, right.status_code, gone.status_code, Redirect.objects.count()) == (422, 302, 302, 0)
    assert "должен начинаться" in wrong.content.decode()


def test_picture_screens(
    home: SiteHome, other_home: SiteHome, editor: Person, make_picture: MakePicture, client_for: ClientFor
) -> None:
    picture, strange, client = make_picture(home, people="unknown"), make_picture(other_home), client_for(editor)

    def at(name: str, one: SitePicture = picture) -> str:
        return reverse(f"pages:site_picture_{name}", args=["luga", one.public_id])

    wrong = client.post(at("edit"), {"people": "children", "consent_note": "", "description": "Урок"})
    right = client.post(at("edit"), {"people": "children", "consent_note": "Папка 3", "description": "Урок"})
    hidden = client.post(at("hide"), {"reason": "Отозвали согласие"})
    again = client.get(at("edit"))
    gone = client.post(at("forget"))

    codes = [one.status_code for one in (wrong, right, hidden, again, gone)]
    assert codes == [422, 302, 302, 404, 302]
    assert list(SitePicture.objects.all()) == [strange]
    assert [client.get(at(name, strange)).status_code for name in ("edit", "hide", "forget")] == [404] * 3


def test_what_the_sites_know_of_a_person_is_told_moved_and_erased(
    home: SiteHome, editor: Person, make_news: MakeNews, make_picture: MakePicture, at: datetime, client_for: ClientFor
) -> None:
    page = make_news(home, owner=editor)
    page.save_revision(user=editor)
    publishing.publish_page(page.pk, by=editor, at=at)
    make_picture(
        home, people="children", consent_note="Папка 3", uploaded_by_user=editor, consent_by=editor, consent_at=at
    )
    client_for(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    survivor = PersonFactory()

    told = personal_data._export(editor).value
    moved = [*personal_data._repoint(editor, survivor, at), *personal_data._drop_marks(editor, survivor, at)]
    personal_data._erase(survivor, at)

    assert told["Страницы"] == [{"Название": "Новость forum", "Опубликована": "да"}]
    assert len(told["Картинки"]) == 1
    assert {one.after for one in moved} == {survivor.pk}
    assert editor.groups.count() == 0
    assert EditingSession.objects.filter(user=editor).count() == 0
    for rows in (
        Page.objects.filter(owner__in=[editor, survivor]),
        Revision.objects.filter(user__in=[editor, survivor]),
        PageLogEntry.objects.filter(user_id__in=[editor.pk, survivor.pk]),
        SitePicture.objects.filter(uploaded_by_user__in=[editor, survivor]),
    ):
        assert rows.count() == 0
    assert news_of(home).get_children().count() == 1


def test_the_job_of_new_sites_runs(home: SiteHome, neighbour: Association, head: Person, at: datetime) -> None:
    enqueue(ENSURE_SITES, {}, by=head, at=at)

    run_queued()

    assert SiteHome.objects.filter(association=neighbour).exists()
