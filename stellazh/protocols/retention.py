"""How long protocols are kept."""

from stellazh.people.retention import RetentionRule, retention_rules


def register() -> None:
    """Name the rule."""
    retention_rules.add(
        RetentionRule(
            "protocols.papers",
            "Подписанные протоколы, принятые резолюции, имена в них",
            "постоянно",
            "документы объединения; имя в подписанном документе остаётся таким, как записано",
        )
    )
