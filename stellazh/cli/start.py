"""`stellazh start`: the first step of a new installation."""

from __future__ import annotations

import argparse
import getpass
import sys

from stellazh.cli.django_setup import set_up
from stellazh.cli.refusal import CommandRefused

KINDS = {
    "region": ("region", "omo", "Областное методическое объединение школьных библиотекарей"),
    "city": ("city", "gmo", "Городское методическое объединение школьных библиотекарей"),
    "municipality": ("municipality", "mmo", "Муниципальное методическое объединение школьных библиотекарей"),
}


def start(arguments: argparse.Namespace) -> int:
    """Make the root territory, its association and the first operator; the password is asked for.

    Raises:
        CommandRefused: a name is missing, or the services refuse.
    """
    set_up()
    from stellazh.common import clock
    from stellazh.common.actor import System
    from stellazh.common.errors import DomainError
    from stellazh.pages.installation import FirstOperator, Root, start_installation
    from stellazh.people.services import PersonFields

    names = arguments.operator.split()
    if not names:
        raise CommandRefused("Укажите оператора: --operator «Фамилия Имя Отчество».")
    territory_kind, association_kind, kind_name = KINDS[arguments.kind]
    root = Root(
        code=arguments.code,
        territory_kind=territory_kind,
        territory_name=arguments.name,
        association_kind=association_kind,
        association_name=arguments.association or f"{kind_name}: {arguments.name}",
        association_short_name=arguments.short_name or f"{association_kind_label(association_kind)} {arguments.name}",
        time_zone=arguments.time_zone,
    )
    operator = FirstOperator(PersonFields(*([*names, "", ""])[:3]), arguments.email, _password())
    try:
        association, person = start_installation(root, operator, by=System("установка"), at=clock.now())
    except DomainError as refusal:
        raise CommandRefused(str(refusal)) from refusal
    print(f"Готово: {association.short_name}. Оператор {person.full_name} входит с адресом {person.email}.")
    return 0


def association_kind_label(kind: str) -> str:
    """«ОМО» for omo."""
    from stellazh.associations.enums import AssociationKind

    return str(AssociationKind(kind).label)


def _password() -> str:
    """Typed twice at a terminal, or one line of standard input, so that it stands in no history of commands."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Пароль оператора: ")
    if first != getpass.getpass("Ещё раз: "):
        raise CommandRefused("Пароли не совпали: запустите команду снова.")
    return first
