"""A plan and an item as texts by their Russian names: for the audit and for two people who edit at once."""

from __future__ import annotations

from collections.abc import Mapping

from stellazh.workplans.enums import EventForm, ItemFormat, PlanForm
from stellazh.workplans.models import Plan, PlanItem, PlanSection
from stellazh.workplans.services.fields import ItemFields, OwnerFields, PlanFields

PLAN_LABELS: Mapping[str, str] = {
    "title": "Название",
    "unified_theme": "Единая методическая тема",
    "methodical_theme": "Методическая тема объединения",
    "goal": "Цель",
    "tasks": "Задачи",
    "expected_results": "Ожидаемые результаты",
    "form": "Форма плана",
    "signer_post": "Должность подписывающего",
    "signer_name": "Кто подписывает",
}
ITEM_LABELS: Mapping[str, str] = {
    "section": "Раздел",
    "number": "№",
    "title": "Мероприятие",
    "form": "Форма",
    "description": "Описание",
    "term_raw": "Срок",
    "place": "Место",
    "format": "Формат",
    "audience": "Для кого",
    "outcome_document": "Итоговый документ",
    "note": "Примечание",
    "owners": "Ответственные",
}


def plan_texts(plan: Plan | PlanFields) -> dict[str, str]:
    """The passport by Russian names, the form in words."""
    texts = {label: str(getattr(plan, name)) for name, label in PLAN_LABELS.items()}
    texts[PLAN_LABELS["form"]] = str(PlanForm(plan.form).label)
    return texts


def item_texts(item: PlanItem, owners: tuple[OwnerFields, ...]) -> dict[str, str]:
    """The stored item by Russian names; `owners` are its responsibles."""
    return _item_texts(item, item.section.title if item.section else "", owners)


def fields_texts(fields: ItemFields, section: PlanSection | None) -> dict[str, str]:
    """What somebody wants to store, by the same names."""
    return _item_texts(fields, section.title if section else "", fields.owners)


def owners_text(owners: tuple[OwnerFields, ...]) -> str:
    """«Ольхова В.И., педагог-библиотекарь; Липина А.П.»."""
    return "; ".join(f"{owner.name}, {owner.detail}" if owner.detail else owner.name for owner in owners)


def _item_texts(item: PlanItem | ItemFields, section: str, owners: tuple[OwnerFields, ...]) -> dict[str, str]:
    plain = {
        name: str(getattr(item, name)) for name in ITEM_LABELS if name not in ("section", "form", "format", "owners")
    }
    plain["section"] = section
    plain["form"] = str(EventForm(item.form).label)
    plain["format"] = str(ItemFormat(item.format).label) if item.format else ""
    plain["owners"] = owners_text(owners)
    return {label: plain[name] for name, label in ITEM_LABELS.items()}
