from django.apps import AppConfig


class ServedConfig(AppConfig):
    name = "tests.processes.served"
    label = "served"

    def ready(self) -> None:
        from stellazh.live.topics import LiveTopic, topics

        topics.add(LiveTopic("news", lambda actor, key: True, for_guests=True))
