"""The floor: what Django itself costs for 50 rows, one query and one template, with nothing of ours around it.

`python -m benchmarks.floor` prints the CPU milliseconds of one request as JSON. `application` serves the same page, so
that a served floor can stand beside served pages: `granian --interface wsgi benchmarks.floor:application`.
No middleware, one view, one model; the template holds translated strings, two date filters and `truncatewords` per row.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings

ROWS = 50
TEMPLATE = """{% load i18n %}<!doctype html><html lang="ru"><head><title>{% translate "Home" %}</title></head><body>
<h1>{% translate "Date" %}</h1><table><thead><tr><th>{% translate "Name" %}</th><th>{% translate "Date" %}</th>
<th>{% translate "Time" %}</th><th>{% translate "Change" %}</th></tr></thead><tbody>{% for row in rows %}
<tr><td><a href="/rows/{{ row.pk }}/">{{ row.title }}</a></td><td>{{ row.day|date:"j E Y" }}</td>
<td>{{ row.made_at|date:"d.m.Y H:i" }}</td><td>{{ row.text|truncatewords:12 }}</td>
<td>{% translate "Change" %} {% translate "Delete" %}</td></tr>{% endfor %}</tbody></table></body></html>"""

# A process that serves is started by granian, which only imports; where its rows lie comes by the environment.
_folder = Path(os.environ.get("FLOOR_DIR") or tempfile.mkdtemp(prefix="floor-"))
if not settings.configured:
    settings.configure(
        DEBUG=False,
        SECRET_KEY="floor",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[],
        INSTALLED_APPS=[],
        LANGUAGE_CODE="ru",
        USE_I18N=True,
        USE_TZ=True,
        TIME_ZONE="Europe/Moscow",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(_folder / "floor.sqlite3")}},
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"rows.html": TEMPLATE})]},
            }
        ],
    )
    settings.TEMPLATES[0]["OPTIONS"]["loaders"] = [
        ("django.template.loaders.cached.Loader", settings.TEMPLATES[0]["OPTIONS"]["loaders"])
    ]
    django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    title = models.CharField(max_length=200)
    day = models.DateField()
    made_at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        app_label = "floor"


def fifty_rows(request: HttpRequest) -> HttpResponse:
    return render(request, "rows.html", {"rows": Row.objects.order_by("day")[:ROWS]})


urlpatterns = [path("", fifty_rows)]


def make_rows() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    words = " ".join(f"слово-{number}" for number in range(30))
    Row.objects.bulk_create(
        Row(
            title=f"Семинар для школьных библиотекарей № {number}: чтение, книга и сцена",
            day=date(2024, 9, 1) + timedelta(days=number),
            made_at=datetime(2024, 9, 1, 9, 0, tzinfo=UTC) + timedelta(hours=number),
            text=words,
        )
        for number in range(ROWS)
    )


if not (_folder / "floor.sqlite3").exists():
    make_rows()
application: Any = get_wsgi_application()


def main() -> None:
    from django.test.client import ClientHandler, RequestFactory

    from benchmarks.measuring import cpu_ms

    handler, environ = ClientHandler(), RequestFactory().get("/").environ
    json.dump({"cpu_ms": cpu_ms(lambda: handler(environ), seconds=0.8)}, sys.stdout)


if __name__ == "__main__":
    main()
