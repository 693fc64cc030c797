"""One event from the plan to the figures: a head, a librarian and a guest, two of them on phones."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from journeys.accessibility import check_both_widths
from journeys.conftest import PHONE, NewVisitor, Visitor
from journeys.newcomers import open_letter
from journeys.plans import approve, current_year, paste_plan
from tests.media.making import webm

HEAD, MEMBER = "head@demo.example", "member@demo.example"
GUEST_MAIL = "topoleva@demo.example"
GUEST = "Тополева Анна Петровна"
TITLE = "Как вернуть в библиотеку семиклассника"
MOSCOW = timedelta(hours=3)
ROOM = "https://room.example.org/klass-7"


def today() -> datetime:
    """Now, by the clock of the invented region."""
    return datetime.now(UTC) + MOSCOW


def plan_with_one_meeting(head: Visitor) -> str:
    """An approved plan of the present year with a meeting on today's day; gives the address of the plan."""
    table = (
        "№\tМероприятие\tСроки\tОтветственные\n"
        f"1.\t{TITLE}\t{today():%d.%m.%Y}\tшкольные библиотекари\n"
        "2.\tОтчёт за год\tМай\tшкольные библиотекари"
    )
    address = paste_plan(head, "/o/sosnogorsk/plans/import/", current_year(), table)
    approve(head, address)
    return address


def event_of_the_item(head: Visitor, plan: str) -> str:
    """From the item of the plan to an announced event for guests too, with two places; gives its address."""
    page = head.page
    page.goto(plan)
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Создать мероприятие").or_(
        page.get_by_role("button", name="Создать мероприятие")
    ).first.click()
    expect(page.get_by_label("Название", exact=True)).to_have_value(TITLE)
    begins = today() - timedelta(minutes=5)
    page.get_by_label("Форма", exact=True).select_option("meeting")
    fill_moment(page, "Начало", begins)
    fill_moment(page, "Окончание", begins + timedelta(minutes=50))
    page.get_by_label("Формат", exact=True).select_option("mixed")
    page.get_by_label(re.compile("^Место")).fill("Школа № 1, библиотека")
    page.get_by_label(re.compile("^Ссылка на видеовстречу")).fill(ROOM)
    open_fold(page, "Регистрация")
    page.get_by_label(re.compile(r"^Мест(?! онлайн|о)")).fill("1")
    page.get_by_label(re.compile("^Регистрировать гостей")).check()
    head.picture("event-edit")
    assert check_both_widths(page, "правка мероприятия") == []
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("link", name="Обзор").first.click()
    page.get_by_role("link", name="Объявить").first.click()
    page.get_by_role("button", name="Объявить").click()
    expect(page.locator("main")).to_contain_text("регистрация открыта")
    head.picture("event-work")
    assert check_both_widths(page, "рабочее место мероприятия") == []
    return re.sub(r"(/events/\d+/).*", r"\1", page.url)


def open_fold(page: Page, name: str) -> None:
    """Open a folded part of a form, unless it is open."""
    fold = page.locator("main details").filter(has=page.locator("summary", has_text=name)).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()


def fill_moment(page: Page, label: str, moment: datetime) -> None:
    """A day and an hour as the browser's picker takes them."""
    page.get_by_label(re.compile(f"^{label}")).first.fill(f"{moment:%Y-%m-%dT%H:%M}")


def guest_registers(guest: Visitor, event: str, coming_as: str) -> str:
    """On a phone, without an account; gives the address of her own page from the letter."""
    page = guest.page
    page.goto(event)
    guest.picture("event-page-guest")
    assert check_both_widths(page, "страница мероприятия") == []
    page.get_by_role("link", name="Зарегистрироваться").first.click()
    page.get_by_label(re.compile("^Фамилия, имя, отчество")).fill(GUEST)
    page.get_by_label(re.compile("^Электронная почта")).fill(GUEST_MAIL)
    page.get_by_label(re.compile("^Школа, организация")).fill("Детская библиотека")
    page.get_by_label(coming_as).check()
    page.get_by_role("button", name=re.compile("Зарегистрироваться|Отправить")).click()
    # Without the consent nothing is kept.
    expect(page.locator(".field__error").first).to_be_visible()
    assert check_both_widths(page, "регистрация гостя") == []
    page.get_by_label(re.compile("^Я даю согласие")).check()
    page.get_by_role("button", name=re.compile("Зарегистрироваться|Отправить")).click()
    page.wait_for_url("**/enrol/sent/")
    page = open_letter(guest, GUEST_MAIL, "/events/enrolment/")
    expect(page.locator("main")).to_contain_text(TITLE)
    return page.url


def member_waits(member: Visitor, event: str) -> None:
    """The only place in the hall is taken: she is the first of the waiting list."""
    page = member.page
    page.goto(event)
    page.get_by_label("очно", exact=True).check()
    page.get_by_role("button", name=re.compile("лист ожидания|Зарегистрироваться")).click()
    expect(page.locator("#enrol")).to_contain_text("Вы в листе ожидания")
    expect(page.locator("#enrol")).to_contain_text("1")
    member.picture("event-waiting")
    assert check_both_widths(page, "лист ожидания") == []


def guest_gives_her_place_up(guest: Visitor, own: str) -> None:
    page = guest.page
    page.goto(own)
    guest.picture("guest-own-page")
    page.get_by_role("link", name="Отказаться", exact=True).click()
    page.get_by_role("button", name=re.compile("Отказаться")).click()
    expect(page.locator("main")).to_contain_text(re.compile("отказались", re.IGNORECASE))


def member_has_moved_up(member: Visitor, event: str) -> None:
    page = member.page
    page.goto(event)
    expect(page.locator("#enrol")).to_contain_text("Вы зарегистрированы")
    page.get_by_role("link", name="Билет с кодом").click()
    expect(page.locator("main img").first).to_be_visible()
    member.picture("ticket")
    assert check_both_widths(page, "билет") == []
    page = member.go("/notices/")
    expect(page.locator("main")).to_contain_text("Для вас освободилось место")


def guest_comes_online(guest: Visitor, own: str) -> None:
    """She takes her registration up again, online, and finds the link of the room only there."""
    page = guest.page
    page.goto(own)
    page.get_by_role("link", name="Зарегистрируйтесь снова").click()
    page.get_by_label(re.compile("^Фамилия, имя, отчество")).fill(GUEST)
    page.get_by_label(re.compile("^Электронная почта")).fill(GUEST_MAIL)
    page.get_by_label("дистанционно", exact=True).check()
    page.get_by_label(re.compile("^Я даю согласие")).check()
    page.get_by_role("button", name=re.compile("Зарегистрироваться|Отправить")).click()
    page.wait_for_url("**/enrol/sent/")
    page.goto(own)
    page.get_by_role("link", name="Войти в видеовстречу").click()
    expect(page.get_by_role("link", name="Открыть видеовстречу")).to_have_attribute("href", ROOM)


def code_on_the_screen(head: Visitor, event: str) -> str:
    page = head.page
    page.goto(f"{event}attendance/")
    page.get_by_role("link", name="Код на экран").click()
    page.get_by_role("button", name="Создать и показать").click()
    words = page.locator(".code-screen__code").inner_text()
    head.picture("check-in-screen")
    return re.sub(r"\D", "", words)


def member_checks_in(member: Visitor, event: str, code: str) -> None:
    page = member.page
    page.goto(f"{event}check-in/")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    page.get_by_label(re.compile("^Код из шести цифр")).fill(wrong)
    page.get_by_role("button", name="Отметиться").click()
    expect(page.locator("main")).to_contain_text(re.compile("код", re.IGNORECASE))
    expect(page.locator(".field__error, .form-errors, .notice--bad").first).to_be_visible()
    member.picture("check-in-wrong")
    assert check_both_widths(page, "отметка по коду") == []
    page.get_by_label(re.compile("^Код из шести цифр")).fill(code)
    page.get_by_role("button", name="Отметиться").click()
    expect(page.locator("main")).to_contain_text("Вы отмечены")


def ticket_at_the_door(head: Visitor, guest: Visitor, event: str, own: str) -> None:
    """The scanner on a phone loses the network: the ticket is kept, sent later, and known when it comes again."""
    guest.page.goto(f"{own}ticket/")
    code = re.sub(r"[^0-9A-Z]", "", guest.page.locator("main").inner_text().upper().split("КОД")[-1])
    found = re.search(r"(?:[2-9A-HJKMNP-Z]{4}[ \u00a0-]?){5}", guest.page.locator("body").inner_text())
    ticket = re.sub(r"[^0-9A-Z]", "", found.group()) if found else code
    page = head.page
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(f"{event}scan/")
    expect(page.locator("[data-list]")).to_contain_text(re.compile(r"\d"))
    head.picture("scanner")
    page.context.set_offline(True)
    page.get_by_label(re.compile("^Код билета")).fill(ticket)
    page.get_by_role("button", name="Отметить").click()
    expect(page.locator("[data-queue]")).to_contain_text(re.compile("1 отметка жд"))
    expect(page.locator("[data-name]")).to_contain_text("Тополева")
    head.picture("scanner-offline")
    page.context.set_offline(False)
    expect(page.locator("[data-queue]")).not_to_contain_text("жд", timeout=30_000)
    page.reload()
    expect(page.locator("[data-list]")).to_contain_text(re.compile(r"\d"))
    page.get_by_label(re.compile("^Код билета")).fill(ticket)
    page.get_by_role("button", name="Отметить").click()
    expect(page.locator("[data-answer]")).to_contain_text(re.compile("уже", re.IGNORECASE))
    assert check_both_widths(page, "сканер билетов") == []


def sheet_of_paper(head: Visitor, event: str) -> None:
    """Somebody came without a registration and signed the sheet."""
    page = head.page
    page.goto(f"{event}attendance/")
    page.get_by_role("link", name="Лист с бумаги").click()
    assert check_both_widths(page, "лист с бумаги") == []
    page.get_by_role("link", name=re.compile("Добавить|нет в списке|без регистрации", re.IGNORECASE)).first.click()
    page.get_by_label(re.compile("^Фамилия, имя, отчество")).fill("Вербина Ольга Ильинична")
    page.get_by_label(re.compile("^Школа, организация")).fill("Музей книги")
    page.get_by_role("button", name=re.compile("Добавить|Отметить")).last.click()
    page.goto(f"{event}attendance/")
    expect(page.locator("main")).to_contain_text("Вербина Ольга Ильинична")
    head.picture("attendance")
    assert check_both_widths(page, "участие") == []


def held_and_told_to_the_plan(head: Visitor, event: str, plan: str) -> None:
    page = head.page
    page.goto(f"{event}work/")
    page.get_by_role("link", name=re.compile("Отметить проведённым|Проведено")).first.click()
    page.get_by_role("button", name=re.compile("провед", re.IGNORECASE)).click()
    page.goto(plan)
    expect(page.locator("main")).to_contain_text("проведено")
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    expect(page.locator("main")).to_contain_text("3 участия")
    head.picture("item-held")


def film_and_papers(head: Visitor, guest: Visitor, event: str, tmp_path: Path) -> None:
    """A foreign host is refused, a known one shown, our own film comes in parts; a guest sees them on her phone."""
    page = head.page
    page.goto(f"{event}materials/")
    address = page.get_by_label("Ссылка на Rutube или VK Видео")
    address.fill("https://films.example.org/watch/1")
    address.press("Enter")
    expect(page.locator(".field__error").first).to_contain_text("Rutube")
    page.get_by_label("Ссылка на Rutube или VK Видео").fill(f"rutube.ru/video/{'a1' * 16}/?t=15")
    page.get_by_label("Ссылка на Rutube или VK Видео").press("Enter")
    expect(page.get_by_text("Открыть на сайте Rutube")).to_be_visible()
    film = tmp_path / "встреча.webm"
    film.write_bytes(webm("V_VP8", "A_VORBIS").ljust(12 * 1024 * 1024, b"\0"))
    page.get_by_label("Файл с записью").set_input_files(film)
    page.get_by_role("button", name="Загрузить").click()
    page.get_by_role("button", name="Показать на странице").click(timeout=60_000)
    note = tmp_path / "памятка.txt"
    note.write_text("Три приёма, которые вернули читателя", encoding="utf-8")
    list_of_books = tmp_path / "список книг.txt"
    list_of_books.write_text("Книги, которые просили дважды", encoding="utf-8")
    page.get_by_label("Файлы", exact=True).set_input_files([note, list_of_books])
    page.locator("form[action$='materials/files/']").get_by_role("button", name="Добавить").click()
    expect(page.locator("#materials")).to_contain_text("памятка")
    head.picture("materials")
    assert check_both_widths(page, "материалы и запись") == []

    page = guest.page
    page.goto(event)
    expect(page.get_by_role("button", name="Смотреть на Rutube здесь")).to_be_visible()
    expect(page.locator("video")).to_have_count(1)
    # A part of the film is a part of it: browsers seek by such answers.
    part = page.request.get(
        guest.site.address + str(page.locator("video").get_attribute("src")), headers={"Range": "bytes=4-11"}
    )
    assert (part.status, len(part.body())) == (206, 8)
    with page.expect_download() as archive:
        page.get_by_role("link", name=re.compile("одним архивом")).click()
    assert zipfile.ZipFile(archive.value.path()).namelist() == ["памятка.txt", "список книг.txt"]
    guest.picture("event-page-after")
    assert check_both_widths(page, "страница после мероприятия") == []


def thanks(head: Visitor, guest: Visitor, event: str, own: str) -> None:
    """A ready letter is looked at with the guest's eyes, sent, and seen to arrive."""
    page = head.page
    page.goto(f"{event}letters/")
    page.get_by_role("link", name="Спасибо и материалы").click()
    page.get_by_role("button", name="Сохранить и посмотреть").click()
    expect(page.locator("main")).to_contain_text("Спасибо, что были с нами")
    head.picture("letter-preview")
    assert check_both_widths(page, "письмо") == []
    page.get_by_role("button", name="Отправить сейчас").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Отправить|Да")).click()
    expect(page.locator("main")).to_contain_text("Доставка")
    for _ in range(40):
        if page.get_by_role("row").filter(has_text=GUEST_MAIL).filter(has_text="отправлено").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    head.picture("letter-delivery")
    expect(page.get_by_role("row").filter(has_text=GUEST_MAIL)).to_contain_text("отправлено")
    letters = guest.go("/outbox/").locator(".card").filter(has_text=f"<{GUEST_MAIL}>")
    expect(letters.first).to_contain_text("Спасибо за участие")


def how_it_was(head: Visitor, member: Visitor, guest: Visitor, event: str, own: str) -> None:
    """A ready form of questions; a librarian and a guest answer once each; the head sees the picture."""
    page = head.page
    page.goto(f"{event}feedback/")
    page.get_by_role("button", name="Сделать форму отзыва").click()
    expect(page.locator("main")).to_contain_text("Позвать ответить")
    member.page.goto(f"{event}feedback/answer/")
    answer(member, "member")
    guest.page.goto(f"{own}feedback/")
    answer(guest, "guest")
    page.goto(f"{event}feedback/")
    expect(page.locator("main")).to_contain_text("2 из")
    head.picture("feedback")
    assert check_both_widths(page, "отзывы") == []


def answer(visitor: Visitor, name: str) -> None:
    page = visitor.page
    visitor.picture(f"feedback-{name}")
    assert check_both_widths(page, "форма отзыва") == []
    for group in page.locator("main fieldset").all():
        if group.locator("input[type=radio]").count():
            group.locator("input[type=radio]").last.check()
    page.get_by_role("button", name="Отправить отзыв").click()
    expect(page.locator("main")).to_contain_text(re.compile("Спасибо|Ваш отзыв"))


def attendances(page: Page) -> Locator:
    """The number of attendances of the town's year, a link to their list."""
    return page.locator(".figures div").filter(has_text=re.compile("участи[ейя]")).get_by_role("link").first


def figures(head: Visitor, before: int) -> None:
    """Every number opens the list behind it; the three of this event were added to those of the year so far."""
    page = head.go("/o/sosnogorsk/figures/")
    head.picture("figures")
    assert check_both_widths(page, "подсчёт") == []
    number = attendances(page)
    expect(number).to_have_text(str(before + 3))
    number.click()
    expect(page.locator("main")).to_contain_text("Вербина Ольга Ильинична")
    expect(page.locator("main")).to_contain_text(GUEST)
    head.picture("figures-list")
    assert check_both_widths(page, "список за числом") == []


def test_event_goes_from_the_plan_to_the_figures(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor(HEAD)
    member = visitor(MEMBER, size=PHONE)
    guest = visitor(size=PHONE)
    before = int(attendances(head.go("/o/sosnogorsk/figures/")).inner_text())
    plan = plan_with_one_meeting(head)
    event = event_of_the_item(head, plan)
    own = guest_registers(guest, event, "очно")
    member_waits(member, event)
    guest_gives_her_place_up(guest, own)
    member_has_moved_up(member, event)
    guest_comes_online(guest, own)
    member_checks_in(member, event, code_on_the_screen(head, event))
    ticket_at_the_door(head, guest, event, own)
    sheet_of_paper(head, event)
    held_and_told_to_the_plan(head, event, plan)
    film_and_papers(head, guest, event, tmp_path)
    thanks(head, guest, event, own)
    how_it_was(head, member, guest, event, own)
    figures(head, before)
