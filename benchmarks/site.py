"""The sites: `python -m benchmarks.site`. SQLite, a minute or two, or the database of DATABASE_URL.

Homes with a site, the news of an association (300 pieces) and of all, one piece of news, sections with their feeds; as
a guest. Beside each: what a page of the peer (Wagtail's own demonstration) costs by SPEED.md: 40–43 queries and
22–34 KB.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.__main__ import _environment
from benchmarks.measuring import Floor, in_turns, table

NEWS = 300
BRANCHES = 40
PEER_QUERIES, PEER_KB = "40–43", "22–34"
AT = datetime(2025, 2, 11, 9, 0, tzinfo=UTC)
_WORDS = "<p>{}</p>".format("Библиотекари округа читали вслух, спорили о прочитанном и составили список книг. " * 5)


def main() -> int:
    folder = tempfile.TemporaryDirectory(prefix="stellazh-bench-")
    database = os.environ.get("DATABASE_URL")
    os.environ.update(_environment(folder.name))
    if database:
        os.environ["DATABASE_URL"] = database
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    paths = _filled()
    floor = Floor()
    floor.measure()
    from benchmarks.pages import _facts, request

    asks = [request(path) for path in paths.values()]
    facts = [_facts(ask) for ask in asks]
    spent = in_turns(asks)
    floor.measure()
    rows = [
        (name, queries, f"{cpu:.1f}", f"{cpu / floor.ms:.2f}", f"{raw / 1024:.1f}", f"{packed / 1024:.1f}")
        for name, (queries, raw, packed), cpu in zip(paths, facts, spent, strict=True)
    ]
    rows.append(("the peer's page (SPEED.md)", PEER_QUERIES, "–", "–", PEER_KB, "–"))
    heads = ("page, guest", "queries", "CPU ms", "× floor", "raw KB", "gzip KB")
    table(f"Sites (floor {floor.ms:.1f} ms)", heads, rows)
    folder.cleanup()
    return 0


def _filled() -> dict[str, str]:
    """A region of forty associations with plans, events, documents; two sites, one with three hundred news."""
    from stellazh.common import clock
    from stellazh.common.actor import System
    from stellazh.common.school_year import SchoolYear
    from stellazh.pages.services.sites import ensure_site
    from tests.factories.associations import AssociationFactory, TerritoryFactory
    from tests.factories.documents import DocumentFactory
    from tests.factories.events import EventFactory
    from tests.factories.workplans import PlanFactory, PlanItemFactory, PlanSectionFactory

    year, today, by = SchoolYear.of(clock.today()).start, clock.today(), System("bench")
    land: Any = TerritoryFactory(code="land", kind="region", name="Заречная область")
    region: Any = AssociationFactory(code="omo", kind="omo", short_name="ОМО", territory=land)
    places: list[Any] = [
        AssociationFactory(
            code=f"mmo-{number}", parent=region, territory=TerritoryFactory(name=f"Округ {number}", parent=land)
        )
        for number in range(BRANCHES)
    ]
    for association in (region, *places):
        plan: Any = PlanFactory(association=association, school_year=year, published=True)
        section = PlanSectionFactory(plan=plan)
        for number in range(55 if association == region else 10):
            day = today + timedelta(days=number % 40)
            PlanItemFactory(plan=plan, section=section, term_kind="date", start=day, end=day)
    for number in range(60):
        starts_at = clock.now() + timedelta(days=number - 30)
        event: Any = EventFactory(association=places[number % 40], starts_at=starts_at, school_year=year, capacity=30)
        event.materials.create(title="Раздатка")
        DocumentFactory(association=region, public=True)
    homes = [ensure_site(association, by=by, at=AT) for association in (region, places[0])]
    _news(homes[0], NEWS)
    _news(homes[1], 5)
    _words(homes[0])
    return {
        "home of the region, with its site": "/",
        "home of an association, with its site": "/o/mmo-0/",
        "home of an association without one": "/o/mmo-1/",
        f"news of an association, {NEWS}, first page": "/o/omo/news/",
        f"news of an association, {NEWS}, last page": "/o/omo/news/?page=15",
        "news of one category": "/o/omo/news/?category=contests",
        f"news of all, {NEWS + 5}": "/news/",
        "one piece of news, 3 pictures": "/o/omo/news/n-299/",
        "section: structure, 40 associations": "/o/omo/about/",
        "section: plan and events": "/o/omo/work/",
        "section: documents, 60": "/o/omo/docs/",
        "section: protocols and reports": "/o/omo/minutes/",
        "section: records, 60 events": "/o/omo/mediatheque/",
        "a long page with contents": "/o/omo/about/long/",
        f"RSS of news, {NEWS}": "/o/omo/news/rss/",
        "map: index": "/sitemap.xml",
    }


def _body(count: int, picture: Any = None) -> list[dict[str, Any]]:
    parts: list[tuple[str, Any]] = [("text", f"<h2>Часть {number + 1}</h2>{_WORDS}") for number in range(count)]
    if picture is not None:
        parts[1:1] = [("picture", {"picture": picture.pk, "caption": "Выставка"})] * 2
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in parts]


def _news(home: Any, count: int) -> None:
    from stellazh.pages.models import NewsCategory, NewsIndex, NewsPage

    index = NewsIndex.objects.child_of(home).get()
    categories = [
        NewsCategory.objects.create(index=index, name=name, slug=slug, sort_order=order)
        for order, (slug, name) in enumerate((("contests", "Конкурсы"), ("libraries", "Библиотеки")))
    ]
    pictures = [_picture(home) for _ in range(min(count, 30))]
    for number in range(count):
        picture = pictures[number % len(pictures)]
        page = NewsPage(
            title=f"Школьные библиотекари прочитали вслух сто книг за неделю, выпуск {number}",
            slug=f"n-{number}",
            on=date(2024, 1, 1) + timedelta(days=number),
            lead="Читали в школах, в парке и в автобусе; рассказываем, что получилось и как повторить это у себя.",
            picture=picture,
        )
        index.add_child(instance=page)
        page.body = _body(3, picture)
        page.categories = [categories[number % 2]]
        page.save()


def _words(home: Any) -> None:
    from stellazh.pages.models import SectionPage, TextPage

    home.lead, home.picture, home.body = "Вместе с книгой: план года, встречи, опыт.", _picture(home), _body(2)
    home.save()
    about = SectionPage.objects.child_of(home).get(slug="about")
    page = TextPage(title="Положение об объединении", slug="long")
    about.add_child(instance=page)
    page.body = _body(20)
    page.save()


def _picture(home: Any) -> Any:
    from django.core.files.images import ImageFile
    from PIL import Image

    from stellazh.pages.models import SitePicture

    file = io.BytesIO()
    Image.new("RGB", (1300, 800), "#8a5a0c").save(file, "JPEG")
    made = ImageFile(io.BytesIO(file.getvalue()), f"{uuid.uuid4()}.jpg")
    return SitePicture.objects.create(title="Полка", file=made, people="nobody", collection=home.collection)


if __name__ == "__main__":
    sys.exit(main())
