"""Errors as one sentence for whoever sits at the console."""

from __future__ import annotations


class CommandRefused(Exception):
    """The command will not do this; the message says why and what to do instead."""


_OURS = ("CommandRefused", "MissingSetting", "DomainError")


def sentence_of(error: Exception) -> str:
    """One line without a traceback. Our own refusals speak for themselves."""
    if any(parent.__name__ in _OURS for parent in type(error).__mro__):
        return str(error)
    if any(parent.__name__ == "OperationalError" for parent in type(error).__mro__):
        return f"База данных не отвечает: {_first_line(error)}. Проверьте DATABASE_URL и запущена ли база."
    if isinstance(error, OSError):
        place = f" ({error.filename})" if error.filename else ""
        return f"Файл или сеть не поддаются{place}: {error.strerror or error}."
    name = type(error).__name__
    return f"Непредвиденная ошибка {name}: {_first_line(error)}. Подробности покажет та же команда с --debug."


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
