"""What campaigns put on «Мой стол»: one's own card to confirm, and for heads how many have answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.members.enums import AnswerState
from stellazh.members.models import CampaignAnswer, Membership
from stellazh.members.reads.desk_facts import may_run_campaigns, open_answers
from stellazh.russian.calendar_words import day_and_month

MOST = 6


def campaign_tasks(request: Request) -> Iterator[DeskTask]:
    """Campaigns that the person runs or reads. One query when there is one, besides what all cards of members ask."""
    if may_run_campaigns(request):
        yield from _run(request)


def campaign_events(request: Request) -> Iterator[DeskEvent]:
    """Nothing: a term is no meeting."""
    return iter(())


def own_answer_tasks(person_id: int) -> Iterator[DeskTask]:
    """The person's own card to confirm, a task for each campaign that asks. One query."""
    waiting = CampaignAnswer.objects.waiting().in_open_campaigns().filter(person_id=person_id)
    for answer in waiting.select_related("campaign__association").order_by("campaign__closes_on", "pk")[:MOST]:
        campaign = answer.campaign
        yield DeskTask(
            title=f"Подтвердите свою карточку до {day_and_month(campaign.closes_on)}",
            text=f"{campaign.association.short_name} уточняет данные. Если всё верно, это одна кнопка.",
            href=reverse("members:own_answer", args=[answer.pk]),
            action="Проверить",
            tag="моя карточка",
            tone="warn",
        )


def _run(request: Request) -> Iterator[DeskTask]:
    stands = Membership.objects.filter(
        person_id=OuterRef("person_id"), association_id=OuterRef("association_id"), to_on=None
    )
    # What a person cannot do herself is asked of whoever keeps her list.
    kept = reach(request.actor, "members.edit_members", "association__")
    still_there = Q(Exists(stands), kept, state=AnswerState.GONE)
    has_note = kept & Q(note_settled_at=None) & ~Q(note="") & ~Q(state__in=[AnswerState.WAITING, AnswerState.GONE])
    rows = (
        open_answers(request.actor)
        .values("campaign_id", "campaign__title", "campaign__association__short_name", "campaign__closes_on")
        .annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=~Q(state=AnswerState.WAITING)),
            gone=Count("pk", filter=still_there),
            noted=Count("pk", filter=has_note),
        )
        .order_by("campaign__closes_on", "campaign_id")[:MOST]
    )
    for row in rows:
        page = reverse("members:campaign_detail", args=[row["campaign_id"]])
        term = day_and_month(row["campaign__closes_on"])
        people = reverse("members:campaign_people", args=[row["campaign_id"]])
        yield DeskTask(
            title=f"{row['campaign__title']}: ответили {row['answered']} из {row['asked']}",
            text=f"{row['campaign__association__short_name']}. Ждём ответов до {term}.",
            href=people if row["answered"] < row["asked"] else page,
            action="Кто не ответил" if row["answered"] < row["asked"] else "Посмотреть",
            tag="уточнение данных",
            tone="ok" if row["answered"] == row["asked"] else "",
        )
        if gone := row["gone"]:
            yield DeskTask(
                title=f"{gone} {agree(gone, 'сообщил', 'сообщили', 'сообщили')}, что больше не "
                f"{agree(gone, 'работает', 'работают', 'работают')}",
                text="Проверьте и окончите участие: само по себе ничего не изменилось.",
                href=f"{people}?state={AnswerState.GONE}",
                action="Посмотреть",
                tag="уточнение данных",
                tone="warn",
            )
        if noted := row["noted"]:
            yield DeskTask(
                title=f"{noted} {agree(noted, 'человек просит', 'человека просят', 'человек просят')} исправить то, "
                "чего не могут сами",
                text="Имя, школа или должность: это правит тот, кто ведёт список.",
                href=f"{people}?state=noted",
                action="Прочитать",
                tag="уточнение данных",
                tone="warn",
            )
