"""Object-level rights to documents given out and to annual reports: another's ids in one's own addresses and forms,
what pages let slip, and where the private key never stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from stellazh.audit.models import AuditEntry
from stellazh.certificates.badges import open_key
from stellazh.certificates.models import Certificate, CertificateKind, CertificateTemplate, IssueRun, Signatory
from stellazh.common import clock
from stellazh.reports.models import AnnualReport
from tests.matrix.row import Named
from tests.matrix.table import TABLE
from tests.matrix.test_matrix import outcome
from tests.matrix.test_objects import WORD, says_it
from tests.matrix.world import World, new_key

STRANGER = "head_of_neighbour"


def _in_ones_own_run(**names: Callable[[World], Any]) -> Named:
    return lambda world: {"run_id": world.neighbours_run.pk, **{name: of(world) for name, of in names.items()}}


def _in_ones_own_report(**names: Callable[[World], Any]) -> Named:
    return lambda world: {"report_id": world.neighbours_report.pk, **{name: of(world) for name, of in names.items()}}


def _own_form(world: World) -> Mapping[str, Any]:
    return {"code": "bereg", "kind": "report", "public_id": world.brought_report_form.public_id}


# An address of the stranger's own with something of ours in it.
MIXED: Mapping[str, Named] = {
    "certificates:run_row": _in_ones_own_run(row_id=lambda w: w.run_row.pk),
    "certificates:run_row_out": _in_ones_own_run(row_id=lambda w: w.run_row.pk),
    "certificates:run_sample_picture": _in_ones_own_run(row_id=lambda w: w.run_row.pk),
    "certificates:run_sample_file": _in_ones_own_run(row_id=lambda w: w.run_row.pk),
    "reports:block_edit": _in_ones_own_report(block_id=lambda w: w.report_block.pk),
    "reports:block_move": _in_ones_own_report(block_id=lambda w: w.report_block.pk),
    "reports:block_archive": _in_ones_own_report(block_id=lambda w: w.report_block.pk),
    "reports:block_restore": _in_ones_own_report(block_id=lambda w: w.archived_block.pk),
    "reports:hand_figure_edit": _in_ones_own_report(figure_id=lambda w: w.hand_figure.pk),
    "reports:hand_figure_archive": _in_ones_own_report(figure_id=lambda w: w.hand_figure.pk),
    "reports:hand_figure_restore": _in_ones_own_report(figure_id=lambda w: w.archived_hand_figure.pk),
    "reports:appendix_archive": _in_ones_own_report(appendix_id=lambda w: w.report_appendix.pk),
    "reports:figure_list": _in_ones_own_report(code=lambda w: f"hand.{w.hand_figure.pk}"),
    "reports:report_form_check": _own_form,
    "reports:report_form_sample": _own_form,
}


@pytest.mark.parametrize("name", list(MIXED))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_ids_of_another_association_do_not_exist_in_ones_own_addresses(name: str, method: str, world: World) -> None:
    row = next(row for row in TABLE if row.name == name)
    names, body = dict(MIXED[name](world)), dict(row.body(world))

    found = outcome(world.client(STRANGER), method, reverse(name, kwargs=names), body)

    cells = (row.get if method == "GET" else row.post).by_column()
    assert found == ("405" if cells["head"] == "405" else "404")


def _run(world: World, **changes: Any) -> Mapping[str, Any]:
    return {
        "kind": world.neighbours_run.kind_id,
        "title": "Участникам",
        "issued_on": clock.today().isoformat(),
        "submission_key": new_key(),
        "expected_version": world.neighbours_run.version,
        **changes,
    }


def _kind(world: World) -> Mapping[str, Any]:
    return {
        "genre": "thanks",
        "name": "Благодарность",
        "title": "Благодарность",
        "pattern": "№ {n}",
        "period": "never",
        "first_number": 1,
        "template": world.sheet_template.pk,
        "submission_key": new_key(),
    }


def _spoiled(world: World) -> Mapping[str, Any]:
    return {"kind": world.kind.pk, "on": clock.today().isoformat(), "reason": "Испорчен", "submission_key": new_key()}


def _signs(world: World) -> Mapping[str, Any]:
    return {"name": "А. П. Кленова", "post": "методист", "signature": world.spare_signature.pk}


def _there(world: World) -> Mapping[str, Any]:
    return {"code": "bereg"}


# Forms of the stranger's own, naming something of ours: refused, nothing written.
SMUGGLED: Mapping[str, tuple[str, Named, Named]] = {
    "a run of our kind": ("certificates:run_new", _there, lambda w: _run(w, kind=w.kind.pk)),
    "a run on our template": ("certificates:run_new", _there, lambda w: _run(w, template=w.spare_template.pk)),
    "a run signed by ours": (
        "certificates:run_new",
        _there,
        # With somebody of her own: else the form asks for nobody.
        lambda w: _run(w, signatories=[w.neighbours_signatory.pk, w.signatory.pk]),
    ),
    "a run turned to our kind": ("certificates:run_edit", _in_ones_own_run(), lambda w: _run(w, kind=w.kind.pk)),
    "our people picked": (
        "certificates:run_people",
        _in_ones_own_run(),
        lambda w: {"way": "pick", "people": [w.newcomer.pk]},
    ),
    "our list taken": (
        "certificates:run_people",
        _in_ones_own_run(),
        lambda w: {"way": "list", "list": "event.present"},
    ),
    "a kind with our template": ("certificates:kind_new", _there, _kind),
    "our number written off": ("certificates:number_spoil", _there, _spoiled),
    "our signature taken": ("certificates:signatory_add", _there, _signs),
    "our signature given": (
        "certificates:signatory_edit",
        lambda w: {"signatory_id": w.neighbours_signatory.pk},
        lambda w: {**_signs(w), "expected_version": w.neighbours_signatory.version},
    ),
    "our emblem placed": (
        "certificates:template_edit",
        lambda w: {"template_id": w.neighbours_template.pk},
        lambda w: {**w.arranged_sheet, "emblem": w.emblem.pk, "seal": "", "expected_version": 1},
    ),
    "our seal placed": (
        "certificates:template_edit",
        lambda w: {"template_id": w.neighbours_template.pk},
        lambda w: {**w.arranged_sheet, "emblem": "", "seal": w.spare_seal.pk, "expected_version": 1},
    ),
}


@pytest.mark.parametrize("what", list(SMUGGLED))
def test_forms_do_not_take_things_of_another_association(what: str, world: World) -> None:
    name, names, body = SMUGGLED[what]
    address, sent = reverse(name, kwargs=dict(names(world))), dict(body(world))

    assert outcome(world.client(STRANGER), "POST", address, sent) == "422"


def test_block_of_another_report_is_no_place_to_add_after(world: World) -> None:
    sent = {"kind": "prose", "after": world.report_block.pk, "submission_key": new_key()}
    address = reverse("reports:block_add", args=[world.neighbours_report.pk])

    assert outcome(world.client(STRANGER), "POST", address, sent) == "to"


# What everybody may read, whoever it is of.
PUBLIC = ("certificates:check", "certificates:badge_", "certificates:check_entry", "reports:public_report")


@pytest.mark.parametrize("column", ["guest", "member", STRANGER, "member_above"])
def test_pages_of_documents_and_reports_let_nothing_slip(column: str, world: World) -> None:
    put_a_word_into_documents(world)
    client, slipped = world.client(column), []

    for row in TABLE:
        if not row.name.startswith(("certificates:", "reports:")) or row.name.startswith(PUBLIC):
            continue
        names = {
            **dict(row.names(world)),
            **({"code": "bereg"} if column == STRANGER and "code" in row.names(world) else {}),
        }
        answer = client.get(reverse(row.name, kwargs=names), dict(row.query(world)))
        if says_it(answer):
            slipped.append(str(row))

    # The member reads her own documents, and what was sealed.
    own = ("certificates:mine", "certificates:certificate_")
    assert [name for name in slipped if not (column == "member" and name.startswith(own))] == []


def test_the_word_is_there_for_those_who_may_read_it(world: World) -> None:
    """Without this, the test above could pass because nothing is shown to anybody."""
    put_a_word_into_documents(world)
    client = world.client("head")
    addresses = [
        *(reverse(f"certificates:{name}", args=["luga"]) for name in ("run_list", "register", "template_list")),
        *(reverse(f"certificates:{name}", args=["luga"]) for name in ("kind_list", "picture_list", "signatory_list")),
        reverse("certificates:run_detail", args=[world.draft_run.pk]),
        reverse("certificates:certificate_detail", args=[world.withdrawn_certificate.pk]),
        reverse("reports:report_list", args=["luga"]),
        reverse("reports:report_detail", args=[world.draft_report.pk]),
        reverse("reports:report_edit", args=[world.draft_report.pk]),
    ]

    assert [address for address in addresses if not says_it(client.get(address))] == []


def put_a_word_into_documents(world: World) -> None:
    """What is not for everybody says it: drafts, lists, templates, reasons, names."""
    # All rows name their things first: what is made later would not say it.
    for row in TABLE:
        if row.name.startswith(("certificates:", "reports:")):
            row.names(world)
    ours = {"association": world.association}
    IssueRun.objects.filter(**ours).update(title=WORD, return_reason=WORD, prepared_name=WORD)
    for run in IssueRun.objects.filter(**ours):
        run.rows.update(name=WORD, dative=WORD, genitive=WORD)
    Certificate.objects.filter(**ours).update(name=WORD, status_reason=WORD, school=WORD)
    CertificateKind.objects.filter(**ours).update(pattern=f"{WORD} {{n}}")
    for number, template in enumerate(CertificateTemplate.objects.filter(**ours)):
        CertificateTemplate.objects.filter(pk=template.pk).update(name=f"{WORD} {number}")
    Signatory.objects.filter(**ours).update(name=WORD)
    world.association.certificate_pictures.update(name=WORD)
    draft = AnnualReport.objects.filter(pk=world.draft_report.pk)
    draft.update(title=WORD)
    world.draft_report.blocks.update(text=WORD, heading=WORD)
    world.draft_report.hand_figures.update(label=WORD, source=WORD)


def test_private_key_stands_nowhere(world: World) -> None:
    key = world.signing_key
    private = open_key(key.sealed_private, settings.SECRET_KEY)
    secrets = [line for line in private.splitlines() if not line.startswith("-----")] + [key.sealed_private]
    told = [str(entry.changes) + entry.note for entry in AuditEntry.objects.all()]

    for row in TABLE:
        if row.name.startswith("certificates:badge_") or row.name in (
            "certificates:certificate_badge",
            "certificates:certificate_detail",
            "certificates:check",
        ):
            address = reverse(row.name, kwargs=dict(row.names(world)))
            told.append(world.client("head").get(address).content.decode(errors="ignore"))

    assert len(told) > len(TABLE) // 100
    assert [secret for secret in secrets if any(secret in one for one in told)] == []
    assert not any('"d"' in one for one in told)
