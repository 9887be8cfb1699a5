"""What earlier builds made: whole or not there, and never thrown away while it is in use."""

import os

from planbook.run.store import Store


def files(store: Store) -> list:
    return [path for path in store._folder.rglob("*") if path.is_file()]


def test_what_is_put_is_got_by_kind_and_key(tmp_path):
    store = Store(tmp_path / "cache")
    store.put("runs", "a", b"1")
    store.put("pages", "a", b"2")
    assert (store.get("runs", "a"), store.get("pages", "a"), store.get("runs", "b")) == (b"1", b"2", None)
    store.put("runs", "a", b"")
    assert store.get("runs", "a") == b""


def test_an_entry_that_is_cut_short_or_altered_is_none(tmp_path):
    store = Store(tmp_path)
    store.put("runs", "a", b"executed notebook")
    [path] = files(store)
    whole = path.read_bytes()
    for broken in (b"", whole[:20], whole[:-1], whole[:-1] + b"x", whole + b"x"):
        path.write_bytes(broken)
        assert store.get("runs", "a") is None
    store.put("runs", "a", b"made again")
    assert store.get("runs", "a") == b"made again"


def test_what_a_killed_build_left_beside_is_no_entry(tmp_path):
    store = Store(tmp_path)
    store.put("runs", "a", b"1")
    [path] = files(store)
    (path.parent / ".half").write_bytes(path.read_bytes()[:5])
    assert store.get("runs", "a") == b"1"
    assert not any(path.name.startswith(".") and store.get("runs", path.name) for path in files(store))


def test_a_place_that_cannot_be_written_to_keeps_nothing_and_stops_nobody(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    store = Store(tmp_path / "cache")
    store.put("runs", "a", b"1")
    assert store.get("runs", "a") is None
    store.trim()


def test_what_was_used_longest_ago_goes_first_and_what_was_used_today_stays(tmp_path):
    store = Store(tmp_path)
    day, now = 24 * 60 * 60, 1_700_000_000.0
    for number in range(4):
        store.put("runs", str(number), b"x" * 68)  # 100 bytes with the checksum
        path = store._path("runs", str(number))
        os.utime(path, (now - (10 - number) * day, now - (10 - number) * day))
    store.trim(limit=250, now=now)
    assert [store.get("runs", str(number)) is not None for number in range(4)] == [False, False, True, True]
    # getting an entry is using it
    for number in (2, 3):
        assert store._path("runs", str(number)).stat().st_mtime > now
        os.utime(store._path("runs", str(number)), (now - 60, now - 60))
    store.trim(limit=1, now=now)
    assert store.get("runs", "2") == store.get("runs", "3") == b"x" * 68
