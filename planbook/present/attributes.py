"""What a frame says of itself in `frame.attrs`, so that handing it on costs next to nothing.

pandas hands attributes on with every step, each time with a copy (`copy.deepcopy`) that looks at every text of every
mapping: of headings and words of codes that took half of a notebook's time.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Texts"]


class Texts(dict[str, Any]):
    """Texts by name, or mappings of texts by name; as independent once copied as any other, and copied at once."""

    def __deepcopy__(self, memo: object) -> Texts:
        if isinstance(next(iter(self.values()), ""), str):
            return Texts(self)
        return Texts({name: Texts(texts) for name, texts in self.items()})
