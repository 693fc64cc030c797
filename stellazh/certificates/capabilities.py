"""What may be done with certificates, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities

AREA = "Сертификаты и благодарности"
_KEEPERS = {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.SECRETARY: Reach.HERE, Role.METHODIST: Reach.HERE}
_HEADS = {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE}


def register() -> None:
    """Add this app's rows to the table."""
    for entry in (
        Capability(
            "certificates.read_register",
            "видеть журнал регистрации сертификатов",
            AREA,
            {
                Role.HEAD: Reach.BELOW,
                Role.DEPUTY: Reach.BELOW,
                Role.METHODIST: Reach.BELOW,
                Role.SECRETARY: Reach.HERE,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
        Capability("certificates.issue", "готовить и выдавать сертификаты и благодарности", AREA, _KEEPERS),
        Capability("certificates.approve", "утверждать выдачу, которую подготовил другой", AREA, _HEADS),
        Capability("certificates.withdraw", "отзывать документы и выдавать дубликаты", AREA, _KEEPERS),
        Capability(
            "certificates.manage_templates",
            "вести виды документов, шаблоны и подписывающих",
            AREA,
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE},
        ),
        Capability("certificates.use_signatures", "ставить на лист картинки подписей и печати", AREA, _HEADS),
    ):
        capabilities.add(entry)
