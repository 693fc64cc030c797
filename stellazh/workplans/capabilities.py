"""What may be done with plans, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities


def register() -> None:
    """Add this app's rows to the table."""
    for entry in (
        Capability(
            "workplans.read_plan",
            "читать рассмотренные и утверждённые планы",
            "План работы",
            {
                Role.HEAD: Reach.BELOW,
                Role.DEPUTY: Reach.BELOW,
                Role.METHODIST: Reach.BELOW,
                Role.SECRETARY: Reach.HERE,
                Role.EDITOR: Reach.HERE,
                Role.MEMBER: Reach.HERE,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
        Capability(
            "workplans.read_draft",
            "читать черновики планов",
            "План работы",
            {
                Role.HEAD: Reach.BELOW,
                Role.DEPUTY: Reach.BELOW,
                Role.METHODIST: Reach.BELOW,
                Role.SECRETARY: Reach.HERE,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
        Capability(
            "workplans.edit_plan",
            "составлять и править план, загружать его из Word",
            "План работы",
            {
                Role.HEAD: Reach.HERE,
                Role.DEPUTY: Reach.HERE,
                Role.SECRETARY: Reach.HERE,
                Role.METHODIST: Reach.HERE,
            },
        ),
        Capability(
            "workplans.approve_plan",
            "отмечать рассмотрение, утверждать, публиковать и закрывать план",
            "План работы",
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE},
        ),
        Capability(
            "workplans.record_outcome",
            "отмечать, что мероприятие проведено",
            "План работы",
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.SECRETARY: Reach.HERE, Role.METHODIST: Reach.HERE},
        ),
    ):
        capabilities.add(entry)
