"""Case files: one open JSON format, in and out. Its fields are explained in docs/formato-de-casos.md."""

from cases.case_files.exporting import dump, export_document
from cases.case_files.importing import import_document
from cases.case_files.problems import ImportReport, Problem
from cases.case_files.reading import Unreadable, parse, read

__all__ = [
    "ImportReport",
    "Problem",
    "Unreadable",
    "dump",
    "export_document",
    "import_document",
    "parse",
    "read",
]
