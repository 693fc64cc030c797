"""Reading a whole protocol: which line is a label, whose line follows it, what is left for nobody."""

from __future__ import annotations

import re
from typing import Final

from stellazh.office.documents import OfficeDocument
from stellazh.protocols.reading.body import BodyReader, is_signature
from stellazh.protocols.reading.checks import check
from stellazh.protocols.reading.draft import Draft, Section
from stellazh.protocols.reading.finishing import finished, unknown
from stellazh.protocols.reading.header import HeaderReader
from stellazh.protocols.reading.labels import FoundLabel, Label, find_label, is_lead_to_decisions
from stellazh.protocols.reading.model import LineRead, Part, ProtocolReading
from stellazh.protocols.reading.paper_lines import PaperLine, lines_of_paper
from stellazh.protocols.reading.people import is_only_a_person, names_in
from stellazh.protocols.reading.signing import take_attachment, take_signature
from stellazh.protocols.reading.votes import read_votes
from stellazh.protocols.reading.wording import has_words

_BODY: Final = frozenset(
    {Section.SPEECHES, Section.DECIDED, Section.VOTED, Section.ATTACHMENTS, Section.SIGNERS, Section.ROLL}
)
_FOOT: Final = frozenset({Section.DECIDED, Section.VOTED, Section.ATTACHMENTS, Section.SIGNERS, Section.ROLL})
_HEAD_ONLY: Final = frozenset(
    {Label.THEME, Label.DATE, Label.TIME, Label.END, Label.PLACE, Label.FORMAT, Label.COUNT, Label.PRESENT,
     Label.PARTICIPANTS, Label.INVITED, Label.ABSENT, Label.AGENDA}
)  # fmt: skip
_WAITING: Final = frozenset(
    {Label.THEME, Label.DATE, Label.TIME, Label.PLACE, Label.FORMAT, Label.COUNT, Label.CHAIR, Label.SECRETARY}
)
_TELLING: Final = frozenset(
    {Label.PRESENT, Label.PARTICIPANTS, Label.COUNT, Label.AGENDA, Label.SPEECHES, Label.HEARD, Label.SPOKE,
     Label.DECIDED, Label.VOTED, Label.CHAIR, Label.SECRETARY, Label.DATE, Label.ROLL, Label.QUESTION}
)  # fmt: skip
_DEEDS: Final = frozenset({Label.HEARD, Label.DECIDED})
_PLAN: Final = re.compile(r"^(?:(?:годовой|календарный|перспективный)\s+)*план(?![а-яё])", re.IGNORECASE)
_REPORT: Final = re.compile(r"^(?:отч[её]т|анализ|аналитическ\w+\s+справка)(?![а-яё])", re.IGNORECASE)

NO_TEXT: Final = "В файле нет текста: проверьте, тот ли файл вы выбрали."
IS_PLAN: Final = "Похоже, это план работы, а не протокол: планы загружаются на странице планов."
IS_REPORT: Final = "Похоже, это отчёт, а не протокол: проверьте, тот ли файл вы выбрали."
NO_PROTOCOL: Final = (
    "Это не похоже на протокол: не нашлось ни заголовка «Протокол», ни повестки, ни решений. "
    "Проверьте, тот ли файл вы выбрали."
)
NO_TITLE: Final = "В файле нет заголовка «Протокол». Проверьте, тот ли это файл."
IS_EXTRACT: Final = "Это выписка из протокола, а не весь протокол."


def read_protocol(document: OfficeDocument, *, school_year_hint: int | None = None) -> ProtocolReading:
    """Read a protocol of a meeting out of an opened paper. Any paper gives a reading, nothing is refused.

    `school_year_hint` is the calendar year in which the association's school year opens: a day outside it is doubted.
    Every line of the paper goes to a fact or to `unread`; nothing of its words is changed or filled in, and what does
    not add up is said in `doubts`. A paper that is no protocol has the kind UNKNOWN, one doubt and all lines unread.
    """
    lines = lines_of_paper(document)
    labels = tuple(find_label(line.text) for line in lines)
    if sentence := _refusal(lines, labels):
        return unknown(lines, sentence)
    draft = _Reader(lines, labels).read()
    check(draft, school_year_hint)
    return finished(draft)


def _refusal(lines: tuple[PaperLine, ...], labels: tuple[FoundLabel | None, ...]) -> str:
    """Why this is no protocol; "" when it is one."""
    if not lines:
        return NO_TEXT
    told = {found.label for found in labels if found is not None}
    telling = told & _TELLING
    if not told & _DEEDS:
        # Under a title of a protocol «Отчёт» is what the meeting heard. A plan may begin with «Утверждён протоколом».
        is_titled = labels[0] is not None and labels[0].label is Label.PROTOCOL
        head = [] if is_titled else [line.text for line in lines[:25]]
        if any(_PLAN.match(text) for text in head):
            return IS_PLAN
        if any(_REPORT.match(text) for text in head):
            return IS_REPORT
    if Label.PROTOCOL in told and telling:
        return ""
    return "" if len(telling) > 2 and told & _DEEDS else NO_PROTOCOL


class _Reader:
    def __init__(self, lines: tuple[PaperLine, ...], labels: tuple[FoundLabel | None, ...]) -> None:
        self._lines = lines
        self._labels = labels
        self._draft = Draft()
        self._header = HeaderReader(self._draft)
        self._body = BodyReader(self._draft)
        self._waiting: FoundLabel | None = None
        self._is_over = False

    def read(self) -> Draft:
        """Read all lines in order."""
        draft = self._draft
        if not any(found is not None and found.label is Label.PROTOCOL for found in self._labels):
            draft.section = Section.HEADER
            draft.doubt(Part.PAPER, NO_TITLE)
        for place, line in enumerate(self._lines):
            draft.place = place
            part = self._take(place, line)
            draft.lines.append(LineRead(line.text, part))
        self._wait_for_rest(None)
        self._body.part_common_decisions()
        if draft.is_extract:
            draft.place = 0
            draft.doubt(Part.PAPER, IS_EXTRACT)
        return draft

    def _take(self, place: int, line: PaperLine) -> Part:
        draft = self._draft
        if self._is_over:
            return draft.leave(line.text)
        if line.attendee is not None or line.is_column_heading:
            return self._take_row(line)
        found = self._labels[place]
        if draft.section is Section.HEADING and (found is None or found.label is not Label.PROTOCOL):
            draft.heading.append(line.text)
            return Part.HEADING
        if found is not None and self._is_second_protocol(place, found):
            self._is_over = True
            number = re.search(r"№\s*\S+", line.text)
            draft.doubt(
                Part.PAPER,
                f"В файле ещё один протокол{' ' + number[0] if number else ''}: прочитан первый, "
                "второй загрузите отдельным файлом.",
            )
            return draft.leave(line.text)
        if found is not None and (part := self._take_label(found, line.text)) is not None:
            return part
        return self._take_line(place, line)

    def _take_row(self, line: PaperLine) -> Part:
        if self._draft.section in _BODY:
            self._draft.section = Section.ROLL
        elif self._draft.section not in (Section.INVITED, Section.ABSENT):
            self._draft.section = Section.PRESENT
        return self._header.take_list_line(line)

    def _is_second_protocol(self, place: int, found: FoundLabel) -> bool:
        """A title below an agenda or decisions, with a head of its own after it."""
        draft = self._draft
        if found.label is not Label.PROTOCOL or not (draft.questions or draft.section in _BODY):
            return False
        further = {label.label for label in self._labels[place + 1 :] if label is not None}
        return bool(further & {Label.PRESENT, Label.AGENDA, Label.PARTICIPANTS}) and bool(further & _TELLING)

    def _take_label(self, found: FoundLabel, text: str) -> Part | None:
        """Read a labelled line; None when the label is only an ordinary word here."""
        draft = self._draft
        label = found.label
        in_body = draft.section in _BODY
        if label is Label.PROTOCOL:
            return None if in_body or draft.questions else self._header.take_label(label, found.rest, found.lead, text)
        if label in _HEAD_ONLY:
            return None if in_body and not self._is_late_list(label) else self._open_head(found, text)
        if label in (Label.CHAIR, Label.SECRETARY):
            return self._take_office(found, text, in_body=in_body)
        if label in (Label.TERM, Label.OWNER):
            is_duty = draft.section in (Section.DECIDED, Section.VOTED) and draft.decisions
            return self._body.take_duty(label, found.rest) if is_duty else None
        if label is Label.REPORTER:
            is_there = draft.section is Section.AGENDA and draft.questions
            return self._body.take_reporter(found.rest) if is_there else None
        if label is Label.REMARK and in_body and ":" in text[:40] and draft.section not in _FOOT:
            return None
        return self._open_body(found, text)

    def _is_late_list(self, label: Label) -> bool:
        return self._draft.section in _FOOT - {Section.DECIDED} and label in (
            Label.PRESENT, Label.COUNT, Label.INVITED, Label.ABSENT,
        )  # fmt: skip

    def _open_head(self, found: FoundLabel, text: str) -> Part:
        draft = self._draft
        if found.label in _WAITING and not has_words(found.rest):
            self._wait_for_rest(found)
            return _PARTS[found.label]
        self._wait_for_rest(None)
        if found.label is Label.AGENDA:
            draft.section = Section.AGENDA
            return self._body.take_question(found.rest)
        return self._header.take_label(found.label, found.rest, found.lead, text)

    def _wait_for_rest(self, found: FoundLabel | None) -> None:
        """The next line belongs to this label; what an earlier one said of a post nobody followed is left unread."""
        if self._waiting is not None:
            self._draft.leave(self._waiting.lead)
        self._waiting = found

    def _take_office(self, found: FoundLabel, text: str, *, in_body: bool) -> Part | None:
        draft = self._draft
        if in_body:
            is_signed = "__" in text or (draft.section in _FOOT and (len(text) < 120 or not has_words(found.rest)))
            return take_signature(draft, text) if is_signed or is_only_a_person(found.rest) else None
        if not has_words(found.rest):
            self._wait_for_rest(found)
            return _PARTS[found.label]
        return self._header.take_office(found.label, found.rest, text if found.lead else "")

    def _open_body(self, found: FoundLabel, text: str) -> Part | None:
        draft = self._draft
        self._wait_for_rest(None)
        match found.label:
            case Label.SPEECHES | Label.HEARD | Label.SPOKE:
                return self._body.open_speeches(found.label, found.rest, found.question)
            case Label.DECIDED:
                return self._body.open_decisions(found.rest, found.question, found.lead)
            case Label.QUESTION:
                return self._take_question(found, text)
            case Label.VOTED:
                return self._body.take_vote(text)
            case Label.ATTACHMENTS:
                return take_attachment(draft, text)
            case Label.ROLL:
                draft.section = Section.ROLL if draft.section in _BODY else Section.PRESENT
            case _:
                pass
        draft.remarks.append(text)
        return Part.REMARKS

    def _take_question(self, found: FoundLabel, text: str) -> Part | None:
        """«Вопрос 2. …» adds to the agenda while it goes on; below the agenda it opens the question."""
        draft = self._draft
        last = draft.questions[-1].number if draft.questions else 0
        is_named = text.casefold().startswith("вопрос")
        if is_named and draft.section is Section.AGENDA and found.question == (last or 0) + 1:
            return self._body.take_question(f"{found.question}. {found.rest}")
        return self._body.enter_question(found.question, found.rest)

    def _take_line(self, place: int, line: PaperLine) -> Part:
        draft, text = self._draft, line.text
        if self._waiting is not None:
            found, self._waiting = self._waiting, None
            if found.label in (Label.CHAIR, Label.SECRETARY):
                whole = f"{found.lead} – {text}" if found.lead else ""
                return self._header.take_office(found.label, text, whole)
            return self._header.take_label(found.label, text, found.lead, text)
        if self._leads_to_decisions(place):
            draft.remarks.append(text)
            return Part.REMARKS
        if draft.section in (Section.SPEECHES, Section.DECIDED, Section.VOTED) and self._body.repeats_question(text):
            return self._body.take_discussion(text)
        match draft.section:
            case Section.AGENDA if self._body.opens_discussion(text):
                return self._body.take_discussion(text)
            case Section.AGENDA:
                return self._body.take_question(text)
            case Section.SPEECHES:
                return take_signature(draft, text) if "___" in text else self._body.take_speech(text)
            case Section.DECIDED | Section.VOTED | Section.ATTACHMENTS | Section.SIGNERS:
                return self._take_foot(text)
            case Section.ROLL:
                return self._take_roll(line)
            case _:
                return self._header.take_line(line)

    def _take_foot(self, text: str) -> Part:
        draft = self._draft
        if not has_words(text) or re.fullmatch(r"м\.\s?п\.?", text, re.IGNORECASE):
            return Part.SIGNERS if draft.section is Section.SIGNERS else Part.REMARKS
        if (draft.decisions or draft.section is not Section.DECIDED) and is_signature(text):
            return take_signature(draft, text)
        if draft.section is Section.DECIDED:
            return self._body.take_decision(text)
        if draft.section is Section.VOTED and read_votes(text).says_anything:
            return self._body.take_vote(text)
        if draft.section is Section.ATTACHMENTS:
            return take_attachment(draft, text)
        return self._body.take_decision(text) if self._is_numbered_on(text) else draft.leave(text)

    def _is_numbered_on(self, text: str) -> bool:
        """After a vote the next decision may follow at once: «1.2 …»."""
        return self._draft.section is Section.VOTED and bool(re.match(r"\d{1,2}(?:[.)]|\.\d)", text))

    def _take_roll(self, line: PaperLine) -> Part:
        if "__" in line.text and names_in(line.text) and not line.cells:
            return take_signature(self._draft, line.text)
        return self._header.take_list_line(line)

    def _leads_to_decisions(self, place: int) -> bool:
        following = self._labels[place + 1] if place + 1 < len(self._labels) else None
        return (
            following is not None
            and following.label is Label.DECIDED
            and self._draft.section is not Section.HEADING
            and is_lead_to_decisions(self._lines[place].text)
        )


_PARTS: Final = {
    Label.THEME: Part.TITLE,
    Label.DATE: Part.HELD_ON,
    Label.TIME: Part.TIME,
    Label.PLACE: Part.PLACE,
    Label.FORMAT: Part.PLACE,
    Label.COUNT: Part.PRESENT,
    Label.CHAIR: Part.CHAIRS,
    Label.SECRETARY: Part.SECRETARY,
}
