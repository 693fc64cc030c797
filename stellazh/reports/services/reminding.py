"""Letters to the heads whose papers are missing: each is told exactly what is missing of hers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.notices.services import notify
from stellazh.notices.services.letters import whole_address
from stellazh.reports.access import can_write_late
from stellazh.reports.models import BoardLetter
from stellazh.reports.notice_kinds import MISSING_PAPERS
from stellazh.reports.reads.board import board as read_board
from stellazh.reports.reads.cells import BoardRow
from stellazh.russian.calendar_words import day_and_month

MOST_SIGNS = 2000


class NobodyToWrite(DomainError):
    """Nobody of those chosen lacks a paper and can be written to."""


class WrittenMeanwhile(DomainError):
    """Somebody else has written to some of them since the page was shown."""


@transaction.atomic
def write_late(
    board_id: int,
    *,
    association_ids: Collection[int],
    school_year: int,
    text: str,
    last_letter_id: int,
    submission_key: UUID | None,
    by: Actor,
    at: datetime,
) -> list[BoardLetter]:
    """Remind the heads of these associations of what is missing at `at`; those whose papers have come are left out.

    Each gets `text`, then the list of her missing papers with addresses where they are made. `last_letter_id` is the
    newest letter the writer has seen. The same submission sends once and gives the same letters again.

    Raises:
        PermissionRefused: `by` does not write on that board. WrittenMeanwhile: some were written to since.
        NobodyToWrite: none of them has debts and a head with an account.
    """
    board = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=board_id)
    require(can_write_late(by, board))
    if submission_key is not None:
        sent = list(BoardLetter.objects.filter(board=board, submission_key=submission_key).order_by("pk"))
        if sent:
            return sent
    chosen = set(association_ids)
    newer = BoardLetter.objects.filter(board=board, association__in=chosen, pk__gt=last_letter_id)
    if newest := newer.order_by("pk").last():
        raise WrittenMeanwhile(
            f"Пока вы читали, им уже написали: {newest.written_by}. Проверьте список и отправьте ещё раз, если нужно."
        )
    rows = [row for row in read_board(board, school_year=school_year, at=at).late if row.association.pk in chosen]
    letters = [letter for row in rows if (letter := _write(board, row, school_year, text, submission_key, by, at))]
    if not letters:
        raise NobodyToWrite("Писать некому: у выбранных всё сдано или у руководителей нет входа на сайт.")
    names = ", ".join(letter.association.short_name for letter in letters)
    changes = {"Кому напомнили": ("", names)}
    record("papers_reminded", board, by=by, at=at, scope=board.path, changes=changes)
    return letters


def _write(
    board: Association,
    row: BoardRow,
    school_year: int,
    text: str,
    submission_key: UUID | None,
    by: Actor,
    at: datetime,
) -> BoardLetter | None:
    words = text.strip()[:MOST_SIGNS]
    told = notify(
        MISSING_PAPERS,
        [head.person_id for head in row.heads if head.has_account],
        title=f"Не хватает документов: {row.association.short_name}",
        text="\n\n".join(part for part in (words, debts_text(row), f"{by.actor_name}, {board.short_name}") if part),
        address=reverse("reports:own_papers", args=[row.association.code]),
        about=f"association:{row.association.pk}",
        by=by,
        at=at,
    )
    if not told:
        return None
    return BoardLetter.objects.create(
        board=board,
        association=row.association,
        school_year=school_year,
        about=[debt.words for debt in row.debts],
        text=words,
        told_count=told,
        written_at=at,
        written_by=by.actor_name[:200],
        submission_key=submission_key,
    )


def debts_text(row: BoardRow) -> str:
    """«— план на ноябрь 2024 г. (срок был 5 ноября): адрес», a line for each missing paper."""
    return "\n".join(
        f"— {debt.words} (срок был {day_and_month(debt.due)}): {whole_address(debt.href)}" for debt in row.debts
    )
