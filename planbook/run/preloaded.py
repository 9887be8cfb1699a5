"""What every kernel needs, loaded once: the fork server imports this module, and each kernel is a fork of it."""

from __future__ import annotations

from planbook.present.charts.metrics import text_width

__all__: list[str] = []

text_width(" ", 1.0)  # importing the module is not enough: the first text measured reads the font
