"""What may be done with the search, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities

SYNONYMS = "search.edit_synonyms"


def register() -> None:
    """Add this app's row to the table."""
    capabilities.add(
        Capability(
            SYNONYMS,
            "вести слова, которые в поиске значат одно и то же",
            "Поиск",
            {Role.METHODIST: Reach.HERE, Role.HEAD: Reach.HERE, Role.OPERATOR: Reach.HERE},
        )
    )
