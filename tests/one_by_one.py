"""Reports mined one by one, so that a test can spoil, watch or fail what is found in a single one."""

from collections.abc import Callable, Sequence
from typing import Any

from transforms.mining import Mined
from transforms.reports import Report


def one_by_one(mine: Callable[..., Mined]) -> Callable[..., list[Mined]]:
    """What stands for `flows.normalizing.mine_together` where `mine` reads each report."""

    def mine_together(reports: Sequence[tuple[Report, int]], *rest: Any) -> list[Mined]:
        return [mine(report, revision, *rest) for report, revision in reports]

    return mine_together
