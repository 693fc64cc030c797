from django.apps import AppConfig

from stellazh.search import audit_actions, capabilities


class SearchConfig(AppConfig):
    name = "stellazh.search"
    verbose_name = "Поиск"

    def ready(self) -> None:
        from stellazh.jobs.duties import Duty, duties
        from stellazh.search import navigation
        from stellazh.search.keeping_up import keep_up

        capabilities.register()
        audit_actions.register()
        navigation.register()
        duties.add(Duty("search.keep_up", keep_up))
