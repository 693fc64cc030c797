"""Each fault of a form is explained in a sentence that says where it is and what to do."""

from __future__ import annotations

import docx
import pytest

from stellazh.office.word_forms import FormReport
from tests.office.word_forms.making import (
    MARK,
    add_runs,
    form,
    form_with_table,
    saved,
    told,
    with_body,
    with_footnote,
)


def report_on(data: bytes) -> FormReport:
    return told(data)[0]


def test_fit_form_is_told_what_it_uses_and_lacks() -> None:
    report = report_on(form_with_table("{{ РЕШЕНИЯ . текст }}", "{{ решения.срок }}"))

    assert report == FormReport(
        errors=(),
        warnings=(
            "В форме нет полей «дата», «тема», «председатель», «присутствовали»: в бумаге этого не будет.",
            "В форме нет списка «вопросы»: в бумаге его не будет.",
        ),
        used=frozenset({"номер", "решения.текст", "решения.срок"}),
    )
    assert report.is_fit


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "{{ председател }}",
            "В тексте встречено поле «{{ председател }}», такого поля нет. Похоже на «председатель».",
        ),
        ("{{ ваза }}", "В тексте встречено поле «{{ ваза }}», такого поля нет. Возьмите название из списка полей."),
        ("{{ срок }}", "В тексте встречено поле «{{ срок }}», такого поля нет. Похоже на «решения.срок»."),
        (
            "{{ решения }}",
            (
                "В тексте встречено «{{ решения }}», это список: напишите, что именно брать из него, "
                "например «{{ решения.текст }}»."
            ),
        ),
        (
            "{{ решения.ответственный }}",
            (
                "В тексте встречено поле «{{ решения.ответственный }}», такого поля нет. "
                "В списке «решения» есть «решения.текст», «решения.срок»."
            ),
        ),
        (
            "{{ номер.__class__ }}",
            "В тексте встречено поле «{{ номер.__class__ }}», такого поля нет. Возьмите название из списка полей.",
        ),
        ("{{ а.б.в }}", "В тексте встречено «{{ а.б.в }}»: в названии поля не бывает больше одной точки."),
        (
            "{{ 7*7 }}",
            (
                "В тексте встречено «{{ 7*7 }}», это не название поля. В форме ничего не вычисляется: "
                "между скобками пишется только название поля из списка."
            ),
        ),
        (
            "{{ ''.__class__ }}",
            (
                "В тексте встречено «{{ ''.__class__ }}», это не название поля. В форме ничего не вычисляется: "
                "между скобками пишется только название поля из списка."
            ),
        ),
        ("{{ }}", "В тексте стоят пустые скобки «{{ }}»: напишите между ними название поля или уберите их."),
        (
            "{% for x in y %}",
            "В тексте встречено «{% for x in y %}»: команд в форме не бывает, только поля.",
        ),
        ("{# заметка #}", "В тексте встречено «{# заметка #}»: команд в форме не бывает, только поля."),
        (
            "Тема {{ тема",
            "В тексте скобки открыты, но не закрыты: «{{ тема». Поле пишется целиком в одном абзаце: «{{ название }}».",
        ),
        (
            "Тема }} тут",
            "В тексте скобки закрыты, но не открыты: «Тема }}». Поле пишется так: «{{ название }}».",
        ),
        (
            "{{ тема {{ номер }} }}",
            "В тексте скобки стоят одна в другой: «{{ тема {{ номер }} }}». Поле пишется так: «{{ название }}».",
        ),
        (
            "{{{ номер }}}",
            "В тексте скобки стоят одна в другой: «{{{ номер }}}». Поле пишется так: «{{ название }}».",
        ),
    ],
)
def test_fault_is_explained(text: str, sentence: str) -> None:
    report = report_on(form(MARK, text))

    assert report.errors == (sentence,)
    assert not report.is_fit


def test_long_nonsense_is_quoted_short() -> None:
    report = report_on(form("{{ " + "а+" * 500 + " }}"))

    assert len(report.errors[0]) < 250


def test_field_broken_over_two_paragraphs_is_two_faults() -> None:
    report = report_on(form(MARK, "{{ те", "ма }}"))

    assert [one.split(":")[0] for one in report.errors] == [
        "В тексте скобки открыты, но не закрыты", "В тексте скобки закрыты, но не открыты",
    ]  # fmt: skip


def test_fault_split_over_runs_is_seen() -> None:
    document = docx.Document()
    add_runs(document, "{", "{ 7", "*7 }", "}")

    assert report_on(saved(document)).errors[0].startswith("В тексте встречено «{{ 7*7 }}», это не название поля.")


def test_place_of_a_fault_is_named() -> None:
    document = docx.Document()
    document.add_paragraph(MARK)
    document.sections[0].header.paragraphs[0].text = "{{ ваза }}"
    document.sections[0].footer.paragraphs[0].text = "{{ ваза }}"
    document.add_table(1, 1).cell(0, 0).text = "{{ ваза }}"

    assert [one.split(" встречено")[0] for one in report_on(saved(document)).errors] == [
        "В таблице", "В верхнем колонтитуле", "В нижнем колонтитуле",
    ]  # fmt: skip
    assert report_on(with_footnote("{{ ваза }}")).errors[0].startswith("В сноске встречено поле «{{ ваза }}»")


def test_each_fault_is_told_once_and_not_endlessly() -> None:
    report = report_on(form(*(f"{{{{ ваза {n} }}}}" for n in range(40)), *["{{ ваза 1 }}"] * 40))

    assert len(report.errors) == 26
    assert report.errors[-1] == "И ещё таких замечаний: 15."


def test_form_without_fields_is_not_fit() -> None:
    assert report_on(form("Протокол")).errors == (
        "В форме нет ни одного поля: поставьте их там, где нужно, например «{{ номер }}».",
    )


def test_fields_of_two_lists_in_one_row_are_refused() -> None:
    report = report_on(form_with_table("{{ решения.текст }}", "{{ вопросы.название }}"))

    assert report.errors == (
        (
            "В тексте в одной строке таблицы стоят поля разных списков, «вопросы» и «решения»: "
            "разнесите их по разным строкам."
        ),
    )


def test_fields_of_two_lists_in_one_paragraph_are_refused() -> None:
    report = report_on(form("{{ решения.текст }} {{ вопросы.название }}"))

    assert report.errors[0].startswith("В тексте в одном абзаце стоят поля разных списков")


def test_row_within_a_row_is_refused() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = "{{ решения.текст }}"
    cell.add_table(1, 1).cell(0, 0).text = "{{ решения.срок }}"

    assert report_on(saved(document)).errors == (
        "В тексте строка со списком стоит внутри другой такой строки: оставьте одну из них.",
    )


def test_note_in_a_repeated_row_is_refused() -> None:
    data = with_body('<w:p><w:r><w:t>{{ решения.текст }}</w:t><w:footnoteReference w:id="1"/></w:r></w:p>')

    assert report_on(data).errors == ("В тексте в повторяемой строке стоит сноска: перенесите её в другое место.",)


def test_code_begun_in_a_repeated_row_is_refused() -> None:
    data = with_body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>{{ решения.текст }}</w:t></w:r></w:p><w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )

    assert report_on(data).errors == (
        "В тексте код Word начат в повторяемой строке и закончен вне её: уберите этот код.",
    )


def test_field_in_single_brackets_is_doubted() -> None:
    report = report_on(form(MARK, "{ тема } и {что-то своё}"))

    assert report.is_fit
    assert report.warnings[0] == (
        "В тексте встречено «{ тема }» в одинарных скобках, так оно и будет напечатано. "
        "Если это поле, поставьте скобки дважды: «{{ тема }}»."
    )


def test_changing_date_and_corrections_are_doubted() -> None:
    dated = with_body('<w:p><w:fldSimple w:instr=" DATE \\@ &quot;dd.MM.yyyy&quot; "/></w:p>')
    corrected = with_body('<w:p><w:ins w:id="1" w:author="Липина"><w:r><w:t>новое</w:t></w:r></w:ins></w:p>')

    assert report_on(dated).is_fit
    assert "меняет при каждом открытии (DATE)" in report_on(dated).warnings[0]
    assert report_on(corrected).is_fit
    assert report_on(corrected).warnings[0].startswith("В форме есть исправления")
