"""The process that reads one paper: `python -m stellazh.workplans.drafts <cpu seconds> <memory megabytes>`.

Takes one line of JSON (what the paper is) and then the file's bytes from its standard input; gives `{"draft": …}` or
`{"refusal": "…"}`. A paper made to exhaust memory or time ends this process and nothing else.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from stellazh.common.errors import UnreadablePaper
from stellazh.workplans.drafts.paper import Paper
from stellazh.workplans.drafts.taking import read_draft

TOO_COMPLEX = "Файл устроен слишком сложно и не читается: скопируйте сам план в новый документ и загрузите его."


def main() -> None:
    """Read the paper of the standard input within the limits of the command line."""
    seconds, megabytes = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    header = json.loads(sys.stdin.buffer.readline())
    paper = Paper(header["name"], sys.stdin.buffer.read(), header["html"], header["text"])
    sys.stdout.write(json.dumps(_answer(paper, header["school_year"])))


def _answer(paper: Paper, school_year: int) -> dict[str, Any]:
    try:
        return {"draft": read_draft(paper, school_year).to_json()}
    except UnreadablePaper as refusal:
        return {"refusal": str(refusal)}
    except (MemoryError, RecursionError):
        return {"refusal": TOO_COMPLEX}


if __name__ == "__main__":
    main()
