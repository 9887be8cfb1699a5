"""Plain arithmetic written in data files: computed, and written out with its figures filled in.

Numbers, names, + - * /, brackets, and round(), max() and min() of them; nothing else, so that a data file cannot do
more than arithmetic.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping

__all__ = ["LONGEST", "evaluate_arithmetic", "names_in", "write_out"]

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SIGNS: dict[type[ast.unaryop], Callable[[float], float]] = {ast.USub: operator.neg, ast.UAdd: operator.pos}
_FUNCTIONS: dict[str, Callable[..., float]] = {"round": round, "max": max, "min": min}
_ALLOWED = "more than numbers, names, + - * /, brackets, round, max and min"
_TOKEN = re.compile(r"[A-Za-z_]\w*|\d+(?:\.\d+)?|[-*/]")
LONGEST = 500  # signs of an expression; a recursive evaluation stays far within the stack
_SPELLED = {"*": "×", "/": "÷", "-": "−"}


def evaluate_arithmetic(expression: str, names: Mapping[str, float] | None = None) -> float:
    """The value of `expression`, in which `names` stand for figures.

    Raises
    ------
    ValueError
        When it is more than arithmetic, names a figure that is not given, or divides by zero.

    >>> evaluate_arithmetic("level / rate * 10000", {"level": 640, "rate": 8})
    800000.0
    """
    given = names or {}
    if len(expression) > LONGEST:
        raise ValueError(f"longer than {LONGEST} signs")

    def value(node: ast.expr) -> float:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return float(node.value)
        if isinstance(node, ast.Name):
            if node.id not in given:
                raise ValueError(f"no figure is called {node.id}")
            return given[node.id]
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            return _OPERATORS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp) and type(node.op) in _SIGNS:
            return _SIGNS[type(node.op)](value(node.operand))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords and node.args:
            function = _FUNCTIONS.get(node.func.id)
            if function is not None and (function is not round or len(node.args) == 1):
                return float(function(*(value(argument) for argument in node.args)))
        raise ValueError(_ALLOWED)

    try:
        result = value(ast.parse(expression.strip(), mode="eval").body)
    except SyntaxError as error:
        raise ValueError("no complete expression") from error
    except TypeError as error:  # max() of a single number
        raise ValueError(_ALLOWED) from error
    except (ZeroDivisionError, OverflowError, RecursionError, MemoryError) as error:
        raise ValueError("no finite result") from error
    if not math.isfinite(result):
        raise ValueError("no finite result")
    return result


def names_in(expression: str) -> tuple[str, ...]:
    """The figures an expression names, each once; none of one that cannot be read.

    >>> names_in("max(portal, counter) / whole * 100")
    ('portal', 'counter', 'whole')
    """
    try:
        tree = ast.parse(expression.strip()[:LONGEST], mode="eval")
    except (SyntaxError, RecursionError, MemoryError):
        return ()
    names = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id not in _FUNCTIONS)
    return tuple(sorted(set(names), key=expression.index))


def write_out(expression: str, shown: Mapping[str, str]) -> str:
    """The expression with figures for names, as one writes it by hand.

    >>> write_out("level / (rate + 0.05) * 10000", {"level": "640", "rate": "8.1"})
    '640 ÷ (8.1 + 0.05) × 10,000'
    """

    def written(found: re.Match[str]) -> str:
        token = found[0]
        if token[0].isdigit():
            whole, point, rest = token.partition(".")
            return f"{int(whole):,}{point}{rest}"
        return _SPELLED.get(token) or shown.get(token, token)

    return _TOKEN.sub(written, expression)
