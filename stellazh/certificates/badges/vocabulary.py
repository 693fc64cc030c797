"""Words of the standard that several documents share, and how a moment and an identifier are written in them."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

VERIFIABLE_CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CREDENTIAL_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"

Document = dict[str, object]


def moment(value: datetime) -> str:
    """RFC 3339 to the second, with the offset it came with: the day on the paper must not move by a night.

    Raises ValueError for a moment without a time zone.
    """
    offset = value.utcoffset()
    if offset is None:
        raise ValueError("a moment in a credential needs a time zone")
    # Before railway time zones were odd by seconds; RFC 3339 cannot say so.
    aware = value.astimezone(UTC) if offset % timedelta(minutes=1) else value
    return aware.isoformat(timespec="seconds").replace("+00:00", "Z")


def urn(identifier: UUID) -> str:
    """An identifier that leads nowhere: whoever sees it in a public list cannot open the paper by it."""
    return f"urn:uuid:{identifier}"


def web_address(value: str) -> str:
    """`value` when it is a whole address of the web; otherwise ValueError."""
    parts = urlsplit(value)
    if parts.scheme not in {"https", "http"} or not parts.netloc or any(sign.isspace() for sign in value):
        raise ValueError(f"not an address of the web: {value!r}")
    return value


def said(value: str, what: str) -> str:
    """`value` without spaces around it; ValueError when nothing is left."""
    text = value.strip()
    if not text:
        raise ValueError(f"a credential needs {what}")
    return text
