"""Addresses of films at Rutube and VK Видео, in every form these hosts use.

Only the host, the film's number and its key are taken from what somebody pasted; every address that we show is built
anew of these. The forms were gathered from the hosts' own «Поделиться» and from public code that reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlencode, urlsplit

from stellazh.common.errors import DomainError

RUTUBE: Final = "rutube"
VK: Final = "vk"
PROVIDER_LABELS: Final[Mapping[str, str]] = {RUTUBE: "Rutube", VK: "VK Видео"}
# What pages that show a film may frame, and nothing else. VK leads from one of its hosts to the other.
FRAME_HOSTS: Final = ("https://rutube.ru", "https://vkvideo.ru", "https://vk.com")

RUTUBE_HOSTS: Final = frozenset({"rutube.ru", "www.rutube.ru", "m.rutube.ru", "video.rutube.ru"})
VK_HOSTS: Final = frozenset(
    f"{before}{host}" for host in ("vk.com", "vk.ru", "vkvideo.ru") for before in ("", "www.", "m.", "new.")
)
TAKEN: Final = "Сайт показывает записи с Rutube (rutube.ru) и VK Видео (vkvideo.ru, vk.com, vk.ru)."
LONGEST_TEXT = 5000
LONGEST_START = 24 * 3600

_HEX: Final = re.compile(r"[0-9a-f]{32}")
_LEGACY: Final = re.compile(r"[1-9][0-9]{0,11}")
_RUTUBE_KEY: Final = re.compile(r"[A-Za-z0-9_-]{4,64}")
_VK_NAME: Final = re.compile(r"(?:video|clip)(-?[1-9][0-9]{0,14}_[1-9][0-9]{0,14})")
_VK_PAIR: Final = re.compile(r"(-?[1-9][0-9]{0,14})_([1-9][0-9]{0,14})")
# Keys of the two kinds are told apart by their shape: «hash» of an embedding code, «list» of an address.
_VK_HASH: Final = re.compile(r"[0-9a-f]{16}")
_VK_LIST: Final = re.compile(r"ln-[A-Za-z0-9_-]{4,60}|[0-9a-f]{17,64}")
_CLOCK: Final = re.compile(r"(?:([0-9]{1,3})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s?)?", re.IGNORECASE)
_COLONS: Final = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-9]{2})")
_FRAME: Final = re.compile(r"<iframe\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MARKDOWN: Final = re.compile(r"\]\(([^()\s]+)\)")
_WRAPPING: Final = "«»„“”‚‘’\"'`<>()[]{}.,;!…"
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


class NotAVideoAddress(DomainError):
    """What was pasted is no address of one film at a host that is taken; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class VideoAddress:
    """One film at a host. `access_key` opens a film that is shown only to those who have its link."""

    provider: str
    video_id: str
    access_key: str = ""
    start_seconds: int = 0

    @property
    def embed_url(self) -> str:
        """What a frame shows."""
        if self.provider == RUTUBE:
            query = {"p": self.access_key, "t": self.start_seconds}
            return _with_query(f"https://rutube.ru/play/embed/{self.video_id}", query)
        owner, _, number = self.video_id.partition("_")
        key = "hash" if _VK_HASH.fullmatch(self.access_key) else "list"
        start = f"{self.start_seconds}s" if self.start_seconds else ""
        query = {"oid": owner, "id": number, key: self.access_key, "hd": 2, "t": start}
        return _with_query("https://vkvideo.ru/video_ext.php", query)

    @property
    def watch_url(self) -> str:
        """The film's own page; a number of the old kind has none but its player."""
        if self.provider == RUTUBE:
            if not _HEX.fullmatch(self.video_id):
                return self.embed_url
            shelf = "video/private" if self.access_key else "video"
            query = {"p": self.access_key, "t": self.start_seconds}
            return _with_query(f"https://rutube.ru/{shelf}/{self.video_id}/", query)
        # The key of an embedding code opens nothing but the player.
        if _VK_HASH.fullmatch(self.access_key):
            return self.embed_url
        start = f"{self.start_seconds}s" if self.start_seconds else ""
        return _with_query(f"https://vkvideo.ru/video{self.video_id}", {"list": self.access_key, "t": start})

    @property
    def provider_label(self) -> str:
        """«Rutube» or «VK Видео»."""
        return PROVIDER_LABELS[self.provider]


def parse_video_address(text: str) -> VideoAddress:
    """The film that `text` leads to: an address, with or without its scheme, or the host's code of embedding.

    Words around one address are passed over, so are quotes and signs of a sentence.

    Raises:
        NotAVideoAddress: nothing, several films, a foreign host, or a page of the right host that is no film.
    """
    addresses = list(_addresses(text))
    if not addresses:
        raise NotAVideoAddress(f"Вставьте ссылку на запись. {TAKEN}")
    found: dict[VideoAddress, None] = {}
    refusal: NotAVideoAddress | None = None
    for address in addresses:
        try:
            found[_film_at(address)] = None
        except NotAVideoAddress as why:
            refusal = refusal or why
    if len(found) > 1:
        raise NotAVideoAddress("Здесь несколько ссылок. Вставьте одну, остальные добавьте отдельно.")
    # One film among other addresses would be a guess at what was meant.
    if refusal is not None:
        raise refusal
    return next(iter(found))


def _addresses(text: str) -> Iterator[str]:
    """What in the text looks like an address; all of it when nothing does."""
    cleaned = _UNPRINTABLE.sub("", text[:LONGEST_TEXT]).strip()
    frames = [next(filter(None, match.groups()), "") for match in _FRAME.finditer(cleaned)]
    if frames:
        yield from (_plain(frame).strip() for frame in frames)
        return
    words = [_unwrapped(word) for word in _MARKDOWN.sub(r" \1 ", _plain(cleaned)).split()]
    words = [word for word in words if word]
    likely = [word for word in words if "://" in word or _host_begins(word)]
    yield from likely or ([" ".join(words)] if words else [])


def _plain(text: str) -> str:
    """With the ampersands that HTML writes at length. All its names would be too many: «&section=» begins with one."""
    return re.sub(r"&(?:amp|#0*38|#x0*26);", "&", text, flags=re.IGNORECASE)


def _unwrapped(word: str) -> str:
    return word.strip(_WRAPPING)


def _host_begins(word: str) -> bool:
    host = re.split(r"[/?#:]", word.removeprefix("//"), maxsplit=1)[0].lower()
    return host in RUTUBE_HOSTS or host in VK_HOSTS


def _film_at(address: str, *, is_led_away: bool = False) -> VideoAddress:
    parts = _split(address)
    host = (parts.hostname or "").rstrip(".")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if host in RUTUBE_HOSTS:
        return _at_rutube(host, parts.path, query)
    if host not in VK_HOSTS:
        raise _foreign(host)
    if parts.path.strip("/") == "away.php" and not is_led_away:
        return _film_at(query.get("to", ""), is_led_away=True)
    return _at_vk(parts.path, query, parts.fragment)


def _split(address: str) -> SplitResult:
    """The parts of an address over http.

    Raises:
        NotAVideoAddress: it is none, or is written so that browsers and people would read another host in it.
    """
    if re.search(r"[\s\\]", address):
        raise _foreign("")
    has_scheme = bool(_SCHEME.match(address)) and not _host_begins(address)
    whole = address if has_scheme else f"https://{address.removeprefix('//')}"
    try:
        parts = urlsplit(whole)
        port = parts.port
    except ValueError as error:
        raise _foreign("") from error
    if parts.scheme.lower() not in {"http", "https"} or "@" in parts.netloc or port not in {None, 80, 443}:
        raise _foreign("")
    return parts


def _foreign(host: str) -> NotAVideoAddress:
    if host in {"vk.cc", "clck.ru"}:
        return NotAVideoAddress(
            "Это сокращённая ссылка. Откройте её и скопируйте адрес страницы, на которой идёт запись."
        )
    is_name = re.fullmatch(r"(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}", host) is not None
    where = f"Записи с сайта {host} здесь не показываются." if is_name else "Это не похоже на ссылку на запись."
    return NotAVideoAddress(f"{where} {TAKEN}")


def _no_film(host: str, film: str) -> NotAVideoAddress:
    return NotAVideoAddress(
        f"Это страница {host}, но не отдельная запись. Откройте саму запись и скопируйте её адрес, он похож на {film}."
    )


def _at_rutube(host: str, path: str, query: Mapping[str, str]) -> VideoAddress:
    number, wants_key = _rutube_number(host, [part.lower() for part in path.split("/") if part], query)
    key = query.get("p", "").strip()
    if not number:
        raise _no_film("Rutube", "rutube.ru/video/…/")
    if key and not _RUTUBE_KEY.fullmatch(key):
        key = ""
    if wants_key and not key:
        raise NotAVideoAddress(
            "Эта запись Rutube открыта только по ссылке, а ключа «?p=…» в адресе нет. Скопируйте ссылку целиком."
        )
    return VideoAddress(RUTUBE, number, key, _seconds(query.get("t", "")))


def _rutube_number(host: str, parts: list[str], query: Mapping[str, str]) -> tuple[str, bool]:
    """The film's number, empty when there is none; and whether it opens only by a key."""
    match parts:
        case ["video" | "shorts" | "yappy", number] | ["live", "video", number] if _HEX.fullmatch(number):
            return number, False
        case ["video", "private", number] | ["live", "video", "private", number] | ["shorts", "private", number] if (
            _HEX.fullmatch(number)
        ):
            return number, True
        case ["play" | "video", "embed", number] | ["embed", number] if _HEX.fullmatch(number):
            return number, False
        case ["play" | "video", "embed", number] | ["embed", number] if _LEGACY.fullmatch(number):
            return number, False
        # Pages of 2008–2013 that still stand in old papers.
        case ["tracks", _] if _HEX.fullmatch(query.get("v", "").lower()):
            return query["v"].lower(), False
        case [number] if host == "video.rutube.ru" and _HEX.fullmatch(number):
            return number, False
    return "", False


def _at_vk(path: str, query: Mapping[str, str], fragment: str) -> VideoAddress:
    start = _seconds(query.get("t", ""))
    if path.strip("/") == "video_ext.php":
        pair = _VK_PAIR.fullmatch(f"{query.get('oid', '').strip()}_{query.get('id', '').strip()}")
        if pair is None:
            raise _no_film("VK Видео", "vkvideo.ru/video-1_2")
        key = query.get("hash", "").strip().lower()
        return VideoAddress(VK, pair[0], key if _VK_HASH.fullmatch(key) else _list_key(query), start)
    # The film laid over another page stands before the page itself: that is what was on the screen.
    over, _, behind = unquote(query.get("z", "")).partition("/")
    laid_over = _VK_NAME.fullmatch(over)
    if laid_over:
        return VideoAddress(VK, laid_over[1], _list_key(query) or _as_list_key(behind), start)
    number = _vk_number(unquote(path)) or _vk_number(fragment)
    if not number:
        raise _no_film("VK Видео", "vkvideo.ru/video-1_2")
    return VideoAddress(VK, number, _list_key(query), start)


def _vk_number(path: str) -> str:
    """«-1_2» of «/video-1_2», «/clip-1_2», «/playlist/-1_3/video-1_2», «/video/-1_2»; empty when there is none."""
    parts = [part for part in path.lower().split("/") if part]
    match parts:
        case ["video" | "clip" | "clips", pair] if _VK_PAIR.fullmatch(pair):
            return pair
        case [*_, last] if name := _VK_NAME.fullmatch(last):
            return name[1]
    return ""


def _list_key(query: Mapping[str, str]) -> str:
    return _as_list_key(query.get("list", ""))


def _as_list_key(text: str) -> str:
    """A key; nothing for the name of a list, which opens nothing."""
    return text if _VK_LIST.fullmatch(text.strip()) else ""


def _seconds(text: str) -> int:
    """Seconds of «62», «62s», «1m2s», «1h2m3s», «1:02», «62.5»; nothing for what is no time."""
    told = text.strip().partition(".")[0]
    match = _COLONS.fullmatch(told) or _CLOCK.fullmatch(told)
    if match is None:
        return 0
    hours, minutes, seconds = (int(group or 0) for group in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    return total if total <= LONGEST_START else 0


def _with_query(address: str, query: Mapping[str, object]) -> str:
    told = urlencode({name: value for name, value in query.items() if value})
    return f"{address}?{told}" if told else address
