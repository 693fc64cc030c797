"""Who may see media and who may keep them: the use answers, nothing is decided here."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.media.models import MediaItem, Upload
from stellazh.media.uses import media_uses

_SWITCHED_OFF = "Раздел, к которому это относилось, отключён."


def can_see_item(actor: Actor, item: MediaItem) -> Verdict:
    """What the item's use answers; what was put away is for those who keep it."""
    use = media_uses.get(item.use)
    if use is None:
        return refuse(_SWITCHED_OFF)
    if item.archived_at is not None:
        return use.may_manage(actor, item.object_key)
    return use.may_see(actor, item)


def can_manage_media(actor: Actor, use_code: str, object_key: str) -> Verdict:
    """Whether the actor may add, rename and put away media of this object."""
    use = media_uses.get(use_code)
    return refuse(_SWITCHED_OFF) if use is None else use.may_manage(actor, object_key)


def can_continue_upload(actor: Actor, upload: Upload) -> Verdict:
    """Only whoever began it, as long as the object is still theirs to keep."""
    if (str(actor.actor_kind), actor.actor_id) != (upload.started_by_kind, upload.started_by_id):
        return refuse("Эту загрузку начал другой человек.")
    return can_manage_media(actor, upload.use, upload.object_key)


def can_read_media_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever may see one of the items that show the file."""
    shown = MediaItem.objects.filter(file=stored) | MediaItem.objects.filter(preview=stored)
    verdicts = (can_see_item(actor, item) for item in shown)
    return ALLOWED if any(verdicts) else refuse("Этот файл открыт только тем, кому видна запись.")
