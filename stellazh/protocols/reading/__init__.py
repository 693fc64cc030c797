"""Reading old protocols from papers; needs no Django.

`open_paper` of `stellazh.office.intake` opens a file, `read_protocol` says what it means.
"""

from __future__ import annotations

from stellazh.protocols.reading.model import (
    AgendaRead,
    BodyForm,
    DecisionRead,
    Doubt,
    LineRead,
    NamedPerson,
    Part,
    ProtocolReading,
    ReadingKind,
    SpeechKind,
    SpeechRead,
    VoteRead,
)
from stellazh.protocols.reading.reader import read_protocol

__all__ = [
    "AgendaRead",
    "BodyForm",
    "DecisionRead",
    "Doubt",
    "LineRead",
    "NamedPerson",
    "Part",
    "ProtocolReading",
    "ReadingKind",
    "SpeechKind",
    "SpeechRead",
    "VoteRead",
    "read_protocol",
]
