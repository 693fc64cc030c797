from django.apps import AppConfig

from stellazh.common.desk import DeskCard, desk_cards
from stellazh.events import audit_actions, capabilities


class EventsConfig(AppConfig):
    name = "stellazh.events"
    verbose_name = "Мероприятия"

    def ready(self) -> None:
        from stellazh.events import (
            documents,
            file_purposes,
            links,
            media_uses,
            moments,
            navigation,
            notice_kinds,
            personal_data,
            plan_doings,
            questionnaire_uses,
            retention,
            searching,
        )
        from stellazh.events.reads.desk import desk_events, desk_tasks
        from stellazh.events.services.attendances.following import move_doors, shut_doors
        from stellazh.events.services.cloned import take_letters, take_questions
        from stellazh.events.services.enrolments import follow_events
        from stellazh.events.services.feedback import follow_event as move_feedback
        from stellazh.events.services.letters import follow_event
        from stellazh.events.services.programme.following import follow_event as move_programme

        capabilities.register()
        documents.register()
        navigation.register()
        personal_data.register()
        retention.register()
        desk_cards.add(DeskCard("events", 8, desk_tasks, desk_events))
        audit_actions.register()
        links.register()
        notice_kinds.register()
        file_purposes.register()
        media_uses.register()
        plan_doings.register()
        questionnaire_uses.register()
        searching.register()
        follow_events()
        moments.on_cloned.add(moments.CloneHook("events.letters", take_letters))
        moments.on_cloned.add(moments.CloneHook("events.questions", take_questions))
        moments.on_changed.add(moments.Hook("events.letters", follow_event))
        moments.on_changed.add(moments.Hook("events.programme", move_programme))
        moments.on_changed.add(moments.Hook("events.feedback", move_feedback))
        moments.on_changed.add(moments.Hook("events.door", move_doors))
        moments.on_cancelled.add(moments.Hook("events.door", shut_doors))
