from django.apps import AppConfig

from stellazh.certificates import capabilities


class CertificatesConfig(AppConfig):
    name = "stellazh.certificates"
    verbose_name = "Сертификаты"

    def ready(self) -> None:
        capabilities.register()
