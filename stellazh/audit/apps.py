from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "stellazh.audit"
    verbose_name = "Журнал действий"
