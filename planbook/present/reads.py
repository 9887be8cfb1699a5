"""What a run of a notebook reads, noted while it reads: figures, words and files, each under a name of its own.

A build remembers what a notebook showed and shows it again while everything it read is as it was (`run.remembered`). So
that a changed figure makes those pages anew that rest on it, and no others, a kernel's edition notes what is asked of
it: `edition[…].inputs.indicators['i03']`, `words[…]['outlook']['likely']`. Where it cannot be told what of a thing is
used, all of it counts: a frame is noted as a whole, and so is a mapping that is gone through.

Only names are noted. What a name stands for is looked up where the edition is open as well (`value_of`), so the value
that counts is that of the files.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from planbook.model import Inputs

__all__ = ["ABSENT", "Reads", "current_reads", "note_reads", "unnoted", "value_of", "watch"]

ABSENT = "absent"  # the value of what is not there


class Reads:
    """The names of what was read; `tell` is called with each new one."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._known: set[str] = set()
        self._tell = tell
        self._paused = 0

    def note(self, name: str) -> None:
        """Note that what `name` stands for was read."""
        if not self._paused and name not in self._known:
            self._known.add(name)
            self._tell(name)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Note nothing: what is read now tells later, item by item, what of it is used."""
        self._paused += 1
        try:
            yield
        finally:
            self._paused -= 1


_current: Reads | None = None


def note_reads(reads: Reads | None) -> None:
    """From now on note in `reads` what this process reads; None to note nothing."""
    global _current
    _current = reads


def current_reads() -> Reads | None:
    """Where this process notes what it reads; None where it does not."""
    return _current


def unnoted() -> contextlib.AbstractContextManager[None]:
    """`Reads.paused` of this process."""
    return contextlib.nullcontext() if _current is None else _current.paused()


def watch(value: Any, name: str, reads: Reads) -> Any:
    """`value` so that what is read of it is noted, under names that begin with `name`.

    Inputs and mappings tell what of them is read; anything else counts as read.
    """
    if isinstance(value, (_WatchedDict, _WatchedInputs)):
        return value
    if isinstance(value, Inputs):
        return _watched_inputs(value, name, reads)
    if type(value) is dict:
        return _WatchedDict(value, name, reads)
    reads.note(name)
    return value


def value_of(name: str, roots: Mapping[str, Callable[..., Any]]) -> Any:
    """What a noted name stands for; `ABSENT` where it is not there.

    Parameters
    ----------
    roots : for the word a name begins with, what takes the arguments in its first brackets.
    """
    return _walk(ast.parse(name, mode="eval").body, roots)


def _walk(node: ast.expr, roots: Mapping[str, Callable[..., Any]]) -> Any:
    if isinstance(node, ast.Subscript):
        key = ast.literal_eval(node.slice)
        if isinstance(node.value, ast.Name):
            return roots[node.value.id](*key)
        whole = _walk(node.value, roots)
        return whole.get(key, ABSENT) if isinstance(whole, Mapping) else ABSENT
    if isinstance(node, ast.Attribute):
        whole = _walk(node.value, roots)
        if node.attr == _KEYS:
            return list(whole) if isinstance(whole, Mapping) else ABSENT
        return getattr(whole, node.attr, ABSENT)
    if isinstance(node, ast.Compare):  # `'i03' in …`
        whole = _walk(node.comparators[0], roots)
        return isinstance(whole, Mapping) and ast.literal_eval(node.left) in whole
    raise ValueError(f"{ast.unparse(node)} is no name of what was read")


_KEYS = "keys"  # of a mapping: which there are, in their order


class _WatchedDict(dict[Any, Any]):
    """A dict that notes what is read of it: an item, its keys, or all."""

    def __init__(self, items: dict[Any, Any], name: str, reads: Reads) -> None:
        super().__init__(items)
        self._name, self._reads = name, reads
        self._inner: dict[Any, Any] = {}

    def _item(self, key: Any) -> Any:
        if key not in self._inner:
            value = watch(super().__getitem__(key), f"{self._name}[{key!r}]", self._reads)
            if not isinstance(value, (_WatchedDict, _WatchedInputs)):
                return value
            self._inner[key] = value
        return self._inner[key]

    def _all(self) -> dict[Any, Any]:
        """All of it, as a plain dict; mappings and inputs in it go on telling what of them is read."""
        if any(type(value) is dict or isinstance(value, Inputs) for value in super().values()):
            self._note_keys()
            return {key: self._item(key) for key in super().__iter__()}
        self._reads.note(self._name)
        return dict(super().items())

    def _note_keys(self) -> None:
        self._reads.note(f"{self._name}.{_KEYS}")

    def __getitem__(self, key: Any) -> Any:
        if super().__contains__(key):
            return self._item(key)
        self._reads.note(f"{self._name}[{key!r}]")
        raise KeyError(key)

    def get(self, key: Any, default: Any = None) -> Any:
        """The item, noted whether it is there or not."""
        if super().__contains__(key):
            return self._item(key)
        self._reads.note(f"{self._name}[{key!r}]")
        return default

    def __contains__(self, key: object) -> bool:
        self._reads.note(f"{key!r} in {self._name}")
        return super().__contains__(key)

    def __iter__(self) -> Iterator[Any]:
        self._note_keys()
        return super().__iter__()

    def __reversed__(self) -> Iterator[Any]:
        self._note_keys()
        return super().__reversed__()

    def __len__(self) -> int:
        self._note_keys()
        return super().__len__()

    def keys(self) -> Any:
        """Which there are, in their order."""
        self._note_keys()
        return super().keys()

    def values(self) -> Any:
        """Reads all of it."""
        return self._all().values()

    def items(self) -> Any:
        """Reads all of it."""
        return self._all().items()

    def copy(self) -> dict[Any, Any]:
        """Reads all of it."""
        return self._all()

    def pop(self, key: Any, *default: Any) -> Any:
        """The item, read before it goes."""
        value = self.get(key, *default[:1])
        super().pop(key, *default)
        return value

    def popitem(self) -> tuple[Any, Any]:
        """The last item; reads all."""
        last = list(self._all())[-1:]
        return (last[0], self.pop(last[0])) if last else super().popitem()

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """The item, noted whether it is there or not."""
        value = self.get(key, default)
        super().setdefault(key, default)
        return value

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, _WatchedDict) else other)

    __hash__ = None

    def __or__(self, other: Any) -> Any:
        return self._all() | dict(other)

    def __ror__(self, other: Any) -> Any:
        return dict(other) | self._all()

    def __reduce_ex__(self, protocol: Any) -> Any:
        return dict, (self._all(),)

    def __repr__(self) -> str:
        return repr(self._all())


# The rows by subject that inputs make of their frames.
_ROWS = ("_observed", "_vintages", "_progress")
_LEAVES = frozenset(field.name for field in fields(Inputs))


class _WatchedInputs(Inputs):
    """Inputs that note what is read of them."""

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name in _LEAVES and not isinstance(value, _WatchedDict):
            watching = super().__getattribute__("__dict__").get("_watching")
            if watching is not None:  # `dataclasses.replace` makes inputs of what it has read already
                watching[1].note(f"{watching[0]}.{name}")
        return value

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _inputs, ({field.name: getattr(self, field.name) for field in fields(Inputs)},)


def _inputs(values: dict[str, Any]) -> Inputs:
    return Inputs(**values)


def _watched_inputs(inputs: Inputs, name: str, reads: Reads) -> Inputs:
    watched = object.__new__(_WatchedInputs)
    values = {**vars(inputs), **{rows: getattr(inputs, rows) for rows in _ROWS}}
    vars(watched).update(
        {
            one: _WatchedDict(value, f"{name}.{one}", reads) if type(value) is dict else value
            for one, value in values.items()
        },
        _watching=(name, reads),
    )
    return watched
