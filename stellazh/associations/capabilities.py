"""What may be done with the structure, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities


def register() -> None:
    """Add this app's rows to the table."""
    for entry in (
        Capability(
            "associations.manage_structure",
            "вести территории, организации и объединения",
            "Структура",
            {Role.HEAD: Reach.HERE, Role.METHODIST: Reach.HERE, Role.OPERATOR: Reach.BELOW},
        ),
        Capability(
            "associations.grant_role",
            "назначать заместителя, секретаря, методиста, редактора и участников",
            "Структура",
            {Role.HEAD: Reach.HERE, Role.OPERATOR: Reach.BELOW},
        ),
        Capability(
            "associations.grant_any_role",
            "назначать любые роли, в том числе руководителей ниже",
            "Структура",
            {Role.OPERATOR: Reach.BELOW},
        ),
        Capability(
            "associations.read_audit",
            "читать историю планов и видеть, кто что может и почему",
            "Структура",
            {Role.HEAD: Reach.BELOW, Role.METHODIST: Reach.BELOW, Role.OPERATOR: Reach.BELOW},
        ),
        Capability(
            "associations.read_journal",
            "читать журнал объединения и историю ролей",
            "Структура",
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE, Role.OPERATOR: Reach.BELOW},
        ),
    ):
        capabilities.add(entry)
