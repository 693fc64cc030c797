"""Which file a reader gets: the sealed one, one made now, or one by the association's own form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stellazh.associations.services.own_forms import own_form_bytes
from stellazh.office.word_forms import FormUnfit
from stellazh.protocols.enums import FormKind
from stellazh.protocols.models import PaperForm, Protocol, ProtocolSeal
from stellazh.protocols.papers.extract import ExtractContent, extract_docx
from stellazh.protocols.papers.own_form import own_extract_docx, own_protocol_docx
from stellazh.protocols.papers.record_reading import read_record
from stellazh.protocols.reads.content import protocol_content
from stellazh.protocols.reads.content_model import ProtocolContent
from stellazh.protocols.reads.numbers import proposed_number
from stellazh.protocols.services.paper_forms import form_in_use


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A file by the own form, or why there is none: sentences to show. `form_name` is whose form failed."""

    body: bytes = b""
    faults: tuple[str, ...] = ()
    form_name: str = ""


def current_seal(protocol: Protocol) -> ProtocolSeal | None:
    """The seal that stands; drafts and old papers brought under their numbers have none."""
    return protocol.seals.filter(withdrawn_at=None).select_related("docx", "pdf").first()


def content_of(protocol: Protocol, seal: ProtocolSeal | None) -> ProtocolContent:
    """What the paper says: of a sealed protocol what was sealed, of another what stands now."""
    if seal is not None:
        return read_record(seal.record)
    return protocol_content(protocol, proposed_number=None if protocol.number else proposed_number(protocol))


def protocol_by_own_form(form: PaperForm, content: ProtocolContent) -> MadePaper:
    """The protocol by the form; a form that fails is explained, never a broken file."""
    try:
        return MadePaper(own_protocol_docx(own_form_bytes(form.file), content))
    except FormUnfit as unfit:
        return MadePaper(faults=unfit.report.errors, form_name=form.file.name)


def extract_by_own_form(form: PaperForm, extract: ExtractContent) -> MadePaper:
    """As `protocol_by_own_form`, of an extract."""
    try:
        return MadePaper(own_extract_docx(own_form_bytes(form.file), extract))
    except FormUnfit as unfit:
        return MadePaper(faults=unfit.report.errors, form_name=form.file.name)


def extract_word(protocol: Protocol, extract: ExtractContent, *, built_in: bool, made_on: date) -> MadePaper:
    """The extract as .docx: by the association's form where there is one, unless the built-in one is asked for."""
    form = None if built_in else form_in_use(protocol.association, FormKind.EXTRACT)
    if form is None:
        return MadePaper(extract_docx(extract, made_on=made_on))
    return extract_by_own_form(form, extract)
