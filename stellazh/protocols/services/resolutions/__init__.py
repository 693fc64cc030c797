"""Every write of resolutions: from proposals to the closing point by point."""

from stellazh.protocols.services.resolutions.closing import (
    close_point,
    close_resolution,
    reopen_point,
    take_left_point,
)
from stellazh.protocols.services.resolutions.deciding import (
    decline_proposal,
    merge_proposals,
    reconsider_proposal,
    take_proposal,
)
from stellazh.protocols.services.resolutions.fields import PointFields, ResolutionFields, SectionFields
from stellazh.protocols.services.resolutions.life import (
    adopt_resolution,
    call_for_proposals,
    close_collecting,
    reopen_collecting,
)
from stellazh.protocols.services.resolutions.points import (
    add_point,
    archive_point,
    move_point,
    restore_point,
    update_point,
)
from stellazh.protocols.services.resolutions.proposals import (
    change_proposal,
    propose,
    support,
    unsupport,
    withdraw_proposal,
)
from stellazh.protocols.services.resolutions.publishing import publish_resolution, unpublish_resolution
from stellazh.protocols.services.resolutions.sections import (
    add_section,
    add_usual_sections,
    move_section,
    remove_section,
    update_section,
    usual_sections,
)
from stellazh.protocols.services.resolutions.writing import (
    archive_resolution,
    create_resolution,
    last_adopted,
    put_problems,
    restore_resolution,
    update_resolution,
)

__all__ = [
    "PointFields",
    "ResolutionFields",
    "SectionFields",
    "add_point",
    "add_section",
    "add_usual_sections",
    "adopt_resolution",
    "archive_point",
    "archive_resolution",
    "call_for_proposals",
    "change_proposal",
    "close_collecting",
    "close_point",
    "close_resolution",
    "create_resolution",
    "decline_proposal",
    "last_adopted",
    "merge_proposals",
    "move_point",
    "move_section",
    "propose",
    "publish_resolution",
    "put_problems",
    "reconsider_proposal",
    "remove_section",
    "reopen_collecting",
    "reopen_point",
    "restore_point",
    "restore_resolution",
    "support",
    "take_left_point",
    "take_proposal",
    "unpublish_resolution",
    "unsupport",
    "update_point",
    "update_resolution",
    "update_section",
    "usual_sections",
    "withdraw_proposal",
]
