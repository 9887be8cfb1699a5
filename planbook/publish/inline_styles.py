"""Style attributes taken out of a page, so that its Content-Security-Policy can refuse all style that stands in it.

How a column is set flush is a class of `site.css`; what an author gave single cells (a Styler's colours) goes into a
style sheet beside the page. Plotly's own rules, which it would write into the page, become a style sheet as well.
"""

from __future__ import annotations

import hashlib
import re

from planbook.errors import PublishError

__all__ = ["plotly_css", "take_styles_out"]

# A `>` in an attribute's value is `&gt;` in what pandoc and Jinja write.
_STYLED = re.compile(r'<(?P<tag>[A-Za-z][\w:-]*)(?P<before>[^<>]*?)\sstyle="(?P<style>[^"]*)"(?P<after>[^<>]*)>')
_CLASS = re.compile(r'(?<=\sclass=")')
_ALIGNED = {f"text-align:{side}": f"align-{side}" for side in ("left", "right", "center")}
_SAFE = re.compile(r"[\w\s#%.,:;()+-]*")

_PLOTLY_RULES = re.compile(r"""\{("X,X div":.*?)\};for\(""", re.DOTALL)
_MAP_RULES = re.compile(r"""createElement\("style"\);e\.id="[0-9a-f]{64}",e\.textContent='([^']*)'""")
_PLOTLY_RULE = re.compile(r"""(?P<selector>"[^"]*"|\w+):(?P<declarations>'[^']*'|"[^"]*")""")


def take_styles_out(html: str) -> tuple[str, str]:
    """The page without style attributes, and the style sheet that says the same; "" where `site.css` says it all."""
    rules: dict[str, str] = {}

    def classed(found: re.Match[str]) -> str:
        declarations = [one.strip() for one in found["style"].split(";") if one.strip()]
        plain = ";".join(re.sub(r"\s*:\s*", ":", one) for one in declarations)
        name = _ALIGNED.get(plain)
        if name is None and plain and _SAFE.fullmatch(plain):
            name = f"style-{hashlib.sha256(plain.encode()).hexdigest()[:10]}"
            rules[name] = ";".join(f"{one} !important" for one in plain.split(";"))
        before, after = found["before"], found["after"]
        if name is None:
            return f"<{found['tag']}{before}{after}>"
        if _CLASS.search(before):
            before = _CLASS.sub(f"{name} ", before, count=1)
        elif _CLASS.search(after):
            after = _CLASS.sub(f"{name} ", after, count=1)
        else:
            before = f'{before} class="{name}"'
        return f"<{found['tag']}{before}{after}>"

    taken = _STYLED.sub(classed, html)
    return taken, "".join(f".{name}{{{rules[name]}}}\n" for name in sorted(rules))


def plotly_css(script: str) -> str:
    """The rules that Plotly's script writes into a page where none of the id `plotly.js-style-global` stands.

    Raises
    ------
    PublishError
        When they are not found: another version of Plotly keeps them elsewhere.
    """
    found = _PLOTLY_RULES.search(script)
    if found is None:
        raise PublishError(
            "Plotly's style rules are not where they were. Fix: look for “plotly.js-style-” in its script."
        )
    rules = []
    for rule in _PLOTLY_RULE.finditer(found[1]):
        selector = rule["selector"].strip('"').removeprefix(",")
        selector = selector.replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
        rules.append(f"{selector}{{{rule['declarations'][1:-1]}}}\n")
    maps = _MAP_RULES.search(script)
    return "".join(rules) + (f"{maps[1]}\n" if maps else "")
