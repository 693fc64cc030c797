"""The site of a town: written by its editor, checked by its head, read by everybody, out of the neighbours' reach."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from journeys.conftest import PHONE, ROOT, NewVisitor, Site, Visitor, _environment
from journeys.looking import look

HEAD, MEMBER, NEIGHBOUR = "head@demo.example", "member@demo.example", "head-region@demo.example"
TOWN = "/o/sosnogorsk"
MEETING = "Месячник школьных библиотек: что получилось"
CONSENT = "Согласия родителей 5 «Б» на публикацию, от 3 ноября, лежат в папке № 4 библиотеки"
LONG = 30_000


def appoint(visitor: NewVisitor, role: str) -> None:
    """The head of the town gives the member a role, as heads do."""
    head = visitor(HEAD)
    page = head.go(f"{TOWN}/members/")
    page.get_by_role("row").filter(has_text="Лесникова").get_by_role("link", name=re.compile("^Дать роль")).click()
    page.get_by_label("Роль").select_option(label=role)
    page.get_by_role("button", name="Назначить").click()
    expect(page.get_by_role("row").filter(has_text="Лесникова")).to_contain_text(role)


def photograph(folder: Path, colour: str) -> Path:
    path = folder / f"photo-{colour.strip('#')}.jpg"
    Image.new("RGB", (1200, 800), colour).save(path)
    return path


def new_news(author: Visitor, title: str, lead: str) -> Page:
    """The editor of pages, opened from the site's own screen; title and short words are written."""
    page = author.go(f"{TOWN}/site/")
    page.get_by_role("link", name="Написать новость").click()
    page.locator("#id_title").fill(title)
    page.locator("#id_lead").fill(lead)
    return page


def write_text(page: Page, words: str) -> None:
    page.locator("[data-contentpath=body]").get_by_role("button", name="Вставить блок").first.click()
    page.get_by_role("option", name="Текст", exact=True).click()
    box = page.locator("[data-contentpath=body] .public-DraftEditor-content").last
    box.click()
    expect(box).to_be_focused()
    page.keyboard.type(words)
    # The field that is sent follows what is seen a moment later.
    expect(page.locator("input[name=body-0-value]")).to_have_value(re.compile(re.escape(words)), timeout=LONG)


def press(page: Page, action: str) -> None:
    """One of the deeds under «Больше действий»."""
    page.get_by_role("button", name="Больше действий").click()
    page.locator(f"button[name={action}]").click()


def page_id(page: Page) -> int:
    found = re.search(r"/cms/pages/(\d+)/", page.url)
    assert found is not None, page.url
    return int(found.group(1))


def id_in_the_list(author: Visitor, title: str) -> int:
    """The number of the page in the address of its editor."""
    page = author.go(f"{TOWN}/site/")
    link = page.locator("main").get_by_role("link", name=title, exact=True).first
    found = re.search(r"/cms/pages/(\d+)/", str(link.get_attribute("href")))
    assert found is not None
    return int(found.group(1))


def state_of(author: Visitor, title: str) -> Locator:
    page = author.go(f"{TOWN}/site/")
    return page.locator("tbody tr").filter(has_text=title)


def bring_picture(page: Page, folder: Path) -> None:
    """A photograph with children: refused without a word of the parents' consent, taken with it."""
    page.get_by_role("button", name="Выберите изображение").first.click()
    window = page.locator(".modal-content")
    window.get_by_role("tab", name="Загрузка").click()
    window.get_by_label("Заголовок").fill("Неделя книги в школе № 2")
    window.locator("input[type=file]").set_input_files(photograph(folder, "#3a7d5c"))
    window.get_by_label("Что на картинке").fill("Пятиклассники выбирают книги у выставки")
    window.get_by_label("Кто на картинке").select_option(label="есть дети")
    window.get_by_role("button", name="Загрузка").click()
    expect(window).to_contain_text("На картинке есть дети: запишите, кто, когда и на что дал согласие", timeout=LONG)
    window.get_by_role("tab", name="Загрузка").click()
    window.locator("input[type=file]").set_input_files(photograph(folder, "#3a7d5c"))
    window.get_by_label("Согласие родителей").fill(CONSENT)
    window.get_by_role("button", name="Загрузка").click()
    expect(window).to_have_count(0, timeout=LONG)
    expect(page.locator("[data-contentpath=picture]")).to_contain_text("Неделя книги в школе № 2")


def preview_shows(page: Page, title: str, words: str) -> None:
    """The page as readers will see it, beside the text."""
    toggle = page.locator("button[data-side-panel-toggle=preview]")
    toggle.click()
    frame = page.frame_locator("iframe").first
    expect(frame.locator("h1")).to_have_text(title, timeout=LONG)
    expect(frame.locator("main")).to_contain_text(words, timeout=LONG)
    toggle.click()


def plan_for(page: Page, moment: str) -> None:
    """The day and hour on which the page comes out by itself."""
    page.locator("button[data-side-panel-toggle=status]").click()
    page.get_by_role("button", name="Установить расписание").click()
    window = page.get_by_role("dialog").filter(has_text="Установить график публикации")
    window.locator("input[name=go_live_at]").fill(moment)
    # The calendar that hangs over the button closes when the field is left.
    window.get_by_role("button", name="Сохранить расписание").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-side-panel=status]")).to_contain_text("Запланировано", timeout=LONG)


def clock_comes_to(site: Site, moment: str) -> None:
    """What the worker does every five minutes, in a process whose clock shows a moment that has not come yet."""
    code = (
        "import django; django.setup(); from datetime import datetime; from django.utils import timezone;"
        f"at = timezone.make_aware(datetime.fromisoformat('{moment}')); timezone.now = lambda: at;"
        "from stellazh.pages.services.planned import publish_due; assert publish_due(at=at).published"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=_environment(site.folder, site.address), check=True)


def loaded(picture: Locator) -> bool:
    return bool(picture.evaluate("async (one) => { await one.decode(); return one.naturalWidth > 0; }"))


def approve(page: Page) -> None:
    page.get_by_role("button", name="Больше действий").click()
    page.get_by_role("button", name="Одобрить", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(
        re.compile("обновлена|одобрен|опубликован", re.IGNORECASE), timeout=LONG
    )


def test_a_secretary_writes_and_the_head_lets_it_out(visitor: NewVisitor) -> None:
    title = "Кто поможет принять новый фонд"
    appoint(visitor, "Секретарь")
    writer, head, guest = visitor(MEMBER), visitor(HEAD), visitor(size=PHONE)
    page = new_news(writer, title, "Ищем помощниц на два дня.")
    write_text(page, "Приходите в субботу в школу № 1.")
    page.get_by_role("button", name="Больше действий").click()
    expect(page.locator("button[name=action-publish]")).to_have_count(0)
    page.locator("button[name=action-submit]").click()
    expect(page.locator(".messages")).to_contain_text(re.compile("отправлен|передан", re.IGNORECASE), timeout=LONG)
    expect(state_of(writer, title)).to_contain_text("ждёт проверки")
    expect(guest.go(f"{TOWN}/news/").locator("main")).not_to_contain_text(title)

    page = head.go("/cms/")
    expect(page.locator("main")).to_contain_text("Ждут вашей проверки")
    head.picture("cms-home")
    page.get_by_role("link", name=title).first.click()
    approve(page)

    expect(state_of(head, title)).to_contain_text("опубликовано")
    page = guest.go(f"{TOWN}/news/")
    page.get_by_role("link", name=title).click()
    expect(page.locator("main")).to_contain_text("Приходите в субботу")
    assert writer.errors == []
    assert head.errors == []


def test_editor_publishes_news_and_everybody_reads_them(visitor: NewVisitor, tmp_path: Path) -> None:
    title, words = "Неделя книги в школе № 2", "Пятые классы прочли вслух двенадцать рассказов."
    appoint(visitor, "Редактор")
    editor, guest = visitor(MEMBER), visitor(size=PHONE)
    page = editor.go("/desk/")
    page.get_by_role("link", name="Сайт", exact=True).first.click()
    assert look(editor, "site-manage") == []
    page = new_news(editor, title, "Как пятые классы провели неделю книги.")
    write_text(page, words)
    bring_picture(page, tmp_path)
    page.get_by_label("Встречи").check()
    editor.picture("cms-news")
    preview_shows(page, title, words)
    press(page, "action-publish")
    expect(page.locator(".messages")).to_contain_text("опубликована", timeout=LONG)

    expect(state_of(editor, title)).to_contain_text("опубликовано")
    home = guest.go(f"{TOWN}/")
    home.locator("main").get_by_role("link", name=title).first.click()
    expect(home.locator("main")).to_contain_text(words)
    picture = home.get_by_role("img", name="Пятиклассники выбирают книги у выставки")
    assert loaded(picture)
    assert look(guest, "news") == []
    address = home.url
    home.get_by_role("link", name="Встречи").first.click()
    expect(home.get_by_role("heading", level=1)).to_have_text("Новости: Встречи")
    expect(home.locator("main")).to_contain_text(title)
    guest.go(f"{TOWN}/news/?category=messages")
    expect(home.locator("main")).not_to_contain_text(title)
    for feed in (f"{TOWN}/news/rss/", "/news/rss/"):
        assert title in home.request.get(guest.site.address + feed).text(), feed
    sitemap = home.request.get(f"{guest.site.address}/sitemap.xml").text()
    parts = re.findall(r"<loc>([^<]+)</loc>", sitemap)
    assert any(address in home.request.get(part).text() for part in parts)
    # The browser complains of each refusal of a form itself.
    assert [error for error in editor.errors if "422" not in error and "400" not in error] == []
    assert guest.errors == []


def test_planned_news_come_out_at_their_hour(visitor: NewVisitor) -> None:
    title = "Чем займёмся в декабре"
    head, guest = visitor(HEAD), visitor(size=PHONE)
    page = new_news(head, title, "Две встречи и сверка фонда.")
    write_text(page, "Список встреч пришлём отдельно.")
    plan_for(page, "01.12.2027 10:00")
    press(page, "action-publish")
    expect(page.locator(".messages")).to_contain_text(re.compile("запланирован", re.IGNORECASE), timeout=LONG)
    expect(state_of(head, title)).to_contain_text("выйдет в срок")
    expect(state_of(head, title)).to_contain_text("1 декабря 2027")
    expect(guest.go(f"{TOWN}/news/").locator("main")).not_to_contain_text(title)

    clock_comes_to(head.site, "2027-12-01T10:05")

    page = guest.go(f"{TOWN}/news/")
    page.get_by_role("link", name=title).click()
    expect(page.locator("main")).to_contain_text("Список встреч пришлём отдельно.")
    expect(state_of(head, title)).to_contain_text("опубликовано")
    assert head.errors == []
    assert guest.errors == []


def test_news_of_a_meeting_in_one_step(visitor: NewVisitor) -> None:
    head, guest = visitor(HEAD), visitor(size=PHONE)
    page = head.go(f"{TOWN}/events/")
    link = page.locator("main").get_by_role("link", name=MEETING).first
    if not link.count():
        page = head.go("/events/own/")
        link = page.locator("main").get_by_role("link", name=MEETING).first
    link.click()
    found = re.search(r"/events/(\d+)/", page.url)
    assert found is not None
    page = head.go(f"/events/{found.group(1)}/news/")
    assert look(head, "event-news") == []
    title = page.get_by_label("Заголовок").input_value()
    assert MEETING in title
    card = page.locator(".picture-offer").filter(has_text="Полка").first
    card.get_by_label("Поставить в новость").check()
    card.get_by_label("есть дети").check()
    card.get_by_label("Что на картинке").fill("Дети расставляют книги на полке")
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("main")).to_contain_text("На картинке есть дети")
    assert look(head, "event-news-refused") == []
    expect(guest.go(f"{TOWN}/news/").locator("main")).not_to_contain_text(MEETING)
    head.errors.clear()

    card.get_by_label("Согласие родителей").fill(CONSENT)
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("#messages")).to_contain_text("Новость опубликована")
    head.picture("event-news-published")

    page = guest.go(f"{TOWN}/")
    page.locator("main").get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert loaded(page.get_by_role("img", name="Дети расставляют книги на полке"))
    assert head.errors == []
    assert guest.errors == []


def test_a_former_address_leads_to_the_page(visitor: NewVisitor) -> None:
    head, guest = visitor(HEAD), visitor(size=PHONE)
    page = head.go(f"{TOWN}/site/addresses/")
    page.get_by_label("Прежний адрес").fill(f"{TOWN}/nedelya-2019")
    page.get_by_label("Куда вести").select_option(label="Готовим неделю детской книги вместе")
    page.get_by_role("button", name="Записать").click()
    expect(page.locator("#messages")).to_contain_text("Прежний адрес записан")
    assert look(head, "site-addresses") == []

    page = guest.go(f"{TOWN}/nedelya-2019/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Готовим неделю детской книги вместе")
    assert head.errors == []


def test_the_head_of_another_association_finds_nothing_to_write_here(visitor: NewVisitor) -> None:
    head, neighbour, guest = visitor(HEAD), visitor(NEIGHBOUR), visitor(size=PHONE)
    title = "Готовим неделю детской книги вместе"
    news = id_in_the_list(head, title)
    index = id_in_the_list(head, "Новости")
    before = state_of(head, title).inner_text()
    page = neighbour.go("/cms/")
    expect(page.locator("main")).not_to_contain_text("Сосногорья")
    site = neighbour.site.address
    for path in (
        f"/cms/pages/{news}/edit/",
        f"/cms/pages/{news}/view_draft/",
        f"/cms/pages/{news}/history/",
        f"/cms/pages/{news}/unpublish/",
        f"/cms/pages/{news}/delete/",
        f"/cms/pages/{news}/move/",
        f"/cms/pages/{news}/copy/",
        f"/cms/pages/{index}/",
        f"/cms/pages/{index}/edit/",
        f"/cms/pages/add/pages/newspage/{index}/",
        f"/cms/api/main/pages/{news}/",
        f"/cms/api/main/pages/?child_of={index}",
        f"/cms/choose-page/{index}/",
        f"{TOWN}/site/",
        f"{TOWN}/site/pictures/",
        f"{TOWN}/site/addresses/",
        f"{TOWN}/site/{news}/unpublish/",
    ):
        answer = page.request.get(site + path, max_redirects=0)
        # What everybody reads may be named in a link of hers; nothing else is open.
        allowed = {404} if "choose-page" not in path else {200, 404}
        assert answer.status in allowed, (path, answer.status)
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    token = next(value for name, value in cookies.items() if "csrf" in name)
    headers = {"X-CSRFToken": token, "Referer": f"{site}/cms/"}
    for path, form in (
        (f"/cms/pages/{news}/edit/", {"title": "Чужие слова", "slug": "chuzhie", "action-publish": "action-publish"}),
        (f"/cms/pages/add/pages/newspage/{index}/", {"title": "Подброшено", "action-publish": "action-publish"}),
        (f"/cms/pages/{news}/unpublish/", {}),
        (f"/cms/pages/{news}/delete/", {}),
        (f"/cms/pages/{news}/lock/", {}),
        (f"/cms/pages/{news}/move/{index}/confirm/", {}),
        (f"{TOWN}/site/{news}/unpublish/", {}),
        (f"{TOWN}/site/addresses/", {"old_path": f"{TOWN}/leads-away", "target": str(news)}),
    ):
        answer = page.request.post(site + path, form=form, headers=headers, max_redirects=0)
        assert answer.status == 404, (path, answer.status)

    assert state_of(head, title).inner_text() == before
    page = guest.go(f"{TOWN}/news/")
    expect(page.get_by_role("link", name=title)).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Подброшено")
    assert page.request.get(f"{site}{TOWN}/leads-away/").status == 404
