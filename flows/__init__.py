"""When and where work runs: sources, flows, the warehouse, and the `dateline` command."""
