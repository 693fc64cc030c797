"""A world with something of every kind for everybody and something hidden; every thing has a word of its own.

The words are of consonants only, so that none is another's form or slip of the finger. All begin with `BEGINNING`:
asked for it, the search finds everything.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.documents.enums import DocumentAudience
from stellazh.documents.models import DocumentVersion
from stellazh.documents.services.bringing import VERSION_FILE
from stellazh.events.enums import AttendanceState, Audience, EventVisibility, SlotKind
from stellazh.events.models import Event, Material, MaterialVersion, Recording, Slot, Speaker
from stellazh.events.services.materials.bringing import MATERIAL_FILE
from stellazh.events.services.recordings import RECORDING
from stellazh.files.enums import TextState
from stellazh.files.models import FileText
from stellazh.files.services import store_file
from stellazh.media.enums import MediaKind, MediaSource
from stellazh.media.models import MediaItem
from stellazh.members.enums import Level
from stellazh.pages.models import NewsPage, SectionPage, SitePicture, TextPage
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from stellazh.protocols.enums import PartRole
from stellazh.protocols.models import ProblemPoint
from stellazh.reports.models import AnnualReport
from stellazh.reports.reads.annual.content import report_content
from stellazh.reports.reads.annual.doubtful import report_doubts
from stellazh.reports.services.annual.sealing import seal_report
from stellazh.textindex.entries import catch_up
from stellazh.workplans.enums import OwnerKind
from tests.events.programme.conftest import pdf
from tests.factories.associations import AssociationFactory, OrganisationFactory
from tests.factories.certificates import CertificateFactory
from tests.factories.documents import DocumentFactory
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.members import CardFactory, MembershipFactory, PostFactory
from tests.factories.people import ConsentFactory, PersonFactory
from tests.factories.protocols import (
    AgendaItemFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    PointFactory,
    ProposalFactory,
    ProtocolFactory,
    ProtocolPersonFactory,
    ResolutionFactory,
    SpeechFactory,
)
from tests.factories.reports import AnnualReportFactory, ReportBlockFactory
from tests.factories.workplans import ItemOwnerFactory, PlanFactory, PlanItemFactory, PlanSectionFactory
from tests.pages.site.conftest import blocks, make_news, make_picture

LETTERS: Final = "бвгджзклмнпрстфхцчшщ"
BEGINNING: Final = "щзщ"
WORD: Final = re.compile(rf"{BEGINNING}[{LETTERS}]{{9}}")
NOW: Final = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)
BY: Final = System("проверка")


def words() -> Callable[[], str]:
    """One invented word after another, the same in every run."""
    chance = random.Random(20240910)

    def word() -> str:
        return BEGINNING + "".join(chance.choice(LETTERS) for _ in range(9))

    return word


@dataclass
class World:
    """Who and where; `word` gives the next word, `hidden` are those that stand nowhere in the index."""

    region: Association
    here: Association
    neighbour: Association
    head: Person
    member: Person
    region_head: Person
    word: Callable[[], str] = field(default_factory=words)
    hidden: list[str] = field(default_factory=list)

    def hide(self) -> str:
        """A word that nobody may ever find."""
        self.hidden.append(self.word())
        return self.hidden[-1]

    def fill(self) -> None:
        """Everything."""
        for made in (
            self.associations, self.people, self.documents, self.events, self.pages, self.protocols,
            self.resolutions, self.plans, self.certificates, self.reports,
        ):  # fmt: skip
            made()

    @property
    def places(self) -> tuple[Association, ...]:
        return self.region, self.here, self.neighbour

    def associations(self) -> None:
        made: Any = AssociationFactory
        made(short_name=f"РМО {self.word()}", parent=self.region, territory=self.region.territory)
        made(
            short_name=f"РМО {self.hide()}", parent=self.region, territory=self.region.territory, archived_at=NOW
        )  # fmt: skip

    def person(self, place: Association | None, **fields: Any) -> Person:
        """Somebody with a surname of her own, in a list or in none."""
        person: Person = PersonFactory(family_name=self.word().capitalize(), **fields)
        if place is not None:
            MembershipFactory(person=person, association=place)
        return person

    def published(self, person: Person) -> Person:
        """With her consent to be named to everybody."""
        ConsentFactory(person=person, publishes="name")
        return person

    def people(self) -> None:
        for place in self.places:
            person = self.person(place)
            PostFactory(person=person, title=f"педагог {self.word()}")
            CardFactory(person=person, phone="+7 900 000-00-00", self_education_theme=self.hide())
            self.published(self.person(place))
        shy = self.person(self.here)
        CardFactory(person=shy, visibility={"posts": Level.HEAD})
        PostFactory(person=shy, title=f"библиотекарь {self.hide()}")
        bold = self.published(self.person(self.neighbour))
        ConsentFactory(person=bold, publishes="posts")
        CardFactory(person=bold, visibility={"posts": Level.PUBLIC})
        PostFactory(person=bold, title=f"методист {self.word()}")
        once = self.published(self.person(self.neighbour))
        once.consents.update(withdrawn_at=NOW)
        PersonFactory(family_name=self.hide().capitalize(), archived_at=NOW)
        former: Any = MembershipFactory(person=self.person(None), association=self.here)
        former.to_on = former.from_on + timedelta(days=30)
        former.save()
        PersonFactory(family_name=self.word().capitalize())
        OrganisationFactory(short_name=f"МБОУ СОШ {self.word()}", territory=self.here.territory)
        OrganisationFactory(short_name=f"МБОУ СОШ {self.hide()}", territory=self.here.territory, archived_at=NOW)

    def documents(self) -> None:
        for place in self.places:
            for audience in DocumentAudience:
                document: Any = DocumentFactory(association=place, title=f"О {self.word()}", audience=audience)
                stored = store_file(pdf().content, name="Приказ.pdf", purpose=VERSION_FILE, by=BY, at=NOW)
                for number, text in ((1, self.hide()), (2, "")):
                    DocumentVersion.objects.create(
                        document=document, number=number, file=stored, added_at=NOW, added_by_name="О", text=text
                    )
        DocumentFactory(association=self.here, summary=self.word(), unpublished=True)
        DocumentFactory(association=self.here, summary=self.hide(), archived_at=NOW, public=True)

    def events(self) -> None:
        for place in self.places:
            for visibility in EventVisibility:
                event: Any = EventFactory(association=place, title=f"Встреча {self.word()}", visibility=visibility)
                if place == self.here or visibility == EventVisibility.MEMBERS:
                    self._whole_event(event)
        self._whole_event(EventFactory(association=self.here, title=f"Встреча {self.word()}", draft=True))
        hidden: Any = EventFactory(association=self.here, title=f"Встреча {self.hide()}", archived_at=NOW)
        Slot.objects.create(event=hidden, title=self.hide())
        self._material(hidden, self.hide(), Audience.EVERYBODY)
        invited: Any = EventFactory(
            association=self.neighbour, description=self.word(), visibility=EventVisibility.INVITED
        )  # fmt: skip
        EnrolmentFactory(event=invited, person=self.member)
        self._whole_event(invited)
        came: Any = EventFactory(association=self.region, description=self.word(), held=True)
        AttendanceFactory(event=came, person=self.member, state=AttendanceState.LATE)
        self._whole_event(came)
        away: Any = EventFactory(association=self.region, description=self.word(), held=True)
        AttendanceFactory(event=away, person=self.member, state=AttendanceState.EXCUSED)
        self._whole_event(away)
        spoke: Any = EventFactory(association=self.neighbour, description=self.word())
        self._whole_event(spoke, speaker=self.member)

    def _whole_event(self, event: Any, speaker: Person | None = None) -> None:
        section = Slot.objects.create(event=event, kind=SlotKind.SESSION, title=f"Секция {self.word()}")
        talk = Slot.objects.create(event=event, parent=section, title=f"Доклад {self.word()}", description=self.word())
        named, unnamed = self.published(self.person(None)), self.person(None)
        for person in filter(None, (named, unnamed, speaker)):
            Speaker.objects.create(slot=talk, person=person, name=person.full_name, post=f"учитель {self.word()}")
        Speaker.objects.create(slot=talk, name=f"{self.word().capitalize()} О. П.", is_name_public=True)
        Speaker.objects.create(slot=talk, name=f"{self.word().capitalize()} О. П.")
        Slot.objects.create(event=event, title=self.hide(), archived_at=NOW)
        shut = Slot.objects.create(event=event, kind=SlotKind.SESSION, title=self.hide(), archived_at=NOW)
        Slot.objects.create(event=event, parent=shut, title=self.hide())
        Slot.objects.create(event=event, kind=SlotKind.BREAK, title=self.hide())
        for audience in Audience:
            self._material(event, self.word(), audience)
            self._recording(event, self.word(), audience)
        self._material(event, self.hide(), Audience.EVERYBODY, archived_at=NOW)
        self._recording(event, self.hide(), Audience.EVERYBODY, archived_at=NOW)

    def _material(self, event: Event, word: str, audience: str, **fields: Any) -> Material:
        made = Material.objects.create(event=event, title=f"Памятка {word}", audience=audience, **fields)
        versions: Any = MaterialVersion.objects
        versions.create(material=made, number=1, url="https://example.org/", added_at=NOW, added_by="О")
        if word not in self.hidden:
            # What is open has a file with words of its own; those of a former file are found by nobody.
            for number, inside in ((2, self.hide()), (3, self.word())):
                content = f"Памятка о {inside}".encode()
                stored = store_file(content, name="Памятка.txt", purpose=MATERIAL_FILE, by=BY, at=NOW)
                versions.create(material=made, number=number, file=stored, added_at=NOW, added_by="О")
                FileText.objects.filter(sha256=stored.sha256).update(
                    state=TextState.READY, text=content.decode(), read_at=NOW
                )
        return made

    def _recording(self, event: Event, word: str, audience: str, **fields: Any) -> Recording:
        item = MediaItem.objects.create(
            use=RECORDING, object_key=event.object_key, kind=MediaKind.VIDEO, source=MediaSource.EMBEDDED,
            title=f"Запись {word}", provider="rutube", video_id="20b3a03fc01d5bbcc632a2f3514e8aab", added_at=NOW,
            added_by_kind="person", added_by_name="О", **fields,
        )  # fmt: skip
        return Recording.objects.create(event=event, item=item, audience=audience)

    def pages(self) -> None:
        for place in self.places:
            home = ensure_site(place, by=BY, at=NOW)
            text = [("text", f"<p>О <b>{self.word()}</b></p>"), ("quote", {"text": self.word(), "author": "О"})]
            make_news(home, "first", lead=self.word(), body=text)
            hidden = make_picture(home)
            shown = make_picture(home)
            pictures = [
                ("picture", {"picture": hidden.pk, "caption": self.hide()}),
                ("picture", {"picture": shown.pk, "caption": self.word()}),
                ("question", {"question": self.word(), "answer": f"<p>{self.word()}</p>"}),
                ("link", {"words": self.hide(), "page": home.pk, "address": ""}),
            ]
            page: TextPage = home.add_child(instance=TextPage(title=f"О нас {self.word()}", slug="words"))
            page.body = blocks(*pictures)  # type: ignore[assignment]
            page.save()
            SitePicture.objects.filter(pk=hidden.pk).update(hidden_at=NOW)
            make_news(home, "draft", lead=self.hide(), live=False)
            later = NOW + timedelta(days=9000)
            make_news(home, "later", title=f"Скоро {self.hide()}", live=False, go_live_at=later)
            home.add_child(instance=TextPage(title=f"Черновик {self.hide()}", slug="no", live=False))
            section = SectionPage.objects.child_of(home).first()
            section.lead = self.word()
            section.save()
            live = NewsPage.objects.get(slug="first", path__startswith=home.path)
            live.title = f"Правка {self.hide()}"
            live.save_revision()

    def protocols(self) -> None:
        for place in self.places:
            for state in ({}, {"remarks": True}, {"signed": True}, {"signed": True, "published_at": NOW}):
                protocol: Any = ProtocolFactory(association=place, title=f"О {self.word()}", **state)
                self._whole_protocol(protocol)
        for role in (PartRole.PRESENT, PartRole.ABSENT):
            protocol = ProtocolFactory(association=self.neighbour, title=f"О {self.word()}", remarks=True)
            ProtocolPersonFactory(protocol=protocol, person=self.member, role=role)
        ProtocolFactory(association=self.here, title=f"О {self.hide()}", archived_at=NOW)

    def _whole_protocol(self, protocol: Any) -> None:
        item: Any = AgendaItemFactory(protocol=protocol, title=f"О {self.word()}", reporters=self.word().capitalize())
        AgendaItemFactory(protocol=protocol, title=self.hide(), archived_at=NOW)
        SpeechFactory(protocol=protocol, item=item, text=self.word(), name=self.word().capitalize())
        agreed = self.published(self.person(None))
        SpeechFactory(protocol=protocol, item=item, text=self.word(), person=agreed, name=agreed.full_name)
        SpeechFactory(protocol=protocol, item=item, text=self.hide(), archived_at=NOW)
        bound = {"binding_at": NOW, "number_text": "1.1"} if protocol.is_signed else {}
        decision: Any = DecisionFactory(protocol=protocol, item=item, text=f"Провести {self.word()}", **bound)
        for owner in (self.person(None), agreed):
            DecisionOwnerFactory(decision=decision, person=owner)
        DecisionFactory(protocol=protocol, item=item, text=self.hide(), archived_at=NOW)
        ProtocolPersonFactory(protocol=protocol, person=self.person(None))
        ProtocolPersonFactory(protocol=protocol, person=self.published(self.person(None)), role=PartRole.SECRETARY)
        ProtocolPersonFactory(protocol=protocol, person=self.person(None), role=PartRole.CHAIR)
        ProtocolPersonFactory(protocol=protocol, person=self.person(None), role=PartRole.ABSENT, reason=self.hide())

    def resolutions(self) -> None:
        for place in self.places:
            shown = {"adopted": True, "published_at": NOW}
            for state in ({}, {"draft": True}, {"adopted": True}, {"closed": True}, shown):
                made: Any = ResolutionFactory(association=place, title=f"Резолюция {self.word()}", **state)
                made.preamble = self.word()
                made.save()
                ProblemPoint.objects.create(resolution=made, text=self.word())
                ProposalFactory(resolution=made, text=self.hide())
                bound = {"binding_at": NOW, "number_text": "1.1"} if made.is_binding else {}
                PointFactory(section__resolution=made, text=self.word(), **bound)
        ResolutionFactory(association=self.here, title=f"Резолюция {self.hide()}", archived_at=NOW)

    def plans(self) -> None:
        for place in self.places:
            for year, state in ((2022, {}), (2023, {"approved": True}), (2024, {"published": True})):
                plan: Any = PlanFactory(association=place, school_year=year, goal=self.word(), **state)
                section: Any = PlanSectionFactory(plan=plan, title=f"Раздел {self.word()}")
                item: Any = PlanItemFactory(
                    plan=plan, section=section, title=f"Семинар {self.word()}", note=self.word()
                )
                ItemOwnerFactory(item=item, name=f"{self.word().capitalize()} В.И.")
                ItemOwnerFactory(item=item, name=f"группа {self.word()}", kind=OwnerKind.GROUP)
                for person in (self.published(self.person(None)), self.person(None)):
                    ItemOwnerFactory(item=item, kind=OwnerKind.PERSON, person=person, name=person.full_name)
                PlanItemFactory(plan=plan, title=self.hide(), archived_at=NOW)
        PlanItemFactory(plan=PlanFactory(association=self.here, school_year=2021, archived=True), title=self.hide())

    def certificates(self) -> None:
        for place in self.places:
            CertificateFactory(row__run__association=place, basis=f"участие в {self.word()}", name=self.word())
        CertificateFactory(
            row__run__association=self.neighbour, basis=f"участие в {self.word()}", person=self.member
        )  # fmt: skip

    def reports(self) -> None:
        for place in self.places:
            for year, is_sealed, is_published in ((2022, False, False), (2023, True, False), (2024, True, True)):
                self.report(place, year, is_sealed=is_sealed, is_published=is_published)
        report = self.report(self.here, 2021, is_sealed=False, is_published=False, word=self.hide())
        AnnualReport.objects.filter(pk=report.pk).update(archived_at=NOW)

    def report(
        self, place: Association, year: int, *, is_sealed: bool, is_published: bool, word: str = ""
    ) -> AnnualReport:
        """A report of one block; sealed by the system, without asking."""
        report: AnnualReport = AnnualReportFactory(association=place, school_year=year)
        ReportBlockFactory(report=report, heading="Итог", text=f"Год был {word or self.word()}.")
        ReportBlockFactory(report=report, heading="Лишнее", text=self.hide(), archived_at=NOW)
        if is_sealed:
            doubts = [one.code for one in report_doubts(report, report_content(report, at=NOW), at=NOW)]
            seal_report(report.pk, expected_sha256="", accepted_doubts=doubts, by=BY, at=NOW)
        if is_published:
            AnnualReport.objects.filter(pk=report.pk).update(published_at=NOW)
        return report


def keep_up() -> None:
    """Read anew whatever has changed, until nothing waits."""
    while catch_up():
        pass
