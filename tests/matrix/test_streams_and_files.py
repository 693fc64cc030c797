"""Live streams, kinds of files and addresses of the demonstration: they have rows of the matrix too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.test import Client, override_settings

from stellazh.common import clock
from stellazh.events.models import Material
from stellazh.files.models import StoredFile
from stellazh.files.purposes import purposes
from stellazh.files.services import store_file
from stellazh.live.actors import resolve
from stellazh.live.topics import followable, topics
from tests.matrix.columns import COLUMNS, Cells
from tests.matrix.world import World
from tests.matrix.world_protocols import file_of as stored

#                      gue mem edi sec met dep hea | mem hea above | neighbour | operator
ASKER = Cells("        404 404 404 404 404 404 200   404 404          404        404")
WRITERS = Cells("      404 404 404 200 200 200 200   404 404          404        404")
READERS = Cells("      404 404 404 200 200 200 200   404 200          404        200")
LEADERS = Cells("      404 404 404 404 200 200 200   404 404          404        200")
KEEPERS = Cells("      404 404 404 404 200 404 200   404 404          404        200")
RUNNERS = Cells("      404 404 404 200 200 200 200   404 404          404        404")
OURS = Cells("         404 200 200 200 200 200 200   404 200          404        200")
COMING = Cells("       404 200 404 200 200 200 200   404 200          404        200")
EVERYBODY = Cells("    200 200 200 200 200 200 200   200 200          200        200")
SIGNED_IN = Cells("    404 200 200 200 200 200 200   200 200          200        200")
ABOVE = Cells("        404 404 404 404 404 404 404   404 200          404        200")
THERE = Cells("        404 200 404 200 200 200 200   404 404          404        404")
FORMS = Cells("        404 404 404 404 200 200 200   404 404          404        404")
ANSWERS = Cells("      404 200 404 200 200 200 200   404 200          404        200")
HEADS = Cells("        404 404 404 404 404 200 200   404 404          404        404")
HERS = Cells("         404 200 404 200 200 200 200   404 200          404        200")
GATHERED = Cells("     404 404 404 200 200 200 200   404 200          404        404")
NOBODY = Cells("       404 404 404 404 404 404 404   404 404          404        404")

KEPT = Cells("         404 404 200 200 200 200 200   404 404          404        404")
# Topic, and which of the world's things: its key, and who may follow it.
STREAMS: Mapping[str, tuple[Callable[[World], str], Cells]] = {
    "job": (lambda world: str(world.job.public_id), ASKER),
    "notices": (lambda world: str(world.notice.person_id), ASKER),
    "campaign": (lambda world: str(world.answer.campaign_id), READERS),
    "campaign of the region, asks us": (lambda world: str(world.regions_campaign.pk), READERS),
    "protocol, a draft": (lambda world: str(world.draft_protocol.pk), RUNNERS),
    "protocol out for remarks": (lambda world: str(world.remarks_protocol.pk), THERE),
    "protocol that is signed": (lambda world: str(world.signed_protocol.pk), OURS),
    "protocol put away": (lambda world: str(world.archived_protocol.pk), RUNNERS),
    "protocol that nobody has": (lambda world: "999999999999999999999999", NOBODY),
    "report, a draft": (lambda world: str(world.draft_report.pk), GATHERED),
    "report that is sealed": (lambda world: str(world.sealed_report.pk), OURS),
    "campaign of the region's own": (lambda world: str(world.regions_own_campaign.pk), ABOVE),
}


def file_of(material: Material, number: int | None = None) -> StoredFile:
    """The file of a material, of its last version or of that one."""
    versions = material.versions.order_by("-number")
    version = versions.get(number=number) if number else versions.first()
    assert version is not None
    assert version.file is not None
    return version.file


# Purpose, and which file of it; who may read it.
FILES: Mapping[str, tuple[Callable[[World], StoredFile], Cells]] = {
    "plan_source": (lambda world: world.preview.file or pytest.fail("no file"), WRITERS),
    "people.own_data": (lambda world: world.archive.file or pytest.fail("no file"), ASKER),
    "members.directory": (lambda world: world.directory_file, ASKER),
    "members.roster": (lambda world: world.roster.file, LEADERS),
    "members.roster of schools": (lambda world: world.schools_roster.file, KEEPERS),
    "members.forgotten_roster": (lambda world: world.forgotten_file, NOBODY),
    "events.room_list": (lambda world: world.room_list.file, RUNNERS),
    "events.forgotten_room_list": (lambda world: world.forgotten_room_list, NOBODY),
    "events.enrolment_list": (lambda world: world.enrolment_list_file, ASKER),
    "events.material for everybody": (lambda world: file_of(world.material), EVERYBODY),
    "events.material for those who come": (lambda world: file_of(world.participants_material), COMING),
    "events.material of an event for members": (lambda world: file_of(world.members_material), OURS),
    "events.material of a draft": (lambda world: file_of(world.draft_material), RUNNERS),
    "events.material put away": (lambda world: file_of(world.archived_material), RUNNERS),
    "events.material as it was at first": (lambda world: file_of(world.replaced_material, 1), RUNNERS),
    "media.film for everybody": (lambda world: world.film.file or pytest.fail("no file"), EVERYBODY),
    "media.film for those who come": (lambda world: world.participants_film.file or pytest.fail("no file"), COMING),
    "media.film of an event for members": (lambda world: world.members_film.file or pytest.fail("no file"), OURS),
    "media.film shown to nobody yet": (lambda world: world.unshown_film.file or pytest.fail("no file"), RUNNERS),
    "media.film put away": (lambda world: world.archived_film.file or pytest.fail("no file"), RUNNERS),
    "media.picture": (lambda world: world.picture_item.file or pytest.fail("no file"), EVERYBODY),
    "media.preview": (lambda world: world.picture_item.preview or pytest.fail("no file"), EVERYBODY),
    "questionnaires.answer": (lambda world: world.answer_file, COMING),
    "protocols.paper of a draft": (stored("attachment"), RUNNERS),
    "protocols.paper of one out for remarks": (stored("remarks_attachment"), THERE),
    "protocols.paper put away": (stored("retired_attachment"), RUNNERS),
    "protocols.paper, the scan": (stored("scan"), OURS),
    "protocols.signature": (stored("signature"), OURS),
    "protocols.seal": (stored("seal", "docx"), OURS),
    "protocols.seal as PDF": (stored("seal", "pdf"), OURS),
    "protocols.seal taken back": (stored("withdrawn_seal", "pdf"), RUNNERS),
    "protocols.form brought": (lambda world: world.brought_form, FORMS),
    "protocols.form in use": (stored("form_in_use"), FORMS),
    "protocols.evidence": (stored("evidence"), ANSWERS),
    "protocols.source to be looked over": (stored("intake"), RUNNERS),
    "protocols.source of a signed protocol": (stored("confirmed_intake"), OURS),
    "protocols.resolution adopted": (stored("adopted", "adopted_file"), OURS),
    "protocols.resolution of the region": (stored("regions_adopted", "adopted_file"), SIGNED_IN),
    "protocols.resolution closed": (stored("closed", "closing_file"), OURS),
    "reports.paper": (stored("handed_paper"), READERS),
    "reports.paper taken back": (stored("taken_back_paper"), RUNNERS),
    "report_seal": (lambda world: world.sealed_report.seal.pdf, OURS),
    "report_seal on the site": (lambda world: world.published_report.seal.docx, EVERYBODY),
    "report_appendix of a draft": (stored("report_appendix"), GATHERED),
    "report_appendix on the site": (stored("published_appendix"), EVERYBODY),
    "report_appendix taken out": (stored("archived_appendix"), NOBODY),
    "report_form brought, not in use": (lambda world: world.brought_report_form, NOBODY),
    "report_form in use": (stored("own_report_form"), HEADS),
    "certificate_sheet": (stored("sheet_copy"), HERS),
    "certificate_sheet of a withdrawn document": (stored("withdrawn_copy"), HERS),
    "certificate_print": (stored("issued_run", "print_file"), RUNNERS),
    "certificate_picture, an emblem": (stored("emblem"), READERS),
    "certificate_picture, a signature": (stored("signature_picture"), NOBODY),
    "certificate_picture, a seal": (stored("seal_picture"), NOBODY),
    "documents.version for members": (lambda world: world.version_file(world.order, 2), OURS),
    "documents.version that was before": (lambda world: world.version_file(world.order), OURS),
    "documents.version for everybody": (lambda world: world.version_file(world.public_order), EVERYBODY),
    "documents.version of the region": (lambda world: world.version_file(world.regional_order), SIGNED_IN),
    "documents.version, not published": (lambda world: world.version_file(world.unpublished_order), KEPT),
    "documents.version put away": (lambda world: world.version_file(world.archived_order), KEPT),
    "documents.page_picture for members": (lambda world: world.page_picture(world.order), OURS),
    "documents.page_picture for everybody": (lambda world: world.page_picture(world.public_order), EVERYBODY),
    "documents.page_picture, not published": (lambda world: world.page_picture(world.unpublished_order), KEPT),
    # Pages show smaller copies at addresses of their own, which close when a picture is hidden.
    "pages.picture": (lambda world: world.original_of(world.site_picture), NOBODY),
    "pages.picture that is hidden": (lambda world: world.original_of(world.hidden_picture), NOBODY),
}


def session_key(client: Client) -> str:
    cookie = client.cookies.get("sessionid")
    return cookie.value if cookie else ""


def kind_of(row: str) -> str:
    """The topic or the purpose that a row begins with."""
    return row.split()[0].rstrip(",")


@pytest.mark.parametrize("row", list(STREAMS))
def test_stream(row: str, world: World) -> None:
    key, cells = STREAMS[row]
    name = f"{kind_of(row)}:{key(world)}"

    found = {
        column: "200" if followable(resolve(session_key(world.client(column))), (name,)) else "404"
        for column in COLUMNS
    }

    assert found == cells.by_column()


@pytest.mark.parametrize("code", list(FILES))
def test_file(code: str, world: World) -> None:
    make, cells = FILES[code]
    stored = make(world)

    found = {column: str(world.client(column).get(stored.get_absolute_url()).status_code) for column in COLUMNS}

    assert found == cells.by_column()


def test_archive_of_own_data_closes_when_its_week_is_over(world: World) -> None:
    stored = world.archive.file
    assert stored is not None
    type(world.archive).objects.update(expires_at=clock.now() - timedelta(seconds=1))

    found = {column: str(world.client(column).get(stored.get_absolute_url()).status_code) for column in COLUMNS}

    assert found == NOBODY.by_column()


def test_file_of_no_import_is_nobodys(world: World) -> None:
    stored = store_file(
        b"kept, but never brought into a plan",
        name="план.txt",
        purpose="plan_source",
        by=world.people["head"],
        at=clock.now(),
    )

    found = {column: str(world.client(column).get(stored.get_absolute_url()).status_code) for column in COLUMNS}

    assert found == NOBODY.by_column()


def test_every_topic_and_kind_of_file_has_a_row() -> None:
    of_tests = ("tests.", "shelf", "news")
    streams = {topic.prefix for topic in topics if not topic.prefix.startswith(of_tests)}
    kinds = {purpose.code for purpose in purposes if not purpose.code.startswith(of_tests)}

    assert streams == {kind_of(row) for row in STREAMS}, "A new live topic needs a row in STREAMS."
    assert kinds == {kind_of(row) for row in FILES}, "A new kind of stored file needs a row in FILES."


@pytest.mark.urls("tests.mail.demo_urls")
def test_letters_are_shown_in_the_demonstration_only(world: World) -> None:
    found = {column: str(world.client(column).get("/outbox/").status_code) for column in COLUMNS}
    with override_settings(DEMO=True):
        shown = world.client("guest").get("/outbox/").status_code

    assert found == NOBODY.by_column()
    assert shown == 200


def test_the_shop_window_is_for_developers_and_the_demonstration(world: World) -> None:
    found = {column: str(world.client(column).get("/components/").status_code) for column in COLUMNS}

    assert found == NOBODY.by_column()
