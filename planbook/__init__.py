"""Planbook turns a government five-year plan and its yearly statistics into a bilingual evaluation.

Data flows one way, and a module imports only from those before it:

errors ← paths ← model ← load ← assess ← compare ← present ← run ← publish ← cli
"""

__version__ = "0.1.0"
