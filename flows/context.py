"""What every stage of one run is told."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.dask_lanes import Cluster
from flows.selecting import EVERYTHING, Selection
from flows.sources import InputFile
from flows.versions import Versions
from flows.warehouse import Warehouse
from transforms.identity import row_id


@dataclass(frozen=True, slots=True)
class Options:
    """What a user asked of a run."""

    anchor: str = "auto"
    workers: int = 2
    overlay: Path | None = None
    max_reject_share: float = 0.2
    isolate: bool = False  # read texts in worker processes even where one would do
    day_first: bool | None = None  # whether 05/06/2022 is 5 June in these sources; None: only the text itself may say
    names: Mapping[str, str] = field(default_factory=dict)  # field -> what the sources call it
    selection: Selection = EVERYTHING
    cluster: Cluster | None = None  # where texts are read; None: in worker processes of this machine


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its id, its clock, where it works, and what it asked for."""

    run_id: str
    as_of: datetime.datetime
    warehouse: Warehouse
    staging: Path
    versions: Versions
    options: Options

    def staged(self, table: str) -> Path:
        """The folder of a table's staged parts."""
        return self.staging / "tables" / table


def new_run_id(as_of: datetime.datetime, files: Iterable[InputFile], versions: Versions, *asked: str) -> str:
    """hash(as_of, inputs, versions): the same run has the same id wherever it is repeated. `asked` is what else it was told."""
    inputs = [f"{file.uri}|{file.size}|{file.modified_at}" for file in files]
    return row_id(as_of.isoformat(), *inputs, *asked, versions.code, versions.contract, versions.reference)
