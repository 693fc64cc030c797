"""The zip container of Word and Excel files, opened without trusting a word it says about itself."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents import limits

_END_SIGNATURE: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
_ZIP64_LOCATOR: Final = b"PK\x06\x07"
_CHUNK_BYTES: Final = 64 * 1024
_READABLE_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

BROKEN = "Файл повреждён или загружен не до конца: откройте его в Word или Excel, сохраните заново и загрузите ещё раз."
BOMB = (
    "Файл при распаковке становится непомерно большим, поэтому мы его не открываем: "
    "скопируйте нужное в новый файл и загрузите его."
)
SUSPICIOUS = (
    "Файл устроен не так, как файлы Word и Excel, поэтому мы его не открываем: "
    "скопируйте нужное в новый файл и загрузите его."
)
MACROS = (
    "В файле есть макросы, такие файлы мы не открываем: сохраните его без макросов "
    "(«Сохранить как» — .docx или .xlsx) и загрузите снова."
)
LOCKED = "Файл закрыт паролем: снимите пароль («Файл — Сведения — Защита»), сохраните и загрузите снова."


@dataclass(frozen=True, slots=True)
class Package:
    """The members of a checked container. Only XML parts are kept in memory; pictures were counted and let go."""

    names: frozenset[str]
    parts: dict[str, bytes]

    def part(self, name: str) -> bytes | None:
        """The bytes of an XML part by its path inside the container, or None."""
        return self.parts.get(name)


def open_package(
    data: bytes, *, part_bytes: int = limits.PART_LIMIT_BYTES, xml_bytes: int = limits.XML_LIMIT_BYTES
) -> Package:
    """Unpack a container, counting the bytes as they come out: of one XML part, of all of them, of everything.

    Raises:
        UnreadablePaper: cut off or damaged; locked by a password; with macros; a bomb by size, ratio or number of
            members; with members outside the container or twice the same.
    """
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            members = [member for member in container.infolist() if not member.is_dir()]
            _check_names(members)
            return Package(
                names=frozenset(member.filename for member in members),
                parts=_unpack(container, members, len(data), part_bytes, xml_bytes),
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise UnreadablePaper(BROKEN) from error


def _check_directory(data: bytes) -> None:
    """Look at the size of the list of members before it is parsed: a long list alone can eat the memory."""
    at = data.rfind(_END_SIGNATURE, max(0, len(data) - 65_557))
    if at < 0 or len(data) - at < _END_LENGTH:
        raise UnreadablePaper(BROKEN)
    count, size = struct.unpack("<HI", data[at + 10 : at + 16])
    if data.find(_ZIP64_LOCATOR, max(0, at - 20), at) >= 0 or count > limits.MEMBER_LIMIT:
        raise UnreadablePaper(BOMB)
    if size > limits.DIRECTORY_LIMIT_BYTES:
        raise UnreadablePaper(BOMB)


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > limits.MEMBER_LIMIT:
        raise UnreadablePaper(BOMB)
    seen: set[str] = set()
    for member in members:
        # `orig_filename`: ZipInfo itself cuts a name at a zero byte.
        name = member.orig_filename
        folded = name.casefold()
        if _leads_outside(name) or folded in seen:
            raise UnreadablePaper(SUSPICIOUS)
        seen.add(folded)
        if folded.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in f"/{folded}":
            raise UnreadablePaper(MACROS)
        if member.flag_bits & 0x1:
            raise UnreadablePaper(LOCKED)
        if member.compress_type not in _READABLE_METHODS:
            raise UnreadablePaper(SUSPICIOUS)


def _leads_outside(name: str) -> bool:
    return (
        not name
        or "\x00" in name
        or "\\" in name
        or name.startswith("/")
        or ":" in name.split("/", 1)[0]
        or ".." in name.split("/")
    )


def _unpack(
    container: zipfile.ZipFile, members: list[zipfile.ZipInfo], packed: int, part_bytes: int, xml_bytes: int
) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    unpacked = xml = 0
    for member in members:
        is_xml = member.filename.casefold().endswith((".xml", ".rels"))
        kept = bytearray()
        with container.open(member) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                unpacked += len(chunk)
                if is_xml:
                    kept += chunk
                    xml += len(chunk)
                if len(kept) > part_bytes or xml > xml_bytes:
                    raise UnreadablePaper(BOMB)
                if unpacked > limits.UNPACKED_LIMIT_BYTES:
                    raise UnreadablePaper(BOMB)
                if unpacked > limits.RATIO_FREE_BYTES and unpacked > limits.RATIO_LIMIT * packed:
                    raise UnreadablePaper(BOMB)
        if is_xml:
            parts[member.filename] = bytes(kept)
    return parts


def resolve(base: str, target: str) -> str:
    """The path inside the container of a relationship's target, seen from the part `base`."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))
