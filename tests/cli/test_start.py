"""The first step of an installation, through the command itself."""

import io

import pytest

from stellazh.associations.models import Association, Grant, Territory
from stellazh.cli import main
from stellazh.common.capabilities import Role
from stellazh.people.models import Person

COMMAND = [
    "start", "--code", "kedrovy", "--kind", "municipality", "--name", "Кедровый округ",
    "--operator", "Серверова Инна Львовна", "--email", "Operator@Example.org",
]  # fmt: skip


@pytest.mark.django_db
def test_start_makes_root_association_and_operator(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("лампа-над-столом-5\n"))

    code = main(COMMAND)

    operator = Person.objects.get()
    association = Association.objects.get()
    assert code == 0
    assert capsys.readouterr().out.startswith("Готово: ММО Кедровый округ.")
    assert (operator.email, operator.has_account) == ("operator@example.org", True)
    assert (association.path, association.territory.kind) == ("/kedrovy/", "municipality")
    assert list(Grant.objects.values_list("person", "role", "association")) == [
        (operator.pk, Role.OPERATOR, association.pk)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["короткий", ""])
def test_start_with_a_weak_password_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], password: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))

    assert main(COMMAND) != 0

    assert (Person.objects.count(), Territory.objects.count(), Association.objects.count()) == (0, 0, 0)
    assert "пароль" in capsys.readouterr().err.lower()


@pytest.mark.django_db
def test_start_twice_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("лампа-над-столом-5\nлампа-над-столом-5\n"))
    main(COMMAND)

    assert main(COMMAND) != 0

    assert "уже начата" in capsys.readouterr().err
    assert Person.objects.count() == 1
