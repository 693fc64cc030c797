"""How long media are kept."""

from stellazh.people.retention import RetentionRule, retention_rules


def register() -> None:
    """Name the rules; unfinished uploads go by a schedule of their own."""
    retention_rules.add(
        RetentionRule(
            "media.items",
            "Записи, звук и картинки",
            "пока их не уберут; убранные видит только тот, кто ведёт раздел",
            "материалы объединения",
        )
    )
    retention_rules.add(
        RetentionRule(
            "media.uploads",
            "Незаконченные загрузки файлов",
            "двое суток после последней части; сведения о загрузке – 30 дней",
            "чтобы прерванную загрузку можно было продолжить",
        )
    )
