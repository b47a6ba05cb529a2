"""Telling a case: what a city team sees in the admin while it writes one."""
