"""The way back for somebody who lost the telephone and the spare codes."""

from __future__ import annotations

from datetime import datetime

import pytest

from stellazh.cli import main
from stellazh.people.models import Person
from stellazh.people.services.second_step import has_codes
from tests.checks import deeds
from tests.people.test_second_step import codes_of


def test_codes_are_turned_off(member: Person, at: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    codes_of(member, at)

    code = main(["codes-off", f" {(member.email or '').upper()} "])

    assert (code, has_codes(member.pk)) == (0, False)
    assert "входит без кода" in capsys.readouterr().out
    assert [deed for deed, _, _ in deeds(member)] == ["second_factor_on", "second_factor_off"]


def test_who_has_no_codes_is_refused(member: Person, capsys: pytest.CaptureFixture[str]) -> None:
    codes = [main(["codes-off", email]) for email in ("nobody@example.org", member.email or "")]

    said = capsys.readouterr().err
    assert codes == [1, 1]
    assert ("С таким адресом никто не входит." in said, "Коды и так выключены." in said) == (True, True)
