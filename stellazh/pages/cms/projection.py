"""Groups of the editor of pages, made from roles: whoever comes in belongs to what her grants say today."""

from __future__ import annotations

from django.contrib.auth.models import Group

from stellazh.associations.access import reach
from stellazh.pages.capabilities import PUBLISH, WRITE
from stellazh.pages.models import SiteHome
from stellazh.pages.present import PresentEditor
from stellazh.pages.services.sites import group_name
from stellazh.people.models import Person


def project_roles(person: Person) -> PresentEditor | None:
    """Put the person into the groups of the sites she writes in or publishes, and out of all others; nobody where
    there is no such site.
    """
    present = SiteHome.objects.filter(association__archived_at=None)
    homes: dict[int, tuple[str, int | None]] = {}
    wanted: set[str] = set()
    for publishes, capability in ((False, WRITE), (True, PUBLISH)):
        rows = present.filter(reach(person, capability, "association__"))
        for association_id, path, collection_id in rows.values_list("association_id", "path", "collection_id"):
            wanted.add(group_name(association_id, publishes=publishes))
            homes[association_id] = (path, collection_id)
    held = set(person.groups.values_list("name", flat=True))
    if held != wanted:
        person.groups.set(Group.objects.filter(name__in=wanted))
        person.group_permissions = None
    if not homes:
        return None
    collections = frozenset(collection for _, collection in homes.values() if collection is not None)
    return PresentEditor(person, tuple(path for path, _ in homes.values()), collections)
