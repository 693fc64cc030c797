"""The foot of a protocol: signatures and attachments."""

from __future__ import annotations

import re
from typing import Final

from stellazh.protocols.reading.draft import Draft, Section
from stellazh.protocols.reading.model import NamedPerson, Part
from stellazh.protocols.reading.people import read_people
from stellazh.protocols.reading.wording import has_words

_BLANK: Final = re.compile(r"_{2,}|/")
_EDGES: Final = " ,;:.–—-/_"


def take_signature(draft: Draft, text: str) -> Part:
    """Who signed. A post without a name is kept as a signer whose name is ""."""
    draft.section = Section.SIGNERS
    people = read_people(text)
    if people:
        draft.signers.extend(people)
    elif post := " ".join(_BLANK.sub(" ", text).split()).strip(_EDGES):
        draft.signers.append(NamedPerson("", post, "", text))
    return Part.SIGNERS


def take_attachment(draft: Draft, text: str) -> Part:
    """A line of the attachments, as written."""
    draft.section = Section.ATTACHMENTS
    if has_words(text):
        draft.attachments.append(text)
    return Part.ATTACHMENTS
