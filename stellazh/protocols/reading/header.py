"""The head of a protocol: number, day, hour, place, who was there, who led and who wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from typing import Final

from stellazh.protocols.reading.dates import find_date, find_number, find_times, find_town, names_several_days
from stellazh.protocols.reading.draft import Draft, Section
from stellazh.protocols.reading.labels import Label
from stellazh.protocols.reading.model import NamedPerson, Part
from stellazh.protocols.reading.paper_lines import PaperLine
from stellazh.protocols.reading.people import names_in, names_post, read_attendee, read_list_row, read_people
from stellazh.protocols.reading.wording import has_words
from stellazh.workplans.reading.guesses import guess_format

_COUNT: Final = re.compile(
    r"^\s*\(?\s*(?P<count>\d{1,4})(?![\d])(?!\s*[.)]\s*[А-ЯЁ])\s*(?:\(?[а-яё]+\)?\s+)?(?:человека?|чел\b\.?|участник\w*)?\s*[.,:;)]*\s*"
    r"|(?<!\d)(?P<said>\d{1,4})\s*(?:\([а-яё\s]+\)\s*)?(?:человека?|чел\b\.?)\s*[.,:;)]*\s*"
)
_SMALL_WORDS: Final = re.compile(r"(?<![\w])(?:от|года|году|г|в|начало|дата|место|на)(?![\w])\.?", re.IGNORECASE)
_FORMAT_ONLY: Final = re.compile(
    r"^[\s(,;–—-]*(?:в\s+)?(?:режиме?\s+|формате?\s+)?(?:онлайн|очно|очный|очная|очном|дистанционн\w+|вкс|видеоконференц\w+|zoom|"
    r"сферум|смешанн\w+|очно-дистанционн\w+|\s|и|/|,|-)+(?:формате?|режиме?|форма|связь)?[\s).,;]*$",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(r"(?:\s+(?:от|г|года))?[\s.,;]*$", re.IGNORECASE)


class HeaderReader:
    """Reads the lines above the body into a draft; each method says where its line went."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._has_labels = False

    def take_label(self, label: Label, rest: str, lead: str, whole: str) -> Part:
        """Read a labelled line of the head. `whole` is the line with its label."""
        draft = self._draft
        self._has_labels = self._has_labels or label is not Label.PROTOCOL
        match label:
            case Label.PROTOCOL:
                draft.section = Section.HEADER
                draft.is_extract = bool(lead)
                self._take_flat(rest)
                return Part.NUMBER
            case Label.THEME:
                draft.section = Section.THEME
                draft.title.append(rest)
                return Part.TITLE
            case Label.DATE:
                return self._take_date(rest)
            case Label.TIME | Label.END:
                return self._take_time(rest, is_end=label is Label.END)
            case Label.PLACE:
                return self._take_place(rest)
            case Label.FORMAT:
                # «Форма проведения: круглый стол» is no way of meeting that the platform knows.
                (draft.time_words if guess_format(rest) else draft.remarks).append(rest)
                draft.format = draft.format or guess_format(rest)
                return Part.TIME
            case Label.COUNT | Label.PRESENT | Label.PARTICIPANTS:
                draft.section = Section.PRESENT
                said = f"{lead} {rest}" if any(sign.isdecimal() for sign in lead) else ""
                return self._take_present(rest, said, is_count=label is not Label.PARTICIPANTS)
            case Label.INVITED | Label.ABSENT:
                draft.section = Section.INVITED if label is Label.INVITED else Section.ABSENT
                return self._take_listed(rest)
            case _:
                return self.take_office(label, rest, whole if lead else "")

    def take_office(self, label: Label, rest: str, whole: str) -> Part:
        """Chair or secretary; `whole` is given when words of the label belong to the post."""
        draft = self._draft
        if draft.section in (Section.THEME, Section.PRESENT, Section.INVITED, Section.ABSENT, Section.HEADING):
            draft.section = Section.HEADER
        into, part = (draft.chairs, Part.CHAIRS) if label is Label.CHAIR else (draft.secretaries, Part.SECRETARY)
        words = rest
        if label is Label.CHAIR and (found := re.search(r"[\s,;]+секретарь\s*(?:[:–—-]\s*)?", rest, re.IGNORECASE)):
            words = rest[: found.start()]
            self.take_office(Label.SECRETARY, rest[found.end() :], "")
        people = read_list_row(words)
        if people and whole:
            post = whole[: len(whole) - len(rest)].strip(" :–—-_")
            people = (NamedPerson(people[0].name, post, people[0].organisation, whole), *people[1:])
        if not people:
            return draft.leave(whole or rest) if has_words(words) else part
        into.extend(people)
        for further in draft.secretaries[1:]:
            # A meeting has one secretary; who else is called so has no place of its own.
            draft.leave(further.as_written)
        del draft.secretaries[1:]
        return part

    def take_line(self, line: PaperLine) -> Part:
        """Read a line of the head without a label of its own."""
        draft = self._draft
        if draft.section in (Section.PRESENT, Section.INVITED, Section.ABSENT, Section.ROLL):
            return self.take_list_line(line)
        if draft.section is Section.THEME and self._goes_on(line.text):
            draft.title.append(line.text)
            return Part.TITLE
        return self._take_flat(line.text)

    def take_list_line(self, line: PaperLine) -> Part:
        """A row of a list of people, or words about them."""
        draft = self._draft
        people, words, part = self._open_list()
        if line.is_column_heading:
            draft.remarks.append(line.text)
            return part
        if line.attendee is not None:
            attendee = line.attendee
            people.append(read_attendee(attendee.name, attendee.post, attendee.organisation, attendee.words))
            return part
        text = ", ".join(cell for cell in line.cells if cell) if len(line.cells) > 1 else line.text
        if found := read_list_row(text):
            people.extend(self._without_reasons(found))
            return part
        if (
            draft.section is Section.PRESENT
            and (count := _COUNT.search(text))
            and (count["said"] or count.end() == len(text))
        ):
            return self._take_present(text, "", is_count=True)
        if draft.section is not Section.ROLL and not people and not words:
            words.append(text)
            return part
        if draft.section is Section.PRESENT and not self._looks_flat(text):
            words.append(text)
            return part
        return self._take_flat(text)

    def _without_reasons(self, people: tuple[NamedPerson, ...]) -> tuple[NamedPerson, ...]:
        """«Лесникова Е.Д. (болезнь)»: why somebody is absent is no post; the words stay in `as_written`."""
        if self._draft.section is not Section.ABSENT:
            return people
        return tuple(person if names_post(person.post) else replace(person, post="") for person in people)

    def _open_list(self) -> tuple[list[NamedPerson], list[str], Part]:
        draft = self._draft
        match draft.section:
            case Section.INVITED:
                return draft.invited, draft.invited_words, Part.INVITED
            case Section.ABSENT:
                return draft.absent, draft.absent_words, Part.ABSENT
            case Section.ROLL:
                return draft.roll, draft.remarks, Part.PRESENT
            case _:
                return draft.present, draft.present_words, Part.PRESENT

    def _looks_flat(self, text: str) -> bool:
        return bool(find_date(text) or find_town(text) or find_times(text)[0])

    def _goes_on(self, text: str) -> bool:
        said = " ".join(self._draft.title)
        return bool(said) and (
            text[0].islower() or said.count("«") > said.count("»") or said.endswith((",", ":", "–", "—"))
        )

    def _take_date(self, rest: str) -> Part:
        left = self._without_date(rest)
        if left is None:
            self._draft.date_words.append(rest)
            self._draft.doubt(Part.HELD_ON, f"День заседания не прочитан: «{rest}». Укажите его сами.")
            return Part.HELD_ON
        self._draft.date_words.pop()
        self._draft.date_words.append(rest)
        self._take_clock(left, is_sure=True)
        if town := find_town(left):
            self._add_place(town.value or "")
        return Part.HELD_ON

    def _without_date(self, text: str) -> str | None:
        """The text without its day, which is noted; None when there is no day in it."""
        draft = self._draft
        found = find_date(text)
        if found is None:
            return None
        draft.date_words.append(found.words)
        if found.value is None:
            draft.doubt(
                Part.HELD_ON, f"Такого дня нет или он записан не полностью: «{found.words}». Укажите день сами."
            )
        elif draft.held_on is not None and draft.held_on != found.value:
            draft.doubt(
                Part.HELD_ON,
                f"В протоколе два разных дня: {draft.held_on:%d.%m.%Y} и {found.value:%d.%m.%Y}. "
                "Оставлен первый, проверьте.",
            )
        elif draft.held_on is None:
            draft.held_on = found.value
            if names_several_days(text):
                draft.doubt(Part.HELD_ON, f"Названо несколько дней: «{found.words}». Прочитан первый, проверьте.")
        return found.rest

    def _take_time(self, rest: str, *, is_end: bool) -> Part:
        self._draft.time_words.append(rest)
        left = self._without_date(rest) if find_date(rest) else rest
        if not self._take_clock(left or "", is_sure=True, is_end=is_end):
            self._draft.doubt(Part.TIME, f"Время не прочитано: «{rest}». Укажите его сами.")
        return Part.TIME

    def _take_clock(self, text: str, *, is_sure: bool, is_end: bool = False) -> str:
        """Note the hours and the format; the words they were read from, or ""."""
        draft = self._draft
        draft.format = draft.format or guess_format(text)
        times, left = find_times(text, is_sure=is_sure)
        if not times:
            return ""
        if None in times:
            draft.doubt(Part.TIME, f"Такого времени нет: «{text.strip()}». Укажите время сами.")
        good = [hour for hour in times if hour is not None]
        if is_end and good:
            draft.ends_at = good[-1]
        elif good:
            self._note_hours(good)
        return text if left != text else ""

    def _note_hours(self, hours: list[time]) -> None:
        draft = self._draft
        if draft.starts_at is not None and draft.starts_at != hours[0]:
            draft.doubt(Part.TIME, f"Названо другое время начала: {hours[0]:%H:%M}. Оставлено {draft.starts_at:%H:%M}.")
            return
        draft.starts_at = hours[0]
        if len(hours) > 1:
            draft.ends_at = hours[1]

    def _take_place(self, rest: str) -> Part:
        draft = self._draft
        self._add_place(rest)
        draft.format = draft.format or guess_format(rest)
        self._take_clock(rest, is_sure=False)
        return Part.PLACE

    def _add_place(self, words: str) -> None:
        if words and words not in self._draft.places:
            self._draft.places.append(words)

    def _take_present(self, rest: str, whole: str, *, is_count: bool) -> Part:
        draft = self._draft
        left = rest
        found = _COUNT.search(rest) if is_count or "чел" in rest else None
        if found is not None:
            count = int(found["count"] or found["said"])
            if draft.present_count not in (None, count):
                draft.doubt(
                    Part.PRESENT, f"Названо разное число присутствующих: {draft.present_count} и {count}. Проверьте."
                )
            draft.present_count = count if draft.present_count is None else draft.present_count
            left = rest[found.end() :] if not rest[: found.start()].strip() else rest
        people = read_people(left) if names_in(left) else ()
        draft.present.extend(people)
        said = whole or (rest[: len(rest) - len(left)] if people else rest)
        if has_words(said):
            (draft.present_words if found is None else draft.count_words).append(said.strip())
        draft.format = draft.format or guess_format(said)
        return Part.PRESENT

    def _take_listed(self, rest: str) -> Part:
        people, words, part = self._open_list()
        if found := read_list_row(rest):
            people.extend(self._without_reasons(found))
        elif has_words(rest):
            words.append(rest)
        return part

    def _take_flat(self, text: str) -> Part:
        """A line such as «13.10.2021 г. Кедровск № 2», each fact taken out of it; what is left names the meeting."""
        draft = self._draft
        left, part = text, Part.UNREAD
        if not draft.number and (number := find_number(left)):
            draft.number, draft.has_blank_number = number.value or "", number.value is None
            left, part = number.rest, Part.NUMBER
        elif not draft.number and (bare := re.match(r"(\d{1,3})(?=\s*$|\s+(?:от|заседани)\b)", left)):
            draft.number, left, part = bare[1], left[bare.end() :], Part.NUMBER
        if (without_date := self._without_date(left)) is not None:
            left, part = without_date, Part.HELD_ON
        if town := find_town(left):
            self._add_place(town.value or "")
            left, part = town.rest, Part.PLACE if part is Part.UNREAD else part
        if words := self._take_clock(left, is_sure=part is Part.HELD_ON and not self._names_meeting(left)):
            draft.time_words.append(words.strip())
            return Part.TIME if part is Part.UNREAD else part
        if _FORMAT_ONLY.match(left) and guess_format(left):
            draft.time_words.append(left)
            return Part.TIME if part is Part.UNREAD else part
        return self._take_leftover(left, text, part)

    def _names_meeting(self, text: str) -> bool:
        return bool(re.search(r"[а-яё]{6,}", text))

    def _take_leftover(self, left: str, text: str, part: Part) -> Part:
        draft = self._draft
        if not has_words(left):
            return part if part is not Part.UNREAD else Part.REMARKS
        is_small = part is not Part.UNREAD and not has_words(_SMALL_WORDS.sub(" ", left))
        if is_small:
            return part
        if self._has_labels or ":" in left:
            draft.leave(left)
            return part
        draft.meeting.append(" ".join(_TRAILING.sub("", left).split()).strip(" ,;"))
        return Part.HEADING if part is Part.UNREAD else part
