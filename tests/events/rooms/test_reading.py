"""Lists of video rooms: whatever the service, one row a name, minutes added up, joins at once counted once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.common.errors import UnreadablePaper
from stellazh.events.rooms.headings import Part, part_of
from stellazh.events.rooms.reading import MOST_NAMES, RoomEntry, read_room
from stellazh.events.rooms.times import read_length, read_moment, whole_minutes
from tests.fixtures.events import rooms
from tests.fixtures.events.rooms import Paper, workbook

MOSCOW = ZoneInfo("Europe/Moscow")
ON = date(2024, 10, 8)


def read(text: str | bytes, name: str = "список.csv") -> tuple[RoomEntry, ...]:
    return read_room(text if isinstance(text, bytes) else text.encode(), name, zone=MOSCOW, on=ON)


@pytest.mark.parametrize("paper", rooms.SERVICES, ids=lambda paper: paper.__name__)
def test_every_service_gives_three_people_with_their_minutes(paper: Callable[[], Paper]) -> None:
    entries = read(*paper())

    assert [entry.minutes for entry in entries] == [65, 90, 5]
    assert all("@" not in entry.name for entry in entries)
    begun, later = datetime(2024, 10, 8, 11, 0, tzinfo=UTC), datetime(2024, 10, 8, 11, 10, tzinfo=UTC)
    assert all(entry.joined_at and begun <= entry.joined_at <= later for entry in entries)


@pytest.mark.parametrize(
    "paper", [rooms.telemost, rooms.tolk, rooms.mts_link, rooms.teams], ids=lambda paper: paper.__name__
)
def test_addresses_are_read_where_the_service_gives_them(paper: Callable[[], Paper]) -> None:
    entries = read(*paper())

    assert [entry.email for entry in entries] == ["olhova@example.org", "lipina@example.org", ""]


def test_name_in_two_columns_is_put_together() -> None:
    assert [entry.name for entry in read(*rooms.mts_link())] == ["Ольхова Марина", "Липина Анна", "Гость 12"]


def test_telephone_and_computer_at_once_are_not_counted_twice() -> None:
    (entry,) = read(
        "Имя;Вход;Выход\nОльхова Марина;14:00;15:00\nольхова  марина;14:30;15:10\nОЛЬХОВА МАРИНА;15:05;15:20\n"
    )

    assert (entry.name, entry.minutes) == ("Ольхова Марина", 80)


def test_lengths_without_moments_are_added() -> None:
    (entry,) = read("Имя;Минут\nОльхова Марина;20\nОльхова Марина;25\n")

    assert (entry.minutes, entry.joined_at) == (45, None)


def test_same_name_under_two_addresses_is_two_rows() -> None:
    entries = read("Имя;Email\nОльхова Марина;a@example.org\nОльхова Марина;b@example.org\nОльхова Марина;\n")

    assert [entry.email for entry in entries] == ["a@example.org", "b@example.org"]


def test_leaving_after_midnight_is_the_next_day() -> None:
    (entry,) = read("Имя;Вход;Выход\nОльхова Марина;23:30;00:15\n")

    assert entry.minutes == 45


def test_list_of_names_alone_is_read() -> None:
    entries = read("Ольхова Марина\nЛипина Анна Петровна\niPhone\n")

    assert [(entry.name, entry.minutes) for entry in entries] == [
        ("Ольхова Марина", None), ("Липина Анна Петровна", None), ("iPhone", None),
    ]  # fmt: skip


def test_address_stands_for_a_missing_name() -> None:
    (entry,) = read("Имя;Почта\n;Olhova@Example.org\n")

    assert (entry.name, entry.email) == ("olhova@example.org", "olhova@example.org")


def test_second_sheet_is_read_when_the_first_has_no_names() -> None:
    entries = read(workbook([["Участник", "Минуты"], ["Ольхова Марина", 65]], preamble=12), "список.xlsx")

    assert [(entry.name, entry.minutes) for entry in entries] == [("Ольхова Марина", 65)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Файл пуст"),
        (b"\x00\x00", "Файл пуст"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n0000", "картинка"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "страница"),
        ("Тема;Дата\nЧитаем;08.10.2024\n".encode(), "не нашлось столбца с именами"),
        ("Имя;Вход\n;14:00\n".encode(), "ни одного имени"),
        ("\n".join(["Имя", *(f"Гость {n}" for n in range(MOST_NAMES + 1))]).encode(), "больше 5000 имён"),
    ],
)
def test_odd_files_get_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadablePaper, match=sentence):
        read(content)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1 ч 5 мин", 65), ("65", 65), ("01:05:00", 65), ("1:05:29", 65), ("1h 5m 12s", 65), ("PT1H5M", 65),
        ("1 час 5 минут", 65), ("65 мин.", 65), ("3900 сек", 65), ("65,4", 65), ("0:05", 5), ("75:30", 76),
        ("1.00:05:00", 1445), ("2 ч", 120), ("45 секунд", 1), ("0", 0),
    ],
)  # fmt: skip
def test_lengths_are_read_as_services_write_them(text: str, minutes: int) -> None:
    length = read_length(text)

    assert length is not None
    assert whole_minutes(length) == minutes


@pytest.mark.parametrize("text", ["", "-", "долго", "99999999", "900:00:00", "12:99"])
def test_what_is_no_length_is_none(text: str) -> None:
    assert read_length(text) is None


def test_two_parts_are_hours_or_minutes_by_what_fits() -> None:
    assert read_length("5:02", between=timedelta(minutes=6)) == timedelta(minutes=5, seconds=2)
    assert read_length("5:02", between=timedelta(hours=5)) == timedelta(hours=5, minutes=2)


@pytest.mark.parametrize(
    "text",
    [
        "08.10.2024 14:00", "2024-10-08 14:00:00", "10/08/2024 02:00:00 PM", "08/10/2024 14:00", "10/8/24, 2:00 PM",
        "14:00", "2024-10-08T11:00:00Z", "2024-10-08T14:00:00+03:00", "8 октября 2024 г., 14:00", "8 Oct 2024, 14:00",
        "08.10.24 14:00",
    ],
)  # fmt: skip
def test_moments_are_read_as_services_write_them(text: str) -> None:
    assert read_moment(text, zone=MOSCOW, on=ON) == datetime(2024, 10, 8, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "вчера", "25:00", "13:00 PM", "31.02.2024 14:00", "2024-10-08 14:00 +99:00"])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert read_moment(text, zone=MOSCOW, on=ON) is None


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Name (Original Name)", Part.NAME), ("Ф.И.О.", Part.NAME), ("ФИО участника", Part.NAME),
        ("Адрес электронной почты", Part.EMAIL), ("Время первого входа", Part.JOINED), ("Last Leave", Part.LEFT),
        ("Общее время присутствия", Part.LENGTH), ("Длительность (ЧЧ:ММ:СС)", Part.LENGTH), ("Роль", None),
        ("Процент присутствия", None), ("Participant ID (UPN)", None),
    ],
)  # fmt: skip
def test_headings_are_recognised(heading: str, part: Part | None) -> None:
    assert part_of(heading) == part


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers_of_time(text: str) -> None:
    read_moment(text, zone=MOSCOW, on=ON)
    read_length(text)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 120)), min_size=1, max_size=6))
def test_minutes_are_those_somebody_was_there_at_all(stays: list[tuple[int, int]]) -> None:
    start = datetime(2024, 10, 8, 10, 0, tzinfo=MOSCOW)
    moments = [(start + timedelta(minutes=first), start + timedelta(minutes=first + length)) for first, length in stays]
    lines = [f"Ольхова;{joined:%d.%m.%Y %H:%M};{left:%d.%m.%Y %H:%M}" for joined, left in moments]

    (entry,) = read("Имя;Вход;Выход\n" + "\n".join(lines))

    assert entry.minutes == len({minute for first, length in stays for minute in range(first, first + length)})
