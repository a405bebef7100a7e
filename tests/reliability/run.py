"""All hostile inputs of docs/reliability.md: ``python tests/reliability/run.py [NAME...]``.

Each prints one row of a table. An input that a test would fail on ends the run with its name.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
CHECKOUT = Path(__file__).resolve().parents[2]


def megabytes() -> str:
    """Return the most memory that this process and its children have had."""
    try:
        import resource
    except ImportError:  # Windows
        return "unknown"
    used = [resource.getrusage(who).ru_maxrss for who in
            (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]  # fmt: skip
    return f"{max(used) / 1024:.0f} MB"


def counted(counts: Counter[str]) -> str:
    """Return how many there are of each outcome."""
    return ", ".join(f"{n:,} {what}" for what, n in sorted(counts.items()))


def pictures(folder: Path) -> str:
    """Decode 3,024 pictures one by one, then survey all of them as one folder."""
    from reliability.hostile_pictures import pictures as made
    from reliability.test_hostile_pictures import Outcomes, look_at, survey
    from topopress.kinds.images.decoder_process import end

    files, outcomes = list(made()), Outcomes()
    for hostile in files:
        look_at(folder, hostile, outcomes)
    used, skipped = survey(folder, files, special=True)
    end()
    seconds, name = outcomes.longest
    return (
        f"{len(files):,} pictures | {counted(outcomes.counts)}; in one folder {used:,} used, "
        f"{skipped:,} skipped | {seconds:.2f} s ({name})"
    )


def checkpoints(folder: Path) -> str:
    """Read 9,000 damaged checkpoints and those that must be refused."""
    from reliability.hostile_checkpoints import damaged, named
    from reliability.test_hostile_checkpoints import look_at

    counts: Counter[str] = Counter()
    marker = folder / "executed"
    files = [*named(marker), *damaged()]
    longest = max((look_at(folder, each, counts), each.name) for each in files)
    assert not marker.exists()
    return f"{len(files):,} checkpoints | {counted(counts)} | {longest[0]:.2f} s ({longest[1]})"


def texts(folder: Path) -> str:
    """Read 1,500 damaged files of texts and 1,500 with texts that are long or not UTF-8."""
    from reliability.hostile_texts import mutated_files
    from reliability.large_texts import large_texts
    from reliability.test_large_texts import look_at
    from text_tokenizers import byte_bpe, unigram, wordpiece

    counts: Counter[str] = Counter()
    tokenizers = [wordpiece(), byte_bpe(), unigram()]
    longest, total = (0.0, ""), 0
    for each in chain(mutated_files(1_500), large_texts(1_500)):
        seconds = look_at(folder, each, [tokenizers[total % len(tokenizers)]], counts)
        longest, total = max(longest, (seconds, each.name)), total + 1
    return f"{total:,} texts | {counted(counts)} | {longest[0]:.2f} s ({longest[1]})"


def payloads(folder: Path) -> str:
    """Put 350 strings into all places of a site, and look for them in the pages' DOM."""
    from playwright.sync_api import sync_playwright

    from install_browser import find_browser
    from reliability.hostile_site import faults_of, pages_of, write_hostile_site

    site, begun = write_hostile_site(folder / "site", 350), time.monotonic()
    with sync_playwright() as tools:
        found = find_browser()
        browser = tools.chromium.launch(executable_path=found, args=["--no-sandbox"])
        faults = {file.name: faults_of(browser.new_page(), file) for file in pages_of(site)}
        browser.close()
    assert not any(faults.values()), faults
    return f"350 strings, {len(faults)} pages | 0 run | {time.monotonic() - begun:.0f} s in all"


def arrays(folder: Path) -> str:
    """Read 500 files of vectors."""
    from reliability.hostile_arrays import mutated_arrays, named_arrays, truncated_arrays
    from reliability.test_hostile_arrays import check, outcome

    known = [*named_arrays(), *truncated_arrays()]
    files = [*known, *mutated_arrays(500 - len(known))]
    counts, longest = Counter[str](), (0.0, "")
    for each in files:
        begun = time.monotonic()
        check(folder, each)
        longest = max(longest, (time.monotonic() - begun, each.name))
        counts["refused" if isinstance(outcome(folder, each), str) else "read"] += 1
    return f"{len(files):,} arrays | {counted(counts)} | {longest[0]:.2f} s ({longest[1]})"


def surroundings(folder: Path) -> str:
    """Build the default site as usual, then with everything around the build changed."""
    from reliability.surroundings import AS_USUAL, OTHERWISE, differing, files_of, results_of

    sites, begun = [], time.monotonic()
    for name, around in (("usual", AS_USUAL), ("other wise", OTHERWISE)):
        root = folder / name
        shutil.copytree(CHECKOUT / "content", root / "content")
        around.build(root)
        sites.append((files_of(root / "public"), results_of(root / ".topopress")))
    (usual, kept), (other, kept_otherwise) = sites
    results = sum(kept.get(key) != kept_otherwise.get(key) for key in kept | kept_otherwise)
    return (
        f"default site, 2 builds | {len(differing(usual, other))} of {len(usual):,} files and "
        f"{results} of {len(kept):,} results differ | {time.monotonic() - begun:,.0f} s in all"
    )


RUNS: dict[str, Callable[[Path], str]] = {
    "pictures": pictures,
    "checkpoints": checkpoints,
    "texts": texts,
    "arrays": arrays,
    "payloads": payloads,
    "surroundings": surroundings,
}


def main() -> None:
    """Run what is named, or all."""
    parser = argparse.ArgumentParser(description="Try hostile inputs; print a Markdown table.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(RUNS)}")
    names = parser.parse_args().names or [*RUNS]
    if unknown := sorted(set(names) - set(RUNS)):
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(RUNS)}")
    print("| inputs | outcomes | longest | memory |\n|---|---|---|---|")
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            print(f"| {RUNS[name](Path(folder))} | {megabytes()} |", flush=True)


if __name__ == "__main__":
    main()
