"""Groups of the editor of pages, made from roles: whoever comes in belongs to what her grants say today."""

from __future__ import annotations

from django.contrib.auth.models import Group

from stellazh.associations.access import reach
from stellazh.pages.capabilities import PUBLISH, WRITE
from stellazh.pages.models import SiteHome
from stellazh.pages.services.sites import group_name
from stellazh.people.models import Person


def project_roles(person: Person) -> bool:
    """Put the person into the groups of the sites she writes in or publishes, and out of all others; whether any."""
    present = SiteHome.objects.filter(association__archived_at=None)
    wanted = {
        group_name(association_id, publishes=publishes)
        for publishes, capability in ((False, WRITE), (True, PUBLISH))
        for association_id in present.filter(reach(person, capability, "association__")).values_list(
            "association_id", flat=True
        )
    }
    held = set(person.groups.values_list("name", flat=True))
    if held != wanted:
        person.groups.set(Group.objects.filter(name__in=wanted))
        person.group_permissions = None
    return bool(wanted)
