"""How long plans are kept."""

from stellazh.people.retention import RetentionRule, retention_rules


def register() -> None:
    """Name the rule."""
    retention_rules.add(
        RetentionRule(
            "workplans.papers",
            "Планы работы и их редакции, имена ответственных в них",
            "постоянно",
            "документы объединения; имя в утверждённом документе остаётся таким, как напечатано",
        )
    )
