"""Each tag by its exact HTML, or by the part of it that carries the meaning."""

# ruff: noqa: E501  (exact HTML reads best unbroken)

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from stellazh.common.errors import ChangedMeanwhile
from stellazh.ui.attributes import flat_attributes
from stellazh.ui.conflicts import ConflictRow, side_by_side

ICON = re.compile(r"<svg.*?</svg>", re.DOTALL)


def drawn(source: str, **context: Any) -> str:
    """The HTML of a template, icons left out."""
    return ICON.sub("", Template(source).render(Context(context)))


def test_button_is_primary_and_submits() -> None:
    html = drawn("{% button %}Сохранить{% endbutton %}")

    assert html == '<button class="button" type="submit"><span>Сохранить</span></button>'


def test_button_carries_its_extra_attributes() -> None:
    html = drawn(
        '{% button kind="danger" type="button" name="act" value="archive" data_confirm=question disabled=True %}В архив'
        "{% endbutton %}",
        question='Убрать «"План"»?',
    )

    assert html == (
        '<button class="button button--danger" type="button" name="act" value="archive" '
        'data-confirm="Убрать «&quot;План&quot;»?" disabled><span>В архив</span></button>'
    )


def test_button_refuses_an_unknown_kind() -> None:
    with pytest.raises(ValueError, match="«loud» is no kind of button"):
        drawn('{% button kind="loud" %}Нажми{% endbutton %}')


def test_link_button_is_quiet_and_escapes_its_words() -> None:
    html = drawn("{% link_button href %}{{ words }}{% endlink_button %}", href="/a/?b=1&c=2", words="<b>")

    assert html == '<a class="button button--quiet" href="/a/?b=1&amp;c=2"><span>&lt;b&gt;</span></a>'


@pytest.mark.parametrize("name", ["style", "onclick", "onload"])
def test_attributes_refuse_what_the_policy_switches_off(name: str) -> None:
    with pytest.raises(ValueError, match="switched off by the content policy"):
        flat_attributes({name: "color: red"})


def test_icon_is_hidden_from_screen_readers() -> None:
    html = Template('{% icon "book-open" %}').render(Context())

    assert re.findall(r'(?:class|aria-hidden|focusable)="[^"]+"', html) == [
        'class="icon"', 'aria-hidden="true"', 'focusable="false"',
    ]  # fmt: skip


def test_tag_has_its_tone() -> None:
    assert drawn('{% tag "утверждён" tone="ok" %}') == '<span class="tag tag--ok">утверждён</span>'
    assert drawn("{% tag words %}", words="<i>") == '<span class="tag">&lt;i&gt;</span>'


def test_card_has_a_title_that_leads_somewhere_and_a_tag() -> None:
    html = drawn(
        '{% card title=title href="/1/" spine=3 tag="до пятницы" tone="warn" level=2 %}<p>Слова</p>{% endcard %}',
        title="A & B",
    )

    assert html == (
        '<article class="card card--spine" data-spine="3"><div class="card__head"><h2><a href="/1/">A &amp; B</a></h2>'
        '<span class="tag tag--warn">до пятницы</span></div><p>Слова</p></article>'
    )


def test_notice_has_a_title_in_words() -> None:
    html = drawn('{% notice tone="warn" title="Две строки без даты" %}<p>Укажите месяц.</p>{% endnotice %}')

    assert html == (
        '<div class="notice notice--warn"><div class="notice__text"><p class="notice__title">Две строки без даты</p>'
        "<p>Укажите месяц.</p></div></div>"
    )


def test_disclosure_opens_without_scripts() -> None:
    html = drawn('{% disclosure "Как считается" is_open=True %}<p>Так.</p>{% enddisclosure %}')

    assert html == (
        '<details class="disclosure" open><summary>Как считается</summary>'
        '<div class="disclosure__body stack"><p>Так.</p></div></details>'
    )


def test_dialog_is_named_and_closes_by_a_button() -> None:
    html = drawn(
        '{% dialog_button "about" %}Открыть{% enddialog_button %}{% dialog "about" "О плане" %}Слова{% enddialog %}'
    )

    assert html == (
        '<button class="button button--quiet" type="button" popovertarget="about" aria-haspopup="dialog">'
        '<span>Открыть</span></button><div class="dialog" id="about" popover role="dialog" aria-labelledby="about-title">'
        '<div class="dialog__head"><h2 id="about-title">О плане</h2><button class="button button--plain" type="button" '
        'popovertarget="about" popovertargetaction="hide"><span>Закрыть</span></button></div>'
        '<div class="stack">Слова</div></div>'
    )


def test_table_is_a_region_that_keyboards_reach() -> None:
    html = drawn('{% table "План" kind="matrix" %}<tbody></tbody>{% endtable %}')

    assert html == (
        '<div class="table-wrap table-wrap--matrix" role="region" tabindex="0" aria-label="План">'
        '<table class="table table--matrix"><caption class="visually-hidden">План</caption><tbody></tbody></table></div>'
    )


def test_cell_item_says_its_state_in_words() -> None:
    html = drawn('{% cell_item "Заседание" "/1/" spine=2 state="late" %}Липина В. А.{% endcell_item %}')

    assert html == (
        '<div class="cell-item cell-item--late" data-spine="2"><a href="/1/">Заседание</a>'
        '<span class="visually-hidden">, просрочено</span><small>Липина В. А.</small></div>'
    )


def test_filter_bar_works_without_htmx_and_with_it() -> None:
    plain = drawn('{% filter_bar reset="?" %}<p></p>{% endfilter_bar %}')
    live = drawn('{% filter_bar action="/list/" target="#rows" %}<p></p>{% endfilter_bar %}')

    assert plain == (
        '<form class="filter-bar" method="get" action="" role="search" aria-label="Отбор"><p></p>'
        '<div class="filter-bar__end"><button class="button button--quiet" type="submit"><span>Показать</span></button>'
        '<a class="filter-bar__reset" href="?">Сбросить</a></div></form>'
    )
    assert live.split("<p>")[0] == (
        '<form class="filter-bar" method="get" action="/list/" role="search" aria-label="Отбор" hx-get="/list/" '
        'hx-target="#rows" hx-push-url="true" hx-trigger="change delay:200ms, submit">'
    )


def test_figures_agree_with_their_nouns() -> None:
    html = drawn('{% figures %}{% figure 21 "участие" "участия" "участий" %}{% figure 1327 "всего" %}{% endfigures %}')

    assert html == (
        '<dl class="figures"><div><dt>участие</dt><dd>21</dd></div><div><dt>всего</dt><dd>1\xa0327</dd></div></dl>'
    )


def test_counted_keeps_number_and_noun_together() -> None:
    assert drawn('{% counted 1250 "мероприятие" "мероприятия" "мероприятий" %}') == "1\xa0250\xa0мероприятий"
    assert drawn('{% noun 3 "участие" "участия" "участий" %}') == "участия"


def test_facts_name_each_fact() -> None:
    html = drawn('{% facts %}{% fact "Где" %}Читальный зал{% endfact %}{% endfacts %}')

    assert html == '<dl class="facts"><div><dt>Где</dt><dd>Читальный зал</dd></div></dl>'


def test_timeline_writes_days_in_words() -> None:
    html = drawn(
        "{% timeline %}{% timeline_item day state='done' %}<p>План</p>{% endtimeline_item %}{% endtimeline %}",
        day=date(2024, 9, 2),
    )

    assert html == (
        '<ol class="timeline" role="list"><li class="timeline__item timeline__item--done"><div class="timeline__when">'
        '<time datetime="2024-09-02">2\xa0сентября 2024\xa0г.</time></div><p>План</p></li></ol>'
    )


@pytest.mark.parametrize(("maximum", "drawn_maximum"), [(52, 52), (0, 1)])
def test_progress_says_itself_in_words(maximum: int, drawn_maximum: int) -> None:
    html = drawn("{% progress value maximum 'Выполнено' %}", value=0, maximum=maximum)

    assert html == (
        f'<div class="progress"><span class="progress__label">Выполнено: 0 из {maximum}</span>'
        f'<progress value="0" max="{drawn_maximum}" aria-label="Выполнено">0 из {maximum}</progress></div>'
    )


def test_breadcrumbs_end_where_one_is() -> None:
    html = drawn('{% breadcrumbs "Планы" "/plans/" year %}', year="<2024>")

    assert html == (
        '<nav class="crumbs" aria-label="Вы здесь"><ol role="list"><li><a href="/plans/">Планы</a></li>'
        '<li><span aria-current="page">&lt;2024&gt;</span></li></ol></nav>'
    )


def test_tabs_mark_the_current_one() -> None:
    html = drawn(
        '{% tabs "Виды" %}{% tab "По датам" "?a" is_current=True %}{% tab "Матрица" "?b" count=7 %}{% endtabs %}'
    )

    assert html == (
        '<nav class="tabs" aria-label="Виды"><ul role="list"><li><a href="?a" aria-current="page">По датам</a></li>'
        '<li><a href="?b">Матрица <span class="count">7</span></a></li></ul></nav>'
    )


def test_pagination_keeps_the_choice_and_marks_the_page(rf: RequestFactory) -> None:
    request = rf.get("/list/?words=план&page=2")

    html = drawn("{% pagination page %}", request=request, page=Paginator(range(150), 50).page(2))

    assert html == (
        '<nav class="pagination" aria-label="Страницы списка"><ul role="list">'
        '<li><a href="?words=%D0%BF%D0%BB%D0%B0%D0%BD&amp;page=1" rel="prev"><span>Назад</span></a></li>'
        '<li><a href="?words=%D0%BF%D0%BB%D0%B0%D0%BD&amp;page=1" aria-label="Страница 1">1</a></li>'
        '<li><a href="?words=%D0%BF%D0%BB%D0%B0%D0%BD&amp;page=2" aria-current="page" aria-label="Страница 2">2</a></li>'
        '<li><a href="?words=%D0%BF%D0%BB%D0%B0%D0%BD&amp;page=3" aria-label="Страница 3">3</a></li>'
        '<li><a href="?words=%D0%BF%D0%BB%D0%B0%D0%BD&amp;page=3" rel="next"><span>Дальше</span></a></li>'
        '</ul><p class="pagination__total">51–100 из 150</p></nav>'
    )


def test_pagination_of_one_page_is_nothing(rf: RequestFactory) -> None:
    html = drawn("{% pagination page %}", request=rf.get("/"), page=Paginator(range(50), 50).page(1))

    assert html == ""


def test_moments_are_written_in_the_current_zone() -> None:
    at = datetime(2023, 9, 10, 22, 5, tzinfo=UTC)

    shown = drawn(
        "{{ at|long_day }}|{{ at|short_day }}|{{ at|day_and_time }}|{% moment at %}|{% moment at form='short' %}", at=at
    )

    assert shown.replace("\xa0", " ") == (
        "11 сентября 2023 г.|11.09.2023|11 сентября 2023 г., 1:05|"
        '<time datetime="2023-09-11T01:05:00+03:00">11 сентября 2023 г., 1:05</time>|'
        '<time datetime="2023-09-11T01:05:00+03:00">11.09.2023</time>'
    )


def test_moment_that_is_absent_is_nothing() -> None:
    assert drawn("{{ at|long_day }}{{ at|short_day }}{{ at|day_and_time }}{% moment at %}", at=None) == ""


def test_copy_button_stays_hidden_without_scripts() -> None:
    html = drawn("{% copy_button text %}", text='a"b')

    assert html == (
        '<button class="button button--quiet" type="button" data-copy="a&quot;b" hidden><span>Скопировать</span></button>'
    )


def test_side_by_side_keeps_every_text_of_both() -> None:
    refusal = ChangedMeanwhile("Изменилось.", theirs={"Сроки": "8 октября", "Название": "Б"}, mine={"Название": "А"})

    clash = side_by_side(refusal)

    assert clash.rows == (ConflictRow("Название", "Б", "А"), ConflictRow("Сроки", "8 октября", ""))
