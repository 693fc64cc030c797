"""What the columns of a plan's table hold, told by their headings in all the words people use."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a column of the table gives to an item."""

    NUMBER = "number"
    TITLE = "title"
    TERM = "term"
    OWNERS = "owners"
    PLACE = "place"
    FORM = "form"
    AUDIENCE = "audience"
    OUTCOME = "outcome"
    NOTE = "note"
    SECTION = "section"
    MEETING = "meeting"
    DIRECTION = "direction"
    UNKNOWN = "unknown"


_MONTHS: Final = r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
MONTH_HEADING: Final = re.compile(
    rf"^(?:месяц\s*[:–-]?\s*)?{_MONTHS}[а-я]*(?:\s*[,–—/-]\s*{_MONTHS}[а-я]*)?[,\s]*(?:20\d\d\s*(?:г\.?|год[а]?)?)?[.:]?$",
    re.IGNORECASE,
)

_DIRECTION: Final = re.compile(
    r"(?:(?:ое|ая|ие|ые|ой)\b.*\s|^)направлени|(?:ая|ые|ие)\s(?:\S+\s){0,3}(?:деятельност|работ[аы]$)|^работа\s(?:с|по|над)\s|"
    r"^(?:аналитич|информацион|методич|практич|проектировоч|организацион|консультац|просветит|диагностич|инновацион|"
    r"воспитат|другие|друг(?:ое|ая)|проч(?:ее|ие)|научно|учебно|массов|взаимодейств|сотрудничеств|социальн|повышение|"
    r"профессионал|контрольн|издательск|справочно|культурно|комплектован|нормативн|экспертн|мониторинг|технологич)"
)
_ROLES: Final = (
    (Role.NUMBER, re.compile(r"^(?:[№n]{1,2}\s*(?:/?\s*п(?:\s*[/\\.\-]?\s*п)?)?|п\s*[/\\.]\s*п|номер(?:\sп/п)?|пп)$")),
    (
        Role.OWNERS,
        re.compile(r"ответствен|исполнител|кто проводит|кто отвечает|^организатор|докладчик|выступающ|^ф\s?и\s?о\b"),
    ),
    (Role.NOTE, re.compile(r"отметк|примечан|выполнени[ея]$|комментари|^статус|дополнительная информация")),
    (Role.PLACE, re.compile(r"^место|^где провод|^площадка|^место и форма")),
    (Role.TERM, re.compile(r"^дат[аы]\b|^срок|^сроки|^месяц|^время\b|^период|^когда|календарн\w+ срок|^число$")),
    (Role.FORM, re.compile(r"^форм[аы]\b(?!\s+и\s+тема)|^формат|^вид мероприятия|^тип мероприятия")),
    (Role.AUDIENCE, re.compile(r"^участник|^категори|аудитори|^целевая|^для кого|^с кем|^класс|^приглашен")),
    (Role.OUTCOME, re.compile(r"результат|^итог|^выход|продукт|итоговый документ|^документ|показател")),
    (Role.MEETING, re.compile(r"^(?:№\s?|номер\s|тема\s|темы\s|тематика\s)?заседани[еяй]")),
)  # fmt: skip
_TITLE: Final = re.compile(
    r"мероприят|содержани|наименовани|названи|вид(?:ы)? деятельности|вид(?:ы)? работ|^деятельность$|^тем[аы]\b|"
    r"тематика|что делать|^вопрос|рассматриваемые вопросы|повестка|план работы|^работа$|форма и тема|активност|событи|"
    r"планируем|перечень работ|основные дела|^дела$|задачи и"
)
_WEAK_TITLE: Final = re.compile(
    r"^(?:направлени[ея]|раздел|блок|вид деятельности|виды деятельности|вид работ|задачи?)\b"
)


_HEADING_LIMIT: Final = 70


def normalised(text: str) -> str:
    """A heading for comparison: lower case, ё as е, hyphenated line ends joined, no punctuation at the edges."""
    folded = re.sub(r"\s+", " ", text.casefold().replace("ё", "е"))
    folded = re.sub(r"(?<=[а-я])-\s(?=[а-я])", "", folded)
    return folded.strip(" .,:;*-–—")


def role_of(text: str) -> Role:
    """The role of one heading taken alone."""
    heading = normalised(text)
    if not heading or len(heading) > _HEADING_LIMIT:
        return Role.UNKNOWN
    for role, pattern in _ROLES:
        if pattern.search(heading):
            return role
    if _WEAK_TITLE.match(heading):
        return Role.SECTION
    if _TITLE.search(heading) and not re.search(r"направлени", heading):
        return Role.TITLE
    return Role.DIRECTION if _DIRECTION.search(heading) else Role.UNKNOWN


def is_month_heading(text: str) -> bool:
    """True for a line that is only a month or two, with or without a year: «СЕНТЯБРЬ», «Июнь – август 2025 г.»."""
    return len(text) <= 60 and bool(MONTH_HEADING.match(text.strip()))


def roles_of(headings: list[str]) -> tuple[Role, ...]:
    """The roles of a row of headings seen together, so that «Вид деятельности» is the title where nothing else is."""
    roles = [role_of(heading) for heading in headings]
    if Role.TITLE not in roles and Role.DIRECTION not in roles:
        for weaker in (Role.SECTION, Role.MEETING, Role.FORM):
            if weaker in roles:
                roles[len(roles) - 1 - roles[::-1].index(weaker)] = Role.TITLE
                break
    directions = sum(role in (Role.DIRECTION, Role.UNKNOWN) for role in roles)
    if Role.TERM in roles and Role.TITLE not in roles and directions >= 2:
        roles = [Role.DIRECTION if role in (Role.UNKNOWN, Role.SECTION) else role for role in roles]
    elif Role.TITLE in roles and roles.count(Role.DIRECTION) == 1:
        roles = [Role.SECTION if role is Role.DIRECTION else role for role in roles]
    return tuple(_with_blank_number(roles, headings))


def _with_blank_number(roles: list[Role], headings: list[str]) -> list[Role]:
    """A first column without any heading holds the numbers."""
    if Role.TERM in roles and not headings[0].strip() and Role.NUMBER not in roles:
        return [Role.NUMBER, *roles[1:]]
    return roles


def is_header(roles: tuple[Role, ...]) -> bool:
    """True when these roles together can head a plan's table."""
    known = set(roles)
    if Role.TERM in known and roles.count(Role.DIRECTION) >= 2:
        return True
    if Role.TITLE not in known:
        return False
    if known & {Role.TERM, Role.OWNERS}:
        return True
    return Role.NUMBER in known and (len(roles) == 2 or len(known - {Role.UNKNOWN, Role.DIRECTION}) > 2)
