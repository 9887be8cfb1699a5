"""What is made of the same is taken over; of anything else it is made anew."""

from planbook.publish import reuse as reuse_module
from planbook.publish.reuse import Reuse
from planbook.run.store import Store


def shout(words):
    """Makes each word that is asked for, and remembers which were."""
    asked = []

    def make(positions):
        asked.append([words[position] for position in positions])
        return [words[position].upper().encode() for position in positions]

    return asked, make


def test_only_what_is_not_known_is_made_and_all_comes_in_its_order(tmp_path):
    store = Store(tmp_path)
    asked, make = shout(["a", "b"])
    assert Reuse(store).each("words", ["a", "b"], make) == [b"A", b"B"]
    asked, make = shout(["b", "c", "a"])
    again = Reuse(store)
    assert again.each("words", ["b", "c", "a"], make) == [b"B", b"C", b"A"]
    assert asked == [["c"]]
    assert again.said() == "words: 1 made, 2 taken over"
    asked, make = shout(["a"])
    assert Reuse(store).each("other words", ["a"], make) == [b"A"]
    assert asked == [["a"]]


def test_forced_makes_all_and_keeps_it(tmp_path):
    store = Store(tmp_path)
    Reuse(store).of("words", "a", lambda: b"old")
    assert Reuse(store, fresh=True).of("words", "a", lambda: b"new") == b"new"
    assert Reuse(store).of("words", "a", lambda: b"newer") == b"new"
    assert Reuse().of("words", "a", lambda: b"without a store") == b"without a store"


def test_changed_code_makes_all_anew(tmp_path, monkeypatch):
    store = Store(tmp_path)
    Reuse(store).of("words", "a", lambda: b"1")
    monkeypatch.setattr(reuse_module, "_code", lambda: "other code")
    assert Reuse(store).of("words", "a", lambda: b"2") == b"2"


def test_files_come_back_where_they_were(tmp_path):
    def write(folder):
        (folder / "deep").mkdir()
        (folder / "deep" / "a.txt").write_text("1")
        (folder / "b.txt").write_text("2")

    store = Store(tmp_path / "cache")
    for name in ("first", "second"):
        place = tmp_path / name
        Reuse(store).files("files", "x", place, write if name == "first" else lambda folder: None)
        found = {path.relative_to(place).as_posix(): path.read_text() for path in place.rglob("*.txt")}
        assert found == {"deep/a.txt": "1", "b.txt": "2"}
