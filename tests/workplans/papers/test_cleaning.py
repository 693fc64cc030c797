from stellazh.workplans.papers.cleaning import printable_paper
from stellazh.workplans.papers.content import Grif, PaperOwner
from tests.workplans.papers.sample import item, linear_paper


def test_every_text_is_cleaned() -> None:
    dirty = "\x00а\nб\u202e"
    made = item(
        dirty, dirty, dirty, number=dirty, section=dirty, place=dirty, format_label=dirty, form_label=dirty,
        audience=dirty, outcome_document=dirty, status_label=dirty, status_reason=dirty, fact=dirty,
        owners=(PaperOwner(dirty, dirty), PaperOwner("\x00", " ")), description=dirty,
    )  # fmt: skip
    names = ("association_name", "title", "unified_theme", "methodical_theme", "goal", "signer_post", "signer_name")

    paper = printable_paper(
        linear_paper(
            **dict.fromkeys(names, dirty), items=(made,), tasks=(dirty, "\x00"), expected_results=(dirty,),
            sections=(dirty, ""), grifs=(Grif("approve", (dirty, " ")),),
        )
    )  # fmt: skip

    clean = "а б"
    assert [getattr(paper, name) for name in names] == [clean] * len(names)
    assert (paper.tasks, paper.expected_results, paper.sections) == ((clean,), (clean,), (clean,))
    assert paper.grifs == (Grif("approve", (clean,)),)
    assert paper.items == (
        item(
            clean, clean, clean, number=clean, section=clean, place=clean, format_label=clean, form_label=clean,
            audience=clean, outcome_document=clean, status_label=clean, status_reason=clean, fact=clean,
            owners=(PaperOwner(clean, clean),), description="а\nб",
        ),
    )  # fmt: skip


def test_unknown_form_of_work_is_not_printed() -> None:
    paper = printable_paper(linear_paper(items=(item("a", "Дело", form_label="Другое"),)))

    assert paper.items[0].form_label == ""
