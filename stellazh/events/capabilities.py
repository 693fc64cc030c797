"""What may be done with events, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities

AREA = "Мероприятия"
_KEEPERS = {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.SECRETARY: Reach.HERE, Role.METHODIST: Reach.HERE}
_READERS = {
    Role.HEAD: Reach.BELOW,
    Role.DEPUTY: Reach.BELOW,
    Role.METHODIST: Reach.BELOW,
    Role.SECRETARY: Reach.HERE,
    Role.OPERATOR: Reach.BELOW,
}


def register() -> None:
    """Add this app's rows to the table."""
    for entry in (
        Capability("events.edit_event", "готовить, объявлять и проводить мероприятия", AREA, _KEEPERS),
        Capability("events.manage_enrolments", "подтверждать, приглашать и регистрировать участников", AREA, _KEEPERS),
        Capability("events.mark_attendance", "отмечать участие", AREA, _KEEPERS),
        Capability("events.write_letters", "писать участникам мероприятия", AREA, _KEEPERS),
        Capability("events.read_participants", "видеть, кто зарегистрирован и кто участвовал", AREA, _READERS),
        Capability("events.read_figures", "видеть подсчёт участий", AREA, _READERS),
    ):
        capabilities.add(entry)
