"""The form of an activity and the way it is held, guessed from its words."""

from __future__ import annotations

import re
from typing import Final

_FORMS: Final = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("семинар-практикум", r"семинар[\s-]*практикум"),
        ("мета-выставка", r"мета-выставк"),
        ("виртуальная выставка", r"виртуальн\w+ (?:книжн\w+ )?выставк"),
        ("круглый стол", r"кругл\w+ стол"),
        ("горячая линия", r"горяч\w+ лини"),
        ("веб-форум", r"(?:веб|web|интернет)[\s-]*форум"),
        ("форум", r"\bфорум"),
        ("мастер-класс", r"мастер[\s-]*класс"),
        ("вебинар", r"вебинар"),
        ("конференция", r"конференци|педагогическ\w+ чтени"),
        ("громкие чтения", r"громк\w+ чтени"),
        ("литературная гостиная", r"литературн\w+ (?:гостин|салон|вечер)"),
        ("интеллектуальная игра", r"интеллектуальн\w+ игр"),
        ("библиотечный урок", r"библиотечн\w+ урок|\bурок"),
        ("конкурс", r"конкурс"),
        ("выставка", r"выставк"),
        ("викторина", r"викторин"),
        ("квест", r"квест"),
        ("игра", r"\bигр[аы]\b"),
        ("месячник", r"месячник"),
        ("неделя", r"\bнедел[яиюе]\b"),
        ("акция", r"\bакци"),
        ("практикум", r"практикум"),
        ("семинар", r"семинар"),
        ("совещание", r"совещани"),
        ("заседание", r"заседани"),
        ("консультация", r"консультаци|методическ\w+ помощь|консультационн"),
        ("тестирование", r"тестировани"),
        ("анкетирование", r"анкетировани|анкет[аы]\b|опрос\b"),
        ("мониторинг", r"мониторинг"),
        ("курсы", r"курсов\w+ подготовк|курс[ыа]\w* повышени|аттестаци"),
        ("отчёт", r"отч[её]т"),
        ("анализ", r"\bанализ"),
    )
)
_LEADING: Final = 60
_MEETING: Final = re.compile(
    r"^[«\"]?(?:итогов\w+ |установочн\w+ |расширенн\w+ |организационн\w+ )?(?:заседани|совещани)", re.IGNORECASE
)
_MIXED: Final = re.compile(
    r"очн\w+\s*(?:и|/|,|-|–)\s*(?:онлайн|дистанц|заочн)|онлайн\s*(?:и|/|,)\s*очн|"
    r"очно-(?:заочн|дистанц)|смешанн\w+ формат",
    re.IGNORECASE,
)
_ONLINE: Final = re.compile(r"онлайн|дистанционн|вебинар|видеоконференц|\bвкс\b|zoom|сферум", re.IGNORECASE)
_ONSITE: Final = re.compile(r"(?<![а-яё-])очн(?:о|ый|ом|ое|ая)\b", re.IGNORECASE)


def guess_form(title: str) -> str:
    """«круглый стол», «заседание» …, from the words of the title; the one nearer its beginning wins. "" for none."""
    if _MEETING.match(title):
        return "заседание" if "аседан" in title[:40] else "совещание"
    best: tuple[int, int, str] | None = None
    for order, (name, pattern) in enumerate(_FORMS):
        if (found := pattern.search(title)) and (best is None or (found.start() // _LEADING, order) < best[:2]):
            best = (found.start() // _LEADING, order, name)
    return best[2] if best else ""


def is_meeting(title: str) -> bool:
    """True for a meeting of the association itself, not for its preparation or announcement."""
    return bool(_MEETING.match(title))


def guess_format(*texts: str) -> str:
    """ "online", "onsite", "mixed" or "" from the words of a cell, a remark or a title: the first that says."""
    for text in texts:
        if _MIXED.search(text) or (_ONLINE.search(text) and _ONSITE.search(text)):
            return "mixed"
        if _ONLINE.search(text):
            return "online"
        if _ONSITE.search(text):
            return "onsite"
    return ""
