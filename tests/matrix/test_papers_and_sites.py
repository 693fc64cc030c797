"""Object-level rights to documents, sheets of acquaintance and sites; pages of sites, which the table cannot name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.urls import reverse

from stellazh.common import clock
from stellazh.pages.reads.site import address_of
from tests.checks import fingerprint
from tests.matrix.columns import WITHOUT_TOKEN, Cells
from tests.matrix.row import NOWHERE, PUBLIC, Named
from tests.matrix.table import TABLE
from tests.matrix.test_matrix import outcome
from tests.matrix.world import World, new_key

STRANGER = "head_of_neighbour"


def _section(world: World) -> str:
    return address_of(world.site.get_children().exclude(slug="news")[0].url_path)


# Pages that editors wrote: the address, and who reads it. Drafts are shown by the editor of pages alone.
SITES: Mapping[str, tuple[Callable[[World], str], Cells]] = {
    "published news": (lambda world: address_of(world.news.url_path), PUBLIC),
    "news that is not published": (lambda world: address_of(world.draft_news.url_path), NOWHERE),
    "a section": (_section, PUBLIC),
    "nothing": (lambda world: f"{address_of(world.site.url_path)}nothing/", NOWHERE),
    "the tree itself": (lambda world: "/o/", NOWHERE),
}


@pytest.mark.parametrize("what", list(SITES))
def test_pages_of_sites_by_who_comes(what: str, world: World) -> None:
    find, cells = SITES[what]
    address = find(world)
    clients = {column: world.client(column) for column in WITHOUT_TOKEN}
    before = fingerprint()

    got = {column: outcome(client, "GET", address, None, before=before) for column, client in clients.items()}
    posted = {outcome(client, "POST", address, {}, before=before) for client in clients.values()}

    assert got == cells.by_column(WITHOUT_TOKEN)
    assert posted == {"405"}


def _beside(**names: Callable[[World], object]) -> Named:
    """An address of the stranger's own site with something of ours in it."""

    def named(world: World) -> Mapping[str, object]:
        assert world.neighbours_news
        return {"code": "bereg", **{name: of(world) for name, of in names.items()}}

    return named


MIXED: Mapping[str, Named] = {
    "pages:site_page_unpublish": _beside(page_id=lambda w: w.news.pk),
    "pages:site_address_remove": _beside(redirect_id=lambda w: w.former_address.pk),
    "pages:site_picture_edit": _beside(public_id=lambda w: w.site_picture.public_id),
    "pages:site_picture_hide": _beside(public_id=lambda w: w.site_picture.public_id),
    "pages:site_picture_forget": _beside(public_id=lambda w: w.hidden_picture.public_id),
}


@pytest.mark.parametrize("name", list(MIXED))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_ids_of_another_site_do_not_exist_in_ones_own_addresses(name: str, method: str, world: World) -> None:
    row = next(row for row in TABLE if row.name == name)
    names, body = dict(MIXED[name](world)), dict(row.body(world))

    found = outcome(world.client(STRANGER), method, reverse(name, kwargs=names), body)

    cells = (row.get if method == "GET" else row.post).by_column()
    assert found == ("405" if cells["head"] == "405" else "404")


def _ask(**chosen: object) -> dict[str, object]:
    day = (clock.today() + timedelta(days=9)).isoformat()
    return {"due_on": day, "submission_key": new_key(), "send": "1", **chosen}


# Forms of the stranger's own, naming something of ours: nothing is written.
SMUGGLED: Mapping[str, tuple[str, Named, Named, str]] = {
    "our document replaced": (
        "documents:document_replace",
        lambda w: {"document_id": w.neighbours_order.pk},
        lambda w: {"older": [w.order.pk], "is_repealing": "on"},
        "422",
    ),
    "our document among many": (
        "documents:document_bulk",
        lambda w: {"code": "bereg"},
        lambda w: {"ids": [w.order.pk, w.public_order.pk], "deed": "archive", "sure": "1"},
        "to",
    ),
    "our people asked to read": (
        "documents:sheet_ask",
        lambda w: {"document_id": w.neighbours_order.pk},
        lambda w: _ask(people=[w.newcomer.pk]),
        "422",
    ),
    "our association asked to read": (
        "documents:sheet_ask",
        lambda w: {"document_id": w.neighbours_order.pk},
        lambda w: _ask(below="members", associations=[w.association.pk]),
        "422",
    ),
    "our reader noted": (
        "documents:sheet_note",
        lambda w: {"sheet_id": w.neighbours_sheet.pk},
        lambda w: {"rows": [w.order_row.pk], "way": "on_paper"},
        "422",
    ),
    "our reader noted on the sheet of the region": (
        "documents:sheet_note",
        lambda w: {"sheet_id": w.regional_sheet.pk},
        lambda w: {"rows": [w.regional_row.pk], "way": "on_paper"},
        "422",
    ),
    "an address that leads to our page": (
        "pages:site_address_list",
        _beside(),
        lambda w: {"old_path": "/o/bereg/staraya/", "target": w.news.pk},
        "422",
    ),
    "an address of our site": (
        "pages:site_address_list",
        _beside(),
        lambda w: {"old_path": "/o/luga/inaya/", "target": w.neighbours_news.pk},
        "422",
    ),
}


@pytest.mark.parametrize("what", list(SMUGGLED))
def test_forms_do_not_take_things_of_another_association(what: str, world: World) -> None:
    name, names, body, expected = SMUGGLED[what]
    address, sent = reverse(name, kwargs=dict(names(world))), dict(body(world))

    assert outcome(world.client(STRANGER), "POST", address, sent) == expected


def test_page_behind_a_personal_link_opens_nothing_of_another_document(world: World) -> None:
    """The bearer is a guest: files of the same document by their own addresses stay shut."""
    token, client = world.token("bearer_of_acknowledging"), world.client("guest")
    opened = client.get(reverse("documents:acknowledge_by_link", args=[token])).status_code

    files = [world.version_file(world.order, 1), world.version_file(world.order, 2), world.page_picture(world.order)]
    found = {client.get(stored.get_absolute_url()).status_code for stored in files}

    assert (opened, found) == (200, {404})
    assert client.get(reverse("documents:acknowledge_page", args=[token, 2])).status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("end", ["closed", "unpublished", "archived"])
def test_link_dies_with_its_sheet_and_its_document(end: str, method: str, world: World) -> None:
    token, client = world.token("bearer_of_acknowledging"), world.client("guest")
    order, sheet = world.order, world.order_sheet
    if end == "closed":
        type(sheet).objects.filter(pk=sheet.pk).update(closed_at=clock.now())
    else:
        change = {"published_at": None} if end == "unpublished" else {"archived_at": clock.now()}
        type(order).objects.filter(pk=order.pk).update(**change)
    before, form = fingerprint(), {"seen_version": 2}

    page = reverse("documents:acknowledge_by_link", args=[token])
    status = client.get(page).status_code if method == "GET" else client.post(page, form).status_code
    file = client.get(reverse("documents:acknowledge_file", args=[token])).status_code

    assert (status, file) == (410, 404)
    assert fingerprint() == before
