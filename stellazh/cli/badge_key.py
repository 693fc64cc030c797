"""`stellazh badge-key`: a new key for the badges of certificates, after the old one may have been seen by somebody."""

from __future__ import annotations

import argparse

from stellazh.cli.django_setup import set_up


def badge_key(arguments: argparse.Namespace) -> int:
    """Put a new signing key in place of the one in use; what the old one has signed is still checked by it."""
    set_up()
    from stellazh.certificates.services.keys import rotate_key
    from stellazh.common import clock
    from stellazh.common.actor import System

    key = rotate_key(by=System("оператор установки"), at=clock.now())
    print(f"Готово: новые значки подписывает ключ {key.kid}. Прежние файлы проверяются как раньше.")
    return 0
