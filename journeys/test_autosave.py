"""What is typed is kept: through a killed server, a closed tab, an ended session, a second person in the same place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from journeys.accessibility import check_both_widths
from journeys.conftest import PHONE, WIDE, NewVisitor, Server, Site, Visitor

PAGE = "/components/typing/"
HEAD, METHODIST = "head-region@demo.example", "methodist@demo.example"
FIRST = "Слушали Ольхову.\nПлан рассмотрен.\nВопросов не было."
# A cold page of a busy computer, a pause before a retry.
LONG = 40_000
BROKEN_STORE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
HOSTILE = "<img src=x onerror=\"document.title='взломано'\"><b>Слушали</b>"
MERGES = [
    ("а\nб\nв", "А\nб\nв", "а\nб\nВ", "А\nб\nВ", False),
    ("а\nб", "А\nб", "а\nБ", "А\nБ", False),
    ("а\nб", "а\nб\nмоё", "а\nб\nчужое", "а\nб\nчужое\nмоё", False),
    ("а", "а моё", "а чужое", "а чужое\nа моё", True),
    ("", "моё", "чужое", "чужое\nмоё", True),
    ("а\nб\nв\nг", "а\nв\nг", "а\nб\nв\nг\nд", "а\nв\nг\nд", False),
    ("а\nб\nв", "а\nб2\nв", "а\nб2\nв", "а\nб2\nв", False),
    ("а\nб\nв", "а\nв", "а\nБ\nв", "а\nБ\nв", True),
    ("а\r\nб", "а\nб", "а\nб!", "а\nб!", False),
    ("а\nб\nв\nг", "а\nб\nв\nг", "г\nв\nб\nа", "г\nв\nб\nа", False),
]


def _store(site: Site) -> Path:
    return site.folder / "showcase-typing.json"


@pytest.fixture(autouse=True)
def fresh_texts(site: Site) -> Iterator[None]:
    _store(site).unlink(missing_ok=True)
    yield
    _store(site).unlink(missing_ok=True)


def stored(site: Site, block: str = "speech") -> dict[str, Any]:
    """What the server has of a block; nothing before the first save."""
    path = _store(site)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))[block] if path.exists() else {}
    return found


def speech(page: Page, block: str = "speech") -> Locator:
    return page.locator(f"form[data-block='{block}']")


def text(page: Page, block: str = "speech") -> Locator:
    return speech(page, block).locator("textarea[name='text']")


def status(page: Page) -> Locator:
    return page.locator("[data-autosave-status]")


def is_in_state(page: Page, state: str, block: str = "speech") -> None:
    expect(speech(page, block)).to_have_attribute("data-autosave-state", state, timeout=LONG)


def opened(visitor: Visitor) -> Page:
    page = visitor.go(PAGE)
    expect(speech(page)).to_have_attribute("data-autosave-on", "")
    return page


def save(page: Page, words: str) -> None:
    """Type and wait until the server has it."""
    text(page).fill(words)
    is_in_state(page, "saved")
    expect(status(page)).to_contain_text("Сохранено в ", timeout=LONG)


@pytest.mark.parametrize(("base", "mine", "theirs", "joined", "has_clashed"), MERGES)
def test_texts_are_joined_by_paragraphs(
    visitor: NewVisitor, base: str, mine: str, theirs: str, joined: str, has_clashed: bool
) -> None:
    page = visitor().go("/account/sign-in/")

    found = page.evaluate(
        """async (texts) => {
            const { mergeThree } = await import("/static/ui/js/autosave-merge.js");
            return mergeThree(...texts);
        }""",
        [base, mine, theirs],
    )

    assert (found["text"], found["hasClashed"]) == (joined, has_clashed)


def test_joining_loses_no_line_of_anybody(visitor: NewVisitor) -> None:
    page = visitor().go("/account/sign-in/")

    lost = page.evaluate(
        """async () => {
            const { mergeThree, hunks } = await import("/static/ui/js/autosave-merge.js");
            let seed = 7;
            const some = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };
            const changed = (lines) => {
                const out = [...lines];
                for (let left = some(4); left >= 0; left -= 1) {
                    const place = some(out.length + 1);
                    if (some(3) === 0) out.splice(place, 0, `новая ${some(5)}`);
                    else if (some(2) && place < out.length) out[place] = `иная ${some(5)}`;
                    else out.splice(place, 1);
                }
                return out.length ? out : [""];
            };
            const lost = [];
            for (let turn = 0; turn < 3000; turn += 1) {
                const base = Array.from({ length: 1 + some(7) }, () => `строка ${some(4)}`);
                const [mine, theirs] = [changed(base), changed(base)];
                const [b, m, t] = [base, mine, theirs].map((lines) => lines.join("\\n"));
                const rows = mergeThree(b, m, t).text.split("\\n");
                const isWhole = [...hunks(base, mine), ...hunks(base, theirs)]
                    .every((hunk) => hunk.lines.every((line) => rows.includes(line)));
                const isQuiet = mergeThree(b, m, b).text === m && mergeThree(b, b, t).text === t;
                if (!isWhole || !isQuiet) lost.push([b, m, t]);
            }
            return lost;
        }"""
    )

    assert lost == []


def test_typed_text_is_saved_without_being_asked(visitor: NewVisitor, site: Site) -> None:
    head = visitor(HEAD)
    page = opened(head)

    save(page, "Слушали Липину.")
    speech(page, "decision").get_by_label("Срок").select_option("month")
    is_in_state(page, "saved", "decision")
    expect(page.locator("#decision-version")).to_have_text("2", timeout=LONG)

    assert (stored(site)["text"], stored(site)["version"]) == ("Слушали Липину.", 2)
    assert (stored(site, "decision")["term"], stored(site, "decision")["version"]) == ("month", 2)
    assert head.errors == []
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('stellazh:typed'))") == []
    head.picture("autosave-saved")


def test_typing_without_a_pause_is_saved_meanwhile(visitor: NewVisitor, site: Site) -> None:
    page = opened(visitor(HEAD))
    text(page).fill("")

    typed = ""
    while not stored(site).get("text") and len(typed) < 400:
        text(page).press_sequentially("слово ", delay=60)
        typed += "слово "

    assert stored(site)["text"]
    text(page).press_sequentially("конец")
    is_in_state(page, "saved")
    assert stored(site)["text"] == f"{typed}конец"


def test_server_killed_while_typing_loses_nothing(visitor: NewVisitor, site: Site, killable_server: Server) -> None:
    head = visitor(HEAD)
    page = opened(head)
    save(page, "Слушали Липину.")

    killable_server.kill()
    text(page).press("End")
    text(page).press_sequentially(" Выступила Кленова.")
    expect(status(page)).to_contain_text(
        "Нет связи с сервером. Набранное хранится на этом компьютере и уйдёт само, как только связь появится.",
        timeout=LONG,
    )
    expect(status(page)).to_contain_text("Последнее сохранение на сервере")
    head.picture("autosave-offline")
    page.close()
    killable_server.start()

    assert stored(site)["text"] == "Слушали Липину."
    head.page = head.page.context.new_page()
    page = opened(head)
    expect(page.get_by_text("Восстановлено набранное в ")).to_be_visible()
    expect(text(page)).to_have_value("Слушали Липину. Выступила Кленова.")
    is_in_state(page, "saved")
    assert stored(site)["text"] == "Слушали Липину. Выступила Кленова."
    head.picture("autosave-restored")
    assert check_both_widths(page, PAGE) == []


def test_text_goes_by_itself_when_the_server_is_back(visitor: NewVisitor, site: Site, killable_server: Server) -> None:
    page = opened(visitor(HEAD))
    killable_server.kill()
    text(page).fill("Набрано без сервера.")
    text(page, "decision").fill("И здесь тоже.")
    is_in_state(page, "offline")
    is_in_state(page, "offline", "decision")

    killable_server.start()
    is_in_state(page, "saved")
    is_in_state(page, "saved", "decision")

    assert (stored(site)["text"], stored(site, "decision")["text"]) == ("Набрано без сервера.", "И здесь тоже.")


def test_closed_tab_keeps_the_last_word(visitor: NewVisitor, site: Site) -> None:
    head = visitor(HEAD)
    page = opened(head)
    text(page).fill("Набрано и закрыто.")
    page.close(run_before_unload=True)

    head.page = page.context.new_page()
    page = opened(head)

    expect(text(page)).to_have_value("Набрано и закрыто.")
    expect(speech(page)).not_to_contain_text("другой человек")
    page.reload()
    expect(text(page)).to_have_value("Набрано и закрыто.")


def test_ended_session_is_said_and_mended_in_another_tab(visitor: NewVisitor, site: Site) -> None:
    head = visitor(HEAD)
    page = opened(head)
    page.context.clear_cookies(name="sessionid")

    text(page).fill("Набрано после выхода.")
    expect(status(page)).to_contain_text("Вы вышли из системы", timeout=LONG)
    expect(status(page)).to_contain_text("Войдите в соседней вкладке — набранное сохранится само.")
    head.picture("autosave-signed-out")
    assert stored(site) == {}
    with page.context.expect_page() as opening:
        status(page).get_by_role("link").click()
    beside = opening.value
    beside.get_by_label("Электронная почта").fill(HEAD)
    beside.get_by_label("Пароль").fill("полка-книга-лампа")
    beside.get_by_role("button", name="Войти", exact=True).click()
    beside.wait_for_url(f"**{PAGE}")

    is_in_state(page, "saved")
    is_in_state(beside, "saved")
    expect(text(beside)).to_have_value("Набрано после выхода.")
    assert stored(site)["text"] == "Набрано после выхода."
    text(page).fill("И дальше.")
    is_in_state(page, "saved")
    expect(text(beside)).to_have_value("И дальше.", timeout=LONG)


def test_text_is_not_saved_in_the_name_of_another(visitor: NewVisitor, site: Site) -> None:
    head = visitor(HEAD)
    page = opened(head)
    beside = page.context.new_page()
    page.context.clear_cookies(name="sessionid")
    Visitor(beside, site, []).sign_in(METHODIST)

    text(page).fill("Набрала руководитель.")
    expect(status(page)).to_contain_text("сейчас вошёл другой человек", timeout=LONG)
    beside.goto(site.address + PAGE)
    expect(speech(beside)).to_have_attribute("data-autosave-on", "")

    expect(text(beside)).to_have_value(FIRST)
    assert stored(site) == {}


def test_different_paragraphs_are_joined_without_asking(visitor: NewVisitor, site: Site) -> None:
    head, methodist = visitor(HEAD), visitor(METHODIST, size=PHONE)
    first, second = opened(head), opened(methodist)

    save(first, FIRST.replace("Ольхову", "Ольхову и Липину"))
    text(second).fill(FIRST.replace("не было", "было два"))
    is_in_state(second, "saved")

    joined = "Слушали Ольхову и Липину.\nПлан рассмотрен.\nВопросов было два."
    expect(text(second)).to_have_value(joined)
    expect(speech(second)).to_contain_text("Ваш текст соединён с тем, что записал другой человек")
    assert stored(site)["text"] == joined
    methodist.picture("autosave-joined")


@pytest.mark.parametrize(
    ("button", "kept"),
    [
        ("Оставить мой текст", "Моя запись."),
        ("Взять другой текст", HOSTILE),
        ("Соединить оба", f"{HOSTILE}\nМоя запись."),
    ],
)
def test_one_paragraph_changed_by_two_is_asked_about(visitor: NewVisitor, site: Site, button: str, kept: str) -> None:
    head, methodist = visitor(HEAD), visitor(METHODIST)
    first, second = opened(head), opened(methodist)
    save(first, HOSTILE)

    text(second).fill("Моя запись.")
    is_in_state(second, "clash")
    panel = speech(second).locator(".autosave-clash")
    expect(panel).to_contain_text("это же место изменил другой человек")
    expect(panel).to_contain_text(HOSTILE)
    expect(panel).to_contain_text("Моя запись.")
    assert panel.locator("img, b").count() == 0
    assert stored(site)["text"] == HOSTILE
    methodist.picture("autosave-clash")
    assert check_both_widths(second, PAGE) == []
    second.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    methodist.picture("autosave-clash")
    with second.expect_request(lambda request: request.method == "POST") as sending:
        panel.get_by_role("button", name=button).click()
    is_in_state(second, "saved")

    expect(panel).to_have_count(0)
    expect(text(second)).to_have_value(kept)
    assert (stored(site)["text"], second.title().startswith("Сохранение")) == (kept, True)
    assert 'name="resolved"' in (sending.value.post_data_buffer or b"").decode()
    if button == "Взять другой текст":
        assert 'name="rejected-text"\r\n\r\nМоя запись.' in (sending.value.post_data_buffer or b"").decode()


def test_clash_waits_through_a_closed_tab(visitor: NewVisitor, site: Site) -> None:
    head, methodist = visitor(HEAD), visitor(METHODIST)
    first, second = opened(head), opened(methodist)
    save(first, "Их запись.")
    text(second).fill("Моя запись.")
    is_in_state(second, "clash")
    second.close()

    methodist.page = second.context.new_page()
    second = opened(methodist)

    is_in_state(second, "clash")
    expect(text(second)).to_have_value("Моя запись.")
    expect(speech(second).locator(".autosave-clash")).to_contain_text("Их запись.")
    assert stored(site)["text"] == "Их запись."


def test_lost_answer_is_no_clash_with_oneself(visitor: NewVisitor, site: Site) -> None:
    page = opened(visitor(HEAD))
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/components/typing/speech/", lose_the_first)
    text(page).fill("Дошло, а ответ потерялся.")
    is_in_state(page, "offline")
    text(page).press("End")
    text(page).press_sequentially(" И дальше.")
    is_in_state(page, "saved")

    assert (len(lost), stored(site)["text"]) == (1, "Дошло, а ответ потерялся. И дальше.")
    assert speech(page).locator(".autosave-clash").count() == 0


def test_two_tabs_of_one_person_show_the_newest(visitor: NewVisitor, site: Site) -> None:
    head = visitor(HEAD)
    first = opened(head)
    second = first.context.new_page()
    opened(Visitor(second, site, []))

    save(first, "Набрано в первой вкладке.")
    expect(text(second)).to_have_value("Набрано в первой вкладке.", timeout=LONG)
    save(second, "Набрано во второй вкладке.")
    expect(text(first)).to_have_value("Набрано во второй вкладке.", timeout=LONG)

    assert stored(site)["version"] == 3


def test_closed_for_editing_keeps_the_text_to_copy(visitor: NewVisitor, site: Site) -> None:
    head = visitor(HEAD)
    page = opened(head)
    save(page, "Записано.")
    texts = json.loads(_store(site).read_text(encoding="utf-8"))
    texts["speech"]["is_closed"] = True
    _store(site).write_text(json.dumps(texts), encoding="utf-8")

    text(page).fill(f"Записано. {HOSTILE}")
    is_in_state(page, "gone")
    expect(speech(page)).to_contain_text("Править здесь больше нельзя. Страница закрыта для правки.")
    expect(speech(page).get_by_role("button", name="Скопировать набранное")).to_be_visible()
    head.picture("autosave-gone")
    page.reload()

    left = page.locator(".autosave-left")
    expect(left.get_by_role("group", name="Набранное")).to_have_text(f"Записано. {HOSTILE}")
    assert left.locator("img, b").count() == 0
    assert check_both_widths(page, PAGE) == []
    head.picture("autosave-left")
    left.get_by_role("button", name="Удалить с этого компьютера").click()
    expect(left).to_have_count(0)
    page.reload()
    expect(status(page)).to_be_visible()
    expect(left).to_have_count(0)


def test_wrong_field_is_said_beside_it_and_kept(visitor: NewVisitor, site: Site) -> None:
    head = visitor(HEAD)
    page = opened(head)
    heading = speech(page).get_by_label("Вопрос")

    heading.fill("")
    is_in_state(page, "wrong")
    expect(speech(page).locator(".field__error")).to_contain_text("Обязательное поле.")
    expect(heading).to_have_attribute("aria-invalid", "true")
    expect(status(page)).to_contain_text("Не сохранено: поправьте отмеченное.")
    assert check_both_widths(page, PAGE) == []
    heading.fill("О фонде")
    is_in_state(page, "saved")

    expect(speech(page).locator(".field__error")).to_have_count(0)
    assert stored(site)["heading"] == "О фонде"


def test_browser_without_a_store_is_told_and_still_saves(
    visitor: NewVisitor, site: Site, killable_server: Server
) -> None:
    head = visitor(HEAD)
    head.page.add_init_script(BROKEN_STORE)
    page = opened(head)

    expect(status(page)).to_contain_text("Браузер не даёт хранить набранное на этом компьютере")
    text(page).fill("Сохранено сервером.")
    is_in_state(page, "saved")
    assert stored(site)["text"] == "Сохранено сервером."
    killable_server.kill()
    text(page).press_sequentially("Нигде не сохранено.")
    expect(status(page)).to_contain_text("Нет связи с сервером. Браузер не даёт хранить", timeout=LONG)
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_event("dialog") as asking:
        page.close(run_before_unload=True)
    killable_server.start()

    assert asking.value.type == "beforeunload"


def test_kept_text_lets_the_page_go_without_questions(visitor: NewVisitor, killable_server: Server) -> None:
    page = opened(visitor(HEAD))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    killable_server.kill()
    text(page).press_sequentially("Хранится здесь.")

    with page.expect_event("close"):
        page.close(run_before_unload=True)
    killable_server.start()

    assert asked == []


def test_button_saves_without_scripts_and_two_are_told(visitor: NewVisitor, site: Site) -> None:
    head, methodist = visitor(HEAD, scripts=False), visitor(METHODIST, scripts=False)
    first, second = head.go(PAGE), methodist.go(PAGE)

    text(first).fill("Сохранено кнопкой.")
    speech(first).get_by_role("button", name="Сохранить").click()
    first.wait_for_url(f"**{PAGE}#speech")
    text(second).fill("Другая запись.")
    speech(second).get_by_role("button", name="Сохранить").click()

    expect(second.locator(".conflict")).to_contain_text("Сохранено кнопкой.")
    expect(text(second)).to_have_value("Другая запись.")
    speech(second).get_by_role("button", name="Сохранить").click()
    second.wait_for_url(f"**{PAGE}#speech")
    assert (stored(site)["text"], stored(site)["version"]) == ("Другая запись.", 3)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_page_is_accessible(visitor: NewVisitor, size: dict[str, int]) -> None:
    head = visitor(HEAD, size=size)
    page = opened(head)

    text(page).fill("Слушали.")
    is_in_state(page, "saved")

    head.picture("autosave-page")
    assert check_both_widths(page, PAGE) == []
