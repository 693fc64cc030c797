"""The command `stellazh`: everything an operator does from a console. See docs/operations/command-line.md."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from stellazh.cli.parser import command_of, make_parser
from stellazh.cli.refusal import sentence_of

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 refused or failed, 2 not understood, 130 interrupted.

    Nothing of Django is loaded before the command needs it.
    """
    arguments = make_parser().parse_args(argv)
    try:
        return command_of(arguments)(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output went away: `stellazh … | head`.
        sys.stderr.close()
        return 1
    except Exception as error:
        if arguments.debug:
            raise
        print(f"stellazh: {sentence_of(error)}", file=sys.stderr)
        return 1
