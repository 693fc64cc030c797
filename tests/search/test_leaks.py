"""Nobody finds what her pages do not show: every word in the index is asked for by every reader."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from django.test import Client
from django.urls import reverse

from stellazh.common.actor import Actor, Guest, LinkHolder, System
from stellazh.common.capabilities import Role
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.events.access.programme import can_read_material
from stellazh.events.enums import AttendanceState, Audience, EnrolmentState, EventStatus, EventVisibility
from stellazh.events.models import Enrolment, Material, MaterialVersion, Slot, Speaker
from stellazh.people.models import Person
from stellazh.people.services.erasure import erase_person
from stellazh.people.services.merging import merge_people
from stellazh.reports.models import AnnualReport
from stellazh.reports.showing import public_address
from stellazh.search.reads.readers import reader_for
from stellazh.textindex.entries import Found, Suggestion, find, suggest, verify
from stellazh.textindex.entries.synonyms import Synonyms
from stellazh.textindex.models import IndexedEntry, WordForm
from stellazh.textindex.searchable import searchables
from stellazh.workplans.enums import OwnerKind
from stellazh.workplans.models import PlanItem
from tests.conftest import _person_with
from tests.factories.documents import DocumentFactory
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.members import PostFactory
from tests.factories.people import ConsentFactory, PersonFactory
from tests.factories.workplans import ItemOwnerFactory, PlanFactory, PlanItemFactory
from tests.search.world import BEGINNING, NOW, WORD, World, keep_up

KEPT_OF_THE_ERASED: Final[list[str]] = []
STATES: Final = [EnrolmentState.CONFIRMED, EnrolmentState.WAITING, EnrolmentState.INVITED, EnrolmentState.WITHDRAWN]
NO_SYNONYMS: Final = Synonyms({})
EVERYTHING: Final = 1_000
SAMPLE: Final = 8


def test_nobody_finds_what_her_page_does_not_show(
    world: World,
    client_for: Callable[[Person | None], Client],
    head: Person,
    member: Person,
    stranger: Person,
    region_head: Person,
    methodist: Person,
) -> None:
    operator = _person_with(Role.OPERATOR, world.region, "Озерова")
    readers: dict[str, Person | None] = {
        "guest": None, "member": member, "head": head, "head of the neighbour": stranger,
        "methodist": methodist, "head of the region": region_head, "operator": operator,
    }  # fmt: skip
    keep_up()
    indexed = words_of_things()
    assert {kind for kind, _ in indexed} == {kind.code for kind in searchables}

    wrong = {name: list(_wrong(Reading(reader, client_for(reader)), indexed)) for name, reader in readers.items()}

    assert {name: found for name, found in wrong.items() if found} == {}
    everything = " ".join(
        f"{title} {text}" for title, text in IndexedEntry.objects.values_list("title", "text")
    ).lower()
    assert [word for word in world.hidden if word in everything] == []
    assert [word for word in world.hidden if WordForm.objects.filter(word=word)] == []
    assert verify() == []


def words_of_things() -> dict[tuple[str, int], list[str]]:
    """The words of the world that stand in the index, by entry."""
    found: dict[tuple[str, int], list[str]] = {}
    for kind, key, title, text in IndexedEntry.objects.values_list("kind", "key", "title", "text"):
        if tokens := list(dict.fromkeys(WORD.findall(f"{title} {text}".lower()))):
            found[kind, key] = tokens
    return found


def addresses_of(code: str, key: int) -> list[str]:
    """Where the thing may be read: by those who keep it, by everybody, by those who follow it."""
    kind = searchables[code]
    if code in ("item", "item_owner"):
        found = [PlanItem.objects.get(pk=key).get_absolute_url()]
    elif kind.address is not None:
        found = [kind.address(key)]
    else:
        assert kind.shown is not None
        found = [shown.url for shown in kind.shown([key], System("проверка")).values()]
    if code == "material":
        last = MaterialVersion.objects.filter(material=key).latest("number")
        found += [last.file.get_absolute_url()] if last.file else []
    if code == "decision":
        found.append(reverse("protocols:decision_detail", args=[key]))
    if code == "report":
        found.append(public_address(AnnualReport.objects.get(pk=key)))
    return [address.partition("#")[0] for address in found]


class Reading:
    """What one reader sees on pages and finds."""

    def __init__(self, reader: Person | None, client: Client) -> None:
        if reader is not None:
            # As in a request.
            reader.caches_grants = True
        self.actor: Actor = reader or Guest()
        self._client = client
        self._pages: dict[str, str] = {}

    def shows(self, thing: tuple[str, int], words: list[str]) -> list[str]:
        """Which of these words stand on the pages of the thing that she may open."""
        texts = [self._page(address) for address in addresses_of(*thing)]
        return [word for word in words if any(word in text for text in texts)]

    def _page(self, address: str) -> str:
        if address not in self._pages:
            answer: Any = self._client.get(address)
            content = answer.getvalue() if answer.status_code == 200 else b""
            self._pages[address] = content.decode().lower()
        return self._pages[address]

    def find(self, query: str) -> Found:
        return find(query, reader_for(self.actor), limit=EVERYTHING, synonyms=NO_SYNONYMS)

    def offers(self, beginning: str) -> list[Suggestion]:
        return suggest(beginning, reader_for(self.actor), limit=EVERYTHING)


def _wrong(reading: Reading, indexed: dict[tuple[str, int], list[str]]) -> Iterator[str]:
    """Every difference between what a reader finds and what her pages show."""
    shown = {thing: reading.shows(thing, words) for thing, words in indexed.items()}
    every_shown = {word for words in shown.values() for word in words}
    whole = {_group(thing) for thing, words in indexed.items() if shown[thing] == words}
    answer = reading.find(BEGINNING)
    found = {_group((hit.kind, hit.key)) for hit in answer.hits}
    yield from (f"{thing} is found" for thing in sorted(found - whole))
    yield from (f"{thing} is not found" for thing in sorted(whole - found))
    counts = Counter(group for group, _ in found)
    if (answer.count, dict(answer.by_group)) != (len(found), counts):
        yield f"counted {answer.count} {answer.by_group}, found {counts}"
    told = " ".join(part for hit in answer.hits for part, _ in (*hit.title_marked, *hit.fragment))
    offered = " ".join(offer.text for offer in reading.offers(BEGINNING))
    if strange := set(WORD.findall(f"{told} {offered}".lower())) - every_shown:
        yield f"tells {strange}"
    # Asked for by name what stays shut: neither found nor counted, nor meant by a near word.
    shut = [words for thing, words in indexed.items() if not shown[thing]]
    for words in shut[:: max(1, len(shut) // SAMPLE)]:
        for query in (words[0], f"{words[-1][:-1]}ъ"):
            answer = reading.find(query)
            if answer != Found() and words[0] not in every_shown and words[-1] not in every_shown:
                yield f"«{query}»: {answer}"


def _group(thing: tuple[str, int]) -> tuple[str, int]:
    return searchables[thing[0]].group or thing[0], thing[1]


def found(word: str) -> list[str]:
    """What holds the word, by whatever kind, before anybody's rights are asked."""
    rows = IndexedEntry.objects.values_list("kind", "title", "text")
    return sorted(kind for kind, title, text in rows if word in f"{title} {text}".lower())


def test_what_is_put_away_or_taken_back_is_found_no_longer(world: World, head: Person) -> None:
    word, given = world.word(), world.word()
    event: Any = EventFactory(association=world.here, title=f"Встреча {word}")
    Slot.objects.create(event=event, title=f"Доклад {word}")
    item: Any = PlanItemFactory(plan=PlanFactory(association=world.neighbour, school_year=2019), title=word)
    person = PersonFactory(family_name=given.capitalize())
    ConsentFactory(person=person, publishes="name")
    keep_up()
    assert (found(word), found(given)) == (["event", "item", "talk"], ["person", "person_public"])
    assert find(given, reader_for(Guest()), synonyms=NO_SYNONYMS).count == 1

    # A consent taken back counts at once, before anything is read anew.
    person.consents.update(withdrawn_at=NOW)
    assert find(given, reader_for(Guest()), synonyms=NO_SYNONYMS).count == 0

    event.__class__.objects.filter(pk=event.pk).update(archived_at=NOW)
    item.delete()
    person.__class__.objects.filter(pk=person.pk).update(archived_at=NOW)
    assert find(word, reader_for(head), synonyms=NO_SYNONYMS).count == 0
    keep_up()
    assert (found(word), found(given)) == ([], [])


def test_what_is_changed_is_found_by_its_new_words_only(world: World) -> None:
    old, new = world.word(), world.word()
    document: Any = DocumentFactory(association=world.here, title=old, public=True)
    keep_up()
    assert find(old, reader_for(Guest()), synonyms=NO_SYNONYMS).count == 1

    document.__class__.objects.filter(pk=document.pk).update(title=new)
    keep_up()

    assert find(old, reader_for(Guest()), synonyms=NO_SYNONYMS).count == 0
    assert find(new, reader_for(Guest()), synonyms=NO_SYNONYMS).count == 1


def test_of_somebody_erased_the_index_keeps_only_what_papers_keep(world: World, at: datetime) -> None:
    person = world.published(world.person(world.here))
    word = person.family_name.lower()
    PostFactory(person=person, title=f"педагог {world.hide()}")
    event: Any = EventFactory(association=world.here)
    Speaker.objects.create(slot=Slot.objects.create(event=event, title="Доклад"), person=person, name=person.full_name)
    ItemOwnerFactory(
        item=PlanItemFactory(plan=PlanFactory(association=world.here, school_year=2019)),
        kind=OwnerKind.PERSON, person=person, name=person.full_name,
    )  # fmt: skip
    keep_up()
    before = found(word)

    erase_person(person.pk, by=System("проверка"), at=at)
    keep_up()

    assert before == ["item", "item_owner", "person", "person_public", "talk", "talk_speaker"]
    assert not IndexedEntry.objects.filter(kind__startswith="person", key=person.pk).exists()
    assert found(word) == KEPT_OF_THE_ERASED
    assert found(world.hidden[-1]) == []
    assert verify() == []


def test_two_cards_of_one_person_are_one_in_the_index(world: World, at: datetime) -> None:
    survivor, absorbed = world.person(world.here), world.person(world.here, without_account=True)
    keep_up()

    merge_people(survivor.pk, absorbed.pk, by=System("проверка"), at=at)
    keep_up()

    assert found(absorbed.family_name.lower()) == []
    assert found(survivor.family_name.lower()) == ["person"]
    assert verify() == []


def test_who_finds_materials_and_recordings_is_who_may_open_them(world: World) -> None:
    """The condition over many says of each what the rule of one says, in every state of an event and of taking part."""
    chance = random.Random(7)
    people = [world.head, world.member, world.region_head, *(world.person(place) for place in (None, world.here))]
    for _ in range(25):
        event: Any = EventFactory(
            association=chance.choice(world.places),
            status=chance.choice([EventStatus.DRAFT, EventStatus.ANNOUNCED, EventStatus.HELD]),
            visibility=chance.choice(EventVisibility.values),
            archived_at=chance.choice([None, None, None, NOW]),
        )
        for person in people:
            match chance.randrange(5):
                case 0:
                    EnrolmentFactory(event=event, person=person, state=chance.choice(STATES), queued_at=NOW)
                case 1:
                    AttendanceFactory(event=event, person=person, state=chance.choice(AttendanceState.values))
                case 2:
                    slot = Slot.objects.create(event=event, title="Доклад", archived_at=chance.choice([None, NOW]))
                    Speaker.objects.create(slot=slot, person=person, name=person.full_name)
        for audience in Audience:
            Material.objects.create(event=event, title="Памятка", audience=audience)
    materials = list(Material.objects.filter(archived_at=None).select_related("event__association__territory"))
    link = LinkHolder(link_id=1, purpose=ENROLMENT_LINK, object_type="events.enrolment", object_id=str(
        Enrolment.objects.filter(state=EnrolmentState.CONFIRMED).latest("pk").pk
    ))  # fmt: skip

    for actor in (Guest(), link, *people):
        may_open = {one.pk for one in materials if can_read_material(actor, one)}
        assert set(searchables["material"].visible_to(actor).values_list("pk", flat=True)) == may_open
