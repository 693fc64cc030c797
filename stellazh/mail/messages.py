"""A row of the outbox as a letter on the wire."""

from __future__ import annotations

import textwrap
from email.utils import format_datetime, parseaddr
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from stellazh.mail.attachments import attached_part
from stellazh.mail.models import OutgoingMail
from stellazh.mail.recipients import Recipient

LINE_WIDTH = 76


def new_message_id() -> str:
    """A Message-ID of our own domain, given once and kept through all tries: a letter sent twice is known as one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid4().hex}@{domain.encode('idna').decode('ascii')}>"


def wrap_text(text: str) -> str:
    """The text in lines of at most 76 signs; addresses are never broken, short lines and indents stay."""
    return "\n".join(_wrapped(line) for line in text.splitlines()) + "\n"


def build_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The letter: plain text always, HTML beside it when there is one, dated when it was queued.

    With an address to unsubscribe at, mail programs show a button of their own (RFC 2369); by one click where the
    address is https, as RFC 8058 asks. Attached files are read now.

    Raises:
        FileIsLost: the storage does not have an attached file.
    """
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=wrap_text(mail.text),
        to=[Recipient(mail.to_name, mail.to_address).header],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(timezone.localtime(mail.queued_at)),
            "Auto-Submitted": "auto-generated",
            **_unsubscribing(mail.unsubscribe_url),
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments.all():
        message.attach(attached_part(attachment))
    return message


def _unsubscribing(address: str) -> dict[str, str]:
    if not address:
        return {}
    headers = {"List-Unsubscribe": f"<{address}>"}
    if address.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _wrapped(line: str) -> str:
    if len(line) <= LINE_WIDTH:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(),
        LINE_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
