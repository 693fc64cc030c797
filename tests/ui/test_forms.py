# ruff: noqa: E501  (exact HTML reads best unbroken)
from __future__ import annotations

import re
from datetime import UTC, date, datetime

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from stellazh.common.errors import ChangedMeanwhile
from stellazh.ui.widgets import DayInput, MomentInput, PastedTable


class PlanForm(forms.Form):
    """A form with a field of each make."""

    title = forms.CharField(label="Название", help_text="Коротко.", max_length=5)
    about = forms.CharField(label="О чём", required=False)
    is_public = forms.BooleanField(label="На сайте", required=False, help_text="Увидят все.")
    form = forms.ChoiceField(label="Форма", widget=forms.RadioSelect, choices=[("a", "Очно")], help_text="Одна.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def plain(html: str) -> str:
    return re.sub(r"<svg.*?</svg>", "", html)


def test_field_has_label_hint_error_and_control_in_this_order() -> None:
    html = plain(str(PlanForm({"title": "Слишком длинно"})["title"].as_field_group()))

    assert html == (
        '<div class="field field--wrong field--text"><label for="id_title">Название</label>'
        '<div class="field__hint" id="id_title_helptext">Коротко.</div>'
        '<div class="field__error" id="id_title_error"><div><p>Убедитесь, что это значение содержит не более 5 символов '
        "(сейчас 14).</p></div></div>"
        '<input type="text" name="title" value="Слишком длинно" maxlength="5" required aria-invalid="true" '
        'aria-describedby="id_title_helptext id_title_error" id="id_title"></div>'
    )


def test_field_that_may_be_empty_says_so() -> None:
    html = plain(str(PlanForm()["about"].as_field_group()))

    assert html == (
        '<div class="field field--text"><label for="id_about">О чём <span class="field__optional">необязательно</span></label>'
        '<input type="text" name="about" id="id_about"></div>'
    )


def test_checkbox_stands_before_its_label() -> None:
    html = plain(str(PlanForm()["is_public"].as_field_group()))

    assert html == (
        '<div class="field field--checkbox"><div class="field__check"><input type="checkbox" name="is_public" '
        'aria-describedby="id_is_public_helptext" id="id_is_public"><label for="id_is_public">На сайте</label></div>'
        '<div class="field__hint" id="id_is_public_helptext">Увидят все.</div></div>'
    )


def test_group_of_choices_is_a_described_fieldset() -> None:
    html = plain(str(PlanForm({})["form"].as_field_group()))

    assert html.split("<div id=")[0] == (
        '<div class="field field--wrong field--radioselect"><fieldset aria-describedby="id_form_helptext id_form_error">'
        '<legend>Форма</legend><div class="field__hint" id="id_form_helptext">Одна.</div>'
        '<div class="field__error" id="id_form_error"><div><p>Обязательное поле.</p></div></div>'
    )


def test_form_begins_with_a_summary_that_leads_to_the_fields() -> None:
    form = PlanForm({"title": "Слишком длинно", "form": "a"})
    form.add_error(None, "План уже утверждён <сегодня>.")

    summary = re.search(r"<ul>(.*?)</ul>", str(form))

    assert summary is not None
    assert summary[1] == (
        "<li>План уже утверждён &lt;сегодня&gt;.</li>"
        '<li><a href="#id_title">Название</a>: Убедитесь, что это значение содержит не более 5 символов (сейчас 14).</li>'
    )


def test_form_draws_each_field_once_and_hidden_ones_without_labels() -> None:
    html = str(PlanForm())

    assert re.findall(r'name="(\w+)"', html) == ["token", "title", "about", "is_public", "form"]


def test_form_part_posts_once_and_keeps_a_draft() -> None:
    html = render_to_string(
        "ui/form.html",
        {"form": PlanForm(), "submit": "Утвердить", "cancel": "/back/", "keep": "plan-1", "csrf_token": "t"},
    )

    opening = re.search(r"<form[^>]*>", html)
    actions = re.search(r'<div class="form-actions">.*?</div>', html)
    assert opening is not None
    assert actions is not None
    assert opening[0] == '<form class="form stack" method="post" data-once data-keep="plan-1" data-unsaved novalidate>'
    assert actions[0] == (
        '<div class="form-actions"><button class="button" type="submit"><span>Утвердить</span></button>'
        '<a class="button button--plain" href="/back/"><span>Отмена</span></a></div>'
    )


def test_conflict_shows_both_texts_escaped() -> None:
    refusal = ChangedMeanwhile("Изменилось.", theirs={"Сроки": ""}, mine={"Сроки": "<b>октябрь"})

    html = render_to_string("ui/conflict.html", {"conflict": refusal})

    assert re.findall(r"<h2[^>]*>(.*?)</h2>|<h3>(.*?)</h3>|<h4>(.*?)</h4>|conflict__text\">(.*?)</p>", html) == [
        ("Изменилось.", "", "", ""), ("", "Сроки", "", ""), ("", "", "Сейчас сохранено", ""), ("", "", "", "пусто"),
        ("", "", "Вы написали", ""), ("", "", "", "&lt;b&gt;октябрь"),
    ]  # fmt: skip


def test_day_and_moment_are_written_as_browsers_expect() -> None:
    assert DayInput().render("on", date(2024, 9, 2)) == '<input type="date" name="on" value="2024-09-02">'
    assert MomentInput().render("at", datetime(2024, 9, 2, 9, 5, tzinfo=UTC)) == (
        '<input type="datetime-local" name="at" value="2024-09-02T09:05">'
    )


def test_days_are_read_as_people_and_browsers_write_them() -> None:
    field = forms.DateField(widget=DayInput())

    assert [field.clean(text) for text in ("02.09.2024", "2024-09-02", "02.09.24")] == [date(2024, 9, 2)] * 3


def test_pasted_table_is_a_text_area_bound_to_its_script() -> None:
    html = PastedTable().render("plan_text", "")

    assert html.replace("\n", "") == (
        '<textarea name="plan_text" cols="40" rows="6" data-paste-table spellcheck="false"></textarea>'
    )
    assert PastedTable().value_from_datadict(QueryDict("plan_text=a%09b"), {}, "plan_text") == "a\tb"
