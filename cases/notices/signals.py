"""The day's reminders, for rooms above that have some of their own."""

from django.dispatch import Signal

reminders_due = Signal()  # today; a receiver sends its own and returns how many
