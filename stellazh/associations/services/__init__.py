"""Every write to territories, organisations, associations and roles."""

from stellazh.associations.services.associations import (
    AssociationFields,
    AssociationHasBranches,
    close_association,
    create_association,
    reopen_association,
    update_association,
)
from stellazh.associations.services.codes import CodeIsTaken
from stellazh.associations.services.grants import GrantExists, RoleEndsBeforeItBegins, end_grant, grant_role
from stellazh.associations.services.organisations import (
    InnIsTaken,
    OrganisationFields,
    archive_organisation,
    create_organisation,
    update_organisation,
)
from stellazh.associations.services.territories import (
    TerritoryFields,
    TerritoryIsInUse,
    archive_territory,
    create_territory,
    update_territory,
)
from stellazh.associations.services.tiles import TileElsewhere, TilePlace, TilePlaceIsTaken, arrange_tiles

__all__ = [
    "AssociationFields",
    "AssociationHasBranches",
    "CodeIsTaken",
    "GrantExists",
    "InnIsTaken",
    "OrganisationFields",
    "RoleEndsBeforeItBegins",
    "TerritoryFields",
    "TerritoryIsInUse",
    "TileElsewhere",
    "TilePlace",
    "TilePlaceIsTaken",
    "archive_organisation",
    "archive_territory",
    "arrange_tiles",
    "close_association",
    "create_association",
    "create_organisation",
    "create_territory",
    "end_grant",
    "grant_role",
    "reopen_association",
    "update_association",
    "update_organisation",
    "update_territory",
]
