"""What a value shown by a cell can rest on, read off the code that was run so far.

pandas hands attributes on through operations that make them false, and a number taken out of a frame has none. The
code knows better: `edition.context(…)` gives published figures, `edition.observations(…)` may give made-up ones, and
whatever a statement computes rests on all names it reads. This follows names from statement to statement, always to
the safe side: what it does not understand may be illustrative.
"""

from __future__ import annotations

import ast
import re
import types
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import cache

import numpy as np
import pandas as pd

from planbook.present.edition import Edition

__all__ = ["OFFICIAL", "Reach", "reach_of_shown"]


class Reach(IntEnum):
    """What a value rests on; the larger wins where values meet."""

    NOTHING = 0  # no figure of the edition: what is typed in the cell
    OFFICIAL = 1  # published figures only
    ILLUSTRATIVE = 2  # may be made up, or cannot be told


# What an edition hands out: published figures, and what is no figure. Everything else of it may be illustrative.
OFFICIAL = {
    "achievements",
    "backtest_scores",
    "backtest_statements",
    "context",
    "method_classes",
    "method_examples",
    "plan_check_figures",
    "plan_checks",
    "plan_row",
    "series_changes",
    "situation",
    "situation_ratios",
    "yearbook_contents",
}
_OFFICIAL_INPUTS = {"achievements", "areas", "context", "indicators", "plan", "series", "tasks"}
_NO_FIGURES = {"language", "thresholds", "words", "year"}
_NO_FIGURES_INPUTS = {"chapters", "glossary", "parameters", "sources", "units"}
_READERS = ("read_", "open", "load")  # from a file: nobody knows what
_UNREADABLE = {"eval", "exec", "globals", "locals", "setattr", "vars", "get_ipython"}
_CHANGING = {"insert", "update", "pop", "append", "extend", "add", "setdefault", "set_value"}  # of a frame or a list
_HARMLESS = {"print", "display"}  # calls that change nothing they are given
_TRANSPARENT = {"show", "with_drawing"}  # what they show is what they are given
_NAME_IN_TEXT = re.compile(r"@([A-Za-z_]\w*)")  # frame.query("value > @least")
_SCALARS = (int, float, complex, str, bytes, bool, tuple, frozenset, np.generic, types.FunctionType, type)


class _Unreadable(Exception):
    """Code that may do anything."""


def reach_of_shown(cells: Sequence[str], names: Mapping[str, object]) -> Reach:
    """What the value that the last of `cells` shows can rest on.

    It is the cell's last expression; where the cell shows things itself, or draws by pyplot, anything in it.

    Parameters
    ----------
    cells : the code run so far, the one that shows something last.
    names : the names of the session and what they stand for now.
    """
    walk = _Walk(names)
    try:
        for number, code in enumerate(cells):
            statements = _statements(code)
            is_last = number == len(cells) - 1
            walk.forget_drawings()
            for statement in statements:
                walk.run(statement)
            if is_last:
                ends_in_it = bool(statements) and isinstance(statements[-1], ast.Expr)
                last = statements[-1:] if ends_in_it and not walk.shows_itself(code) else statements
                return max((walk.reach_of_all(statement) for statement in last), default=Reach.ILLUSTRATIVE)
    except (SyntaxError, _Unreadable):
        pass
    return Reach.ILLUSTRATIVE


class _Walk:
    """The reach of every name, after the statements run so far."""

    def __init__(self, names: Mapping[str, object]) -> None:
        self.names = names
        self.reach: dict[str, Reach] = {}
        self.same: dict[str, set[str]] = {}  # names that stand for parts of one thing: a figure and its axes
        self.later: dict[str, frozenset[str]] = {}  # functions and the like: names they read when they are called

    def forget_drawings(self) -> None:
        """pyplot draws on a figure of its own, which is shown and closed with the cell."""
        for name, value in self.names.items():
            if isinstance(value, types.ModuleType) and value.__name__ == "matplotlib.pyplot":
                self.reach.pop(name, None)

    def shows_itself(self, code: str) -> bool:
        """Whether the cell may show something that is not its last expression."""
        draws = any(
            isinstance(value, types.ModuleType)
            and value.__name__ == "matplotlib.pyplot"
            and any(name in _read(statement) for statement in _statements(code))
            for name, value in self.names.items()
        )
        return draws or "display(" in code or ".show(" in code.replace("present.show(", "")

    # ---- statements

    def run(self, statement: ast.stmt) -> None:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            for alias in statement.names:
                self.reach[(alias.asname or alias.name).split(".")[0]] = Reach.NOTHING
            return
        if isinstance(statement, (ast.For, ast.AsyncFor)):
            for name in _stored(statement.target):
                for read in _read(statement.iter):
                    self._join(name, read)
        if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            for name in _stored(statement):  # a loop's own names are made by it
                self.reach.setdefault(name, Reach.NOTHING)
        reached = self.reach_of_all(statement)
        for node in _nodes(statement):
            if isinstance(node, ast.Call):
                self._change_by(node)
            elif isinstance(node, ast.NamedExpr):
                self.reach.setdefault(node.target.id, Reach.NOTHING)
                self._widen(node.target.id, reached)
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self.later[statement.name] = frozenset(_read(statement))
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                self._assign(target, reached, statement.value)
            return
        for name in _stored(statement):  # loops, conditions, definitions, `x += …`: old and new
            old = self.reach.get(name, Reach.NOTHING)
            self.reach[name] = max(old, reached)
            if isinstance(statement, ast.AugAssign):  # changes a frame in place
                self._widen(name, reached)
        for node in _nodes(statement):
            if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
                self._widen(_root(node), reached)

    def _assign(self, target: ast.expr, reached: Reach, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._leave(target.id)
            self.reach[target.id] = reached
            self.later.pop(target.id, None)
            if any(isinstance(node, (ast.Lambda, ast.GeneratorExp)) for node in _nodes(value)):
                self.later[target.id] = frozenset(_read(value))
            whole = _root(value)
            if whole and (isinstance(value, ast.Name) or not self._is_plain(whole)):
                self._join(target.id, whole)
            if isinstance(value, (ast.List, ast.Tuple, ast.Dict, ast.Set)):
                for read in _read(value):
                    self._join(target.id, read)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for part in target.elts:
                self._assign(part, reached, value)
            named = [part.id for part in target.elts if isinstance(part, ast.Name)]
            for name in named[1:]:
                self._join(named[0], name)
        elif isinstance(target, ast.Starred):
            self._assign(target.value, reached, value)
        else:
            self._widen(_root(target), reached)

    def _change_by(self, call: ast.Call) -> None:
        """A method may change what it is called on, a function what it is given."""
        name = _root(call.func)
        if isinstance(call.func, ast.Name) and call.func.id in _UNREADABLE:
            raise _Unreadable
        if name in _HARMLESS or isinstance(self.names.get(name), Edition) or self._is_planbook(call.func):
            return
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        reached = max((self.reach_of(one) for one in given), default=Reach.NOTHING)
        in_place = any(keyword.arg == "inplace" for keyword in call.keywords)
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name and method and (in_place or method in _CHANGING or not self._is_plain(name)):
            self._widen(name, reached)
        own = isinstance(call.func, ast.Name) and call.func.id in self.later  # a function of the notebook
        if own:
            reached = max(reached, self._of_name(name))
        for one in given:
            if isinstance(one, ast.Name) and (own or not self._is_plain(one.id)):
                self._widen(one.id, reached)

    def _is_plain(self, name: str) -> bool:
        """Whether what the name stands for is not changed by calls: frames, numbers, texts, modules but pyplot."""
        value = self.names.get(name)
        if isinstance(value, types.ModuleType):
            return value.__name__ != "matplotlib.pyplot"
        return isinstance(value, (pd.DataFrame, pd.Series, pd.Index, *_SCALARS)) or name not in self.names

    def _widen(self, name: str, reached: Reach) -> None:
        for one in {name, *self.same.get(name, ())} - {""}:
            self.reach[one] = max(self._of_name(one), reached)

    def _join(self, one: str, other: str) -> None:
        group = self.same.get(one, {one}) | self.same.get(other, {other})
        for name in group:
            self.same[name] = group

    def _leave(self, name: str) -> None:
        group = self.same.pop(name, None)
        if group:
            group.discard(name)

    # ---- expressions

    def reach_of_all(self, node: ast.AST) -> Reach:
        """Of everything a statement reads."""
        return self.reach_of(node, _bound_inside(node))

    def reach_of(self, node: ast.AST, bound: frozenset[str] = frozenset()) -> Reach:
        chain = self._of_edition(node, bound)
        if chain is not None:
            return chain
        if isinstance(node, ast.Name):
            return Reach.NOTHING if isinstance(node.ctx, ast.Store) or node.id in bound else self._of_name(node.id)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return max((self._of_name(name) for name in _NAME_IN_TEXT.findall(node.value)), default=Reach.NOTHING)
        if isinstance(node, ast.Call) and _last_name(node.func).startswith(_READERS):
            return Reach.ILLUSTRATIVE
        return max((self.reach_of(child, bound) for child in ast.iter_child_nodes(node)), default=Reach.NOTHING)

    def _of_name(self, name: str, asked: frozenset[str] = frozenset()) -> Reach:
        later = self.later.get(name, frozenset()) - asked - {name}
        read = max((self._of_name(one, asked | {name}) for one in later), default=Reach.NOTHING)
        if name in self.reach:
            return max(read, self.reach[name])
        value = self.names.get(name)
        known = name not in self.names or isinstance(value, (types.ModuleType, types.BuiltinFunctionType, type))
        return Reach.NOTHING if known else Reach.ILLUSTRATIVE

    def _of_edition(self, node: ast.AST, bound: frozenset[str]) -> Reach | None:
        """The reach of `edition.…`, `edition.…(…)` and `present.frames.…(edition, …)`; None for anything else."""
        if isinstance(node, ast.Name):
            return Reach.ILLUSTRATIVE if self._is_edition(node) else None
        if isinstance(node, ast.Call):
            first = node.args[0] if node.args else None
            hands_out = isinstance(node.func, ast.Attribute) and self._is_edition(node.func.value)
            if not hands_out and not (first is not None and self._is_edition(first)):
                return None
            name = _last_name(node.func)
            given = [*(node.args if hands_out else node.args[1:]), *(keyword.value for keyword in node.keywords)]
            known = OFFICIAL | _TRANSPARENT if hands_out or self._is_planbook(node.func) else set()
            official = Reach.NOTHING if name in _TRANSPARENT else Reach.OFFICIAL
            own = official if name in known else Reach.ILLUSTRATIVE
            return max([own, *(self.reach_of(one, bound) for one in given)])
        if isinstance(node, ast.Attribute):
            if self._is_edition(node.value):
                return Reach.NOTHING if node.attr in _NO_FIGURES else Reach.ILLUSTRATIVE
            inner = node.value
            if isinstance(inner, ast.Attribute) and inner.attr == "inputs" and self._is_edition(inner.value):
                if node.attr in _NO_FIGURES_INPUTS:
                    return Reach.NOTHING
                return Reach.OFFICIAL if node.attr in _OFFICIAL_INPUTS else Reach.ILLUSTRATIVE
        return None

    def _is_planbook(self, func: ast.expr) -> bool:
        """Whether a function is the package's own, and not one of the notebook under the same name."""
        value = self.names.get(_root(func))
        if not isinstance(func, ast.Name):
            return isinstance(value, types.ModuleType) and value.__name__.startswith("planbook")
        return str(getattr(value, "__module__", "")).startswith("planbook.")

    def _is_edition(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and isinstance(self.names.get(node.id), Edition)


def _root(node: ast.AST) -> str:
    """The name that an attribute, subscript or call begins with; "" for none."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call, ast.Starred)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


# Every output is asked about all cells before it, so what is read off a cell is kept.


@cache
def _statements(code: str) -> tuple[ast.stmt, ...]:
    return tuple(ast.parse(code).body)


@cache
def _nodes(node: ast.AST) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(node))


@cache
def _stored(node: ast.AST) -> frozenset[str]:
    found = {one.id for one in _nodes(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        found.add(node.name)
    return frozenset(found)


@cache
def _read(node: ast.AST) -> frozenset[str]:
    return frozenset(one.id for one in _nodes(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load))


@cache
def _bound_inside(node: ast.AST) -> frozenset[str]:
    """Names that mean something only inside: of comprehensions, lambdas and functions."""
    found: set[str] = set()
    for one in _nodes(node):
        if isinstance(one, ast.comprehension):
            found |= _stored(one.target)
        elif isinstance(one, (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef)):
            arguments = one.args
            found |= {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    return frozenset(found)
