"""What may be done with the sites, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities

AREA = "Сайт"
WRITE = "pages.write_site"
PUBLISH = "pages.publish_site"


def register() -> None:
    """Add this app's rows to the table."""
    capabilities.add(
        Capability(
            WRITE,
            "писать новости и страницы сайта объединения",
            AREA,
            {
                Role.HEAD: Reach.HERE,
                Role.DEPUTY: Reach.HERE,
                Role.SECRETARY: Reach.HERE,
                Role.METHODIST: Reach.HERE,
                Role.EDITOR: Reach.HERE,
            },
        )
    )
    capabilities.add(
        Capability(
            PUBLISH,
            "публиковать новости и страницы сайта, проверять написанное другими",
            AREA,
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.EDITOR: Reach.HERE},
        )
    )
