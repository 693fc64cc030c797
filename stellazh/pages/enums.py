"""Stored codes of the sites. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class SectionFeed(TextChoices):
    """What stands in a section by itself, taken from the work of the association and typed nowhere twice."""

    NONE = "none", "только то, что написано на странице"
    STRUCTURE = "structure", "структура: объединения, руководители, участники"
    PLAN = "plan", "план и календарь мероприятий"
    RECORDINGS = "recordings", "записи и материалы мероприятий"
    DOCUMENTS = "documents", "документы"
    PROTOCOLS = "protocols", "протоколы и резолюции"
    REPORTS = "reports", "годовые отчёты"
    CERTIFICATES = "certificates", "проверка сертификата"
    NEWS = "news", "новости"


class PicturedPeople(TextChoices):
    """Who can be recognised on a picture: by that it may be published or not."""

    UNKNOWN = "unknown", "ещё не указано"
    NOBODY = "nobody", "людей не видно или их нельзя узнать"
    ADULTS = "adults", "взрослые, согласны"
    CHILDREN = "children", "есть дети"


class NewsStep(TextChoices):
    """What becomes of news that was just written."""

    DRAFT = "draft", "черновик"
    CHECK = "check", "на проверку"
    PUBLISH = "publish", "опубликовать"
