"""The credential holds what the paper says, in the standard's words, and nothing more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.certificates.badges import AchievementType, Issuer, open_badge
from tests.certificates.badges.samples import FACTS, ISSUED_AT, ISSUER, facts
from tests.certificates.badges.standard import credential_errors, unknown_words

RUSSIAN = st.text(
    st.sampled_from("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗ «»„“—–-.,№'\"()0123456789\u00a0"), min_size=1
)
ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1)
SOME_TEXT = (RUSSIAN | ANY_TEXT).filter(lambda text: text.strip() != "")


def paths(node: Any, where: str = "") -> Iterator[str]:
    """Every key with the keys above it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield f"{where}{key}"
            yield from paths(value, f"{where}{key}.")
    if isinstance(node, list):
        for one in node:
            yield from paths(one, where)


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from texts(one)
    elif isinstance(node, str):
        yield node


@pytest.mark.parametrize("kind", AchievementType)
def test_credential_meets_the_schema_and_every_word_has_a_meaning(kind: AchievementType) -> None:
    credential = open_badge(facts(achievement_type=kind, volume="8 академических часов"))

    assert credential_errors(credential) == []
    assert unknown_words(credential) == []


def test_credential_shows_what_the_paper_shows_and_nothing_else() -> None:
    credential = open_badge(FACTS)

    assert set(paths(credential)) == {
        "@context",
        "id",
        "type",
        "name",
        "issuer",
        "issuer.id",
        "issuer.type",
        "issuer.name",
        "issuer.url",
        "validFrom",
        "credentialSubject",
        "credentialSubject.id",
        "credentialSubject.type",
        "credentialSubject.identifier",
        "credentialSubject.identifier.type",
        "credentialSubject.identifier.identityType",
        "credentialSubject.identifier.hashed",
        "credentialSubject.identifier.identityHash",
        "credentialSubject.licenseNumber",
        "credentialSubject.achievement",
        "credentialSubject.achievement.id",
        "credentialSubject.achievement.type",
        "credentialSubject.achievement.achievementType",
        "credentialSubject.achievement.inLanguage",
        "credentialSubject.achievement.name",
        "credentialSubject.achievement.description",
        "credentialSubject.achievement.criteria",
        "credentialSubject.achievement.criteria.narrative",
        "evidence",
        "evidence.id",
        "evidence.type",
        "evidence.name",
        "credentialStatus",
        "credentialStatus.id",
        "credentialStatus.type",
        "credentialStatus.statusPurpose",
        "credentialStatus.statusListIndex",
        "credentialStatus.statusListCredential",
        "credentialSchema",
        "credentialSchema.id",
        "credentialSchema.type",
    }


def test_recipient_is_her_name_in_the_clear_and_no_address() -> None:
    subject = open_badge(FACTS)["credentialSubject"]

    assert isinstance(subject, dict)
    assert subject["identifier"] == [
        {
            "type": "IdentityObject",
            "identityType": "name",
            "hashed": False,
            "identityHash": "Ольхова Марина Петровна",
        }
    ]
    assert subject["id"] == "urn:uuid:6f1c1f0e-6a55-4a2b-9d0e-1f2d3c4b5a69#recipient"
    assert subject["licenseNumber"] == "37/2026-С"
    assert not any("@" in text for text in texts(subject))


def test_identifiers_do_not_lead_to_the_check_page() -> None:
    credential = open_badge(FACTS)

    assert [text for text in texts(credential) if "/check/" in text] == [FACTS.check_url]
    assert credential["evidence"] == [{"id": FACTS.check_url, "type": ["Evidence"], "name": "Страница проверки"}]


def test_two_papers_for_the_same_thing_share_the_achievement_only() -> None:
    one = open_badge(FACTS)
    other = open_badge(facts(certificate_id=FACTS.achievement_id, recipient_name="Кленова Ирина Олеговна"))

    assert one["credentialSubject"]["achievement"] == other["credentialSubject"]["achievement"]  # type: ignore[index]
    assert one["id"] != other["id"]


def test_day_stays_the_day_of_the_paper() -> None:
    credential = open_badge(FACTS)

    assert credential["validFrom"] == "2026-03-05T00:00:00+07:00"


def test_hours_stand_in_the_papers_own_words() -> None:
    achievement = open_badge(facts(volume="8 академических часов"))["credentialSubject"]["achievement"]  # type: ignore[index]

    assert achievement["criteria"] == {"narrative": f"{FACTS.criteria}\n\nОбъём: 8 академических часов."}
    assert achievement["description"] == FACTS.criteria


def test_end_stands_only_when_there_is_one() -> None:
    until = open_badge(facts(valid_until=ISSUED_AT + timedelta(days=365)))

    assert until["validUntil"] == "2027-03-05T00:00:00+07:00"
    assert credential_errors(until) == []
    assert "validUntil" not in open_badge(FACTS)


def test_address_and_picture_of_the_issuer_stand_only_when_given() -> None:
    issuer = Issuer(ISSUER.profile_url, ISSUER.name, ISSUER.url, "mo@lipina.example", "https://stellazh.example/i.png")

    credential = open_badge(facts(issuer=issuer))

    assert credential_errors(credential) == []
    assert credential["issuer"] == {
        "id": ISSUER.profile_url,
        "type": ["Profile"],
        "name": ISSUER.name,
        "url": ISSUER.url,
        "email": "mo@lipina.example",
        "image": {"id": "https://stellazh.example/i.png", "type": "Image"},
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"title": ""},
        {"criteria": "\n"},
        {"recipient_name": "\u00a0"},
        {"number": ""},
        {"check_url": "stellazh.example/check/1"},
        {"check_url": "javascript:alert(1)"},
        {"issued_at": datetime(2026, 3, 5)},  # noqa: DTZ001
        {"valid_until": datetime(2027, 3, 5)},  # noqa: DTZ001
        {"valid_until": ISSUED_AT},
        {"issuer": Issuer(ISSUER.profile_url, "", ISSUER.url)},
        {"issuer": Issuer("/badges/issuers/1", ISSUER.name, ISSUER.url)},
    ],
)
def test_facts_that_make_no_credential_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        open_badge(facts(**changes))


@given(name=SOME_TEXT, title=SOME_TEXT, criteria=SOME_TEXT, recipient=SOME_TEXT, number=SOME_TEXT, volume=RUSSIAN)
def test_any_names_and_titles_meet_the_schema(
    name: str, title: str, criteria: str, recipient: str, number: str, volume: str
) -> None:
    credential = open_badge(
        facts(name=name, title=title, criteria=criteria, recipient_name=recipient, number=number, volume=volume)
    )

    assert credential_errors(credential) == []
    assert unknown_words(credential) == []
    assert json.loads(json.dumps(credential)) == credential


@given(
    st.datetimes(
        min_value=datetime(1900, 1, 1),  # noqa: DTZ001
        max_value=datetime(2200, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from(
            [timezone(timedelta(hours=hours)) for hours in (0, 3, 7, 12)]
            + [timezone(timedelta(hours=6, minutes=11, seconds=26)), timezone(timedelta(hours=5, minutes=30))]
        ),
    )
)
def test_any_moment_of_issue_meets_the_schema(issued_at: datetime) -> None:
    credential = open_badge(facts(issued_at=issued_at))

    assert credential_errors(credential) == []
    written = datetime.fromisoformat(str(credential["validFrom"]))
    assert abs(written - issued_at) < timedelta(seconds=1)


def test_schema_would_notice_a_broken_credential() -> None:
    broken = open_badge(FACTS) | {"validFrom": "5 марта 2026 г."}
    without = {key: value for key, value in open_badge(FACTS).items() if key != "issuer"}

    assert len(credential_errors(broken)) == 1
    assert len(credential_errors(without)) == 1
    assert unknown_words(open_badge(FACTS) | {"school": "Школа № 5"}) == ["$.school"]
