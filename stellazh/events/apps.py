from django.apps import AppConfig

from stellazh.events import audit_actions, capabilities


class EventsConfig(AppConfig):
    name = "stellazh.events"
    verbose_name = "Мероприятия"

    def ready(self) -> None:
        from stellazh.events import file_purposes, links, moments, notice_kinds, questionnaire_uses, plan_doings
        from stellazh.events.services.enrolments import follow_events
        from stellazh.events.services.letters import follow_event

        capabilities.register()
        audit_actions.register()
        links.register()
        notice_kinds.register()
        file_purposes.register()
        plan_doings.register()
        questionnaire_uses.register()
        follow_events()
        moments.on_changed.add(moments.Hook("events.letters", follow_event))
