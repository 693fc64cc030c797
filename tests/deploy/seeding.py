"""Run inside an installation: `python -m tests.deploy.seeding TEXT` adds the first people and a file; prints JSON."""

from __future__ import annotations

import json
import sys

import django

EMAIL = "olkhova@example.org"


def main(text: str) -> tuple[str, str]:
    """Add the first association, its head, a paper of hers that holds `text` and a job of hers that is done.

    The paper's address and the topic under which the live bus would tell of the job.
    """
    django.setup()
    from stellazh.common import clock
    from stellazh.common.capabilities import Role
    from stellazh.files.services import store_file
    from stellazh.jobs.enums import JobState
    from stellazh.jobs.models import Job
    from stellazh.workplans.enums import ImportSource, ImportStatus
    from stellazh.workplans.models import PlanImport
    from tests.factories.associations import AssociationFactory, GrantFactory
    from tests.factories.members import MembershipFactory
    from tests.factories.people import PersonFactory

    at = clock.now()
    association = AssociationFactory(code="luga")
    person = PersonFactory(family_name="Ольхова", email=EMAIL)
    GrantFactory(person=person, role=Role.HEAD, association=association)
    MembershipFactory(person=person, association=association)
    paper = store_file(
        text.encode(), name="Список.txt", purpose="plan_source", scope=association.path, by=person, at=at
    )
    # A paper is read by whoever sees the import it belongs to.
    PlanImport.objects.create(
        association=association,
        school_year=2026,
        source=ImportSource.FILE,
        file=paper,
        file_name=paper.name,
        status=ImportStatus.ABANDONED,
        reading={},
        made_by=person,
        made_at=at,
    )
    job = Job.objects.create(
        name="tests", label="Проверка", actor_kind=person.actor_kind, actor_id=person.actor_id,
        state=JobState.DONE, created_at=at, due_at=at,
    )  # fmt: skip
    return paper.get_absolute_url(), job.topic


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1])))
