"""Markdown in and out: rendered once, when it is saved."""
