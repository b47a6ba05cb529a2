"""What happens to a replication, for whoever wants to tell others. Each is sent once, after the commit.

`site` is the Implementation and `report` the ReplicationReport, None where there is none.
"""

from django.dispatch import Signal

reported = Signal()  # site, report, before (its phase before, "" when new)
confirmed = Signal()  # site, report, by
returned = Signal()  # report (None for a site without one), reason, municipality, case, by
objected = Signal()  # site, by
