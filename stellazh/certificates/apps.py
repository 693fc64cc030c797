from django.apps import AppConfig

from stellazh.certificates import audit_actions, capabilities


class CertificatesConfig(AppConfig):
    name = "stellazh.certificates"
    verbose_name = "Сертификаты"

    def ready(self) -> None:
        from stellazh.certificates import file_purposes, navigation, notice_kinds, personal_data, retention

        capabilities.register()
        audit_actions.register()
        file_purposes.register()
        navigation.register()
        notice_kinds.register()
        personal_data.register()
        retention.register()
