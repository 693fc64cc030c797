"""Two people at once: the check every update service makes before it writes."""

from __future__ import annotations

from collections.abc import Mapping

from stellazh.common.errors import ChangedMeanwhile


def require_version(
    current: int,
    expected: int,
    *,
    theirs: Mapping[str, str] | None = None,
    mine: Mapping[str, str] | None = None,
) -> None:
    """Pass when the row is still as the person saw it.

    `theirs` and `mine` map a field's Russian name to its stored and its wanted text; equal ones are left out.

    Raises:
        ChangedMeanwhile: somebody saved first.
    """
    if current == expected:
        return
    stored, wanted = dict(theirs or {}), dict(mine or {})
    differing = [name for name in wanted if wanted[name] != stored.get(name, "")]
    raise ChangedMeanwhile(
        "Пока вы правили, эту запись изменил кто-то другой. Ваш текст сохранён на экране: сравните и выберите.",
        theirs={name: stored.get(name, "") for name in differing},
        mine={name: wanted[name] for name in differing},
        current_version=current,
    )
