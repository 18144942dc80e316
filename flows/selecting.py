"""What of the new a run takes, if its user does not want all of it; the rest is left for another run."""

import datetime
from dataclasses import dataclass

from transforms.reports import Refused, Report


@dataclass(frozen=True, slots=True)
class Selection:
    """At most so many new reports; of these days of publication (inclusive), and of this source. None asks for nothing."""

    limit: int | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    source_name: str | None = None

    def takes(self, found: Report | Refused) -> bool:
        """Whether a record is meant. One without a day, or that became no report, is not if days are asked for."""
        if self.source_name is not None and found.source_name != self.source_name:
            return False
        if self.since is None and self.until is None:
            return True
        day = found.published_on if isinstance(found, Report) else None
        return day is not None and (self.since or day) <= day <= (self.until or day)

    def is_reached(self, new: int) -> bool:
        """Whether there are as many new reports as are wanted."""
        return self.limit is not None and new >= self.limit


EVERYTHING = Selection()
