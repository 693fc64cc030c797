"""How long papers handed in are kept."""

from stellazh.people.retention import RetentionRule, retention_rules


def register() -> None:
    """Name the rule."""
    retention_rules.add(
        RetentionRule(
            "reports.papers",
            "Сданные документы объединений, кто их сдал и кому о них напоминали",
            "постоянно",
            "документы объединения; показывают, что и когда было сдано",
        )
    )
