"""The embedded engine: tantivy, inside the process, with its files under DATA_DIR."""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
