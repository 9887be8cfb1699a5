"""The statistical yearbook: numbered tables in both languages, what is said before and after them, where its files lie.

model       tables, lines, figures
contents    which parts and tables there are
targets, achievements, series   the tables by what they show
figures, notes                  how a figure and its footnotes are written
faces, sayings, take_away       what notebooks show
"""
