"""Pages of an import, step by step."""

from stellazh.workplans.views.imports.bringing import import_abandon, import_list, import_resume, import_start
from stellazh.workplans.views.imports.checking import (
    import_passport,
    import_preview,
    import_row,
    import_row_act,
    import_row_split,
    import_term,
)
from stellazh.workplans.views.imports.ending import import_confirm, import_done, import_doubts, import_undo

__all__ = [
    "import_abandon",
    "import_confirm",
    "import_done",
    "import_doubts",
    "import_list",
    "import_passport",
    "import_preview",
    "import_resume",
    "import_row",
    "import_row_act",
    "import_row_split",
    "import_start",
    "import_term",
    "import_undo",
]
