"""Rows of the matrix: notices, ways in, one's own data, and what the keeper of the installation does with data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stellazh.notices.kinds import notice_kinds
from tests.factories.people import PASSWORD
from tests.matrix.columns import Cells
from tests.matrix.row import (
    EACH_FOR_THEMSELVES,
    EACH_GETS_ONE,
    HEAD_ONLY,
    HEAD_ONLY_DOES,
    LEADS_ON,
    NO_METHOD,
    NO_METHOD_INSIDE,
    NOWHERE,
    PUBLIC,
    SIGNED_IN,
    SPENT,
    Row,
)
from tests.matrix.world import World

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# What the head alone has: to others it is said that they have no such thing
HEAD_DOES = Cells("             in  to  to  to  to  to did    to  to           to         to")
HEAD_GETS_ONE = Cells("         in  to  to  to  to  to new    to  to           to         to")
SENT_ON = Cells("               in  to  to  to  to  to  to    to  to           to         to")
WRONG = Cells("                 in 422 422 422 422 422 422   422 422          422        422")
NOWHERE_INSIDE = Cells("        in 404 404 404 404 404 404   404 404          404        404")
# The letter to a new address opens to the one who asked for it, signed in; alone it is nothing
PROVED = Cells("                in 410 410 410 410 410 200   410 410          410        410")
PROVES = Cells("                in 410 410 410 410 410 did   410 410          410        410")
UNPROVED = Cells("              in 410 410 410 410 410 410   410 410          410        410")
# The only head of a place, and the only operator, have to hand it over first
ERASED = Cells("                in did did did did did 422   did 422          422        422")
# The installation is kept by its operator
KEEPER = Cells("                in 404 404 404 404 404 404   404 404          404        200")
KEEPER_DOES = Cells("           in 404 404 404 404 404 404   404 404          404        did")
KEEPERS_DATA = Cells("          in 404 404 404 404 404 404   404 404          404        422")
UNSUBSCRIBING = Cells(SPENT, {"bearer_of_unsubscribing": "200"})
UNSUBSCRIBES = Cells(SPENT, {"bearer_of_unsubscribing": "new"})


def _choices(world: World) -> Mapping[str, Any]:
    kinds = {f"kind-{kind.code}": "off" for kind in notice_kinds if not kind.is_required}
    return {**kinds, "digest_days": "weekdays", "digest_hour": 7, "version": 0}


def _with_codes(world: World) -> Mapping[str, Any]:
    assert world.spare_codes
    return {}


def _marked(world: World) -> Mapping[str, Any]:
    assert world.bounced
    return {}


def _agreed(world: World) -> Mapping[str, Any]:
    assert world.consent
    return {"purpose": "processing"}


def _published(world: World) -> Mapping[str, Any]:
    assert world.published_name
    return {"purpose": "distribution", "subject": "name"}


NOTICES = (
    Row("notices:notice_list", SIGNED_IN, NO_METHOD_INSIDE),
    Row("notices:notices_read", NO_METHOD_INSIDE, HEAD_DOES, body=lambda w: {"up_to": w.notice.pk}),
    Row("notices:notice_open", NO_METHOD_INSIDE, HEAD_ONLY_DOES, lambda w: {"notice_id": w.notice.pk}),
    Row("notices:notice_read", NO_METHOD_INSIDE, HEAD_ONLY_DOES, lambda w: {"notice_id": w.notice.pk}),
    Row("notices:choices", SIGNED_IN, EACH_FOR_THEMSELVES, body=_choices),
    Row("notices:address_check", NO_METHOD_INSIDE, HEAD_DOES, body=_marked),
    Row("notices:unsubscribe", UNSUBSCRIBING, UNSUBSCRIBES, body=lambda w: {"what": "all"}, has_token=True),
)


def _guarded(name: str, get: Cells, post: Cells, **more: Any) -> tuple[Row, Row]:
    """A page that asks first who it is: in a session left open it opens nothing."""
    left_open = {key: value for key, value in more.items() if key in ("names", "body")}
    return (
        Row(name, SENT_ON, SENT_ON, **left_open, state="session left open"),
        Row(name, get, post, **more, is_confirmed=True),
    )


def _passkey(world: World) -> Mapping[str, Any]:
    return {"passkey_id": world.passkey.pk}


def _letter(world: World) -> Mapping[str, Any]:
    return {"token": world.link("bearer_of_new_address").token}


NEW_ADDRESS = (
    *_guarded("people:address_change", SIGNED_IN, EACH_FOR_THEMSELVES, body=lambda w: {"email": "other@example.org"}),
    Row("people:address_confirm", PROVED, PROVES, _letter, state="the head's letter"),
    Row("people:address_confirm", UNPROVED, UNPROVED, has_token=True, state="each with a token of theirs"),
)

WAYS_IN = (
    Row("people:second_step", LEADS_ON, LEADS_ON, body=lambda w: {"code": "123456"}, state="without a password first"),
    Row("people:passkey_sign_in", NO_METHOD, LEADS_ON, body=lambda w: {"credential": "{}"}),
    Row("people:passkey_ask", NO_METHOD, PUBLIC),
    Row("people:provider_sign_in", NO_METHOD, NOWHERE, lambda w: {"code": "unknown"}, state="not configured"),
    Row("people:provider_callback", NOWHERE, NO_METHOD, lambda w: {"code": "unknown"}, state="not configured"),
    Row("people:confirm", SIGNED_IN, SENT_ON, body=lambda w: {"password": PASSWORD}),
    Row("people:security", SIGNED_IN, NO_METHOD_INSIDE),
    Row("people:session_end", NO_METHOD_INSIDE, HEAD_DOES, lambda w: {"session_id": w.other_session.pk}),
    Row("people:sessions_end_others", SIGNED_IN, HEAD_DOES, body=lambda w: {"other": w.other_session.pk}),
    Row("people:browser_forget", NO_METHOD_INSIDE, HEAD_DOES, lambda w: {"browser_id": w.browser.pk}),
    *_guarded("people:codes_on", SIGNED_IN, EACH_GETS_ONE, typed=lambda w, column: w.sealed_secret(column)),
    *_guarded("people:codes_off", SIGNED_IN, HEAD_DOES, body=_with_codes),
    *_guarded("people:spare_codes", SIGNED_IN, HEAD_GETS_ONE, body=_with_codes),
    *_guarded("people:passkey_add", SIGNED_IN, WRONG, body=lambda w: {"name": "Телефон", "credential": "{}"}),
    *_guarded("people:passkey_new", NO_METHOD_INSIDE, SIGNED_IN),
    *_guarded(
        "people:passkey_rename",
        HEAD_ONLY,
        Cells("in 404 404 404 404 404 did 404 404 404 404"),
        names=_passkey,
        body=lambda w: {"name": "Ноутбук"},
    ),
    *_guarded("people:passkey_remove", HEAD_ONLY, HEAD_ONLY_DOES, names=_passkey),
    *_guarded("people:provider_link", NO_METHOD_INSIDE, NOWHERE_INSIDE, names=lambda w: {"code": "unknown"}),
    *_guarded(
        "people:provider_unlink",
        HEAD_ONLY,
        HEAD_ONLY_DOES,
        names=lambda w: {"account_id": w.account_elsewhere.pk},
    ),
)

OWN_DATA = (
    Row("people:own_data", SIGNED_IN, NO_METHOD_INSIDE),
    Row(
        "people:consent_read",
        SIGNED_IN,
        EACH_FOR_THEMSELVES,
        lambda w: {"purpose": w.processing.purpose},
        lambda w: {"text": w.processing.pk},
    ),
    Row("people:consent_declined", SIGNED_IN, NO_METHOD_INSIDE),
    Row(
        "people:name_publish",
        SIGNED_IN,
        EACH_FOR_THEMSELVES,
        body=lambda w: {"text": w.distribution.pk, "agrees": "on"},
    ),
    Row("people:consent_withdraw", HEAD_ONLY, HEAD_ONLY_DOES, _agreed),
    Row("people:subject_withdraw", HEAD_ONLY, HEAD_ONLY_DOES, _published),
    Row("people:look_list", SIGNED_IN, NO_METHOD_INSIDE),
    Row("people:archive_ask", NO_METHOD_INSIDE, EACH_FOR_THEMSELVES),
    Row("people:own_erase", SIGNED_IN, ERASED, body=lambda w: {"word": "удалить", "password": PASSWORD}),
    Row("people:own_erased", NOWHERE, NO_METHOD),
)

KEEPING = (
    Row("personal:privacy", PUBLIC, NO_METHOD),
    Row("personal:text_list", KEEPER, NO_METHOD_INSIDE),
    Row(
        "personal:text_publish",
        KEEPER,
        KEEPER_DOES,
        lambda w: {"purpose": "processing"},
        lambda w: {"title": "Согласие", "text": "Я согласна на обработку моих данных."},
    ),
    Row("personal:erasure_list", KEEPER, NO_METHOD_INSIDE),
    Row(
        "personal:person_erase",
        KEEPER,
        KEEPER_DOES,
        lambda w: {"person_id": w.newcomer.pk},
        lambda w: {"word": "удалить"},
    ),
    Row(
        "personal:person_erase",
        KEEPER,
        KEEPERS_DATA,
        lambda w: {"person_id": w.people["head"].pk},
        lambda w: {"word": "удалить"},
        state="the only head",
    ),
)

ROWS = (*NOTICES, *NEW_ADDRESS, *WAYS_IN, *OWN_DATA, *KEEPING)
