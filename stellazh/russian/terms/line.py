"""A line of tokens to read from: words with slips mended and broken ones joined."""

from collections.abc import Container
from dataclasses import dataclass

from stellazh.russian.terms.lexicon import KNOWN, MONTHS, mended
from stellazh.russian.terms.text import Token, clean_text, tokenise

_END = Token("end", "", -1, 0, 0, True)


@dataclass(frozen=True, slots=True)
class Line:
    """The cleaned text and its tokens. Every place past the end holds an empty token, so that rules need no bounds."""

    clean: str
    tokens: tuple[Token, ...]
    mended: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, place: int) -> Token:
        """The token at a place, or the empty one outside the line."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else _END

    def word(self, place: int) -> str:
        """The word at a place; empty for anything else."""
        token = self.at(place)
        return token.text if token.kind == "word" else ""

    def number(self, place: int, low: int = 0, high: int = 9999) -> int | None:
        """The number in digits at a place, when it lies within the bounds."""
        token = self.at(place)
        return token.value if token.kind == "number" and low <= token.value <= high else None

    def is_mark(self, place: int, marks: Container[str]) -> bool:
        """Whether one of these marks stands at a place."""
        token = self.at(place)
        return token.kind == "mark" and token.text in marks

    def is_word(self, place: int, words: Container[str]) -> bool:
        """Whether one of these words stands at a place."""
        token = self.at(place)
        return token.kind == "word" and token.text in words

    def glued(self, place: int) -> bool:
        """Whether no blank stands before the token."""
        return 0 <= place < len(self.tokens) and not self.tokens[place].spaced

    def skip(self, place: int, marks: Container[str]) -> int:
        """The first place at or after this one without these marks."""
        while self.is_mark(place, marks):
            place += 1
        return place

    def skip_words(self, place: int, words: Container[str]) -> int:
        """The first place at or after this one without these words and the dots of their abbreviations."""
        while self.is_word(place, words):
            place = self.skip(place + 1, ".")
        return place

    def phrase(self, place: int, *words: Container[str]) -> int:
        """The place after these words standing in a row (dots of abbreviations aside), or 0."""
        for options in words:
            if not self.is_word(place, options):
                return 0
            place = self.skip(place + 1, ".")
        return place

    def slice(self, start: int, end: int) -> str:
        """The cleaned text from one token up to another, with its own case and signs."""
        if start >= min(end, len(self.tokens)):
            return ""
        first, last = self.tokens[start].start, self.tokens[min(end, len(self.tokens)) - 1].end
        # Quotes are no tokens; one that was opened inside is closed, and the other way round.
        inside = self.clean[first:last]
        if inside.count("«") > inside.count("»") and self.clean[last : last + 1] == "»":
            last += 1
        if inside.count("»") > inside.count("«") and self.clean[first - 1 : first] == "«":
            first -= 1
        return self.clean[first:last]


def _joined(tokens: list[Token]) -> list[Token]:
    # «сен-\nтябрь» and «октяб рь»: a table cell breaks words, sometimes without a hyphen.
    whole: list[Token] = []
    for token in tokens:
        before = whole[-2] if len(whole) > 1 and whole[-1].text == "-" else whole[-1] if whole else None
        if (
            before is not None
            and token.kind == before.kind == "word"
            and (token.text not in KNOWN or before.text not in KNOWN)
            and before.text + token.text in MONTHS
        ):
            while whole[-1] is not before:
                whole.pop()
            whole[-1] = Token("word", before.text + token.text, 0, before.start, token.end, before.spaced)
        else:
            whole.append(token)
    return whole


def _roman_glued(tokens: list[Token]) -> list[Token]:
    # «1V квартал»: the figure one typed for the Roman one.
    whole: list[Token] = []
    for token in tokens:
        last = whole[-1] if whole else _END
        if token.kind == "roman" and not token.spaced and last.kind == "number" and set(last.text) == {"1"}:
            merged = tokenise("i" * len(last.text) + token.text)
            if len(merged) == 1 and merged[0].kind == "roman":
                whole[-1] = Token("roman", merged[0].text, merged[0].value, last.start, token.end, last.spaced)
                continue
        whole.append(token)
    return whole


# Signs that say nothing about time and stray into dates: «До 31! августа».
_STRAY = frozenset('!*?"[]{}|~•·')


def read_line(text: str) -> Line:
    """Clean a text and cut it into a line of tokens."""
    clean = clean_text(text)
    tokens = [token for token in tokenise(clean) if not (token.kind == "mark" and token.text in _STRAY)]
    tokens = _roman_glued(_joined(tokens))
    repaired: list[str] = []
    for place, token in enumerate(tokens):
        if token.kind == "word" and (right := mended(token.text)) != token.text:
            repaired.append(clean[token.start : token.end])
            tokens[place] = Token("word", right, 0, token.start, token.end, token.spaced)
    return Line(clean, tuple(tokens), tuple(repaired))
