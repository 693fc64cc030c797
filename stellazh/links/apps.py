from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "stellazh.links"
    verbose_name = "Секретные ссылки"

    def ready(self) -> None:
        from stellazh.audit.actions import AuditAction, actions

        actions.add(AuditAction("link_created", "Выдана ссылка"))
        actions.add(AuditAction("link_prolonged", "Изменён срок ссылки"))
        actions.add(AuditAction("link_used_up", "Использована одноразовая ссылка"))
        actions.add(AuditAction("link_revoked", "Отозвана ссылка"))
