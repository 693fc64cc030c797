"""What an error on the way to the server means for the letter."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, replace

from stellazh.mail.enums import TryOutcome

PERMANENT = range(500, 600)
CLOSING = 421


@dataclass(frozen=True, slots=True)
class TryResult:
    """What one try came to: `code` and `answer` are the server's, `in_words` is ours.

    `is_about_address`: the server spoke of the recipient, not of the letter.
    """

    outcome: TryOutcome
    code: int | None = None
    answer: str = ""
    in_words: str = ""
    is_about_address: bool = False


ACCEPTED = TryResult(TryOutcome.SENT)


def is_lost_connection(error: Exception) -> bool:
    """Whether the server hung up, so that the next letter needs a new connection."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == CLOSING
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code == CLOSING for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, smtplib.SMTPServerDisconnected)
    return isinstance(error, OSError)


def result_of(error: Exception) -> TryResult:
    """Refused for good when the server says 5xx to the recipient or to the letter itself; everything else may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        code, answer = next(iter(error.recipients.values()))
        return replace(_answered(code, answer, is_about_letter=True), is_about_address=True)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        said = _text(error.smtp_error)
        return TryResult(TryOutcome.DELAYED, error.smtp_code, said, "Почтовый сервер не принял наши имя и пароль.")
    if isinstance(error, smtplib.SMTPResponseException):
        # Who we are to the server is the operator's to mend; the letter waits for that.
        return _answered(error.smtp_code, error.smtp_error, is_about_letter=isinstance(error, smtplib.SMTPDataError))
    if isinstance(error, ValueError):
        return TryResult(TryOutcome.REFUSED, None, str(error), "На такой адрес письмо отправить нельзя.")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return TryResult(TryOutcome.DELAYED, None, str(error), "Почтовый сервер прервал соединение.")
    return TryResult(TryOutcome.DELAYED, None, str(error), f"Почтовый сервер недоступен: {error}")


def _answered(code: int, answer: bytes | str, *, is_about_letter: bool) -> TryResult:
    said = _text(answer)
    if is_about_letter and code in PERMANENT:
        return TryResult(TryOutcome.REFUSED, code, said, f"Сервер отказался принять письмо: {code} {said}")
    return TryResult(TryOutcome.DELAYED, code, said, f"Сервер пока не принимает письмо: {code} {said}")


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
