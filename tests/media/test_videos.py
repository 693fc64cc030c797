"""Addresses of films: every form the hosts use, and nothing of anybody else's."""

from __future__ import annotations

import string
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.media.videos import FRAME_HOSTS, NotAVideoAddress, VideoAddress, parse_video_address

R = "0123456789abcdef0123456789abcdef"
HASH = "87b046504ccd8bfa"
LIST = "ln-aBcD1234_efGH-56"
LONG_LIST = "cca524a0f0d5557e16"

RUTUBE_FORMS = [
    (f"https://rutube.ru/video/{R}/", "", 0),
    (f"https://rutube.ru/video/{R}", "", 0),
    (f"http://rutube.ru/video/{R}/", "", 0),
    (f"rutube.ru/video/{R}/", "", 0),
    (f"//rutube.ru/video/{R}/", "", 0),
    (f"www.rutube.ru/video/{R}", "", 0),
    (f"https://www.rutube.ru/video/{R}/", "", 0),
    (f"https://m.rutube.ru/video/{R}/", "", 0),
    (f"HTTPS://RuTube.RU/video/{R.upper()}/", "", 0),
    (f"https://rutube.ru:443/video/{R}/", "", 0),
    (f"https://rutube.ru./video/{R}/", "", 0),
    (f"https://rutube.ru//video//{R}//", "", 0),
    (f"https://rutube.ru/video/{R}/?r=wd", "", 0),
    (f"https://rutube.ru/video/{R}/?r=a#comments", "", 0),
    (f"https://rutube.ru/video/{R}/?pl_id=4252&pl_type=source", "", 0),
    (f"https://rutube.ru/video/{R}/?playlist=123456&playlistPage=1", "", 0),
    (f"https://rutube.ru/video/{R}/?utm_source=max&utm_medium=chat", "", 0),
    (f"https://rutube.ru/video/{R}/?t=62", "", 62),
    (f"https://rutube.ru/video/{R}/?t=62.5&r=plwd", "", 62),
    (f"https://rutube.ru/video/{R}/?t=1m2s", "", 62),
    (f"https://rutube.ru/video/{R}/?t=1:02", "", 62),
    (f"https://rutube.ru/video/private/{R}/?p=Kp-3_abcDEF", "Kp-3_abcDEF", 0),
    (f"https://rutube.ru/video/private/{R}/?p=Kp-3_abcDEF&t=5", "Kp-3_abcDEF", 5),
    (f"https://rutube.ru/video/private/{R}?r=wd&p=Kp-3_abcDEF", "Kp-3_abcDEF", 0),
    (f"https://rutube.ru/play/embed/{R}", "", 0),
    (f"https://rutube.ru/play/embed/{R}/", "", 0),
    (f"https://rutube.ru/play/embed/{R}/?p=Kp-3_abcDEF", "Kp-3_abcDEF", 0),
    (f"https://rutube.ru/play/embed/{R}?p=Kp-3_abcDEF&t=90", "Kp-3_abcDEF", 90),
    (f"https://rutube.ru/play/embed/{R}?skinColor=e53935&getPlayOptions=0", "", 0),
    (f"https://rutube.ru/video/embed/{R}", "", 0),
    (f"https://rutube.ru/embed/{R}", "", 0),
    (f"https://rutube.ru/shorts/{R}/", "", 0),
    (f"https://rutube.ru/yappy/{R}/", "", 0),
    (f"https://rutube.ru/shorts/private/{R}/?p=Kp-3_abcDEF", "Kp-3_abcDEF", 0),
    (f"https://rutube.ru/live/video/{R}/", "", 0),
    (f"https://rutube.ru/live/video/private/{R}/?p=Kp-3_abcDEF", "Kp-3_abcDEF", 0),
    (f"http://rutube.ru/tracks/6722881.html?v={R}", "", 0),
    (f"http://video.rutube.ru/{R}", "", 0),
    (f"  https://rutube.ru/video/{R}/ \n", "", 0),
    (f"\ufeffhttps://rutube.ru/video/{R}/\u200b", "", 0),
    (f"«https://rutube.ru/video/{R}/»", "", 0),
    (f"<https://rutube.ru/video/{R}/>", "", 0),
    (f"Запись семинара: https://rutube.ru/video/{R}/.", "", 0),
    (f"Смотрите (rutube.ru/video/{R}/), приятного просмотра!", "", 0),
    (f"[Запись](https://rutube.ru/video/{R}/)", "", 0),
    (f"https://rutube.ru/video/{R}/ https://rutube.ru/play/embed/{R}", "", 0),
    (
        (
            f'<iframe width="720" height="405" src="https://rutube.ru/play/embed/{R}/?p=Kp-3_abcDEF&amp;t=7" '
            'frameBorder="0" allow="clipboard-write; autoplay" webkitAllowFullScreen allowFullScreen></iframe>'
        ),
        "Kp-3_abcDEF",
        7,
    ),
    (f"<IFRAME SRC='//rutube.ru/play/embed/{R}'></IFRAME>", "", 0),
    (f"<iframe src=https://rutube.ru/play/embed/{R} width=1>", "", 0),
    (f"https://vk.com/away.php?to={quote(f'https://rutube.ru/video/{R}/', safe='')}&utf=1", "", 0),
]
VK_FORMS = [
    ("https://vk.com/video-123_456", "", 0),
    ("https://vk.com/video123_456", "", 0),
    ("https://vk.ru/video-123_456", "", 0),
    ("https://vkvideo.ru/video-123_456", "", 0),
    ("https://www.vkvideo.ru/video-123_456", "", 0),
    ("https://m.vkvideo.ru/video-123_456", "", 0),
    ("https://m.vk.com/video-123_456", "", 0),
    ("https://m.vk.ru/video-123_456?from=video", "", 0),
    ("https://new.vk.com/video-123_456", "", 0),
    ("http://www.vk.com/video-123_456", "", 0),
    ("vk.com/video-123_456", "", 0),
    ("vkvideo.ru/video-123_456/", "", 0),
    ("//vk.com/video-123_456", "", 0),
    ("VK.COM/VIDEO-123_456", "", 0),
    ("https://vk.com/video/-123_456", "", 0),
    ("https://vk.com/clip-123_456", "", 0),
    ("https://vkvideo.ru/clip-123_456", "", 0),
    ("https://vk.com/clips/-123_456", "", 0),
    ("https://vk.com/clips-123?z=clip-123_456", "", 0),
    ("https://vk.com/video?z=video-123_456%2Fpl_cat_trends", "", 0),
    ("https://vk.com/video?z=video-123_456/pl_-123_-2", "", 0),
    ("https://vk.com/video?q=%D1%81%D0%B5%D0%BC%D0%B8%D0%BD%D0%B0%D1%80&z=video-123_456", "", 0),
    ("https://vk.com/video/@club123?z=video-123_456%2Fclub123%2Fpl_-123_-2", "", 0),
    ("https://vk.com/video/@bibliotekari?section=all&z=video-123_456", "", 0),
    ("https://vk.com/videos-123?z=video-123_456%2Fpl_-123_-2", "", 0),
    ("https://vk.com/videos-123?section=album_1&z=video-123_456", "", 0),
    ("https://vk.com/videos-123?z=video-123_456&section=album_1", "", 0),
    ("https://vk.com/club123?z=video-123_456%2Fvideos-123%2Fpl_-123_-2", "", 0),
    ("https://vk.com/wall-1_2?z=video-123_456%2Fcca524a0f0d5557e16%2Fpl_wall_-1", LONG_LIST[:0], 0),
    ("https://vk.com/wall-1_2?z=video-123_456%2Fcca524a0f0d5557e16", LONG_LIST, 0),
    ("https://vk.com/feed?z=video-123_456%2Fcca524a0f0d5557e16", LONG_LIST, 0),
    ("https://vk.com/im?sel=c12&z=video-123_456", "", 0),
    (f"https://vk.com/video-123_456?list={LONG_LIST}", LONG_LIST, 0),
    (f"https://vkvideo.ru/video-123_456?list={LIST}", LIST, 0),
    (f"https://vkvideo.ru/video-123_456?list={LIST}&t=1h2m3s", LIST, 3723),
    ("https://vkvideo.ru/video-123_456?list=pl_-123_-2", "", 0),
    ("https://vkvideo.ru/video-123_456?t=1m2s", "", 62),
    ("https://vkvideo.ru/video-123_456?t=62", "", 62),
    ("https://vkvideo.ru/video-123_456?pl=-123_1", "", 0),
    ("https://vkvideo.ru/playlist/-1_2/video-123_456", "", 0),
    (f"https://vkvideo.ru/playlist/-1_2/video-123_456?linked=1&list={LIST}", LIST, 0),
    ("https://vk.com/video/playlist/-1_2?z=video-123_456%2Fpl_-1_2", "", 0),
    ("https://vk.com/video/playlist/-1_2/video-123_456", "", 0),
    ("https://vkvideo.ru/@club123/video-123_456", "", 0),
    ("https://m.vk.com/#/video-123_456", "", 0),
    ("https://vk.com/video_ext.php?oid=-123&id=456", "", 0),
    ("https://vkvideo.ru/video_ext.php?oid=-123&id=456&hd=2&autoplay=1", "", 0),
    ("https://vk.ru/video_ext.php?oid=123&id=456&hd=2", "", 0),
    (f"https://vk.com/video_ext.php?oid=-123&id=456&hash={HASH}&hd=2", HASH, 0),
    (f"https://vk.com/video_ext.php?id=456&hash={HASH}&oid=-123&t=1m2s", HASH, 62),
    (f"https://vkvideo.ru/video_ext.php?oid=-123&amp;id=456&amp;hash={HASH}&amp;hd=3", HASH, 0),
    (
        (
            f'<iframe src="https://vkvideo.ru/video_ext.php?oid=-123&amp;id=456&#38;hash={HASH}&amp;hd=2" width="853" '
            'height="480" allow="autoplay; encrypted-media; fullscreen; picture-in-picture" frameborder="0"></iframe>'
        ),
        HASH,
        0,
    ),
    ("“https://vk.com/video-123_456”", "", 0),
    ("https://vk.com/video-123_456, пароль не нужен", "", 0),
    ("https://vk.com/away.php?to=https%3A%2F%2Fvkvideo.ru%2Fvideo-123_456", "", 0),
]
FOREIGN = [
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://ok.ru/video/1234567890",
    "https://my.mail.ru/mail/someone/video/_myvideo/1.html",
    f"https://rutube.ru.evil.example/video/{R}/",
    f"https://evil.example/rutube.ru/video/{R}/",
    f"https://evil.example/?u=https://rutube.ru/video/{R}/",
    f"https://evil.example#rutube.ru/video/{R}",
    f"https://notrutube.ru/video/{R}/",
    f"https://rutube.ru@evil.example/video/{R}/",
    f"https://evil.example@rutube.ru/video/{R}/",
    f"https://user:secret@rutube.ru/video/{R}/",
    f"https://rutube.ru\\@evil.example/video/{R}/",
    f"https://evil.example\\.rutube.ru/video/{R}/",
    f"https://rutube.ru:8443/video/{R}/",
    f"https://rutubе.ru/video/{R}/",
    f"https://xn--rutub-3of.ru/video/{R}/",
    "https://vk.com.evil.example/video-123_456",
    "https://vк.com/video-123_456",
    "https://vkvideo.ru.example/video-123_456",
    "https://xvk.com/video-123_456",
    f"javascript:alert('https://rutube.ru/video/{R}/')",
    "javascript://vk.com/video-123_456%0aalert(1)",
    f"data:text/html,<script src=//rutube.ru/video/{R}>",
    f"ftp://rutube.ru/video/{R}/",
    f"file:///rutube.ru/video/{R}/",
    "https://[::1/video-1_2",
    "https://vk.com/away.php?to=https%3A%2F%2Fevil.example%2Fvideo-123_456",
    '<iframe src="https://evil.example/video-123_456"></iframe>',
    '<iframe src="javascript:alert(1)"></iframe>',
    "https://vk.cc/abc123",
    "просто текст",
    "https://",
]
NO_FILM = [
    ("https://rutube.ru/", "Rutube"),
    ("https://rutube.ru/channel/639184/", "Rutube"),
    ("https://rutube.ru/plst/123456/", "Rutube"),
    ("https://rutube.ru/video/person/313878/", "Rutube"),
    (f"https://rutube.ru/video/{R[:-1]}/", "Rutube"),
    (f"https://rutube.ru/video/{R}0/", "Rutube"),
    ("https://rutube.ru/play/embed/0", "Rutube"),
    ("https://rutube.ru/play/embed/../../evil", "Rutube"),
    ("https://vk.com/bibliotekari", "VK Видео"),
    ("https://vk.com/wall-1_2", "VK Видео"),
    ("https://vkvideo.ru/@club123", "VK Видео"),
    ("https://vkvideo.ru/playlist/-1_2", "VK Видео"),
    ("https://vk.com/video", "VK Видео"),
    ("https://vk.com/video-123", "VK Видео"),
    ("https://vk.com/video_ext.php?oid=-123", "VK Видео"),
    ("https://vk.com/video_ext.php?oid=-123&id=4%26x", "VK Видео"),
    ("https://vk.com/photo-123_456", "VK Видео"),
    ("https://vk.com/away.php?to=https%3A%2F%2Fvk.com%2Faway.php%3Fto%3Dhttps%253A%252F%252Fvk.com", "VK Видео"),
]


@pytest.mark.parametrize(("text", "key", "start"), RUTUBE_FORMS)
def test_every_form_of_rutube_is_read(text: str, key: str, start: int) -> None:
    assert parse_video_address(text) == VideoAddress("rutube", R, key, start)


@pytest.mark.parametrize(("text", "key", "start"), VK_FORMS)
def test_every_form_of_vk_is_read(text: str, key: str, start: int) -> None:
    film = parse_video_address(text)

    assert (film.provider, film.video_id.lstrip("-"), film.start_seconds) == ("vk", "123_456", start)
    assert film.access_key == key


@pytest.mark.parametrize("text", FOREIGN)
def test_foreign_addresses_are_refused_with_the_hosts_that_are_taken(text: str) -> None:
    with pytest.raises(NotAVideoAddress) as refusal:
        parse_video_address(text)

    sentence = str(refusal.value)
    assert "Rutube (rutube.ru) и VK Видео (vkvideo.ru, vk.com, vk.ru)" in sentence or "сокращённая ссылка" in sentence
    assert "alert" not in sentence


@pytest.mark.parametrize(("text", "host"), NO_FILM)
def test_pages_that_are_no_film_are_told_apart(text: str, host: str) -> None:
    with pytest.raises(NotAVideoAddress, match=f"Это страница {host}, но не отдельная запись"):
        parse_video_address(text)


def test_foreign_host_is_named() -> None:
    with pytest.raises(NotAVideoAddress, match=r"Записи с сайта www\.youtube\.com здесь не показываются"):
        parse_video_address("https://www.youtube.com/watch?v=dQw4w9WgXcQ")


@pytest.mark.parametrize("text", ["", "   ", "«»", "\n"])
def test_nothing_is_asked_for(text: str) -> None:
    with pytest.raises(NotAVideoAddress, match="Вставьте ссылку на запись"):
        parse_video_address(text)


def test_two_films_are_no_guess() -> None:
    with pytest.raises(NotAVideoAddress, match="несколько ссылок"):
        parse_video_address(f"https://rutube.ru/video/{R}/ https://vk.com/video-1_2")


def test_one_film_beside_a_foreign_address_is_no_guess() -> None:
    with pytest.raises(NotAVideoAddress, match=r"youtube\.com"):
        parse_video_address(f"https://rutube.ru/video/{R}/ https://youtube.com/watch?v=dQw4w9WgXcQ")


def test_private_film_of_rutube_needs_its_key() -> None:
    with pytest.raises(NotAVideoAddress, match="Скопируйте ссылку целиком"):
        parse_video_address(f"https://rutube.ru/video/private/{R}/")


def test_old_number_of_rutube_leads_to_its_player() -> None:
    film = parse_video_address("http://rutube.ru/video/embed/6722881?vk_puid37=&vk_puid38=")

    assert film == VideoAddress("rutube", "6722881")
    assert film.embed_url == film.watch_url == "https://rutube.ru/play/embed/6722881"


@pytest.mark.parametrize(
    ("film", "embed", "watch"),
    [
        (VideoAddress("rutube", R), f"https://rutube.ru/play/embed/{R}", f"https://rutube.ru/video/{R}/"),
        (
            VideoAddress("rutube", R, "Kp-3_abc", 62),
            f"https://rutube.ru/play/embed/{R}?p=Kp-3_abc&t=62",
            f"https://rutube.ru/video/private/{R}/?p=Kp-3_abc&t=62",
        ),
        (
            VideoAddress("vk", "-123_456", "", 62),
            "https://vkvideo.ru/video_ext.php?oid=-123&id=456&hd=2&t=62s",
            "https://vkvideo.ru/video-123_456?t=62s",
        ),
        (
            VideoAddress("vk", "-123_456", HASH),
            f"https://vkvideo.ru/video_ext.php?oid=-123&id=456&hash={HASH}&hd=2",
            f"https://vkvideo.ru/video_ext.php?oid=-123&id=456&hash={HASH}&hd=2",
        ),
        (
            VideoAddress("vk", "123_456", LIST),
            f"https://vkvideo.ru/video_ext.php?oid=123&id=456&list={LIST}&hd=2",
            f"https://vkvideo.ru/video123_456?list={LIST}",
        ),
    ],
)
def test_addresses_are_built_anew(film: VideoAddress, embed: str, watch: str) -> None:
    assert (film.embed_url, film.watch_url) == (embed, watch)


def test_labels_name_the_hosts() -> None:
    assert VideoAddress("rutube", R).provider_label == "Rutube"
    assert VideoAddress("vk", "1_2").provider_label == "VK Видео"


_numbers = st.integers(1, 10**12)
_rutube = st.builds(
    VideoAddress,
    st.just("rutube"),
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.just("") | st.text(string.ascii_letters + string.digits + "-_", min_size=4, max_size=40),
    st.integers(0, 24 * 3600),
)
_vk = st.builds(
    VideoAddress,
    st.just("vk"),
    st.builds("{}{}_{}".format, st.sampled_from(["", "-"]), _numbers, _numbers),
    st.just("")
    | st.text("0123456789abcdef", min_size=16, max_size=16)
    | st.text(string.ascii_letters + string.digits, min_size=4, max_size=30).map(lambda tail: f"ln-{tail}"),
    st.integers(0, 24 * 3600),
)


@given(_rutube | _vk)
def test_what_is_built_is_read_again(film: VideoAddress) -> None:
    assert parse_video_address(film.embed_url) == film
    assert parse_video_address(film.watch_url) == film
    assert parse_video_address(f'<iframe src="{film.embed_url.replace("&", "&amp;")}"></iframe>') == film


@given(st.text(max_size=300) | st.text("https:/rutbevkomd.?=&_-@\\0123abc\t\n <>\"'", max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        film = parse_video_address(text)
    except NotAVideoAddress:
        return

    for address in (film.embed_url, film.watch_url):
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" in FRAME_HOSTS


@given(st.from_regex(r"[a-z0-9.-]{1,30}", fullmatch=True), _rutube | _vk)
def test_no_other_host_is_taken(host: str, film: VideoAddress) -> None:
    taken = {f"{before}{name}" for name in ("vk.com", "vk.ru", "vkvideo.ru") for before in ("", "www.", "m.", "new.")}
    taken |= {"rutube.ru", "www.rutube.ru", "m.rutube.ru", "video.rutube.ru"}
    if host.rstrip(".") in taken:
        return

    with pytest.raises(NotAVideoAddress):
        parse_video_address(film.watch_url.replace(urlsplit(film.watch_url).netloc, host))
