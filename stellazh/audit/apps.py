from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    name = "stellazh.audit"
    verbose_name = "Журнал действий"

    def ready(self) -> None:
        from stellazh.audit.erasure import teach_connection

        connection_created.connect(teach_connection, dispatch_uid="audit.teach_connection")
