"""Finding `{{ поле }}` in the text of a paragraph, and explaining what only looks like it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Final

from stellazh.office.plain_text import printable_line
from stellazh.office.word_forms.model import FormVocabulary, fold_name

_SIGNS: Final = re.compile(r"\{\{+|\}\}+|\{[%#]|[%#]\}")
# «номер», «решения.текст», «число: мероприятия».
_NAME: Final = re.compile(r"[\w -]+(?:: [\w -]+|(?:\.[\w -]+)*)")
_SINGLE: Final = re.compile(r"(?<!\{)\{([^{}]{1,80})\}(?!\})")
_SHOWN: Final = 60

Fault = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """One field in a paragraph's text, from `start` up to `end`. `rows` is the list it belongs to, or empty."""

    start: int
    end: int
    rows: str
    field: str

    @property
    def name(self) -> str:
        return f"{self.rows}.{self.field}" if self.rows else self.field


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in one paragraph: fields, and sentences about faults and doubts that begin with the place."""

    marks: tuple[Mark, ...] = ()
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def may_hold_marks(text: str) -> bool:
    """Whether anything in the text looks like a field or a command."""
    return _SIGNS.search(text) is not None


def holds_field(text: str) -> bool:
    """Whether a field or a command begins in the text; for places where closing brackets alone mean nothing."""
    return "{{" in text or "{%" in text


def shown(text: str) -> str:
    """A piece of the form as it is quoted in a sentence: one line, not too long."""
    line = printable_line(text)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


@dataclass(frozen=True)
class Finder:
    """Knows the vocabulary; `find` is asked paragraph by paragraph."""

    vocabulary: FormVocabulary

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        return {fold_name(name): name for name in self.vocabulary.fields}

    @cached_property
    def _rows(self) -> Mapping[str, str]:
        return {fold_name(name): name for name in self.vocabulary.rows}

    @cached_property
    def _columns(self) -> Mapping[str, Mapping[str, str]]:
        return {name: {fold_name(one): one for one in columns} for name, columns in self.vocabulary.rows.items()}

    def find(self, text: str, place: str) -> Found:
        """The fields of one paragraph. `place` begins the sentences: «В тексте», «В верхнем колонтитуле»."""
        marks: list[Mark] = []
        faults: list[str] = []
        signs = list(_SIGNS.finditer(text))
        at = 0
        while at < len(signs):
            sign, after = signs[at], signs[at + 1] if at + 1 < len(signs) else None
            at += 1
            if sign.group() == "{{" and after is not None and after.group() == "}}":
                at += 1
                meant = self._meant(text[sign.end() : after.start()], text[sign.start() : after.end()], place)
                if isinstance(meant, str):
                    faults.append(meant)
                else:
                    marks.append(Mark(sign.start(), after.end(), *meant))
                continue
            fault, skipped = _explain(text, place, sign, signs[at:])
            faults.append(fault)
            at += skipped
        return Found(tuple(marks), tuple(faults), tuple(self._doubts(text, place)))

    def _meant(self, inner: str, raw: str, place: str) -> tuple[str, str] | str:
        """The list (or nothing) and the field, or a sentence that explains why it is neither."""
        quoted = f"«{shown(raw)}»"
        name = fold_name(inner)
        if not name:
            return f"{place} стоят пустые скобки {quoted}: напишите между ними название поля или уберите их."
        if not _NAME.fullmatch(name):
            return (
                f"{place} встречено {quoted}, это не название поля. В форме ничего не вычисляется: "
                "между скобками пишется только название поля из списка."
            )
        parts = [part.strip() for part in name.split(".")]
        if len(parts) > 2:
            return f"{place} встречено {quoted}: в названии поля не бывает больше одной точки."
        if len(parts) == 1:
            return self._field(parts[0], quoted, place)
        return self._column(parts[0], parts[1], quoted, place)

    def _field(self, name: str, quoted: str, place: str) -> tuple[str, str] | str:
        if name in self._fields:
            return "", self._fields[name]
        if name in self._rows:
            known = self._rows[name]
            example = f"{{{{ {known}.{next(iter(self.vocabulary.rows[known]), '')} }}}}"
            return f"{place} встречено {quoted}, это список: напишите, что именно брать из него, например «{example}»."
        return f"{place} встречено поле {quoted}, такого поля нет. {self._advice(name)}"

    def _column(self, rows: str, column: str, quoted: str, place: str) -> tuple[str, str] | str:
        known = self._rows.get(rows)
        if known is None:
            return f"{place} встречено поле {quoted}, такого поля нет. {self._advice(f'{rows}.{column}')}"
        if column not in self._columns[known]:
            options = ", ".join(f"«{known}.{one}»" for one in self.vocabulary.rows[known])
            return f"{place} встречено поле {quoted}, такого поля нет. В списке «{known}» есть {options}."
        return known, self._columns[known][column]

    def _advice(self, name: str) -> str:
        folded = {fold_name(one): one for one in self.vocabulary.names}
        columns = [one for one in folded if one.endswith(f".{name}")]
        close = columns or get_close_matches(name[:_SHOWN], list(folded), n=1, cutoff=0.6)
        if close:
            return f"Похоже на «{folded[close[0]]}»."
        return "Возьмите название из списка полей."

    def _doubts(self, text: str, place: str) -> list[str]:
        known = {fold_name(name) for name in self.vocabulary.names}
        return [
            f"{place} встречено «{shown(match.group())}» в одинарных скобках, так оно и будет напечатано. "
            f"Если это поле, поставьте скобки дважды: «{{{{ {shown(match.group(1).strip())} }}}}»."
            for match in _SINGLE.finditer(text)
            if fold_name(match.group(1)) in known
        ]


def _explain(text: str, place: str, sign: re.Match[str], rest: list[re.Match[str]]) -> tuple[str, int]:
    """A sentence about signs that make no field, and how many of the following ones it has told of."""
    written = sign.group()
    after = rest[0] if rest else None
    if written[0] in "%#" or written[-1] in "%#":
        closing = after is not None and after.group() in ("%}", "#}") and written in ("{%", "{#")
        end = after.end() if after is not None and closing else sign.end()
        quoted = f"«{shown(text[sign.start() : end])}»"
        return f"{place} встречено {quoted}: команд в форме не бывает, только поля.", int(closing)
    if written[0] == "}":
        around = shown(text[max(0, sign.start() - 20) : sign.end()])
        return f"{place} скобки закрыты, но не открыты: «{around}». Поле пишется так: «{{{{ название }}}}».", 0
    if after is None or after.group()[0] not in "{}":
        around = shown(text[sign.start() : sign.start() + 40])
        unclosed = f"{place} скобки открыты, но не закрыты: «{around}»."
        return f"{unclosed} Поле пишется целиком в одном абзаце: «{{{{ название }}}}».", 0
    # Brackets within brackets, or more than two of them: all up to the last closing one are told of at once.
    depth, told, end = len(written), 0, sign.end()
    for other in rest:
        if depth <= 0 or other.group()[0] not in "{}" or other.group()[-1] not in "{}":
            break
        depth += len(other.group()) if other.group()[0] == "{" else -len(other.group())
        told, end = told + 1, other.end()
    quoted = shown(text[sign.start() : end])
    return f"{place} скобки стоят одна в другой: «{quoted}». Поле пишется так: «{{{{ название }}}}».", told
