"""Letters that come back, as mail servers write them; every name and server is invented."""

from __future__ import annotations


def report(
    message_id: str,
    *,
    to: str = "ozerova@example.org",
    status: str = "5.1.1",
    action: str = "failed",
    diagnosis: str = "smtp; 550 5.1.1 <ozerova@example.org>: Recipient address rejected: User unknown",
    original: str = "",
    whole: bool = True,
) -> bytes:
    """A report of RFC 3464, with our whole letter inside or its headings alone."""
    original_line = f"Original-Recipient: rfc822;{original}\n" if original else ""
    inner_type = "message/rfc822" if whole else "text/rfc822-headers"
    inner_body = "\nЗдравствуйте!\n" if whole else ""
    return f"""\
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: shelf@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="A1B2C3/mx.example.net"
Message-Id: <20240910091500.A1B2C3@mx.example.net>

This is a MIME-encapsulated message.

--A1B2C3/mx.example.net
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.net.

--A1B2C3/mx.example.net
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Tue, 10 Sep 2024 12:15:00 +0300 (MSK)

Final-Recipient: rfc822; {to}
{original_line}Action: {action}
Status: {status}
Diagnostic-Code: {diagnosis}

--A1B2C3/mx.example.net
Content-Type: {inner_type}
Content-Transfer-Encoding: 8bit

From: shelf@example.org
To: ozerova@example.org
Subject: =?utf-8?b?0J/Qu9Cw0L0=?=
Message-ID: {message_id}
{inner_body}
--A1B2C3/mx.example.net--
""".encode()


def words(message_id: str, *, said: str = "550 5.1.1 User unknown", to: str = "ozerova@example.org") -> bytes:
    """A letter of Exim without a machine part: the address in a heading, the rest in words."""
    return f"""\
From: Mail Delivery System <mailer-daemon@mx.example.net>
To: shelf@example.org
X-Failed-Recipients: {to}
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1sn-000-AA@mx.example.net>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

A message that you sent could not be delivered to one or more of its recipients.

  {to}
    host mx2.example.net [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<{to}>:
    {said}

------ This is a copy of the message, including all the headers. ------

From: shelf@example.org
To: {to}
Message-ID: {message_id}

Здравствуйте!
""".encode()
