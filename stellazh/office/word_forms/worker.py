"""The process that handles one form: `python -m stellazh.office.word_forms.worker <cpu seconds> <memory megabytes>`.

Takes one line of JSON (what to do) and then the form's bytes from its standard input; gives one line of JSON (the
report) and then the paper's bytes, if one was asked for and made. A form made to exhaust memory or time ends this
process and nothing else.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from stellazh.common.errors import UnreadablePaper
from stellazh.office.word_forms.checking import check
from stellazh.office.word_forms.container import write_form
from stellazh.office.word_forms.filling import Filler
from stellazh.office.word_forms.model import FormReport, FormVocabulary
from stellazh.office.word_forms.parts import open_form

TOO_COMPLEX = "Форма устроена слишком сложно: скопируйте её содержимое в новый документ, сохраните и загрузите его."


def main() -> None:
    """Handle the form of the standard input within the limits of the command line."""
    seconds, megabytes = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    task = json.loads(sys.stdin.buffer.readline())
    report, paper = handle(task, sys.stdin.buffer.read())
    told = {"errors": report.errors, "warnings": report.warnings, "used": sorted(report.used)}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + paper)
    sys.stdout.buffer.flush()


def handle(task: dict[str, Any], data: bytes) -> tuple[FormReport, bytes]:
    """The report on the form, and the paper when `task` has values and the form is fit."""
    vocabulary = FormVocabulary(task["fields"], task["rows"])
    try:
        form = open_form(data)
        report = check(form, vocabulary)
        if not report.is_fit or task["values"] is None:
            return report, b""
        Filler(vocabulary, task["values"], task["lists"]).fill(form)
        return report, write_form(form, data)
    except UnreadablePaper as refusal:
        return FormReport(errors=(str(refusal),)), b""
    except (MemoryError, RecursionError):
        return FormReport(errors=(TOO_COMPLEX,)), b""


if __name__ == "__main__":
    main()
