"""Reading what mail servers say of an address: answers at the door, and letters that came back (RFC 3464)."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage

# Enhanced codes (RFC 3463): 5.1 the address, 5.2 the mailbox, 5.4 the way to it. What is left out speaks of the letter
# or of us: 5.3 too large, 5.6 its content, 5.7 refused as spam or by a policy.
OF_ADDRESS = frozenset({"1", "2", "4"})
# Plain codes (RFC 5321) that speak of the recipient; 554 is any refusal at all, 530 and 535 want our password.
PLAIN_OF_ADDRESS = frozenset({510, 511, 512, 521, 550, 551, 552, 553, 556})
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_PLAIN = re.compile(r"(?<![\d.])([45]\d\d)(?=[\s-])")
_MESSAGE_ID = re.compile(r"^Message-ID:\s*(<[^<>\s]{1,198}>)", re.IGNORECASE | re.MULTILINE)
UNDEFINED = "0"
LONGEST_ANSWER = 500


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter that came back: whom it did not reach, which letter it was, and why.

    `recipients` are case-folded: the address we wrote to and the one it was forwarded to. `code` is the enhanced code,
    or the plain one when there is no other.
    """

    message_id: str
    recipients: tuple[str, ...]
    code: str
    answer: str


def is_address_dead(code: int | None, answer: str) -> bool:
    """Whether the server's refusal means that letters to this address will not be taken later either."""
    enhanced = _ENHANCED.search(answer)
    if enhanced is not None and enhanced[2] != UNDEFINED:
        return enhanced[1] == "5" and enhanced[2] in OF_ADDRESS
    return code in PLAIN_OF_ADDRESS


def read_bounce(raw: bytes) -> Bounce | None:
    """The bounce that this letter is, or None: an ordinary letter, a delay (4.x.x), a refusal of the letter alone.

    A report of RFC 3464 is read by its machine part; a letter with «X-Failed-Recipients» (Exim) by its words. Never
    raises because of what is in the letter.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    try:
        return _read_report(message) or _read_words(message)
    except (LookupError, ValueError, AttributeError, TypeError):
        # The letter is a stranger's: headings that cannot be decoded, parts that are not what they say.
        return None


def _read_report(message: EmailMessage) -> Bounce | None:
    status_part = next((part for part in message.walk() if part.get_content_type() == "message/delivery-status"), None)
    if status_part is None:
        return None
    message_id = _message_id(message)
    for fields in status_part.get_payload():
        if not isinstance(fields, EmailMessage) or fields["Final-Recipient"] is None:
            continue
        status, diagnosis = str(fields.get("Status", "")).strip(), _one_line(fields.get("Diagnostic-Code", ""))
        if str(fields.get("Action", "failed")).strip().casefold() != "failed" or not status.startswith("5."):
            continue
        if message_id and _is_dead(status, diagnosis):
            named = (fields["Final-Recipient"], fields.get("Original-Recipient"))
            recipients = tuple(_address(str(value)) for value in named if value)
            return Bounce(message_id, recipients, status[:20], diagnosis[:LONGEST_ANSWER])
    return None


def _read_words(message: EmailMessage) -> Bounce | None:
    failed = message.get("X-Failed-Recipients")
    body = message.get_body(preferencelist=("plain",))
    if failed is None or body is None:
        return None
    text = str(body.get_content())
    message_id = _message_id(message) or _first(_MESSAGE_ID, text)
    said = next((line.strip() for line in text.splitlines() if _PLAIN.search(line)), "")
    plain = _first(_PLAIN, said)
    if not message_id or not is_address_dead(int(plain or 0), said):
        return None
    enhanced = _ENHANCED.search(said)
    code = enhanced[0] if enhanced else plain
    recipients = tuple(_address(part) for part in str(failed).split(","))
    return Bounce(message_id, recipients, code, said[:LONGEST_ANSWER])


def _is_dead(status: str, diagnosis: str) -> bool:
    """By the report's status; where that is undefined (5.0.0), by the words of the server."""
    match = _ENHANCED.match(status)
    if match is None:
        return False
    if match[2] != UNDEFINED:
        return match[2] in OF_ADDRESS
    return is_address_dead(int(_first(_PLAIN, diagnosis) or 0), diagnosis)


def _message_id(message: EmailMessage) -> str:
    """The Message-ID of our letter, whole or by its headings alone inside the report."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            if isinstance(inner, EmailMessage) and inner["Message-ID"]:
                return str(inner["Message-ID"]).strip()
        if part.get_content_type() == "text/rfc822-headers":
            return _first(_MESSAGE_ID, str(part.get_content()))
    return ""


def _address(value: str) -> str:
    """«olhova@example.org» of «rfc822; Olhova@example.org»."""
    return value.rpartition(";")[2].strip().strip("<>").casefold()


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
