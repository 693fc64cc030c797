"""Once is enough: a form sent twice makes one row, and of two who want one code or number one gets a sentence."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import IntegrityError, models, transaction

from stellazh.common.errors import DomainError

Row = TypeVar("Row", bound=models.Model)


class FormSentTwice(DomainError):
    """The submission key belongs to another thing: the form was sent before with other contents."""

    def __init__(self) -> None:
        super().__init__("Эта форма уже отправлена. Откройте её заново, чтобы отправить ещё раз.")


@contextmanager
def unique_or(refusal: DomainError) -> Iterator[None]:
    """Write something that a constraint may refuse; the transaction around stays usable.

    Raises:
        `refusal`: somebody else was faster by a moment, after one had looked and found the place free.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        raise refusal from clash


def made_before(rows: models.QuerySet[Row], submission_key: uuid.UUID | None) -> Row | None:
    """The row that the same submission of a form has made already.

    Raises:
        FormSentTwice: the key belongs to a row outside `rows`.
    """
    if submission_key is None:
        return None
    row = rows.filter(submission_key=submission_key).first()
    if row is None and rows.model._default_manager.filter(submission_key=submission_key).exists():  # noqa: SLF001
        raise FormSentTwice
    return row
