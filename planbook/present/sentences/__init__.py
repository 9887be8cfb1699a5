"""Sentences with figures: each `say_` builder takes the edition first and hands over one piece.

Sentences are chosen by rules from the facts and filled from templates in `site/locales/`; no number is typed by
hand, and none says more than the data hold.
"""
