from django.apps import AppConfig
from django.db.models.signals import post_migrate

from stellazh.search import audit_actions, capabilities


class SearchConfig(AppConfig):
    name = "stellazh.search"
    verbose_name = "Поиск"

    def ready(self) -> None:
        from stellazh.jobs.duties import Duty, duties
        from stellazh.search import navigation
        from stellazh.search.keeping_up import keep_up
        from stellazh.search.reads.readers import forget_readers

        capabilities.register()
        audit_actions.register()
        navigation.register()
        duties.add(Duty("search.keep_up", keep_up))
        post_migrate.connect(forget_readers, sender=self, dispatch_uid="search.forget_readers")
