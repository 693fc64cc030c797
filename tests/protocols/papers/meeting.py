"""A whole meeting in the database: everything a protocol can hold at least once."""

from __future__ import annotations

from datetime import time

from stellazh.associations.models import Association
from stellazh.files.models import StoredFile
from stellazh.protocols.enums import (
    AddresseeClass,
    AddresseeKind,
    AgendaKind,
    AgendaOutcome,
    BodyForm,
    CarryResult,
    PartRole,
    PresentShown,
    SpeechKind,
    VoteChoice,
    VoteMode,
)
from stellazh.protocols.models import CarryOver, Decision, Protocol, ProtocolPerson, RollCall, Vote
from stellazh.russian.collation import sort_key
from stellazh.workplans.enums import ItemFormat
from tests.factories.protocols import (
    NOW,
    AgendaItemFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    ProtocolFactory,
    SpeechFactory,
)
from tests.protocols.papers.sample import NAMES


def add_person(protocol: Protocol, role: PartRole, name: str, **fields: object) -> ProtocolPerson:
    """A row of the lists, of somebody without a card."""
    return ProtocolPerson.objects.create(protocol=protocol, role=role, name=name, sort_key=sort_key(name), **fields)


def stored_file(name: str = "План.docx") -> StoredFile:
    """A row of a file without a content."""
    return StoredFile.objects.create(
        sha256="0" * 64, size_bytes=1, media_type="text/plain", name=name, purpose="test", stored_at=NOW,
        stored_by_kind="system", stored_by_name="Проверка",
    )  # fmt: skip


def full_meeting(association: Association, **fields: object) -> Protocol:
    """Question by question: a carried decision, two questions with decisions and votes, one postponed."""
    protocol = ProtocolFactory.create(
        **{
            "association": association,
            "title": "Библиотека и чтение: месячник школьных библиотек",
            "meeting_words": "заседания муниципального методического объединения школьных библиотекарей",
            "starts_at": time(14, 0),
            "ends_at": time(15, 30),
            "format": ItemFormat.MIXED,
            "place": "г. Сосногорск",
            "member_count": 12,
            "quorum": "half",
        }
        | fields
    )
    add_person(protocol, PartRole.CHAIR, NAMES[2], post="руководитель ММО")
    add_person(protocol, PartRole.SECRETARY, NAMES[3], post="педагог-библиотекарь", organisation_name="МБОУ СОШ № 5")
    for place, name in enumerate(NAMES):
        school = f"МБОУ СОШ № {place + 1}"
        post = "педагог-библиотекарь"
        remote = place in (0, 4)
        add_person(protocol, PartRole.PRESENT, name, post=post, organisation_name=school, is_remote=remote)
    add_person(protocol, PartRole.INVITED, "Вербина Ольга Ильинична", post="методист", organisation_name="МКУ «ЦРО»")
    add_person(protocol, PartRole.EXCUSED, "Кленова Вера Олеговна", organisation_name="МБОУ СОШ № 9", reason="отпуск")
    add_person(protocol, PartRole.ABSENT, "Ольхова Дарья Романовна", organisation_name="МБОУ СОШ № 10")
    _questions(protocol)
    return protocol


def _owned_by_all(decision: Decision) -> None:
    DecisionOwnerFactory.create(
        decision=decision,
        kind=AddresseeKind.CLASS,
        person=None,
        name="все школьные библиотекари",
        addressee_class=AddresseeClass.LIBRARIANS,
    )


def _questions(protocol: Protocol) -> None:
    AgendaItemFactory.create(
        protocol=protocol, position=1, kind=AgendaKind.FOLLOW_UP, title="О выполнении решений прошлого заседания"
    )
    earlier = ProtocolFactory.create(association=protocol.association, signed=True, number=1, held_on="2024-09-12")
    before = DecisionFactory.create(
        protocol=earlier, text="Сдать паспорта библиотек", term_raw="до 1 октября", binding_at=earlier.signed_at,
        number_text="1.2",
    )  # fmt: skip
    _owned_by_all(before)
    CarryOver.objects.create(
        protocol=protocol, decision=before, result=CarryResult.PARTLY, words="Сдали семь школ из девяти."
    )
    topic = AgendaItemFactory.create(
        protocol=protocol, position=2, title="О подготовке к месячнику школьных библиотек", reporters="Липина Е. С."
    )
    SpeechFactory.create(
        protocol=protocol, item=topic, kind=SpeechKind.HEARD, name="Липина Е. С.",
        post="педагог-библиотекарь МБОУ СОШ № 5",
        text="рассказала о плане месячника:\n- выставка «Осень в книге»;\n- день открытых дверей.\nПросила поддержать.",
        is_attached=True,
    )  # fmt: skip
    SpeechFactory.create(
        protocol=protocol, item=topic, kind=SpeechKind.SPOKE, position=1, name="Озерова Т. Л.",
        text='поддержала выставку "Осень в книге".',
    )  # fmt: skip
    first = DecisionFactory.create(
        protocol=protocol,
        item=topic,
        text="Провести месячник во всех школах округа.",
        term_raw="до 25 октября 2024 г.",
        sign_of_done="отчёт на сайте объединения",
    )
    _owned_by_all(first)
    second = DecisionFactory.create(protocol=protocol, item=topic, position=1, text="Собрать отчёты школ")
    DecisionOwnerFactory.create(decision=second, kind=AddresseeKind.GROUP, person=None, name="Липина Е. С.")
    Vote.objects.create(
        protocol=protocol, item=topic, mode=VoteMode.COUNTS, for_count=7, against_count=0, abstained_count=1
    )
    plan = AgendaItemFactory.create(protocol=protocol, position=3, title="О плане на II полугодие")
    third = DecisionFactory.create(protocol=protocol, item=plan, text="Принять к сведению.", is_for_information=True)
    by_name = Vote.objects.create(protocol=protocol, item=plan, decision=third, mode=VoteMode.ROLL)
    voters = protocol.people.filter(role=PartRole.PRESENT)[:3]
    for voter, choice in zip(voters, (VoteChoice.FOR, VoteChoice.FOR, VoteChoice.AGAINST), strict=True):
        RollCall.objects.create(vote=by_name, voter=voter, choice=choice)
    AgendaItemFactory.create(
        protocol=protocol, position=4, title="Разное", kind=AgendaKind.OTHER, outcome=AgendaOutcome.POSTPONED
    )


def short_meeting(association: Association, **fields: object) -> Protocol:
    """The short form: no chair, no secretary, no votes; thirteen people by number."""
    protocol = ProtocolFactory.create(
        **{
            "association": association,
            "title": "Заседание рабочей группы по подготовке к Дню школьных библиотек",
            "meeting_words": "",
            "starts_at": time(14, 0),
            "format": ItemFormat.ONLINE,
            "place": "г. Заозёрск",
            "body_form": BodyForm.SHORT,
            "present_shown": PresentShown.COUNT,
            "said_count": 13,
            "present_words": "руководители РМО, ОМО, методист МЦ",
        }
        | fields
    )
    add_person(protocol, PartRole.LEADER, "Лесникова Н. Б.", post="методист")
    add_person(protocol, PartRole.LEADER, "Калинина А. И.", post="руководитель объединения", position=1)
    for place, title in enumerate(("Сопровождение мероприятий", "Партнёрство как ресурс", "Прения")):
        kind = AgendaKind.DEBATE if title == "Прения" else AgendaKind.TOPIC
        AgendaItemFactory.create(protocol=protocol, position=place, title=title, kind=kind)
    SpeechFactory.create(
        protocol=protocol, name="Лесникова Н. Б.", post="методист МЦ",
        text="Остановилась на плане года.\nВсе мероприятия направлены на чтение.",
    )  # fmt: skip
    SpeechFactory.create(
        protocol=protocol, position=1, name="Калинина А. И.", text="Рассказала о месячнике школьных библиотек."
    )
    for place, text in enumerate(("Провести акцию.", "Участвовать в конкурсах.", "Составить памятку.")):
        DecisionFactory.create(protocol=protocol, position=place, text=text)
    return protocol
