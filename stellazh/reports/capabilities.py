"""What may be done about papers, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities

AREA = "Документы объединений"


def register() -> None:
    """Add this app's rows to the table."""
    for entry in (
        Capability(
            "reports.read_board",
            "видеть, какие документы объединений сданы",
            AREA,
            {
                Role.HEAD: Reach.BELOW,
                Role.DEPUTY: Reach.BELOW,
                Role.METHODIST: Reach.BELOW,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
        Capability(
            "reports.write_late",
            "писать тем, кто не сдал документы",
            AREA,
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE},
        ),
        Capability(
            "reports.edit_rules",
            "задавать, какие документы и к какому сроку сдают",
            AREA,
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE},
        ),
        Capability(
            "reports.hand_in",
            "сдавать документы своего объединения",
            AREA,
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.SECRETARY: Reach.HERE, Role.METHODIST: Reach.HERE},
        ),
        Capability(
            "reports.read_report",
            "читать запечатанные отчёты за год",
            AREA,
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
            "reports.read_drafts",
            "видеть отчёты объединений, пока они готовятся",
            AREA,
            {Role.HEAD: Reach.BELOW, Role.DEPUTY: Reach.BELOW, Role.METHODIST: Reach.BELOW},
        ),
        Capability(
            "reports.edit_report",
            "писать отчёт за год",
            AREA,
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.SECRETARY: Reach.HERE, Role.METHODIST: Reach.HERE},
        ),
        Capability(
            "reports.seal_report",
            "запечатывать и публиковать отчёт за год",
            AREA,
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE},
        ),
    ):
        capabilities.add(entry)
