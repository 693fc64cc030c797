"""How long certificates are kept."""

from __future__ import annotations

from stellazh.people.retention import RetentionRule, retention_rules


def register() -> None:
    """Name the rules."""
    retention_rules.add(
        RetentionRule(
            "certificates.register",
            "Выданные сертификаты и благодарности, журнал регистрации",
            "постоянно",
            "документы объединения: по номеру их проверяют и через годы; имя остаётся таким, как напечатано",
        )
    )
