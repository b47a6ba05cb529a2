"""What other layers may listen to."""

from django.dispatch import Signal

register_changed = Signal()
"""Sent after a commit that changed municipalities in bulk, with `keys`: the set of "AR-820042" concerned."""

register_exported = Signal()
"""Sent when the register left as a file, with `rows`: how many municipalities; and `filters`: those asked."""
