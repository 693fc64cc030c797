"""What pages and letters read of papers."""

from stellazh.reports.reads.board import board, own_row
from stellazh.reports.reads.cells import Board, BoardRow, Cell, Head, LetterWritten
from stellazh.reports.reads.rules import Rule, rules_of

__all__ = ["Board", "BoardRow", "Cell", "Head", "LetterWritten", "Rule", "board", "own_row", "rules_of"]
