"""What we print is read back as what it was."""

from __future__ import annotations

from datetime import date

import pytest

from stellazh.office.intake import open_paper
from stellazh.protocols.drafts.model import ProtocolDraft
from stellazh.protocols.drafts.taking import draft_of
from stellazh.protocols.papers.word import protocol_docx
from stellazh.protocols.reading import read_protocol
from stellazh.protocols.reads.content_model import ProtocolContent
from tests.protocols.papers.sample import full_content, short_content


def read_back(content: ProtocolContent) -> ProtocolDraft:
    return draft_of(read_protocol(open_paper(protocol_docx(content, made_on=date(2024, 10, 31)), "Протокол.docx")))


@pytest.mark.parametrize("content", [full_content(), short_content()], ids=["full", "short"])
def test_own_paper_is_read_back(content: ProtocolContent) -> None:
    facts = read_back(content).facts

    assert facts.heading.number == str(content.number or content.proposed_number or "")
    assert (facts.heading.held_on, facts.heading.body_form) == (content.held_on, content.body_form.value)
    assert [item.title.rstrip(".") for item in facts.agenda] == [item.title.rstrip(".") for item in content.items]
    told = [*content.loose_decisions, *(one for item in content.items for one in item.decisions)]
    assert len(facts.decisions) == len(told)
    assert [one.text.rstrip(".") for one in facts.decisions] == [one.text.rstrip(".") for one in told]
    assert [one.owners.splitlines() for one in facts.decisions] == [[who.name for who in one.owners] for one in told]
    assert [one.sign for one in facts.decisions] == [one.sign_of_done for one in told]
    assert [one.term.rstrip(".") for one in facts.decisions] == [one.term.rstrip(".") for one in told]
    # What is printed of earlier decisions and of postponed questions is read as a speech of nobody.
    said = [*content.loose_speeches, *(one for item in content.items for one in item.speeches)]
    assert len([one for one in facts.speeches if one.name]) == len(said)
    votes = [vote for item in content.items for vote in (item.vote, *(one.vote for one in item.decisions)) if vote]
    assert [one.mode for one in facts.votes] == [vote.mode for vote in votes]
