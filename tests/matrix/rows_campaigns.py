"""Rows of the matrix: the yearly re-confirmation, its papers, one's own answer at the desk and by the personal link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from stellazh.common import clock
from tests.matrix.columns import Cells
from tests.matrix.row import (
    LEADERS,
    LEADERS_DO,
    NO_METHOD_INSIDE,
    SIGNED_IN,
    SPENT,
    Named,
    Row,
    at,
)
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Who has answered is read here and from above; ours is run by us, the region's by the region
READERS = Cells("               in 404 404 200 200 200 200   404 200          404        200")
ABOVE = Cells("                 in 404 404 404 404 404 404   404 200          404        200")
ABOVE_DO = Cells("              in 404 404 404 404 404 404   404 did          404        did")
# Whoever runs it here, and whoever runs it above
RUN_ON_BOTH = Cells("           in 404 404 404 200 200 200   404 200          404        200")
RUN_ON_BOTH_DO = Cells("        in 404 404 404 did did did   404 did          404        did")
LEADERS_GET_ONE = Cells("       in 404 404 404 new new new   404 404          404        new")
# Readers who run nothing here have nobody to print letters for
PRINTED = Cells("               in 404 404  to new new new   404  to          404        new")
TO_ONES_OWN = Cells("           in  to  to  to  to  to  to    to  to           to         to")
# The member, and nobody else
ASKED = Cells("                 in 200 404 404 404 404 404   404 404          404        404")
ASKED_DOES = Cells("            in did 404 404 404 404 404   404 404          404        404")
ASKED_SENT_ON = Cells("         in  to 404 404 404 404 404   404 404          404        404")
ANSWERED = Cells("              in 404 200 404 404 404 404   404 404          404        404")
BY_LINK = Cells(SPENT, {"bearer_of_confirmation": "200"})
BY_LINK_DOES = Cells(SPENT, {"bearer_of_confirmation": "did"})
BY_LINK_SENT_ON = Cells(SPENT, {"bearer_of_confirmation": "to"})

LETTER = "Здравствуйте, {имя}! {объединение} просит проверить карточку до {срок}: {ссылка}"
COURSE = {"kind": "course", "title": "Чтение и сеть", "hours": "36", "institution": "Институт"}
AWARD = {"title": "Благодарность", "year": "2023"}


def _of(campaign: str) -> Named:
    return lambda world: {"campaign_id": getattr(world, campaign).pk}


def _answer(answer: str) -> Named:
    return lambda world: {"answer_id": getattr(world, answer).pk}


def _asking(answer: str) -> Named:
    """The campaign that has that answer."""
    return lambda world: {"campaign_id": getattr(world, answer).campaign_id}


def _later(world: World) -> Mapping[str, Any]:
    return {"closes_on": (clock.today() + timedelta(days=40)).isoformat()}


def _fields(world: World) -> Mapping[str, Any]:
    return {**_later(world), "title": "Проверка", "letter": LETTER, "version": 1, "submission_key": new_key()}


def _card(world: World) -> Mapping[str, Any]:
    return {"other_work": "учитель географии", "version": world.own_card.version}


RUNNING = (
    Row("members:campaigns", SIGNED_IN, NO_METHOD_INSIDE),
    Row("members:campaign_list", READERS, NO_METHOD_INSIDE, at),
    Row("members:campaign_create", LEADERS, LEADERS_DO, at, _fields),
    Row("members:campaign_detail", READERS, NO_METHOD_INSIDE, _of("draft_campaign"), state="draft"),
    Row("members:campaign_detail", READERS, NO_METHOD_INSIDE, _asking("answer"), state="open"),
    Row("members:campaign_detail", READERS, NO_METHOD_INSIDE, _of("regions_campaign"), state="the region's, asks us"),
    Row("members:campaign_detail", ABOVE, NO_METHOD_INSIDE, _of("regions_own_campaign"), state="the region's own"),
    Row("members:campaign_edit", LEADERS, LEADERS_DO, _of("draft_campaign"), _fields, state="ours"),
    Row("members:campaign_edit", ABOVE, ABOVE_DO, _of("regions_campaign"), _fields, state="the region's, asks us"),
    Row("members:campaign_open", LEADERS, LEADERS_DO, _of("draft_campaign")),
    Row("members:campaign_close", LEADERS, LEADERS_DO, _of("campaign"), state="ours"),
    Row("members:campaign_close", ABOVE, ABOVE_DO, _of("regions_campaign"), state="the region's, asks us"),
    Row("members:campaign_extend", LEADERS, LEADERS_DO, _of("campaign"), _later),
    Row("members:campaign_reopen", LEADERS, LEADERS_DO, _of("closed_campaign"), _later),
    Row("members:campaign_remind", LEADERS, LEADERS_DO, _asking("answer")),
    Row("members:campaign_newcomers", NO_METHOD_INSIDE, LEADERS_DO, _of("campaign")),
)

PEOPLE = (
    Row("members:campaign_people", READERS, NO_METHOD_INSIDE, _asking("answer"), state="ours"),
    Row("members:campaign_people", READERS, NO_METHOD_INSIDE, _of("regions_campaign"), state="the region's, asks us"),
    Row("members:campaign_people_file", READERS, NO_METHOD_INSIDE, _asking("answer")),
    Row("members:campaign_papers", READERS, NO_METHOD_INSIDE, _asking("addressless_answer")),
    Row("members:campaign_papers_file", NO_METHOD_INSIDE, PRINTED, _asking("addressless_answer")),
    Row(
        "members:answer_record",
        LEADERS,
        LEADERS_DO,
        _answer("answer"),
        lambda w: {"state": "confirmed"},
        state="ours",
    ),
    Row(
        "members:answer_record",
        RUN_ON_BOTH,
        RUN_ON_BOTH_DO,
        _answer("regions_answer"),
        lambda w: {"state": "confirmed"},
        state="to the region",
    ),
    Row("members:answer_note_settle", NO_METHOD_INSIDE, LEADERS_DO, _answer("given_answer")),
    Row("members:paper_letter", NO_METHOD_INSIDE, LEADERS_GET_ONE, _answer("addressless_answer")),
)

AT_THE_DESK = (
    Row("members:own_answers", TO_ONES_OWN, NO_METHOD_INSIDE),
    Row("members:own_answer", ASKED, ASKED_DOES, _answer("answer")),
    Row("members:own_answer_correct", ASKED, ASKED_DOES, _answer("answer"), _card),
    Row("members:own_answer_gone", ASKED, ASKED_DOES, _answer("answer")),
    Row("members:own_answer_training", ASKED, ASKED_DOES, _answer("answer"), lambda w: COURSE),
    Row("members:own_answer_award", ASKED, ASKED_DOES, _answer("answer"), lambda w: AWARD),
    Row("members:own_answer_thanks", ASKED_SENT_ON, ASKED_SENT_ON, _answer("answer"), state="waiting"),
    Row("members:own_answer_thanks", ANSWERED, ANSWERED, _answer("given_answer"), state="answered"),
)

BY_THE_LINK = (
    Row("members:confirm", BY_LINK, BY_LINK_DOES, has_token=True),
    Row("members:confirm_correct", BY_LINK, BY_LINK_DOES, body=_card, has_token=True),
    Row("members:confirm_gone", BY_LINK, BY_LINK_DOES, has_token=True),
    Row("members:confirm_training", BY_LINK, BY_LINK_DOES, body=lambda w: COURSE, has_token=True),
    Row("members:confirm_award", BY_LINK, BY_LINK_DOES, body=lambda w: AWARD, has_token=True),
    Row("members:confirm_thanks", BY_LINK_SENT_ON, BY_LINK_SENT_ON, has_token=True, state="waiting"),
)

ROWS = (*RUNNING, *PEOPLE, *AT_THE_DESK, *BY_THE_LINK)
