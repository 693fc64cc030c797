"""Files of media: how large, of which kinds, and who may open them."""

from __future__ import annotations

from stellazh.files.purposes import FilePurpose, purposes
from stellazh.media.access import can_read_media_file
from stellazh.media.looking.films import POSSIBLE
from stellazh.media.pictures import MOST_BYTES

FILM, PICTURE, PREVIEW = "media.film", "media.picture", "media.preview"
# Films are measured against their use and the installation's setting before they are kept; this is no limit.
MOST_FILM_BYTES = 2**63 - 1


def register() -> None:
    """Add the purposes."""
    pictures = frozenset({"image/jpeg", "image/png"})
    for purpose in (
        FilePurpose(FILM, "Запись", MOST_FILM_BYTES, POSSIBLE, can_read_media_file),
        FilePurpose(PICTURE, "Картинка", 2 * MOST_BYTES, pictures, can_read_media_file),
        FilePurpose(PREVIEW, "Уменьшенная картинка", MOST_BYTES, frozenset({"image/webp"}), can_read_media_file),
    ):
        purposes.add(purpose)
