from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "stellazh.files"
    verbose_name = "Файлы"
