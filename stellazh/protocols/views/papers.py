"""Files of a protocol, and extracts from it."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from stellazh.associations.models import Organisation
from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.files.media_types import DOCX
from stellazh.files.sending import send_file
from stellazh.people.models import Person
from stellazh.protocols.access.extracts import can_take_extract, can_take_extract_for_others
from stellazh.protocols.enums import FormKind
from stellazh.protocols.forms.papers import ORGANISATION, PERSON, ExtractForm
from stellazh.protocols.models import Protocol
from stellazh.protocols.papers.extract import ExtractContent, extract_content, extract_pdf
from stellazh.protocols.papers.making import content_of, current_seal, extract_word, protocol_by_own_form
from stellazh.protocols.papers.pdf import protocol_pdf as pdf_of
from stellazh.protocols.papers.word import protocol_docx
from stellazh.protocols.reads.content import protocol_content
from stellazh.protocols.reads.extracts import organisations_to_choose, own_organisations, people_to_choose
from stellazh.protocols.services.paper_forms import form_in_use
from stellazh.protocols.views.finding import visible_protocol
from stellazh.ui.downloads import download

PDF = "application/pdf"
BUILT_IN = "builtin"


@require_GET
def protocol_word(request: Request, protocol_id: int) -> HttpResponseBase:
    """The protocol as Word: by the association's own form where there is one, else the sealed file; of a draft one made
    now. `?builtin=1` asks for the built-in form.
    """
    protocol = visible_protocol(request, protocol_id)
    seal = current_seal(protocol)
    form = None if BUILT_IN in request.GET else form_in_use(protocol.association, FormKind.PROTOCOL)
    if form is not None:
        made = protocol_by_own_form(form, content_of(protocol, seal))
        if made.body:
            return download(made.body, f"{_name(protocol)}.docx", DOCX)
        return _form_failed(request, protocol, made.form_name, made.faults, f"?{BUILT_IN}=1")
    if seal is not None:
        return send_file(request, seal.docx)
    content = content_of(protocol, None)
    return download(protocol_docx(content, made_on=_today(protocol)), f"{_name(protocol)}.docx", DOCX)


@require_GET
def protocol_pdf(request: Request, protocol_id: int) -> HttpResponseBase:
    """The protocol as PDF, always by the built-in form: the sealed file, or of a draft one made now."""
    protocol = visible_protocol(request, protocol_id)
    seal = current_seal(protocol)
    if seal is not None:
        return send_file(request, seal.pdf)
    body = pdf_of(content_of(protocol, None), made_at=clock.now())
    return download(body, f"{_name(protocol)}.pdf", PDF)


@require_GET
def protocol_extract(request: Request, protocol_id: int) -> HttpResponse:
    """Choose whom the extract is for, look at it, take the files."""
    protocol = _with_extracts(request, protocol_id)
    form = _extract_form(request, protocol)
    extract = _chosen(form, protocol, clock.now()) if form.is_bound and form.is_valid() else None
    context = {
        "protocol": protocol,
        "form": form,
        "extract": extract,
        "query": request.GET.urlencode(),
        "for_others": bool(can_take_extract_for_others(request.actor, protocol)),
        "nothing_own": not form.fields["whom"].choices[1:],  # type: ignore[attr-defined]
    }
    return render(request, "protocols/protocol_extract.html", context, status=422 if form.errors else 200)


@require_GET
def extract_docx(request: Request, protocol_id: int) -> HttpResponse:
    """The extract as Word, by the association's own form where there is one."""
    at = clock.now()
    protocol, extract = _asked_extract(request, protocol_id, at)
    made = extract_word(protocol, extract, built_in=BUILT_IN in request.GET, made_on=_today(protocol))
    if made.body:
        return download(made.body, f"{_extract_name(protocol, extract)}.docx", DOCX)
    query = request.GET.copy()
    query[BUILT_IN] = "1"
    return _form_failed(request, protocol, made.form_name, made.faults, f"?{query.urlencode()}")


@require_GET
def extract_as_pdf(request: Request, protocol_id: int) -> HttpResponse:
    """The extract as PDF, always by the built-in form."""
    at = clock.now()
    protocol, extract = _asked_extract(request, protocol_id, at)
    return download(extract_pdf(extract, made_at=at), f"{_extract_name(protocol, extract)}.pdf", PDF)


def _with_extracts(request: Request, protocol_id: int) -> Protocol:
    """The protocol, if the actor may read it; 403 with the reason when there is nothing to take an extract from."""
    protocol = visible_protocol(request, protocol_id)
    verdict = can_take_extract(request.actor, protocol)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return protocol


def _extract_form(request: Request, protocol: Protocol) -> ExtractForm:
    """Everybody and everything for whoever keeps protocols there; others choose among themselves and their schools."""
    actor = request.actor
    data = request.GET if {"whom", "decisions"} & request.GET.keys() else None
    if can_take_extract_for_others(actor, protocol):
        return ExtractForm(
            data,
            people=people_to_choose(protocol),
            organisations=organisations_to_choose(protocol),
            decisions=list(protocol_content(protocol).all_decisions),
        )
    if actor.actor_kind != ActorKind.PERSON:
        raise Http404
    key = int(actor.actor_id)
    own = own_organisations(key, on=_today(protocol))
    return ExtractForm(data, people=list(Person.objects.filter(pk=key)), organisations=own)


def _chosen(form: ExtractForm, protocol: Protocol, at: datetime) -> ExtractContent | None:
    """The extract asked for; a refusal goes into the form."""
    kind, key = form.chosen
    on = at.astimezone(protocol.zone).date()
    try:
        ticked = form.cleaned_data.get("decisions", ())
        if kind == PERSON:
            person = get_object_or_404(Person, pk=key)
            return extract_content(protocol, on=on, for_person=person, decision_ids=ticked)
        if kind == ORGANISATION:
            school = get_object_or_404(Organisation.objects.select_related("territory"), pk=key)
            return extract_content(protocol, on=on, for_organisation=school, decision_ids=ticked)
        return extract_content(protocol, on=on, decision_ids=ticked)
    except DomainError as refusal:
        form.add_error("whom", str(refusal))
        return None


def _asked_extract(request: Request, protocol_id: int, at: datetime) -> tuple[Protocol, ExtractContent]:
    """The extract of an address; 404 where the page would not offer it."""
    protocol = _with_extracts(request, protocol_id)
    form = _extract_form(request, protocol)
    extract = _chosen(form, protocol, at) if form.is_bound and form.is_valid() else None
    if extract is None:
        raise Http404
    return protocol, extract


def _form_failed(
    request: Request, protocol: Protocol, form_name: str, faults: tuple[str, ...], address: str
) -> HttpResponse:
    """The own form cannot be filled: says why and gives the built-in one."""
    context = {
        "protocol": protocol,
        "form_name": form_name,
        "faults": faults,
        "address": address,
        "forms_address": reverse("protocols:paper_forms", args=[protocol.association.code]),
    }
    return render(request, "protocols/paper_form_failed.html", context)


def _name(protocol: Protocol) -> str:
    number = f" № {protocol.number}" if protocol.number else " (проект)"
    return f"Протокол{number} от {protocol.held_on:%d.%m.%Y}"


def _extract_name(protocol: Protocol, extract: ExtractContent) -> str:
    whom = f" {extract.whom}" if extract.whom else ""
    return f"Выписка из протокола № {protocol.number} от {protocol.held_on:%d.%m.%Y}{whom}"[:110]


def _today(protocol: Protocol) -> date:
    return clock.today(protocol.association.time_zone)
