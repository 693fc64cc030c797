from django.apps import AppConfig

from stellazh.documents import audit_actions, capabilities


class DocumentsConfig(AppConfig):
    name = "stellazh.documents"
    verbose_name = "Документы"

    def ready(self) -> None:
        capabilities.register()
        audit_actions.register()
