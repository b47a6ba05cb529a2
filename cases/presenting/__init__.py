"""What the public page of a case shows: plain values from stored facts, a reader and a date. No HTML."""

from cases.presenting.listing import Listing, fill_in_origins, list_cases
from cases.presenting.page import CaseView, present

__all__ = ["CaseView", "Listing", "fill_in_origins", "list_cases", "present"]
