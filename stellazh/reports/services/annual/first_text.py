"""The text a report begins with: blocks in the order of the paper, figures as marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.reports.enums import BlockKind, ReportForm


@dataclass(frozen=True, slots=True)
class FirstBlock:
    """A block the platform writes first. `needs` are figures without any of which it is left out: a town has no
    associations below."""

    code: str
    heading: str
    text: str = ""
    kind: BlockKind = BlockKind.PROSE
    needs: tuple[str, ...] = ()


_STRUCTURE: Final = FirstBlock(
    "structure",
    "Состав объединения",
    "В {год} учебном году специалистов в составе объединения — {{ число: специалисты в составе }}, муниципалитетов, "
    "которые они представляют, — {{ число: муниципалитеты состава }}.",
    needs=("structure.people",),
)
_REACH: Final = FirstBlock(
    "reach",
    "Охват",
    "Участников работы объединения за год — {{ число: участники }}; каждый посчитан один раз. Муниципалитетов, которые "
    "они представляют, — {{ число: муниципалитеты }}, всего муниципалитетов на территории — "
    "{{ число: муниципалитеты территории }}.",
)
_EVENTS: Final = FirstBlock(
    "events",
    "Мероприятия",
    "Всего мероприятий проведено {{ число: мероприятия }}, из них дистанционно — "
    "{{ число: дистанционные мероприятия }}. Общее число участий — {{ число: участия }}: каждое присутствие человека "
    "на мероприятии считается отдельно.",
    BlockKind.EVENTS,
)
_TERRITORIES: Final = FirstBlock("territories", "Участие муниципалитетов", "", BlockKind.TERRITORIES)
_MEDIA: Final = FirstBlock(
    "media",
    "Записи и материалы",
    "Записей мероприятий за год — {{ число: записи }}, всего их {{ число: все записи }}. Материалов мероприятий — "
    "{{ число: материалы }}.",
    needs=("recordings.all", "materials"),
)
_CERTIFICATES: Final = FirstBlock(
    "certificates",
    "Сертификаты и благодарности",
    "Сертификатов, дипломов и благодарностей за год выдано {{ число: выданные документы }}: сертификатов участников — "
    "{{ число: сертификаты участников }}, сертификатов о тестировании — {{ число: сертификаты о тестировании }}, "
    "благодарственных писем — {{ число: благодарственные письма }}.",
    needs=("certificates.issued",),
)
_PROTOCOLS: Final = FirstBlock(
    "protocols",
    "Заседания и решения",
    "Протоколов подписано {{ число: протоколы }}. Решений принято {{ число: решения }}, исполнено "
    "{{ число: исполненные решения }}, на контроле остаётся {{ число: решения на контроле }}.",
    needs=("protocols.signed",),
)
_PLAN: Final = FirstBlock(
    "plan",
    "Выполнение плана",
    "Пунктов в плане на год — {{ число: пункты плана }}: выполнено {{ число: выполненные пункты плана }}, перенесено "
    "{{ число: перенесённые пункты плана }}, отменено {{ число: отменённые пункты плана }}. Мероприятий вне плана — "
    "{{ число: внеплановые мероприятия }}.",
    BlockKind.PLAN_FACT,
    needs=("plan.total",),
)
_RESOLUTION: Final = FirstBlock(
    "resolution",
    "Выполнение резолюции",
    "Пунктов резолюции выполнено {{ число: выполненные пункты резолюции }} из {{ число: пункты резолюции }}.",
    BlockKind.RESOLUTION,
    needs=("points.total",),
)
_BELOW: Final = FirstBlock("below", "Отчёты объединений", "", BlockKind.BELOW, needs=("associations.below",))
_COMPARISON: Final = FirstBlock("comparison", "В сравнении с прошлым годом", "", BlockKind.COMPARISON)
_ASSESSMENT: Final = FirstBlock(
    "assessment",
    "Самооценка",
    "Работу объединения за {год} учебный год можно оценить как «удовлетворительно».",
    BlockKind.ASSESSMENT,
)

FIRST_TEXTS: Final[dict[str, Sequence[FirstBlock]]] = {
    ReportForm.REPORT: (
        _STRUCTURE, _REACH, _EVENTS, _TERRITORIES, _MEDIA, _CERTIFICATES, _PROTOCOLS, _RESOLUTION, _BELOW, _COMPARISON,
        _ASSESSMENT,
    ),
    ReportForm.ANALYSIS: (
        FirstBlock(
            "aims",
            "Цель и задачи года",
            "Опишите, какие цель и задачи стояли в плане и что из них сделано.",
        ),
        _PLAN,
        _EVENTS,
        _REACH,
        _PROTOCOLS,
        FirstBlock(
            "people",
            "Рост мастерства",
            "Докладов и выступлений — {{ число: доклады }}. Мастер-классов проведено {{ число: мастер-классы }}, "
            "семинаров — {{ число: семинары }}.",
        ),
        _COMPARISON,
        FirstBlock("problems", "Что не получилось и почему", "Опишите трудности года и что с ними делать."),
        FirstBlock("next", "Задачи на следующий год", "Назовите задачи на следующий учебный год."),
        _ASSESSMENT,
    ),
}  # fmt: skip

TITLES: Final = {
    ReportForm.REPORT: "Отчёт о проделанной работе за {год} учебный год",
    ReportForm.ANALYSIS: "Анализ деятельности за {год} учебный год",
}

# Texts that only tell what to write: printed as they are, they would make a report look unfinished.
HINTS: Final = frozenset(
    block.text for blocks in FIRST_TEXTS.values() for block in blocks if block.text.startswith(("Опишите", "Назовите"))
)
