from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "stellazh.files"
    verbose_name = "Файлы"

    def ready(self) -> None:
        from stellazh.audit.actions import AuditAction, actions

        actions.add(AuditAction("file_stored", "Принят файл"))
        actions.add(AuditAction("file_forgotten", "Удалён файл"))
