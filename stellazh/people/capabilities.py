"""What may be done with personal data, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities


def register() -> None:
    """Add this app's rows to the table."""
    operator = {Role.OPERATOR: Reach.HERE}
    for entry in (
        Capability("people.publish_consents", "публиковать тексты согласий", "Персональные данные", operator),
        Capability("people.erase", "удалять данные человека по его запросу", "Персональные данные", operator),
    ):
        capabilities.add(entry)
