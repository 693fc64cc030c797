"""The tile map of a territory: where each part stands."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from stellazh.associations import access, services
from stellazh.associations.forms import TilesForm
from stellazh.associations.models import Territory
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form
from stellazh.ui.charts import PlacedTile, Tile, arrange, short_place_name, tile_map


@require_http_methods(["GET", "POST"])
def territory_tiles(request: Request, code: str) -> HttpResponse:
    """Arrange the tiles of a territory's map, and see it as it is."""
    territory = get_object_or_404(Territory, code=code, archived_at=None)
    if not access.can_manage_territory(request.actor, territory):
        raise Http404
    tiles = list(Territory.objects.tiles_of(territory))
    placed = _placed(tiles)
    places = {tile.pk: (one.row + 1, one.column + 1) for tile, one in zip(tiles, placed, strict=True)}
    form = TilesForm(request.POST or None, tiles, places, initial={"expected_version": territory.version})
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.arrange_tiles(
                territory.pk,
                expected_version=form.cleaned_data["expected_version"],
                places={pk: services.TilePlace(*place) if place else None for pk, place in form.places.items()},
                by=request.actor,
                at=clock.now(),
            ),
        )
        if tried:
            messages.success(request, "Карта сохранена.")
            return redirect("associations:territory_tiles", territory.code)
    shown = [
        replace(one.tile, row=one.row + 1, column=one.column + 1, mark=f"{one.row + 1} · {one.column + 1}")
        for one in placed
    ]
    picture, _ = tile_map(f"Карта плитками: {territory.name}", shown)
    context = {"territory": territory, "picture": picture, "conflict": tried.conflict}
    return show_form(request, "associations/territory_tiles.html", form, context)


def _placed(tiles: list[Territory]) -> list[PlacedTile]:
    """The cell of each, in the same order. The key stands in for the name, which two of them may share."""
    found = {
        one.tile.name: one
        for one in arrange(Tile(str(tile.pk), "", None, tile.tile_row, tile.tile_column) for tile in tiles)
    }
    return [replace(found[str(tile.pk)], tile=Tile(tile.name, short_place_name(tile.name), None)) for tile in tiles]
