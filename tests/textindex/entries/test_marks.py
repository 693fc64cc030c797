"""Changes are noticed whoever makes them, in the transaction that makes them, and are never lost."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

import pytest
from django.db import connection, connections, transaction

from stellazh.textindex.entries import Reader, catch_up, find, has_stale, install_triggers, rebuild, verify
from stellazh.textindex.entries.marks import AT_ONCE
from stellazh.textindex.entries.triggers import remove_triggers, standing_triggers
from stellazh.textindex.models import IndexedEntry, IndexedText, StaleEntry
from stellazh.textindex.searchable import SearchEntry, Source
from tests.textindex.entries.conftest import Register
from tests.textindex.entries.things import TABLE, add, searchable, things


class Died(Exception):
    """The process ended here."""


def marks() -> list[tuple[str, int]]:
    return list(StaleEntry.objects.order_by("pk").values_list("kind", "key"))


def titles(query: str) -> list[str]:
    return ["".join(part for part, _ in hit.title_marked) for hit in find(query, Reader({"event": things})).hits]


def test_every_way_of_writing_leaves_a_mark(register: Register) -> None:
    register(searchable())

    row = add("Вебинар")
    bulk = IndexedText.objects.bulk_create([IndexedText(kind="event", key=100 + n, words="Семинар|") for n in range(3)])
    IndexedText.objects.filter(pk=row.pk).update(words="Совещание|")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET words = 'Заседание|' WHERE id = %s", [row.pk])
        cursor.execute(f"INSERT INTO {TABLE} (id, kind, key, words) VALUES (77, 'event', 777, 'Лекция|')")
    IndexedText.objects.filter(pk=77).delete()

    keys = [("event", key) for key in (row.pk, *(one.pk for one in bulk), row.pk, row.pk, 77, 77)]
    assert marks() == keys


def test_things_of_other_kinds_leave_none(register: Register) -> None:
    register(searchable())

    add("Липина Вера", kind="person")

    assert not has_stale()


def test_an_update_marks_the_old_key_and_the_new(register: Register) -> None:
    register(searchable(sources=(Source(TABLE, "{row}.key", ("key",)),)))
    row = add("Вебинар")
    StaleEntry.objects.all().delete()

    IndexedText.objects.filter(pk=row.pk).update(key=50)

    assert sorted(marks()) == [("event", row.key), ("event", 50)]


def test_only_a_change_of_the_named_columns_counts(register: Register) -> None:
    register(searchable(columns=("words",)))
    row = add("Вебинар")
    StaleEntry.objects.all().delete()

    IndexedText.objects.filter(pk=row.pk).update(key=50)
    row.save()

    assert marks() == []


def test_a_source_may_name_several_things(register: Register) -> None:
    several = f"SELECT t.id FROM {TABLE} t WHERE t.key = {{row}}.key"
    register(searchable(sources=(Source(TABLE, several),)))

    one, other = add("Вебинар"), IndexedText.objects.create(kind="other", key=1, words="")

    assert sorted(marks()) == sorted([("event", one.pk), ("event", one.pk), ("event", other.pk)])


def test_what_was_rolled_back_leaves_no_mark(register: Register) -> None:
    register(searchable())

    def begin() -> None:
        with transaction.atomic():
            add("Вебинар")
            raise Died

    with pytest.raises(Died):
        begin()

    assert not has_stale()


def test_catch_up_makes_things_found_changed_and_gone(register: Register) -> None:
    register(searchable())
    row, other = add("Вебинар о чтении"), add("Семинар")

    taken = catch_up()
    assert (taken, titles("чтения"), has_stale()) == (2, ["Вебинар о чтении"], False)

    IndexedText.objects.filter(pk=row.pk).update(words="Вебинар о письме|")
    other.delete()
    assert catch_up() == 2
    assert (titles("чтение"), titles("письма")) == ([], ["Вебинар о письме"])
    assert list(IndexedEntry.objects.values_list("key", flat=True)) == [row.pk]


def test_catch_up_drops_what_nobody_may_find(register: Register) -> None:
    register(searchable())
    row = add("Вебинар")
    catch_up()

    IndexedText.objects.filter(pk=row.pk).update(words="Вебинар скрыто|")
    catch_up()

    assert not IndexedEntry.objects.exists()


def test_catch_up_takes_no_more_marks_than_told(register: Register) -> None:
    register(searchable())
    IndexedText.objects.bulk_create(IndexedText(kind="event", key=n, words="Вебинар|") for n in range(AT_ONCE + 50))

    assert catch_up(limit=30) == 30
    assert catch_up() == AT_ONCE + 20
    assert catch_up() == 0
    assert IndexedEntry.objects.count() == AT_ONCE + 50


def test_a_process_that_dies_in_the_middle_loses_nothing(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    register(searchable())
    add("Вебинар")

    def die(*args: object, **more: object) -> None:
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr("stellazh.textindex.entries.keeping.learn", die)
        with pytest.raises(Died):
            catch_up()

    assert (len(marks()), IndexedEntry.objects.count()) == (1, 0)
    assert catch_up() == 1
    assert titles("вебинар") == ["Вебинар"]


def test_a_kind_that_cannot_be_read_keeps_its_marks_and_no_others(register: Register) -> None:
    def fail(keys: object) -> list[SearchEntry]:
        raise Died

    broken = searchable("broken")
    register(searchable(), broken.__class__(**{**vars(broken), "entries": fail}))
    add("Испорченное", kind="broken")
    add("Вебинар")

    with pytest.raises(Died):
        catch_up()

    assert [kind for kind, _ in marks()] == ["broken"]
    assert titles("вебинар") == ["Вебинар"]


def test_a_thing_that_cannot_be_read_does_not_keep_its_kind_back(register: Register) -> None:
    good, broken = searchable(), set[int]()

    def entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
        if broken & set(keys):
            raise Died
        return good.entries(keys)

    register(good.__class__(**{**vars(good), "entries": entries}))
    broken.add(add("Испорченное").pk)
    add("Вебинар")

    with pytest.raises(Died):
        catch_up()

    assert {key for _, key in marks()} == broken
    assert titles("вебинар") == ["Вебинар"]


def test_marks_of_kinds_that_are_no_more_go(register: Register) -> None:
    register(searchable())
    StaleEntry.objects.create(kind="former", key=1)

    assert catch_up() == 1
    assert not has_stale()


def test_two_at_once_are_harmless(register_for_good: Register) -> None:
    register_for_good(searchable())
    for number in range(20):
        add(f"Вебинар {number}")
    barrier, taken = threading.Barrier(2), []

    def run() -> None:
        barrier.wait()
        try:
            taken.append(catch_up())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    catch_up()

    assert sum(taken) <= 20
    assert not has_stale()
    assert (IndexedEntry.objects.count(), verify()) == (20, [])


def test_triggers_are_made_once_and_removed_with_their_kind(register: Register, registered: dict[str, object]) -> None:
    register(searchable(), searchable("news"))

    standing = standing_triggers()
    assert install_triggers() == 0
    assert standing_triggers() == standing
    del registered["news"]
    assert install_triggers() == len(standing) // 2
    assert {"_event_" in name for name in standing_triggers()} == {True}


def test_a_changed_source_changes_the_triggers(register: Register) -> None:
    register(searchable())
    before = standing_triggers()

    register(searchable(columns=("words",)))

    after = standing_triggers()
    assert len(after) == len(before)
    assert after != before


def test_a_table_that_does_not_exist_yet_is_no_failure(register: Register) -> None:
    register(searchable(sources=(Source("not_made_yet"), Source(TABLE))))

    add("Вебинар")

    assert len(marks()) == 1


def test_new_triggers_mark_everything_there_is(register: Register) -> None:
    register(searchable())
    row = add("Вебинар")
    gone = add("Семинар")
    catch_up()
    remove_triggers()
    IndexedText.objects.filter(pk=gone.pk).delete()
    add("Лекция", pk=55)

    install_triggers()

    assert sorted(key for _, key in marks()) == sorted([row.pk, gone.pk, 55])
    catch_up()
    assert verify() == []


def test_verify_finds_a_removed_trigger(register: Register) -> None:
    register(searchable())
    name = min(standing_triggers())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {TABLE}"))

    found = verify()

    assert [(one.what, one.kind, one.detail) for one in found] == [("trigger", "event", f"{TABLE}: {name}")]


def test_verify_finds_what_is_missing_too_much_and_not_as_it_was(register: Register) -> None:
    register(searchable())
    rows = [add(f"Вебинар {number}", "О чтении") for number in range(5)]
    rebuild()
    assert verify() == []
    StaleEntry.objects.all().delete()
    IndexedEntry.objects.filter(key=rows[0].pk).delete()
    IndexedEntry.objects.filter(key=rows[1].pk).update(key=999)
    IndexedEntry.objects.filter(key=rows[2].pk).update(text="О письме")
    number = IndexedEntry.objects.get(key=rows[3].pk).pk
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE textindex_entrywords SET text = 'письмо' WHERE rowid = %s", [number])
        else:
            cursor.execute("UPDATE textindex_indexedentry SET words = 'письмо' WHERE id = %s", [number])

    found = {(one.what, one.key) for one in verify("event")}

    assert found == {
        ("missing", rows[0].pk),
        ("missing", rows[1].pk),
        ("extra", 999),
        ("stale", rows[2].pk),
        ("stale", rows[3].pk),
    }


def test_rebuild_mends_what_verify_found(register: Register) -> None:
    register(searchable())
    rows = [add(f"Вебинар {number}") for number in range(3)]
    StaleEntry.objects.all().delete()
    IndexedEntry.objects.create(kind="event", key=999, title="Чужое", checksum="")
    IndexedEntry.objects.create(kind="former", key=1, title="Прежнее", checksum="")
    told: list[tuple[str, int]] = []

    changed = rebuild(progress=lambda kind, count: told.append((kind, count)))

    assert (changed, told) == (5, [("event", 3)])
    assert sorted(IndexedEntry.objects.values_list("key", flat=True)) == sorted(row.pk for row in rows)
    assert verify() == []
    assert rebuild() == 0
