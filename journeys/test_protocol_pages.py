"""Pages of protocols, resolutions and papers at both widths; two who type in one place; an old paper from Word."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from journeys.accessibility import check, check_both_widths
from journeys.conftest import PHONE, SHARED_INPUTS, WIDE, NewVisitor, Visitor

# Of the invented region: 1 is the region's protocol, 2 and 3 the town's signed ones, 22 the town's meeting without one.
# Resolution 1 is closed, 2 adopted, 3 collects proposals. Plan 2 is the region's of this year.
TOWN_PAGES = (
    "/desk/",
    "/protocols/",
    "/protocols/?q=%D1%89%D1%89",
    "/o/sosnogorsk/protocols/",
    "/o/sosnogorsk/protocols/new/",
    "/o/sosnogorsk/protocols/import/",
    "/o/sosnogorsk/forms/",
    "/o/sosnogorsk/forms/protocol/bring/",
    "/events/22/protocol/",
    "/protocols/2/",
    "/protocols/3/",
    "/protocols/3/unsign/",
    "/protocols/3/files/add/",
    "/protocols/3/extract/",
    "/assignments/mine/",
    "/o/sosnogorsk/assignments/",
    "/o/sosnogorsk/assignments/?state=overdue",
    "/papers/own/",
    "/resolutions/",
    "/resolutions/1/",
    "/resolutions/3/proposals/",
    "/report/no-such-link-was-ever-sent-to-anybody-1/",
)
REGION_PAGES = (
    "/desk/",
    "/protocols/",
    "/protocols/1/",
    "/protocols/1/extract/",
    "/decisions/",
    "/o/zarechye/assignments/",
    "/papers/",
    "/o/zarechye/papers/?kind=protocol",
    "/o/zarechye/papers/write/",
    "/o/zarechye/papers/rules/",
    "/plans/2/months/2026-11/",
    "/o/zarechye/resolutions/new/",
    "/resolutions/2/",
    "/resolutions/2/progress/",
    "/resolutions/2/places/",
    "/resolutions/2/closing/",
    "/resolutions/3/",
    "/resolutions/3/edit/",
    "/resolutions/3/heading/",
    "/resolutions/3/collecting/",
    "/resolutions/3/call/",
    "/resolutions/3/archive/",
)
MEMBER_PAGES = ("/desk/", "/protocols/", "/protocols/3/", "/assignments/mine/", "/resolutions/", "/resolutions/2/")
LONG = 40_000
FIRST, SECOND = "Рассказала об обмене учебниками.", "Рассказала о летнем чтении."


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
@pytest.mark.parametrize(
    ("email", "pages"),
    [
        ("head@demo.example", TOWN_PAGES),
        ("head-region@demo.example", REGION_PAGES),
        ("member@demo.example", MEMBER_PAGES),
    ],
    ids=["town", "region", "member"],
)
def test_protocol_pages_are_accessible(
    visitor: NewVisitor, email: str, pages: tuple[str, ...], size: dict[str, int]
) -> None:
    somebody = visitor(email, size=size)

    found = [one for path in pages for one in check(somebody.go(path), path)]

    assert found == []
    assert [error for error in somebody.errors if "410" not in error] == []


def new_protocol(head: Visitor) -> str:
    """A draft of the region with one question and one speech; the address of its editor."""
    page = head.go("/o/zarechye/protocols/new/")
    page.get_by_label(re.compile("^Тема")).fill("Как двое пишут вместе")
    page.get_by_role("button", name=re.compile("Начать|Создать|Сохранить")).first.click()
    page.wait_for_url(re.compile(r"/protocols/\d+/edit/"))
    page.locator("#add_item_title").fill("О лете")
    page.get_by_role("button", name="Добавить вопрос").click()
    page.get_by_role("button", name="Добавить выступление").last.click()
    expect(page.locator("form[data-block^='speech-']")).to_have_count(1)
    return page.url.removeprefix(head.site.address)


def speech(page: Page) -> Locator:
    return page.locator("form[data-block^='speech-']").first


def saved(form: Locator) -> None:
    expect(form).to_have_attribute("data-autosave-state", "saved", timeout=LONG)


def test_two_in_one_speech_lose_nothing(visitor: NewVisitor) -> None:
    head, methodist = visitor("head-region@demo.example"), visitor("methodist@demo.example")
    address = new_protocol(head)
    theirs = methodist.go(address)
    mine = head.page

    speech(mine).locator("[name=text]").fill(FIRST)
    saved(speech(mine))
    speech(theirs).locator("[name=text]").fill(SECOND)
    panel = theirs.locator(".autosave-clash, .conflict, [data-autosave-panel]").first
    expect(panel).to_be_visible(timeout=LONG)

    expect(theirs.locator("main")).to_contain_text("Луговая")
    expect(theirs.locator("main")).to_contain_text(FIRST)
    methodist.picture("protocol-clash")
    assert check_both_widths(theirs, "двое в одном месте") == []
    theirs.get_by_role("button", name="Соединить оба").click()
    saved(speech(theirs))
    mine.reload()
    text = speech(mine).locator("[name=text]").input_value()
    assert FIRST in text
    assert SECOND in text
    assert [error for error in methodist.errors if "409" not in error] == []


def old_paper(path: Path) -> Path:
    """A short protocol as a secretary typed it some years ago."""
    paper = docx.Document()
    for line in (
        "Протокол № 7",
        "Тема: Как провести неделю детской книги.",
        "Дата проведения: 10.03. 2022г.",
        "Время проведения: 14-00 (онлайн)",
        "Присутствовало: 5 человек.",
        "Ведущий заседания: Ольхова В.И., руководитель объединения",
        "Повестка дня:",
        "1. О неделе детской книги.",
        "2. Прения.",
        "Выступления:",
        "Ольхова В.И., руководитель объединения",
        "Рассказала, какие встречи пройдут в библиотеках.",
        "Решено:",
        "1. Провести неделю детской книги во всех школах.",
        "2. Прислать фотографии выставок.",
    ):
        paper.add_paragraph(line)
    paper.save(str(path))
    return path


def bring(head: Visitor, path: Path) -> Page:
    page = head.go("/o/sosnogorsk/protocols/import/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name=re.compile("Загрузить|Прочитать")).click()
    page.wait_for_url(re.compile(r"/protocols/import/[0-9a-f-]{36}/"))
    expect(page.get_by_role("button", name=re.compile("Внести"))).to_be_visible(timeout=LONG)
    return page


def test_old_protocol_comes_in_from_word(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor("head@demo.example")
    page = bring(head, old_paper(tmp_path / "протокол.docx"))
    head.picture("protocol-intake")
    assert check_both_widths(page, "проверка протокола из Word") == []

    page.get_by_role("button", name=re.compile("Внести")).click()

    page.wait_for_url(re.compile(r"/protocols/\d+/"))
    main = page.locator("main")
    expect(main).to_contain_text("ПРОТОКОЛ № 7")
    expect(main).to_contain_text("10 марта 2022")
    expect(main).to_contain_text("Прислать фотографии выставок")
    head.picture("protocol-from-word")
    assert head.errors == []


def test_real_protocol_is_read(visitor: NewVisitor) -> None:
    real = SHARED_INPUTS / "protocol.docx"
    if not real.exists():
        # A public copy has no papers of others; ours is above.
        return
    page = bring(visitor("head@demo.example"), real)

    expect(page.locator("main")).to_contain_text("разобрано")
    assert page.locator("[name*='number']").first.input_value() == "2"
