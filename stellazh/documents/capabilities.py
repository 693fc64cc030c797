"""What may be done with documents, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities

AREA = "Документы"
_KEEPERS = {
    Role.HEAD: Reach.HERE,
    Role.DEPUTY: Reach.HERE,
    Role.SECRETARY: Reach.HERE,
    Role.METHODIST: Reach.HERE,
    Role.EDITOR: Reach.HERE,
}


def register() -> None:
    """Add this app's rows to the table."""
    for entry in (
        Capability(
            "documents.read_below",
            "читать опубликованные документы объединения, кому бы они ни предназначались",
            AREA,
            {
                Role.HEAD: Reach.BELOW,
                Role.DEPUTY: Reach.BELOW,
                Role.METHODIST: Reach.BELOW,
                Role.SECRETARY: Reach.HERE,
                Role.EDITOR: Reach.HERE,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
        Capability("documents.keep", "вести документы: добавлять, менять, публиковать, заменять", AREA, _KEEPERS),
        Capability(
            "documents.ask_acquaintance",
            "просить ознакомиться с документом своих участников и нижестоящие объединения",
            AREA,
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.SECRETARY: Reach.HERE, Role.METHODIST: Reach.HERE},
        ),
        Capability(
            "documents.follow_acquaintance",
            "видеть, кто ознакомился с документами",
            AREA,
            {
                Role.HEAD: Reach.BELOW,
                Role.DEPUTY: Reach.BELOW,
                Role.METHODIST: Reach.BELOW,
                Role.SECRETARY: Reach.HERE,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
    ):
        capabilities.add(entry)
