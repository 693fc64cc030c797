"""One row of the matrix, and the profiles that many rows share.

A profile holds one code per column in the order of `tests.matrix.columns.PEOPLE`; what the codes mean stands there too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from stellazh.common import clock
from tests.matrix.columns import Cells
from tests.matrix.world import World

Named = Callable[[World], Mapping[str, Any]]
Typed = Callable[[World, str], Mapping[str, Any]]


def nothing(world: World) -> Mapping[str, Any]:
    """No names, no form."""
    return {}


@dataclass(frozen=True)
class Row:
    """One address: what it names, what each column gets of it, and the smallest form that would change something.

    `typed` adds to the form what each column types for itself; `query` stands after the question mark, `headers` go
    along with a POST; with `is_confirmed` everybody has just shown who they are.
    """

    name: str
    get: Cells
    post: Cells
    names: Named = nothing
    body: Named = nothing
    state: str = ""
    has_token: bool = False
    query: Named = nothing
    headers: Named = nothing
    typed: Typed = lambda world, column: {}
    is_confirmed: bool = False

    def __str__(self) -> str:
        return f"{self.name} ({self.state})" if self.state else self.name


#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Pages
PUBLIC = Cells("               200 200 200 200 200 200 200   200 200          200        200")
SIGNED_IN = Cells("             in 200 200 200 200 200 200   200 200          200        200")
NO_METHOD = Cells("            405 405 405 405 405 405 405   405 405          405        405")
NO_METHOD_INSIDE = Cells("      in 405 405 405 405 405 405   405 405          405        405")
NOWHERE = Cells("              404 404 404 404 404 404 404   404 404          404        404")
NOWHERE_INSIDE = Cells("        in 404 404 404 404 404 404   404 404          404        404")
LEADS_ON = Cells("              to  to  to  to  to  to  to    to  to           to         to")
EVERYBODY_DOES = Cells("       did did did did did did did   did did          did        did")
EACH_FOR_THEMSELVES = Cells("   in did did did did did did   did did          did        did")
EACH_GETS_ONE = Cells("         in new new new new new new   new new          new        new")
# One person's own: the head's
HEAD_ONLY = Cells("             in 404 404 404 404 404 200   404 404          404        404")
HEAD_ONLY_DOES = Cells("        in 404 404 404 404 404 did   404 404          404        404")
# The list of members, and what is kept by those who keep it
MEMBERS_READ = Cells("          in 200 200 200 200 200 200   404 200          404        200")
MEMBERS_WRITE = Cells("         in 404 404 200 200 200 200   404 404          404        200")
MEMBERS_WRITE_DO = Cells("      in 404 404 did did did did   404 404          404        did")
# Those who lead the association: they invite, decide about newcomers, run campaigns
LEADERS = Cells("               in 404 404 404 200 200 200   404 404          404        200")
LEADERS_DO = Cells("            in 404 404 404 did did did   404 404          404        did")
# Those who prepare and run the events of the association
RUNNERS = Cells("               in 404 404 200 200 200 200   404 404          404        404")
RUNNERS_DO = Cells("            in 404 404 did did did did   404 404          404        404")
RUNNERS_GET_ONE = Cells("       in 404 404 new new new new   404 404          404        404")
# Those who read who comes and who came: from above too
LISTS = Cells("                 in 404 404 200 200 200 200   404 200          404        200")
LISTS_GET_ONE = Cells("         in 404 404 new new new new   404 new          404        new")
# Who sees the public side of an event that is not for everybody
OPEN_TO_MEMBERS = Cells("      404 200 200 200 200 200 200   404 200          404        200")
OPEN_TO_ALL_BELOW = Cells("    404 200 200 200 200 200 200   200 200          200        200")
OPEN_TO_INVITED = Cells("      404 200 404 200 200 200 200   404 200          404        200")
OPEN_TO_RUNNERS = Cells("      404 404 404 200 200 200 200   404 404          404        404")
# By a secret link: what everybody gets without the right one
SPENT = "                      410 410 410 410 410 410 410   410 410          410        410"


def at(world: World) -> Mapping[str, Any]:
    """Our association."""
    return {"code": world.association.code}


def today() -> str:
    """A day as forms send it."""
    return clock.today().isoformat()
