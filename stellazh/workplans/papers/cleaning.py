"""The first step of every printer: a `PlanPaper` in which no text can break the file it is printed into."""

from dataclasses import replace

from stellazh.office.plain_text import printable_line, printable_lines
from stellazh.workplans.papers.content import Grif, PaperItem, PaperOwner, PlanPaper

_NO_FORM = frozenset({"другое", "иное"})


def printable_paper(paper: PlanPaper) -> PlanPaper:
    """The same plan with characters no paper can hold removed and every text but descriptions on one line.

    Empty tasks, results and owners are dropped. Blanks inside a wording stay as typed.
    """
    return replace(
        paper,
        association_name=printable_line(paper.association_name),
        title=printable_line(paper.title),
        unified_theme=printable_line(paper.unified_theme),
        methodical_theme=printable_line(paper.methodical_theme),
        goal=printable_line(paper.goal),
        tasks=_lines(paper.tasks),
        expected_results=_lines(paper.expected_results),
        sections=_lines(paper.sections),
        grifs=tuple(Grif(grif.kind, _lines(grif.lines)) for grif in paper.grifs),
        items=tuple(_printable_item(item) for item in paper.items),
        signer_post=printable_line(paper.signer_post),
        signer_name=printable_line(paper.signer_name),
    )


def _printable_item(item: PaperItem) -> PaperItem:
    owners = (PaperOwner(printable_line(owner.name), printable_line(owner.detail)) for owner in item.owners)
    return replace(
        item,
        uid=printable_line(item.uid),
        number=printable_line(item.number),
        section=printable_line(item.section),
        title=printable_line(item.title),
        description=printable_lines(item.description),
        term_raw=printable_line(item.term_raw),
        place=printable_line(item.place),
        format_label=printable_line(item.format_label),
        form_label=_form_label(item.form_label),
        audience=printable_line(item.audience),
        outcome_document=printable_line(item.outcome_document),
        owners=tuple(owner for owner in owners if owner.name or owner.detail),
        status_label=printable_line(item.status_label),
        status_reason=printable_line(item.status_reason),
        fact=printable_line(item.fact),
    )


def _form_label(label: str) -> str:
    # «Другое» is how a form of work says that nobody knows it; on paper that is silence.
    line = printable_line(label)
    return "" if line.casefold() in _NO_FORM else line


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in map(printable_line, texts) if line)
