"""Differing figures, who may state them, and how a coordinator settles them (docs/avisos.md)."""
