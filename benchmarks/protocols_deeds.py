"""What changes rows or makes papers: saving a speech, signing, marks for everybody, Word, PDF, an old paper read."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from benchmarks.events_deeds import Deed, _head, _sent
from benchmarks.measuring import Floor, table
from benchmarks.protocols_data import MUNICIPALITIES, SCHOOLS, Scene, moment

HEADS = ("queries", "CPU ms", "× floor", "waited ms")
TIMES = 7


def deeds(scene: Scene) -> Iterator[Deed]:
    """Each thing as often as it is timed, and once more for its queries."""
    yield Deed("a speech saved while it is typed (POST)", [_saved(scene, n) for n in range(12)])
    yield Deed("signing: number, seal, .docx and PDF, marks", [_signed(scene, key) for key in scene.alone])
    for size in (MUNICIPALITIES, SCHOOLS):
        yield Deed(f"make_binding, {size} addressees", [_bound(scene, key) for key in scene.bound[size]])
    yield from _papers(scene)


def measure(scene: Scene, floor: Floor) -> None:
    """Print what changes cost; each figure is a median, the first call of each is not timed."""
    from django.db import connection

    rows = []
    floor.measure()
    for deed in deeds(scene):
        asked: list[str] = []
        # A log of queries is emptied by whoever begins a request in between; this is not.
        with connection.execute_wrapper(lambda run, sql, *rest, asked=asked: (asked.append(sql), run(sql, *rest))[1]):
            deed.calls[0]()
        spent, waited = [], []
        for call in deed.calls[1:]:
            cpu, wall = time.process_time(), time.perf_counter()
            call()
            spent.append((time.process_time() - cpu) * 1000)
            waited.append((time.perf_counter() - wall) * 1000)
        cpu_ms = statistics.median(spent)
        figures = (len(asked), f"{cpu_ms:.1f}", f"{cpu_ms / floor.ms:.2f}", f"{statistics.median(waited):.1f}")
        rows.append((deed.name, *figures))
    table(f"Deeds and papers (floor {floor.ms:.1f} ms)", (f"{connection.vendor}: deed", *HEADS), rows)


def _saved(scene: Scene, number: int) -> Callable[[], object]:
    """The same block again and again, each time after the version before it."""
    key = scene.speeches[-1]
    fields = {"name": "Липина Е.С.", "text": f"Рассказала о чтении. {number}", "expected_version": number + 1}
    return _sent(f"/protocols/{scene.written}/edit/speeches/{key}/", scene.head, fields)


def _signed(scene: Scene, key: int) -> Callable[[], object]:
    from stellazh.protocols.services.signing import sign_protocol

    head = _head(scene)
    return lambda: sign_protocol(key, by=head, at=moment())


def _bound(scene: Scene, key: int) -> Callable[[], object]:
    from stellazh.protocols.models import Protocol
    from stellazh.protocols.services.following import make_binding

    head = _head(scene)
    made = Protocol.objects.select_related("association__territory").get(pk=key)
    return lambda: make_binding(made, by=head, at=moment())


def _papers(scene: Scene) -> Iterator[Deed]:
    from stellazh.office.intake import open_paper
    from stellazh.protocols.enums import FormKind
    from stellazh.protocols.models import Protocol
    from stellazh.protocols.papers.example import example_form
    from stellazh.protocols.papers.own_form import own_protocol_docx
    from stellazh.protocols.papers.pdf import protocol_pdf
    from stellazh.protocols.papers.word import protocol_docx
    from stellazh.protocols.reading import read_protocol
    from stellazh.protocols.reads.content import protocol_content

    draft = Protocol.objects.select_related("association__territory").get(pk=scene.drafts[20])
    content = protocol_content(draft)
    form, paper = example_form(FormKind.PROTOCOL), protocol_docx(content)
    for name, make in (
        ("content of 20 questions read", lambda: protocol_content(draft)),
        (".docx of 20 questions", lambda: protocol_docx(content)),
        (".pdf of 20 questions", lambda: protocol_pdf(content)),
        ("own Word form filled, 20 questions (a process of its own)", lambda: own_protocol_docx(form, content)),
        ("an old protocol read, 20 questions", lambda: read_protocol(open_paper(paper, "Протокол.docx"))),
    ):
        yield Deed(name, [make] * (TIMES + 1))
