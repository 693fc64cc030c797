"""The body of a protocol: agenda, speeches, decisions with owners and terms, votes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from stellazh.protocols.reading.draft import Draft, DraftDecision, DraftQuestion, DraftSpeech, DraftVote, Section
from stellazh.protocols.reading.labels import Label, question_number
from stellazh.protocols.reading.model import NamedPerson, Part, SpeechKind, VoteRead
from stellazh.protocols.reading.people import Leading, is_only_a_person, leading_person
from stellazh.protocols.reading.points import Point, part_duties, part_points, part_reporter, read_point
from stellazh.protocols.reading.votes import goes_on, joined, read_votes, votes_inside
from stellazh.protocols.reading.wording import has_words
from stellazh.russian.persons import Likeness, names_alike

_UNFINISHED: Final = re.compile(r"(?:[,:;–—-]|[а-яё])$")
_SIGNS: Final = " ,;:.–—-"
# What was told is a subject, not a sentence whose subject is the speaker: «о плане работы», «с отчётом».
_SUBJECT: Final = re.compile(r"[\s,]*(?:об?о?|с|со|по\s+вопросу|на\s+тему)\s", re.IGNORECASE)
_KINDS: Final = {Label.HEARD: SpeechKind.HEARD, Label.SPOKE: SpeechKind.SPOKE}


class BodyReader:
    """Reads the lines below the head into a draft; each method says where its line went."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._speech_is_open = False
        self._block_is_numbered = False
        self._block_start = 0
        self._is_entered = False

    # The agenda.

    def take_question(self, line: str) -> Part:
        """A line of the agenda: one question or several, the rest of one, or who reports on it."""
        draft = self._draft
        if not has_words(line):
            return Part.AGENDA
        points = part_points(line)
        is_numbered = any(question.number is not None for question in draft.questions)
        if points[0].number and "." not in points[0].number:
            for point in points:
                self._add_question(int(point.number), point.text)
            return Part.AGENDA
        text = points[0].text
        if draft.questions and is_only_a_person(text) and not draft.questions[-1].speaker_words:
            draft.questions[-1].speaker_words = text
        elif draft.questions and (is_numbered or text[0].islower()):
            draft.questions[-1].title += f"\n{line}"
        else:
            self._add_question(None, text)
        return Part.AGENDA

    def take_reporter(self, words: str) -> Part:
        """«Докладчик: …» on a line below its question."""
        question = self._draft.questions[-1]
        question.speaker_words = f"{question.speaker_words}; {words}".strip("; ")
        return Part.AGENDA

    def opens_discussion(self, line: str) -> bool:
        """True when the numbers of the agenda begin anew: the questions themselves are told from here on."""
        number, title = question_number(line)
        if number != 1 or all(question.number is None for question in self._draft.questions):
            return False
        return len(self._draft.questions) > 1 or self._is_known(1, title) or leading_person(title) is not None

    def repeats_question(self, line: str) -> bool:
        """True for a line below the agenda that is a question of it once more."""
        number, title = question_number(line)
        return number is not None and has_words(title) and self._is_known(number, title)

    def take_discussion(self, line: str) -> Part:
        """The heading of a question that is told from here on."""
        number, title = question_number(line)
        return self.enter_question(number, title)

    def enter_question(self, number: int | None, words: str) -> Part:
        """Go to a question; a heading that only repeats the agenda adds nothing, other words are a speech."""
        draft = self._draft
        draft.question, draft.is_full = number, True
        draft.section, draft.speech_kind = Section.SPEECHES, SpeechKind.HEARD
        self._speech_is_open, self._is_entered = False, True
        if not has_words(words) or self._is_known(number, words):
            return Part.SPEECHES
        return self.take_speech(words)

    def _is_known(self, number: int | None, words: str) -> bool:
        """True when these words only say a question of the agenda again, with its speaker or without."""
        said = _folded(words)
        return any(
            question.number in (number, None)
            and said in (_folded(question.title), _folded(f"{question.title} {question.speaker_words}"))
            for question in self._draft.questions
        )

    def _add_question(self, number: int | None, text: str) -> None:
        title, speaker = part_reporter(text)
        self._draft.questions.append(DraftQuestion(number, title, speaker, self._draft.place))

    # Speeches.

    def open_speeches(self, label: Label, rest: str, number: int | None) -> Part:
        """«Выступления:», «СЛУШАЛИ», «ВЫСТУПИЛИ», with what stands on the same line."""
        draft = self._draft
        draft.section = Section.SPEECHES
        draft.speech_kind = _KINDS.get(label, SpeechKind.SPOKE)
        self._speech_is_open = False
        if label is not Label.SPEECHES:
            draft.is_full = True
            self._step(label, number)
        if not has_words(rest):
            return Part.SPEECHES
        said = [rest]
        pieces = re.split(r";\s+", rest)
        if len(pieces) > 1 and all(leading_person(piece) for piece in pieces):
            said = pieces
        for piece in said:
            self.take_speech(piece, is_opening=True)
        return Part.SPEECHES

    def _step(self, label: Label, number: int | None) -> None:
        """Which question this is about: the number beside the label, else the next one at each «слушали»."""
        draft = self._draft
        entered, self._is_entered = self._is_entered, False
        if number is not None:
            draft.question = number
        elif label is Label.HEARD and not entered:
            current = draft.question or 0
            has_decision = any(decision.question == current for decision in draft.decisions)
            if current == 0 or has_decision or current < len(draft.questions):
                draft.question = current + 1

    def take_speech(self, text: str, *, is_opening: bool = False) -> Part:
        """A paragraph of a speech, or the first line of the next one."""
        draft = self._draft
        if not has_words(text):
            return Part.SPEECHES
        found = leading_person(text, may_follow=is_opening)
        if found is None:
            if not self._speech_is_open:
                self._add_speech(None, [])
            draft.speeches[-1].paragraphs.append(text)
            return Part.SPEECHES
        if self._is_same_speaker(found):
            draft.speeches[-1].paragraphs.append(text)
            return Part.SPEECHES
        after = text[found.end :]
        if found.is_led:
            self._add_speech(found.person, [text])
        elif not has_words(after):
            self._add_speech(found.person, [])
        elif everybody := _everybody(text):
            for person in everybody:
                self._add_speech(person, [])
        elif after.lstrip()[0] in "–—-:" or _SUBJECT.match(after):
            self._add_speech(found.person, [after.lstrip(_SIGNS)])
        else:
            self._add_speech(found.person, [text])
        return Part.SPEECHES

    def _is_same_speaker(self, found: Leading) -> bool:
        if not self._speech_is_open:
            return False
        speaker = self._draft.speeches[-1].speaker
        return speaker is not None and names_alike(speaker.name, found.person.name) is Likeness.SAME

    def _add_speech(self, speaker: NamedPerson | None, paragraphs: list[str]) -> None:
        draft = self._draft
        draft.speeches.append(DraftSpeech(draft.question, draft.speech_kind, speaker, paragraphs, draft.place))
        self._speech_is_open = True

    # Decisions.

    def open_decisions(self, rest: str, number: int | None, lead: str) -> Part:
        """«Решили:», with what stands on the same line."""
        draft = self._draft
        draft.section = Section.DECIDED
        if number is not None:
            draft.question, draft.is_full = number, True
        self._block_is_numbered = False
        self._block_start = len(draft.decisions)
        draft.voted_decisions = len(draft.decisions)
        draft.decision_blocks.append(number)
        if has_words(lead):
            draft.remarks.append(lead)
        return self.take_decision(rest) if has_words(rest) else Part.DECISIONS

    def take_decision(self, line: str) -> Part:
        """A decision, several in one line, or the rest of one."""
        draft = self._draft
        draft.section = Section.DECIDED
        points = part_points(line)
        if points[0].number:
            self._block_is_numbered = True
            for point in points:
                self._add_decision(point)
            return Part.DECISIONS
        has_own = len(draft.decisions) > self._block_start
        last = draft.decisions[-1] if has_own else None
        if last is not None and self._continues(last, points[0]):
            self._go_on(last, line if points[0].is_bullet else points[0].text)
        elif last is not None and self._block_is_numbered:
            return draft.leave(line)
        else:
            self._add_decision(points[0])
        return Part.DECISIONS

    def take_duty(self, label: Label, rest: str) -> Part:
        """«Срок: …» or «Отв.: …» on a line below its decision."""
        decision = self._draft.decisions[-1]
        if label is Label.OWNER:
            owner, further, term = part_duties(rest)
            owner = "; ".join(part for part in (owner, further) if part)
        else:
            term, owner, further = part_duties(rest)
            term = "; ".join(part for part in (term, further) if part)
        decision.owner_words = "; ".join(part for part in (decision.owner_words, owner) if part)
        decision.term_words = "; ".join(part for part in (decision.term_words, term.rstrip(".")) if part)
        return Part.DECISIONS

    def _continues(self, last: DraftDecision, point: Point) -> bool:
        said = last.paragraphs[-1] if last.paragraphs else ""
        if point.is_bullet:
            return self._block_is_numbered or said.endswith(":")
        return point.text[0].islower() or (bool(_UNFINISHED.search(said)) and self._block_is_numbered)

    def _go_on(self, decision: DraftDecision, line: str) -> None:
        text, owner, term = part_duties(line)
        if has_words(text):
            decision.paragraphs.append(text)
        decision.owner_words = "; ".join(part for part in (decision.owner_words, owner) if part)
        decision.term_words = "; ".join(part for part in (decision.term_words, term) if part)

    def _add_decision(self, point: Point) -> None:
        draft = self._draft
        text, owner, term = part_duties(point.text)
        draft.decisions.append(DraftDecision(draft.question, point.number, [text], owner, term, draft.place))
        if words := votes_inside(text):
            self._add_vote(words)

    def part_common_decisions(self) -> None:
        """One list of decisions below several questions is about all of them, not about the last."""
        draft = self._draft
        told = {speech.question for speech in draft.speeches}
        if draft.decision_blocks != [None] or len(told) < 2:
            return
        for decision in draft.decisions:
            decision.question = None
        first = draft.decisions[0].line if draft.decisions else 0
        for entry in draft.votes:
            if entry.line >= first:
                entry.vote = replace(entry.vote, agenda_number=None)

    # Votes.

    def take_vote(self, text: str) -> Part:
        """A line of figures; it belongs to the decision above it, or to the question when there are several."""
        draft = self._draft
        votes = read_votes(text)
        if draft.section is Section.VOTED and draft.votes and goes_on(draft.votes[-1].vote, votes):
            draft.votes[-1].vote = joined(draft.votes[-1].vote, votes, text)
            return Part.VOTES
        self._add_vote(text)
        # A vote above the agenda elects the chair: the head of the paper goes on after it.
        if draft.section in (Section.SPEECHES, Section.DECIDED):
            draft.section = Section.VOTED
        return Part.VOTES

    def _add_vote(self, words: str) -> None:
        draft = self._draft
        votes = read_votes(words)
        since = draft.decisions[draft.voted_decisions :]
        number = since[0].number or None if len(since) == 1 else None
        vote = VoteRead(
            draft.question, number, votes.for_, votes.against, votes.abstained, votes.is_unanimous, words.strip()
        )
        draft.votes.append(DraftVote(vote, draft.place))
        draft.voted_decisions = len(draft.decisions)


def _everybody(text: str) -> list[NamedPerson]:
    """The people of a line that names nobody else and says nothing: «Липина Н.Б., Рябинина О.К.»."""
    people: list[NamedPerson] = []
    left = text
    while has_words(left):
        found = leading_person(left)
        if found is None:
            return []
        people.append(found.person)
        left = re.sub(r"^(?:[\s,;]|и\s)+", "", left[found.end :])
    return people


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold().replace("ё", "е")))


def is_signature(text: str) -> bool:
    """True for «Председатель ________ Ольхова В.И.» and for a line that is only a post with a name."""
    number = read_point(text)
    if number.number or number.is_bullet:
        return False
    if re.search(r"_{3,}", text):
        return True
    return is_only_a_person(text)
