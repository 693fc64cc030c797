"""Every address of the editor of pages by who comes: a new one of a later Wagtail fails here until a row is written.

What it names is of `association`'s site; the neighbour's editor, the head of the region above and the operator are
strangers to it. Objects of others do not exist for an editor, whatever Wagtail itself would answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from wagtail.models import WorkflowState

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.pages.cms import gate, urls
from stellazh.pages.models import NewsIndex, NewsPage, SectionPage, SiteHome, SitePicture
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from tests.factories.associations import GrantFactory
from tests.factories.people import PersonFactory
from tests.pages.editing.conftest import jpeg, news_of

pytestmark = pytest.mark.django_db
SIGN_IN = "in"


@dataclass(frozen=True)
class Site:
    """A site with a published page, a draft, a page sent for a check, and a picture."""

    home: SiteHome
    index: NewsIndex
    section: SectionPage
    live: NewsPage
    draft: NewsPage
    sent: NewsPage
    state: WorkflowState
    picture: SitePicture


@dataclass(frozen=True)
class Row:
    """An open address: what it is asked of, and what those get whose object that is.

    `named` gives the arguments of the address for a site; without it the address names nothing and strangers who write
    elsewhere get what editors get.
    """

    writer: str
    publisher: str
    named: Callable[[Site], Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)


def _page(name: str, which: str = "draft") -> Callable[[Site], dict[str, Any]]:
    return lambda site: {name: getattr(site, which).pk}


def _sent(name: str, **more: str) -> Callable[[Site], dict[str, Any]]:
    return lambda site: {
        "page_id": site.sent.pk, name: site.state.current_task_state_id, **more,
    }  # fmt: skip


def _adding(site: Site) -> dict[str, Any]:
    return {
        "content_type_app_name": "pages",
        "content_type_model_name": "newspage",
        "parent_page_id": site.index.pk,
    }


def _revision(site: Site) -> dict[str, Any]:
    return {"page_id": site.live.pk, "revision_id": site.live.latest_revision_id}


# What an editor gets of what is hers; «200» a page, «to» sent elsewhere, «403» not hers to do, «405» no such method.
OPEN: dict[str, Row] = {
    "wagtailadmin_home": Row("200", "200"),
    "wagtailadmin_explore_root": Row("to", "to"),
    "wagtailadmin_explore": Row("200", "200", _page("parent_page_id", "home")),
    "wagtailadmin_explore_results": Row("200", "200", _page("parent_page_id", "home")),
    "wagtailadmin_pages:add": Row("200", "200", _adding),
    "wagtailadmin_pages:preview_on_add": Row("200", "200", _adding),
    "wagtailadmin_pages:edit": Row("200", "200", _page("page_id")),
    "wagtailadmin_pages:preview_on_edit": Row("200", "200", _page("page_id")),
    "wagtailadmin_pages:view_draft": Row("200", "200", _page("page_id")),
    "wagtailadmin_pages:add_subpage": Row("200", "200", _page("parent_page_id", "home")),
    "wagtailadmin_pages:unpublish": Row("to", "200", _page("page_id", "live")),
    "wagtailadmin_pages:delete": Row("200", "200", _page("page_id")),
    "wagtailadmin_pages:move": Row("200", "200", _page("page_to_move_id")),
    "wagtailadmin_pages:move_confirm": Row(
        "200", "200", lambda site: {"page_to_move_id": site.draft.pk, "destination_id": site.index.pk}
    ),
    "wagtailadmin_pages:set_page_position": Row("to", "200", _page("page_to_move_id", "section")),
    "wagtailadmin_pages:copy": Row("200", "200", _page("page_id")),
    "wagtailadmin_pages:search": Row("200", "200"),
    "wagtailadmin_pages:search_results": Row("200", "200"),
    "wagtailadmin_pages:workflow_action": Row("to", "200", _sent("task_state_id", action_name="approve")),
    "wagtailadmin_pages:collect_workflow_action_data": Row("to", "200", _sent("task_state_id", action_name="reject")),
    "wagtailadmin_pages:confirm_workflow_cancellation": Row("200", "200", _page("page_id", "sent")),
    "wagtailadmin_pages:workflow_preview": Row(
        "to", "200", lambda site: {"page_id": site.sent.pk, "task_id": site.state.current_task_state.task_id}
    ),
    "wagtailadmin_pages:workflow_history": Row("200", "200", _page("page_id", "sent")),
    "wagtailadmin_pages:workflow_history_detail": Row(
        "200", "200", lambda site: {"page_id": site.sent.pk, "workflow_state_id": site.state.pk}
    ),
    "wagtailadmin_pages:lock": Row("405", "405", _page("page_id")),
    "wagtailadmin_pages:unlock": Row("405", "405", _page("page_id")),
    "wagtailadmin_pages:history": Row("200", "200", _page("page_id")),
    "wagtailadmin_pages:history_results": Row("200", "200", _page("page_id")),
    "wagtailadmin_pages:revisions_view": Row("200", "200", _revision),
    "wagtailadmin_pages:revisions_revert": Row("200", "200", _revision),
    "wagtailadmin_pages:revisions_unschedule": Row("to", "200", _revision),
    "wagtailadmin_pages:revisions_compare": Row("200", "200", lambda site: (site.live.pk, "earliest", "latest")),
    "wagtailadmin_choose_page": Row("200", "200"),
    "wagtailadmin_choose_page_child": Row("200", "200", _page("parent_page_id")),
    "wagtailadmin_choose_page_search": Row("200", "200", query={"q": "Новость"}),
    "wagtailadmin_choose_page_external_link": Row("200", "200"),
    "wagtailadmin_choose_page_email_link": Row("200", "200"),
    "wagtailadmin_choose_page_phone_link": Row("200", "200"),
    "wagtailadmin_choose_page_anchor_link": Row("200", "200"),
    "wagtailimages:index": Row("200", "200"),
    "wagtailimages:index_results": Row("200", "200"),
    "wagtailimages:add": Row("200", "200"),
    "wagtailimages:edit": Row("200", "200", lambda site: {"image_id": site.picture.pk}),
    "wagtailimages:delete": Row("200", "200", lambda site: {"image_id": site.picture.pk}),
    "wagtailimages:add_multiple": Row("200", "200"),
    "wagtailimages:edit_multiple": Row("405", "405", lambda site: {"image_id": site.picture.pk}),
    "wagtailimages:delete_multiple": Row("405", "405", lambda site: {"image_id": site.picture.pk}),
    "wagtailimages_chooser:choose": Row("200", "200"),
    "wagtailimages_chooser:choose_results": Row("200", "200"),
    "wagtailimages_chooser:chosen": Row("200", "200", lambda site: {"pk": str(site.picture.pk)}),
    "wagtailimages_chooser:create": Row("200", "200"),
    "wagtailadmin_editing_sessions:ping": Row(
        "405",
        "405",
        lambda site: {"app_label": "pages", "model_name": "newspage", "object_id": str(site.draft.pk), "session_id": 1},
    ),
    "wagtailadmin_editing_sessions:release": Row("405", "405", None),
    "wagtailadmin_dismissibles": Row("200", "200"),
    "wagtailadmin_sprite": Row("200", "200"),
    "wagtailadmin_javascript_catalog": Row("200", "200"),
}
INSTEAD = {"wagtailadmin_account", "wagtailadmin_logout"}
# Named one by one: whatever is not here and not open fails, so that somebody reads it.
CLOSED = {
    "cms/.*/",
    "cms/test404/",
    "wagtail_bulk_action",
    "wagtailadmin_api:documents:detail",
    "wagtailadmin_api:documents:find",
    "wagtailadmin_api:documents:listing",
    "wagtailadmin_api:images:detail",
    "wagtailadmin_api:images:find",
    "wagtailadmin_api:images:listing",
    "wagtailadmin_api:pages:action",
    "wagtailadmin_api:pages:detail",
    "wagtailadmin_api:pages:find",
    "wagtailadmin_api:pages:listing",
    "wagtailadmin_block_preview",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_collections:add",
    "wagtailadmin_collections:delete",
    "wagtailadmin_collections:edit",
    "wagtailadmin_collections:index",
    "wagtailadmin_collections:set_privacy",
    "wagtailadmin_error_test",
    "wagtailadmin_login",
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_pages:convert_alias",
    "wagtailadmin_pages:revisions_index",
    "wagtailadmin_pages:set_privacy",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_pages:usage",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:aging_pages_results",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:locked_pages_results",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_results",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_reports:workflow_tasks_results",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_workflows:add",
    "wagtailadmin_workflows:add_task",
    "wagtailadmin_workflows:disable",
    "wagtailadmin_workflows:disable_task",
    "wagtailadmin_workflows:edit",
    "wagtailadmin_workflows:edit_task",
    "wagtailadmin_workflows:enable",
    "wagtailadmin_workflows:enable_task",
    "wagtailadmin_workflows:index",
    "wagtailadmin_workflows:index_results",
    "wagtailadmin_workflows:remove",
    "wagtailadmin_workflows:select_task_type",
    "wagtailadmin_workflows:task_chooser",
    "wagtailadmin_workflows:task_chooser_create",
    "wagtailadmin_workflows:task_chooser_results",
    "wagtailadmin_workflows:task_chosen",
    "wagtailadmin_workflows:task_index",
    "wagtailadmin_workflows:task_index_results",
    "wagtailadmin_workflows:usage",
    "wagtailadmin_workflows:usage_results",
    "wagtaildocs:add",
    "wagtaildocs:add_multiple",
    "wagtaildocs:create_multiple_from_uploaded_document",
    "wagtaildocs:delete",
    "wagtaildocs:delete_multiple",
    "wagtaildocs:delete_upload_multiple",
    "wagtaildocs:document_usage",
    "wagtaildocs:edit",
    "wagtaildocs:edit_multiple",
    "wagtaildocs:index",
    "wagtaildocs:index_results",
    "wagtaildocs_chooser:choose",
    "wagtaildocs_chooser:choose_results",
    "wagtaildocs_chooser:chosen",
    "wagtaildocs_chooser:chosen_multiple",
    "wagtaildocs_chooser:create",
    "wagtailimages:create_multiple_from_uploaded_image",
    "wagtailimages:delete_upload_multiple",
    "wagtailimages:image_usage",
    "wagtailimages:preview",
    "wagtailimages:url_generator",
    "wagtailimages:url_generator_output",
    "wagtailimages_chooser:chosen_multiple",
    "wagtailimages_chooser:select_format",
    "wagtailredirects:add",
    "wagtailredirects:delete",
    "wagtailredirects:edit",
    "wagtailredirects:index",
    "wagtailredirects:index_results",
    "wagtailredirects:process_import",
    "wagtailredirects:start_import",
    "wagtailusers_groups:add",
    "wagtailusers_groups:delete",
    "wagtailusers_groups:edit",
    "wagtailusers_groups:history",
    "wagtailusers_groups:history_results",
    "wagtailusers_groups:index",
    "wagtailusers_groups:index_results",
    "wagtailusers_groups:usage",
    "wagtailusers_users:add",
    "wagtailusers_users:copy",
    "wagtailusers_users:delete",
    "wagtailusers_users:edit",
    "wagtailusers_users:history",
    "wagtailusers_users:history_results",
    "wagtailusers_users:index",
    "wagtailusers_users:index_results",
    "wagtailusers_users:usage",
}


def addresses() -> dict[str, str]:
    """Each address of the editor by its name, or by its pattern where it has none, filled with something."""
    return dict(_walk(urls.urlpatterns, [], "cms/"))


def _walk(patterns: Any, spaces: list[str], before: str) -> Iterator[tuple[str, str]]:
    for one in patterns:
        text = before + str(one.pattern).replace("^", "").replace("$", "")
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, [*spaces, one.namespace] if one.namespace else spaces, text)
        elif isinstance(one, URLPattern):
            yield (
                ":".join([*spaces, one.name]) if one.name else text,
                "/" + re.sub(r"<[^>]*>", "1", text).replace(".*", "nowhere"),
            )


@pytest.fixture
def sites(
    association: Association, neighbour: Association, region: Association, head: Person, at: datetime
) -> dict[str, Site]:
    return {one.code: _site(one, head, at) for one in (association, neighbour, region)}


def _site(association: Association, head: Person, at: datetime) -> Site:
    home = ensure_site(association, by=head, at=at)
    writer = PersonFactory()
    pages = []
    for slug in ("published", "draft", "sent"):
        title = f"Новость {association.code} {slug}"
        page = NewsPage(title=title, slug=slug, on=at.date(), lead="Л", live=slug == "published", owner=writer)
        news_of(home).add_child(instance=page)
        page.save_revision(user=writer)
        pages.append(NewsPage.objects.get(pk=page.pk))
    state = pages[2].get_workflow().start(pages[2], writer)
    picture = SitePicture(title=f"Снимок {association.code}", file=jpeg(), people="adults", collection=home.collection)
    picture.save()
    section = SectionPage.objects.child_of(home).first()
    return Site(home, news_of(home), section, *pages, state, picture)


@pytest.fixture
def people(
    sites: dict[str, Site], association: Association, neighbour: Association, region: Association, member: Person,
    region_head: Person,
) -> dict[str, Person]:  # fmt: skip
    found = {"member": member, "head_above": region_head}
    for name, role, place in (
        ("editor_of_neighbour", Role.EDITOR, neighbour),
        ("writer", Role.SECRETARY, association),
        ("publisher", Role.EDITOR, association),
        ("operator", Role.OPERATOR, region),
    ):
        found[name] = PersonFactory()
        GrantFactory(person=found[name], association=place, role=role)
    return found


def expected(row: Row, who: str) -> str:
    """The code of the cell."""
    if who in {"member", "operator"}:
        return "403"
    if who in {"editor_of_neighbour", "head_above"}:
        return "404" if row.named is not None else row.publisher
    return getattr(row, who)


def code_of(answer: Any) -> str:
    if answer.status_code == 302:
        return SIGN_IN if answer["Location"].startswith(reverse("people:sign_in")) else "to"
    return str(answer.status_code)


def address_of(name: str, row: Row, site: Site) -> str:
    if row.named is None:
        return reverse(name, args=[10**6]) if name.endswith(":release") else reverse(name)
    names = row.named(site)
    return reverse(name, args=names) if isinstance(names, tuple) else reverse(name, kwargs=names)


def test_every_address_of_the_editor_has_a_row() -> None:
    known = set(OPEN) | CLOSED | INSTEAD

    assert sorted(set(addresses()) - known) == []
    assert sorted(known - set(addresses())) == []
    assert sorted(set(OPEN) ^ set(gate.OPEN)) == []
    assert set(gate.INSTEAD) == INSTEAD


@pytest.mark.parametrize("who", ["member", "editor_of_neighbour", "writer", "publisher", "head_above", "operator"])
def test_open_addresses_by_who_comes(who: str, people: dict[str, Person], sites: dict[str, Site]) -> None:
    client = Client()
    client.force_login(people[who])

    found = {name: code_of(client.get(address_of(name, row, sites["luga"]), row.query)) for name, row in OPEN.items()}

    assert found == {name: expected(row, who) for name, row in OPEN.items()}


@pytest.mark.parametrize("who", ["editor_of_neighbour", "head_above"])
def test_nothing_of_others_is_done(who: str, people: dict[str, Person], sites: dict[str, Site]) -> None:
    client = Client()
    client.force_login(people[who])

    named = {name: address_of(name, row, sites["luga"]) for name, row in OPEN.items() if row.named is not None}
    found = {name: code_of(client.post(address, {"action-publish": "1"})) for name, address in named.items()}

    assert found == dict.fromkeys(named, "404")


def test_guests_are_led_to_our_sign_in(sites: dict[str, Site]) -> None:
    client, opened = Client(), {name: address_of(name, row, sites["luga"]) for name, row in OPEN.items()}

    answers = {name: client.get(address) for name, address in opened.items()}

    assert {name: code_of(answer) for name, answer in answers.items()} == dict.fromkeys(opened, SIGN_IN)
    assert answers["wagtailadmin_home"]["Location"] == f"{reverse('people:sign_in')}?next=/cms/"


def test_closed_addresses_do_not_exist_for_guests_either(db: None) -> None:
    client, every = Client(), addresses()

    found = {name: code_of(client.get(every[name])) for name in CLOSED}

    # Some of them Wagtail itself would open to guests: signing in, forgotten passwords.
    assert {name: code for name, code in found.items() if code not in {SIGN_IN, "404"}} == {}


@pytest.mark.parametrize("who", ["member", "writer", "publisher", "operator"])
def test_closed_addresses_do_not_exist(who: str, people: dict[str, Person]) -> None:
    client, every = Client(), addresses()
    client.force_login(people[who])

    found = {name: (client.get(every[name]).status_code, client.post(every[name]).status_code) for name in CLOSED}

    assert found == dict.fromkeys(CLOSED, (404, 404))
