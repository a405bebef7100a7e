"""The benchmarks of docs/benchmarks.md: ``python tests/bench/run.py [NAME...]``.

Each prints a Markdown table, with the load of the machine before and after it: a figure taken on
a busy machine is worth little.
"""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

NAMES = (
    "pages", "viewer", "explorers", "builds", "mapper", "cost", "sweep", "cut", "choice",
    "visuals", "classes", "top1", "thousand", "sheets", "places", "verdict", "treebanks", "texts",
    "publish", "arrays", "kinds", "beside", "live", "live_views", "search",
    "anomalies", "architecture", "flow", "overlay", "workers", "counted_errors", "real_blocks",
    "splits", "joint", "checkpoints",
)  # fmt: skip


def load() -> str:
    """Return the load average of the last minute, where the system tells it."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def main() -> None:
    """Run the named benchmarks, or all."""
    parser = argparse.ArgumentParser(description="Run benchmarks and print Markdown tables.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}")
    names = parser.parse_args().names or NAMES
    if unknown := sorted(set(names) - set(NAMES)):
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    for name in names:
        before = load()
        report = import_module(name).report()
        print(f"## {name}\n\n{report}\n\nLoad average {before} before, {load()} after.\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
