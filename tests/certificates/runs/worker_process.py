"""A worker that issues in lots of two, to be killed between or within them."""

from __future__ import annotations

import threading
from functools import partial


def main() -> None:
    import django

    django.setup()
    from stellazh.certificates.services import issuing
    from stellazh.jobs.worker import run_worker

    issuing.give_numbers = partial(issuing.give_numbers, lot=2)  # type: ignore[assignment]
    issuing.make_some_sheets = partial(issuing.make_some_sheets, lot=2)  # type: ignore[assignment]
    issuing.send_letters = partial(issuing.send_letters, lot=2)  # type: ignore[assignment]
    run_worker(once=False, stop=threading.Event())


if __name__ == "__main__":
    main()
