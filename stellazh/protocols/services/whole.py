"""What a protocol must have before others read it, and before it is signed."""

from __future__ import annotations

from stellazh.protocols.enums import PartRole
from stellazh.protocols.models import Protocol
from stellazh.protocols.services.life_refusals import NothingToSign


def what_is_missing(protocol: Protocol) -> list[str]:
    """What stands between the protocol and its signature, as ends of «Чтобы подписать, …». Four queries, fewer when
    its people, agenda, speeches and decisions were fetched with it.
    """
    roles = {row.role for row in protocol.people.all()}
    missing = []
    if all(row.archived_at for row in protocol.agenda.all()):
        missing.append("впишите повестку дня")
    if not roles & {PartRole.PRESENT, PartRole.CHAIR, PartRole.LEADER} and not protocol.said_count:
        missing.append("назовите присутствующих или их число")
    if not roles & {PartRole.CHAIR, PartRole.LEADER}:
        missing.append("назовите председателя или ведущего")
    return missing + _of_text(protocol)


def _of_text(protocol: Protocol) -> list[str]:
    texts = [row.text for row in protocol.decisions.all() if row.archived_at is None]
    if any(not text.strip() for text in texts):
        return ["допишите или уберите решение без текста"]
    if not texts and not any(row.text for row in protocol.speeches.all() if row.archived_at is None):
        return ["запишите, что говорили или что решили"]
    return []


def require_something(protocol: Protocol) -> None:
    """Pass when there is something to read.

    Raises:
        NothingToSign: neither an agenda nor a word said.
    """
    rows = (protocol.agenda, protocol.speeches, protocol.decisions)
    if not any(row.filter(archived_at=None).exists() for row in rows):
        raise NothingToSign("В протоколе ещё нечего читать: впишите повестку или решения.")


def require_whole(protocol: Protocol) -> None:
    """Pass when it may be signed.

    Raises:
        NothingToSign: names everything that is missing.
    """
    missing = what_is_missing(protocol)
    if missing:
        raise NothingToSign(f"Чтобы подписать, {'; '.join(missing)}.")
