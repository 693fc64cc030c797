"""Files given as answers."""

from __future__ import annotations

from typing import Final

from stellazh.files.purposes import FilePurpose, purposes
from stellazh.questionnaires.access import can_read_answer_file

ANSWER_FILE: Final = "questionnaires.answer"
MOST_BYTES: Final = 20 * 1024 * 1024


def register() -> None:
    """Add the purpose."""
    purposes.add(FilePurpose(ANSWER_FILE, "Ответ на вопрос формы", MOST_BYTES, None, can_read_answer_file))
