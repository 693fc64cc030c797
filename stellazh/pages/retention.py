"""How long what the sites know of people is kept."""

from stellazh.people.retention import RetentionRule, retention_rules


def register() -> None:
    """Name the rules."""
    retention_rules.add(
        RetentionRule(
            "pages.pictures",
            "Картинки сайтов, на которых видны люди, и запись о согласии",
            "пока картинка на сайте; по отзыву согласия её скрывают сразу",
            "чтобы показать согласие, если о нём спросят; скрытую картинку удаляет редактор или оператор",
        )
    )
    retention_rules.add(
        RetentionRule(
            "pages.revisions",
            "Черновики и прежние тексты страниц: кто и когда их сохранил",
            "пока есть страница",
            "чтобы вернуть прежний текст; имя убирают по заявлению человека",
        )
    )
