"""Markdown in and out: rendered when it is saved, by a child process, and exchanged as files.

Nothing is imported here: the child imports this package without Django.
"""
