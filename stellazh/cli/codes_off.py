"""`stellazh codes-off`: somebody lost the telephone and the spare codes, and cannot come in any more."""

from __future__ import annotations

import argparse

from stellazh.cli.django_setup import set_up
from stellazh.cli.refusal import CommandRefused


def codes_off(arguments: argparse.Namespace) -> int:
    """Ask that person for no codes any more. The password stays; the journal and the person are told.

    Raises:
        CommandRefused: nobody signs in with that address, or the codes are off.
    """
    set_up()
    from stellazh.common import clock
    from stellazh.common.actor import System
    from stellazh.common.errors import DomainError
    from stellazh.people.models import Person
    from stellazh.people.services.second_step import turn_codes_off

    person = Person.objects.filter(email=arguments.email.strip().casefold()).first()
    if person is None:
        raise CommandRefused("С таким адресом никто не входит.")
    try:
        turn_codes_off(person.pk, by=System("оператор установки"), at=clock.now())
    except DomainError as refusal:
        raise CommandRefused(str(refusal)) from refusal
    print(f"Готово: {person.full_name} входит без кода. Пароль прежний.")
    return 0
