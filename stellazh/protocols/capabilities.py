"""What may be done with protocols, decisions and resolutions, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities

AREA = "Протоколы и решения"
_KEEPERS = {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.SECRETARY: Reach.HERE, Role.METHODIST: Reach.HERE}
_SIGNERS = {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.SECRETARY: Reach.HERE}
_ABOVE = {
    Role.HEAD: Reach.BELOW,
    Role.DEPUTY: Reach.BELOW,
    Role.METHODIST: Reach.BELOW,
    Role.SECRETARY: Reach.HERE,
    Role.OPERATOR: Reach.BELOW,
}


def register() -> None:
    """Add this app's rows to the table."""
    for entry in (
        Capability(
            "protocols.read_protocol",
            "читать подписанные протоколы и принятые резолюции",
            AREA,
            _ABOVE | {Role.EDITOR: Reach.HERE, Role.MEMBER: Reach.HERE},
        ),
        Capability("protocols.edit_protocol", "вести протоколы заседаний", AREA, _KEEPERS),
        Capability("protocols.sign_protocol", "подписывать протоколы и закреплять их номер", AREA, _SIGNERS),
        Capability(
            "protocols.manage_forms",
            "ставить свою форму Word для протоколов и выписок",
            AREA,
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE},
        ),
        Capability("protocols.follow_decisions", "отмечать исполнение решений и снимать с контроля", AREA, _KEEPERS),
        Capability("protocols.read_follow_up", "видеть, как исполняются решения", AREA, _ABOVE),
        Capability("protocols.edit_resolution", "готовить резолюцию и закрывать её по пунктам", AREA, _KEEPERS),
        Capability(
            "protocols.adopt_resolution",
            "принимать резолюцию",
            AREA,
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE},
        ),
    ):
        capabilities.add(entry)
