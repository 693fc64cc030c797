"""What the matrix names of media and of questionnaires, by the uses that events make of them, and of materials."""

from __future__ import annotations

import io
from functools import cached_property
from typing import TYPE_CHECKING

from stellazh.common import clock
from stellazh.events.enums import Audience
from stellazh.events.models import Enrolment, Event, Material, Slot
from stellazh.events.services.attendance_marks import Marked
from stellazh.events.services.materials import (
    Brought,
    MaterialFields,
    add_material,
    add_material_version,
    archive_material,
)
from stellazh.events.services.programme import SlotFields, add_slot, archive_slot
from stellazh.events.services.recordings import (
    RECORDING,
    RecordingFields,
    archive_recording,
    mark_watched,
    publish_recording,
)
from stellazh.files.services import store_file
from stellazh.media.enums import MediaKind, MediaSource
from stellazh.media.models import MediaItem, Upload
from stellazh.media.services import add_uploaded, receive_part, start_upload
from stellazh.people.models import Person
from tests.media.making import mp4, picture


class Shelves:
    """The part of the world that lies on the shelves below events."""

    if TYPE_CHECKING:
        people: dict[str, Person]

        @cached_property
        def event(self) -> Event: ...
        @cached_property
        def members_event(self) -> Event: ...
        @cached_property
        def draft_event(self) -> Event: ...
        @cached_property
        def past_event(self) -> Event: ...
        @cached_property
        def past_members_event(self) -> Event: ...
        @cached_property
        def neighbours_event(self) -> Event: ...
        @cached_property
        def own_enrolment(self) -> Enrolment: ...
        @cached_property
        def guest_enrolment(self) -> Enrolment: ...

    # Recordings

    def _film(self, event: Event) -> MediaItem:
        """Brought, shown to nobody yet."""
        return add_uploaded(
            RECORDING,
            event.object_key,
            content=io.BytesIO(mp4()),
            size_bytes=len(mp4()),
            name="Семинар.mp4",
            title="Семинар",
            by=self.people["head"],
            at=clock.now(),
        )

    def _recording(self, event: Event, audience: str = Audience.EVERYBODY) -> MediaItem:
        item = self._film(event)
        publish_recording(
            event.pk,
            item_id=item.pk,
            fields=RecordingFields("Семинар", audience),
            by=self.people["head"],
            at=clock.now(),
        )
        return item

    @cached_property
    def film(self) -> MediaItem:
        """Of the public event, for everybody."""
        return self._recording(self.event)

    @cached_property
    def participants_film(self) -> MediaItem:
        """Of the public event, for those who come: the member."""
        assert self.own_enrolment
        return self._recording(self.event, Audience.PARTICIPANTS)

    @cached_property
    def members_film(self) -> MediaItem:
        """Of the event that is open to our members."""
        return self._recording(self.members_event)

    @cached_property
    def draft_film(self) -> MediaItem:
        """Of an event that nobody was told of."""
        return self._recording(self.draft_event)

    @cached_property
    def unshown_film(self) -> MediaItem:
        """Brought to the public event, shown to nobody yet."""
        return self._film(self.event)

    @cached_property
    def second_film(self) -> MediaItem:
        """After the first."""
        assert self.film
        return self._recording(self.event)

    @cached_property
    def past_film(self) -> MediaItem:
        return self._recording(self.past_event)

    @cached_property
    def past_members_film(self) -> MediaItem:
        return self._recording(self.past_members_event)

    @cached_property
    def watched(self) -> Marked:
        """The member has said that she watched it."""
        assert self.past_film
        return mark_watched(self.past_event.pk, by=self.people["member"], at=clock.now())

    @cached_property
    def archived_film(self) -> MediaItem:
        item = self._recording(self.event)
        recording = self.event.recordings.get(item=item)
        archive_recording(recording.pk, by=self.people["head"], at=clock.now())
        return item

    @cached_property
    def picture_item(self) -> MediaItem:
        """A picture with its small one. Events take none: it is put here past the services, for its address."""
        head, at = self.people["head"], clock.now()
        large = store_file(picture(), name="Встреча.jpg", purpose="media.picture", by=head, at=at)
        small = store_file(picture("WEBP"), name="Встреча.webp", purpose="media.preview", by=head, at=at)
        item = MediaItem.objects.create(
            use=RECORDING,
            object_key=self.event.object_key,
            kind=MediaKind.PICTURE,
            source=MediaSource.UPLOADED,
            title="Встреча",
            file=large,
            preview=small,
            media_type="image/jpeg",
            added_at=at,
            added_by_kind="person",
            added_by_name="Ольхова",
        )
        publish_recording(self.event.pk, item_id=item.pk, fields=RecordingFields("Встреча"), by=head, at=at)
        return item

    def _upload(self) -> Upload:
        content = mp4()
        return start_upload(
            RECORDING,
            self.event.object_key,
            name="Семинар.mp4",
            size_bytes=len(content),
            by=self.people["head"],
            at=clock.now(),
        )

    @cached_property
    def upload(self) -> Upload:
        """Begun by the head; nothing has come yet."""
        return self._upload()

    @cached_property
    def whole_upload(self) -> Upload:
        """All of it has come."""
        return receive_part(self._upload(), offset=0, content=mp4(), by=self.people["head"], at=clock.now())

    # The programme and its materials

    def _slot(self, event: Event) -> Slot:
        return add_slot(event.pk, fields=SlotFields("Книги о лесе"), by=self.people["head"], at=clock.now())

    @cached_property
    def slot(self) -> Slot:
        return self._slot(self.event)

    @cached_property
    def second_slot(self) -> Slot:
        """After the first."""
        assert self.slot
        return self._slot(self.event)

    @cached_property
    def archived_slot(self) -> Slot:
        return archive_slot(self._slot(self.event).pk, by=self.people["head"], at=clock.now())

    @cached_property
    def members_slot(self) -> Slot:
        return self._slot(self.members_event)

    @cached_property
    def draft_slot(self) -> Slot:
        return self._slot(self.draft_event)

    def _material(self, event: Event, audience: str = Audience.EVERYBODY, signs: bytes = b"") -> Material:
        return add_material(
            event.pk,
            fields=MaterialFields("Памятка", audience),
            file=Brought("Памятка.pdf", io.BytesIO(b"%PDF-1.4\n%\xe2\xe3\n" + signs)),
            by=self.people["head"],
            at=clock.now(),
        )

    @cached_property
    def material(self) -> Material:
        """Of the public event, for everybody."""
        return self._material(self.event)

    @cached_property
    def second_material(self) -> Material:
        """After the first."""
        assert self.material
        return self._material(self.event, signs=b"second")

    @cached_property
    def archived_material(self) -> Material:
        return archive_material(self._material(self.event).pk, by=self.people["head"], at=clock.now())

    @cached_property
    def participants_material(self) -> Material:
        """Of the public event, for those who come: the member."""
        assert self.own_enrolment
        return self._material(self.event, Audience.PARTICIPANTS)

    @cached_property
    def members_material(self) -> Material:
        return self._material(self.members_event)

    @cached_property
    def draft_material(self) -> Material:
        return self._material(self.draft_event)

    @cached_property
    def replaced_material(self) -> Material:
        """Open to everybody; what it was at first is not any more."""
        material = self._material(self.event, signs=b"first")
        newer = Brought("Памятка 2.pdf", io.BytesIO(b"%PDF-1.4\n%\xe2\xe3\nsecond"))
        add_material_version(material.pk, file=newer, by=self.people["head"], at=clock.now())
        return material
