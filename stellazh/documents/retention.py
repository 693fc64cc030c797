"""How long sheets of acquaintance are kept."""

from stellazh.people.retention import RetentionRule, retention_rules


def register() -> None:
    """Name the rule."""
    retention_rules.add(
        RetentionRule(
            "documents.acquaintance",
            "Листы ознакомления: кто и когда прочёл документ",
            "пока хранится документ",
            "чтобы можно было показать, кто ознакомлен; имя убирают по заявлению человека, строка остаётся без имени",
        )
    )
