"""Where markup written by people is drawn as markup: two places of the pages, clean by whatever way it came."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail import blocks, fields
from wagtail.models import Page

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.documents.services import DocumentFields, create_document, publish_document
from stellazh.pages.models import NewsIndex, NewsPage, SectionPage, SiteHome, TextPage
from stellazh.pages.models.blocks import CleanTextBlock
from stellazh.pages.models.streams import CleanStreamField
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from stellazh.people.services import issue_token
from tests.factories.protocols import ProtocolFactory, SpeechFactory

ROOT = Path(__file__).resolve().parents[2]
# Whoever adds a place adds what it draws to the tests below.
DRAWN = {
    "stellazh/pages/templates/pages/blocks/text.html": ["{{ value|richtext }}"],
    "stellazh/pages/templates/pages/blocks/question.html": ["{{ value.answer|richtext }}"],
    # Plain texts, escaped by the pages that show them; they name the site and its address.
    "stellazh/people/templates/people/texts/distribution.txt": ["{% autoescape off %}"],
    "stellazh/people/templates/people/texts/processing.txt": ["{% autoescape off %}"],
}
UNESCAPED = re.compile(r"{{[^}]*\|\s*(?:safe|safeseq|richtext)\b[^}]*}}|{%\s*autoescape\s+off[^%]*%}")
# Code that says of a text made of pieces that it is markup; each piece is escaped there, or is one of ours.
MARKUP = {
    "stellazh/events/templatetags/agenda.py", "stellazh/members/reads/directory/tables.py",
    "stellazh/members/views/directory_drawers.py", "stellazh/pages/drawn_body.py",
    "stellazh/reports/reads/year/pictures.py", "stellazh/ui/attributes.py", "stellazh/ui/charts/answers.py",
    "stellazh/ui/charts/bars.py", "stellazh/ui/charts/columns.py", "stellazh/ui/charts/pictures.py",
    "stellazh/ui/charts/shares.py", "stellazh/ui/components/paths.py",
    "stellazh/ui/components/year.py", "stellazh/ui/icons.py", "stellazh/ui/rendering.py",
}  # fmt: skip
HTML = (
    '<p onmouseover="run(1)">Слова<script>run(1)</script><img src=x onerror=run(1)><svg/onload=run(1)></svg>'
    '<style>p{background:url("javascript:run(1)")}</style><iframe srcdoc="<script>run(1)</script>"></iframe>'
    '<a href="javascript:run(1)">а</a><a href=" JAVA&#09;SCRIPT:run(1)">б</a><a href="data:text/html,run(1)">в</a>'
    '<a href="vbscript:run(1)">г</a><math><mtext></p><img src=x onerror=run(1)></math><template><p>т</p></template>'
    '<object data="data:text/html,run(1)"></object><base href="//evil.example/"><form action="//evil.example/">'
    '<embed embedtype="image" id="1" alt="&quot; onerror=run(1)" format="left"><noscript><p title="</noscript>'
    '<img src=x onerror=run(1)>"></p>'
)
BODY: list[dict[str, Any]] = [
    {"type": "text", "value": HTML},
    {"type": "question", "value": {"question": "В?", "answer": HTML}},
    {"type": "link", "value": {"words": "Дальше", "page": None, "address": "javascript:run(1)"}},
    {"type": "video", "value": {"address": "data:text/html,run(1)", "title": "З"}},
]
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "poster"}
SAFE_ADDRESS = re.compile(r"(?:https?://(?!evil)|mailto:|tel:|/(?!/)|#|\?|$)", re.IGNORECASE)
FOREIGN = {"object", "embed", "base", "math", "mtext", "noscript", "template"}


class Running(HTMLParser):
    """Gathers what would run, or lead where it must not, were the page opened by a browser."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FOREIGN or "srcdoc" in dict(attrs):
            self.found.append(tag)
        for name, value in attrs:
            is_address = name in ADDRESSES and not SAFE_ADDRESS.match((value or "").strip())
            if name.startswith("on") or is_address or (name == "style" and "run" in (value or "")):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.lasttag in {"script", "style"} and "run(1)" in (self.get_starttag_text() or "") + data:
            self.found.append(f"{self.lasttag}: {data[:40]}")

    def handle_endtag(self, tag: str) -> None:
        self.lasttag = ""


def running(page: str) -> list[str]:
    """What is wrong with the page."""
    return Running(page).found


ClientFor = Callable[..., Client]
Put = Callable[[Page, datetime], Page]


def product(pattern: str) -> list[Path]:
    return sorted(ROOT.glob(f"stellazh/**/{pattern}"))


def test_markup_is_drawn_as_markup_in_these_places_only() -> None:
    found = {
        str(path.relative_to(ROOT)): places
        for path in (*product("*.html"), *product("*.txt"), *product("*.xml"))
        if (places := UNESCAPED.findall(path.read_text(encoding="utf-8")))
    }

    assert found == DRAWN


def test_code_that_makes_markup_of_pieces_is_known() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in product("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"SafeString", "SafeText", "mark_safe"}
        and not (node.args and isinstance(node.args[0], ast.Constant))
    }

    assert found == MARKUP


def test_every_body_and_every_rich_text_cleans_itself() -> None:
    bodies = [
        field
        for model in apps.get_models()
        if model.__module__.startswith("stellazh.")
        for field in model._meta.local_fields
        if isinstance(field, (fields.StreamField, fields.RichTextField))
    ]
    kinds = [block for field in bodies for block in _inside(field.stream_block)]  # type: ignore[attr-defined]

    assert sorted(str(field) for field in bodies) == [
        "pages.NewsPage.body", "pages.SectionPage.body", "pages.SiteHome.body", "pages.TextPage.body",
    ]  # fmt: skip
    assert {type(field) for field in bodies} == {CleanStreamField}
    assert {type(block) for block in kinds if isinstance(block, blocks.RichTextBlock)} == {CleanTextBlock}
    assert [block for block in kinds if isinstance(block, blocks.RawHTMLBlock)] == []


def _inside(block: blocks.Block) -> list[blocks.Block]:
    children = list(getattr(block, "child_blocks", {}).values()) + [
        child for child in (getattr(block, "child_block", None),) if child is not None
    ]
    return [block, *(inner for child in children for inner in _inside(child))]


@pytest.fixture
def home(association: Association, head: Person, at: datetime) -> SiteHome:
    return ensure_site(association, by=head, at=at)


def _saved(page: Page, at: datetime) -> Page:
    page.body = json.dumps(BODY)
    page.save()
    return page


def _published(page: Page, at: datetime) -> Page:
    page.body = json.dumps(BODY)
    page.save_revision().publish()
    return page


def _brought_back(page: Page, at: datetime) -> Page:
    """An earlier text, spoilt in its row, made the present one as the editor does it."""
    earlier = page.save_revision()
    page.save_revision().publish()
    earlier.content = {**earlier.content, "body": json.dumps(BODY)}
    earlier.save()
    back = earlier.as_object()
    back.save_revision(previous_revision=earlier).publish()
    return page


def _by_the_clock(page: Page, at: datetime) -> Page:
    waiting = page.save_revision()
    waiting.content = {**waiting.content, "body": json.dumps(BODY)}
    waiting.approved_go_live_at = at - timedelta(days=1)
    waiting.save()
    call_command("publish_scheduled")
    return page


def _copied(page: Page, at: datetime) -> Page:
    _in_the_row(page, at)
    return type(page).objects.get(pk=page.pk).copy(update_attrs={"slug": "copied", "title": "Список"}, keep_live=True)


def _in_the_row(page: Page, at: datetime) -> Page:
    """Past everything of ours, as an archive or somebody at the database would."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(page._meta.db_table)
        cursor.execute(f"UPDATE {table} SET body = %s WHERE page_ptr_id = %s", [json.dumps(BODY), page.pk])
    return page


@pytest.mark.parametrize("put", [_saved, _published, _brought_back, _by_the_clock, _copied, _in_the_row])
@pytest.mark.parametrize("kind", [SiteHome, NewsPage, SectionPage, TextPage])
def test_hostile_body_runs_nowhere(home: SiteHome, client_for: ClientFor, at: datetime, kind: Any, put: Put) -> None:
    if (kind, put) == (SiteHome, _copied):
        # The home of a site stands alone: nothing of Wagtail's copies it.
        return
    page = put(_page(home, kind, at), at)

    answer = client_for(None).get(kind.objects.get(pk=page.pk).url)

    shown = answer.content.decode()
    assert (answer.status_code, running(shown)) == (200, [])
    assert "Слова" in shown
    if put is _in_the_row:
        # Drawn clean; the row is clean when somebody saves the page.
        return
    kept = kind.objects.get(pk=page.pk).body.get_prep_value()
    assert running(" ".join(_texts(kept))) == []
    assert [one["value"].get("address") for one in kept if one["type"] in {"link", "video"}] == ["", ""]


def _texts(kept: list[Any]) -> list[str]:
    return [
        one["value"] if one["type"] == "text" else one["value"]["answer"]
        for one in kept
        if one["type"] in {"text", "question"}
    ]


def _page(home: SiteHome, kind: Any, at: datetime) -> Any:
    if kind is SiteHome:
        return SiteHome.objects.get(pk=home.pk)
    if kind is SectionPage:
        return SectionPage.objects.child_of(home).first()
    if kind is NewsPage:
        made = NewsPage(title="Новость", slug="hostile", on=at.date(), lead="Л")
        return NewsIndex.objects.child_of(home).get().add_child(instance=made)
    return SectionPage.objects.child_of(home).first().add_child(instance=TextPage(title="Страница", slug="hostile"))


def test_hostile_news_runs_nowhere_outside_of_its_page(home: SiteHome, head: Person, at: datetime) -> None:
    page = _saved(_page(home, NewsPage, at), at)
    Page.objects.filter(pk=page.pk).update(title="<script>run(1)</script>Новость")
    NewsPage.objects.filter(pk=page.pk).update(lead="<img src=x onerror=run(1)>")
    token = issue_token(head, label="Программа", by=head, at=clock.now()).token
    client = Client(headers={"Authorization": f"Bearer {token}"})

    for address in ("/news/", "/news/rss/", home.url, "/api/v1/news"):
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 200)
        told = json.dumps(answer.json(), ensure_ascii=False) if "json" in answer["Content-Type"] else ""
        # A program gets the words as words; what it draws of them is its own care.
        assert running(answer.content.decode() if not told else "") == []
        assert "<p onmouseover" not in told


def test_hostile_words_of_a_document_are_words(
    association: Association, head: Person, client_for: ClientFor, at: datetime
) -> None:
    fields_of = DocumentFields(
        title=HTML[:200], number="<b>1</b>", source="<svg/onload=run(1)>", summary=HTML, audience="public"
    )
    document = create_document(association.pk, fields=fields_of, by=head, at=at)
    publish_document(document.pk, by=head, at=at)

    for address in (document.get_absolute_url(), reverse("documents:document_list"), "/search/?q=Слова"):
        answer = client_for(None).get(address)
        assert (answer.status_code, running(answer.content.decode())) == (200, [])


def test_hostile_words_of_a_protocol_are_words(head: Person, client_for: ClientFor, association: Association) -> None:
    protocol = ProtocolFactory.create(association=association, title=HTML[:200])
    SpeechFactory.create(protocol=protocol, text=HTML, name="<script>run(1)</script>")

    for name in ("protocol_detail", "protocol_edit"):
        answer = client_for(head).get(reverse(f"protocols:{name}", args=[protocol.pk]))
        assert (answer.status_code, running(answer.content.decode())) == (200, [])
        assert "&lt;script&gt;run(1)" in answer.content.decode()


def test_the_judge_of_these_tests_sees_what_runs() -> None:
    assert len(running(HTML)) > 15
