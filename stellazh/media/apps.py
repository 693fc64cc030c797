from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "stellazh.media"
    verbose_name = "Записи и картинки"

    def ready(self) -> None:
        from stellazh.media import audit_actions, file_purposes, personal_data, retention

        audit_actions.register()
        file_purposes.register()
        personal_data.register()
        retention.register()
