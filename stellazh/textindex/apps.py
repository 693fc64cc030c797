from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class TextIndexConfig(AppConfig):
    name = "stellazh.textindex"
    verbose_name = "Поиск по словам"

    def ready(self) -> None:
        from stellazh.textindex.receivers import after_migrations, before_migrations

        pre_migrate.connect(before_migrations, sender=self, dispatch_uid="textindex.before_migrations")
        post_migrate.connect(after_migrations, sender=self, dispatch_uid="textindex.after_migrations")
