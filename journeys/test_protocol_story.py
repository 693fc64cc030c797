"""A meeting from its event to the closed decision: typed in the browser, through a killed server, signed, followed."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from journeys.accessibility import check_both_widths
from journeys.conftest import PHONE, NewVisitor, Server, Visitor

HEAD, MEMBER = "head@demo.example", "member@demo.example"
EVENT = "Комплектование: готовимся к заказу"
THEME = "Рабочая группа: готовим Международный день школьных библиотек"
AGENDA = ("Сопровождение Международного дня школьных библиотек", "Партнёрство как опора библиотекаря", "Прения")
FIRST_SPEECH = (
    "Остановилась на поправках к плану объединения на год.\n"
    "Открытые встречи каждого района нацелены на обмен опытом:\n"
    "- мастер-классы;\n- практические занятия;\n- публикации.\n"
    "Напомнила о бумагах, которые ведёт каждое объединение: протоколы и планы на месяц."
)
SECOND_SPEECH = "Рассказала о месячнике школьных библиотек и о конкурсах, в которых можно участвовать осенью."
DECISIONS = (
    ("Провести городскую акцию «Я иду в библиотеку»", "все школьные библиотекари", "до 1 декабря", "отчёт на сайте"),
    ("Принять участие в региональном этапе конкурсов", "Лесникова Ольга Степановна", "до 20 декабря", "заявки поданы"),
    ("Составить памятку по входу в электронную библиотеку", "творческая группа", "в течение месяца", "памятка"),
)
# A cold page of a busy computer, a pause before a retry.
LONG = 40_000


def event_page(head: Visitor) -> Page:
    """The workplace of the meeting that has been held and has no protocol yet."""
    page = head.go("/o/sosnogorsk/events/")
    link = page.locator("main").get_by_role("link", name=EVENT).first
    if not link.count():
        page = head.go("/events/own/")
        link = page.locator("main").get_by_role("link", name=EVENT).first
    link.click()
    event = re.search(r"/events/(\d+)/", page.url)
    assert event is not None, page.url
    return head.go(f"/events/{event.group(1)}/work/")


def begun(head: Visitor) -> Page:
    """The protocol begun from the event: people, day and hours are there already."""
    page = event_page(head)
    page.get_by_role("link", name="Протокол", exact=True).first.click()
    page.get_by_role("button", name="Начать протокол").click()
    page.wait_for_url(re.compile(r"/protocols/\d+/edit/"))
    expect(page.locator("#people")).to_contain_text("Присутствуют 13")
    expect(page.locator("#people")).to_contain_text("дистанционно 4")
    return page


def block(page: Page, start: str, place: int) -> Locator:
    return page.locator(f"form[data-block^='{start}-']").nth(place)


def saved(form: Locator) -> None:
    expect(form).to_have_attribute("data-autosave-state", "saved", timeout=LONG)


def put_heading(page: Page) -> None:
    page.locator("#protocol summary").first.click()
    form = page.locator("form[data-block='protocol']")
    form.locator("[name=title]").fill(THEME)
    form.locator("[name=format]").select_option("online")
    form.locator("[name=present_shown]").select_option("count")
    form.locator("[name=present_words]").fill("руководители районных объединений, методист")
    saved(form)
    page.locator("#protocol summary").first.click()


def put_agenda(page: Page) -> None:
    page.get_by_role("button", name="Записывать кратко").click()
    expect(page.get_by_role("button", name="Записывать по вопросам")).to_be_visible()
    items = page.locator("form[data-block^='item-']")
    there = items.count()
    for number, title in enumerate(AGENDA, start=there + 1):
        page.locator("#add_item_title").fill(title)
        page.get_by_role("button", name="Добавить вопрос").click()
        expect(items).to_have_count(number)


def put_speech(page: Page, place: int, name: str, post: str, text: str) -> Locator:
    page.locator("#said").get_by_role("button", name="Добавить выступление").click()
    form = block(page, "speech", place)
    form.locator("[name=name]").fill(name)
    if post:
        form.locator("[name=post]").fill(post)
    form.locator("[name=text]").fill(text)
    return form


def put_decision(page: Page, place: int, text: str, owner: str, term: str, sign: str) -> None:
    page.locator("#decided").get_by_role("button", name="Добавить решение").click()
    form = block(page, "decision", place)
    form.locator("[name$=text]").fill(text)
    form.locator("[name$=owners]").fill(owner)
    form.locator("[name$=term_raw]").fill(term)
    form.locator("[name$=sign_of_done]").fill(sign)
    saved(form)


def type_through_a_killed_server(head: Visitor, server: Server, form: Locator) -> None:
    """The power goes while she types: the page says so, keeps the words, sends them when the server is back."""
    page, field = head.page, form.locator("[name=text]")
    field.fill(SECOND_SPEECH)
    saved(form)
    assert head.errors == []
    server.kill()
    field.press("End")
    field.press_sequentially(" Позвала всех на акцию.")
    expect(page.locator("[data-autosave-status]").first).to_contain_text("Нет связи с сервером", timeout=LONG)
    assert field.input_value().endswith("Позвала всех на акцию.")
    server.start()
    saved(form)
    page.reload()
    # Whatever the browser had to say of a server that was not there.
    head.errors.clear()
    expect(block(page, "speech", 1).locator("[name=text]")).to_have_value(f"{SECOND_SPEECH} Позвала всех на акцию.")


def sign(head: Visitor, page: Page) -> None:
    page.get_by_role("link", name="Готово, к протоколу").click()
    head.picture("protocol-draft")
    page.get_by_role("link", name="Подписать").first.click()
    expect(page.locator("main")).to_contain_text("№ 3")
    head.picture("protocol-sign")
    assert check_both_widths(page, "подписание протокола") == []
    page.get_by_role("button", name="Подписать").click()
    page.wait_for_url(re.compile(r"/protocols/\d+/$"))
    expect(page.locator("main")).to_contain_text("ПРОТОКОЛ № 3")
    expect(page.locator("main")).to_contain_text("не электронная подпись")
    head.picture("protocol-signed")
    assert check_both_widths(page, "подписанный протокол") == []


def paper_of(page: Page, folder: Path) -> list[str]:
    """The lines of the protocol's Word file, as they are read back."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word", exact=True).first.click()
    path = folder / "protocol.docx"
    waiting.value.save_as(path)
    paper = docx.Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [line.text.replace("\xa0", " ") for line in paper.paragraphs] + [text.replace("\xa0", " ") for text in cells]


@pytest.fixture
def head(visitor: NewVisitor) -> Visitor:
    return visitor(HEAD)


def test_meeting_is_typed_signed_and_followed(
    visitor: NewVisitor, head: Visitor, killable_server: Server, tmp_path: Path
) -> None:
    page = begun(head)
    head.picture("protocol-begun")
    put_heading(page)
    put_agenda(page)
    first = put_speech(page, 0, "Ольхова В. И.", "", FIRST_SPEECH)
    saved(first)
    second = put_speech(page, 1, "Берестова Н. П.", "методист городского центра", SECOND_SPEECH)
    saved(second)
    type_through_a_killed_server(head, killable_server, second)
    for place, decision in enumerate(DECISIONS):
        put_decision(page, place, *decision)
    head.picture("protocol-editor")
    assert check_both_widths(page, "запись протокола") == []

    sign(head, page)

    lines = "\n".join(paper_of(page, tmp_path))
    for fact in (
        "ПРОТОКОЛ № 3",
        THEME,
        "13 человек",
        "руководители районных объединений, методист",
        *AGENDA,
        "Напомнила о бумагах, которые ведёт каждое объединение: протоколы и планы на месяц.",
        "методист городского центра",
        f"{SECOND_SPEECH} Позвала всех на акцию.",
        *(text for text, *_ in DECISIONS),
    ):
        assert fact.lower() in lines.lower(), fact
    protocol = page.url
    answer_on_a_phone(visitor)
    follow_up(head)
    next_meeting(head)
    head.page.goto(protocol)
    assert head.errors == []


def answer_on_a_phone(visitor: NewVisitor) -> None:
    """The librarian finds her assignment on a phone and says that it is done."""
    member = visitor(MEMBER, size=PHONE)
    page = member.go("/assignments/mine/")
    member.picture("assignments-mine")
    assert check_both_widths(page, "мои поручения") == []
    page.locator("main").get_by_role("link", name=re.compile("региональном этапе конкурсов")).first.click()
    page.get_by_label("исполнено", exact=True).check()
    page.get_by_label(re.compile("^Что сделано")).fill("Заявки поданы: три работы от двух школ.")
    member.picture("assignment-report")
    page.get_by_role("button", name="Записать", exact=True).click()
    expect(page.locator("main")).to_contain_text("исполнено")
    expect(page.locator("main")).to_contain_text("три работы от двух школ")
    assert member.errors == []


def follow_up(head: Visitor) -> None:
    """The head sees what is done, and who has not answered yet."""
    page = head.go("/o/sosnogorsk/assignments/")
    head.picture("assignments-of-association")
    assert check_both_widths(page, "решения на контроле") == []
    expect(page.locator("main")).to_contain_text(DECISIONS[0][0])
    page.locator("main").get_by_role("link", name=re.compile("городскую акцию")).first.click()
    expect(page.locator("main")).to_contain_text(re.compile("0 из |1 из "))
    head.picture("decision")
    assert check_both_widths(page, "решение") == []


def next_meeting(head: Visitor) -> None:
    """The next protocol begins with what the last three left open, and closes one of them."""
    page = head.go("/o/sosnogorsk/protocols/new/")
    page.get_by_label(re.compile("^Тема")).fill("Что сделано за осень")
    page.get_by_role("button", name=re.compile("Начать|Создать|Сохранить")).first.click()
    page.wait_for_url(re.compile(r"/protocols/\d+/edit/"))
    main = page.locator("main")
    expect(main).to_contain_text(DECISIONS[0][0])
    expect(main).to_contain_text(DECISIONS[2][0])
    # Of the first meeting: it has stood over two others since.
    expect(main).to_contain_text("Обновить страницу библиотеки на сайте школы")
    expect(main).not_to_contain_text(DECISIONS[1][0])
    head.picture("protocol-carried")
    assert check_both_widths(page, "прошлые решения в повестке") == []
    carried = page.locator("article", has_text=DECISIONS[2][0]).locator("form[data-block^='carry-']")
    carried.locator("[name=result]").select_option("done")
    carried.locator("[name=words]").fill("Памятка роздана.")
    saved(carried)
