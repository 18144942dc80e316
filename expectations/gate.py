"""The gate: what refuses a whole run, and what to do about it."""

from collections.abc import Iterable

from expectations.verdicts import Checked

MINIMUM_READ = 200  # records; a share of fewer says little


def failed_gates(checked: Iterable[Checked]) -> tuple[str, ...]:
    """A sentence for each rule of severity `gate` that any row broke."""
    return tuple(
        f"{c.table}: {c.unexpected} of {c.evaluated} rows break `{c.expectation}` ({c.reason}); this is a fault of Dateline or of your "
        "reference data, so please look at quality_results of this run and report it"
        for c in checked
        if c.severity == "gate" and c.unexpected
    )


def reject_share_gate(read: int, rejected: int, maximum: float = 0.2, minimum_read: int = MINIMUM_READ) -> tuple[str, ...]:
    """A sentence if too large a share of the records was rejected."""
    if read < minimum_read or rejected <= maximum * read:
        return ()
    return (
        f"{rejected} of {read} records ({rejected / read:.0%}) were rejected, more than {maximum:.0%}; see `rejects` of this run for the reasons, "
        "mend the source, or allow more with --max-reject-share",
    )
