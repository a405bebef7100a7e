"""What gives an author away: names, addresses and accounts, and how each can be written.

A trace is searched in texts whose letters are small and have no marks (``plain``), as a word of its
own. A surname alone is enough, so all forms of a name that hold it are found.
"""

import os
import platform
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bibtexparser.middlewares.names import parse_single_name_into_parts

from topopress.config.load import ExplorationSource, Project

SHORT = 4
"""Letters from which a word alone is searched in data that are not text."""
LEAST = 3
"""Letters of a surname, an account or a host that is searched alone."""
_MARKS = re.compile("[\u0300-\u036f]+")
_LATIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
# Accounts and hosts of thousands of machines say nothing of an author.
_NO_TRACES = frozenset(
    {
        *("root", "user", "users", "admin", "runner", "ubuntu", "debian", "docker", "jovyan"),
        *("vscode", "home", "localhost", "git", "guest", "work", "workspace", "github", "gitlab"),
        *("www", "http", "https", "com", "org", "net", "edu", "main", "test", "app", "data"),
        *("site", "host"),
    }
)
_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "huggingface.co")
_PARTICLES = frozenset(
    {
        *("van", "von", "der", "den", "de", "del", "della", "di", "da", "la", "le", "du", "dos"),
        *("das", "ten", "ter", "zu", "zur", "af"),
    }
)


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that gives an author away.

    Attributes:
        text: As it is written where it comes from.
        origin: Where that is, such as ``authors in content/site.toml``.
        forms: All that is searched, small and without marks; a space stands for any separators.
    """

    text: str
    origin: str
    forms: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """A regular expression for all forms."""
        return "|".join(sorted(filter(None, map(_pattern, self.forms))))


def plain(text: str) -> str:
    """Return a text in small letters without marks; lines stay lines."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN)).casefold()
    return _MARKS.sub("", apart)


def traces_of(project: Project) -> tuple[Trace, ...]:
    """Return the traces of a project's authors, each with where it comes from."""
    found: dict[str, Trace] = {}
    for trace in (*_of_settings(project), *_of_git(project.root), *_of_machine()):
        if trace.forms and not set(trace.forms) <= _NO_TRACES:
            found.setdefault(trace.text, trace)
    return tuple(found.values())


def person(name: str, origin: str) -> Iterator[Trace]:
    """Yield the traces of an author: the name, and an address of mail beside it."""
    for address in re.findall(r"[\w.+-]+@[\w.-]+", name):
        yield from mail(address, origin)
    name = re.sub(r"<[^>]*>|\([^)]*\)|[\w.+-]+@[\w.-]+", " ", name).strip(" ,;")
    if not name:
        return
    forms = {plain(name), plain(_spelt_out(name))}
    if _is_person(name):
        given, family = _parts(name)
        forms |= set(_forms(plain(given), plain(family)))
        forms |= set(_forms(plain(_spelt_out(given)), plain(_spelt_out(family))))
    yield Trace(name, origin, tuple(sorted(forms)))


def mail(address: str, origin: str) -> Iterator[Trace]:
    """Yield the traces of an address of mail."""
    account = address.partition("@")[0].partition("+")[0]
    yield Trace(address, origin, (plain(address),))
    yield from word(account, origin)


def word(text: str, origin: str) -> Iterator[Trace]:
    """Yield the trace of an account, a host or a folder, unless thousands have that name."""
    form = plain(text)
    if len(form) >= LEAST and form not in _NO_TRACES and not form.isdigit():
        yield Trace(text, origin, (form,))


def web_address(address: str, origin: str) -> Iterator[Trace]:
    """Yield the traces of an address of a site or of a repository."""
    scp = re.fullmatch(r"[\w.-]+@([\w.-]+):(.+)", address)
    parts = urlsplit(f"ssh://{scp[1]}/{scp[2]}" if scp else address)
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.strip("/")
    path = path.removesuffix(".git").removesuffix("/index.html")
    if not host:
        yield from (trace for part in Path(address).parts[1:-1] for trace in word(part, origin))
        return
    forms = {plain(f"{host}/{path}".strip("/"))}
    if host in _HOSTS and "/" in path:
        forms.add(plain(path))
    yield Trace(address, origin, tuple(sorted(forms)))
    owner = path.partition("/")[0] if host in _HOSTS else ""
    if host.endswith((".github.io", ".gitlab.io")):
        owner = host.partition(".")[0]
    elif host not in _HOSTS:
        yield from word(host, origin)
    yield from word(owner, origin)


def _of_settings(project: Project) -> Iterator[Trace]:
    site, file = project.site, "content/site.toml"
    for author in site.authors:
        yield from person(author, f"authors in {file}")
    for key, address in (("url", site.url), ("repository", site.repository)):
        yield from web_address(address, f"{key} in {file}") if address else ()
    for name, known in site.people.items():
        yield from person(name, f"people in {file}")
        if known.orcid:
            yield Trace(known.orcid, f"people in {file}", (known.orcid.lower(),))
        if known.affiliation:
            yield Trace(known.affiliation, f"people in {file}", (plain(known.affiliation),))
    for source in (*project.explorations, *project.others):
        for author in source.settings.authors:
            yield from person(author, source.where("authors"))
        yield from _of_toml(source)


def _of_toml(source: ExplorationSource) -> Iterator[Trace]:
    """Yield the folders of a home that a path in the settings goes through."""
    for user in re.findall(r"(?:/home/|/Users/|\\Users\\|~)([\w.-]+)", source.toml):
        yield from word(user, f"a path in {source.where('').rstrip(', ')}")


def _of_git(root: Path) -> Iterator[Trace]:
    if name := _git(root, "config", "user.name"):
        yield from person(name, "git's user.name")
    if address := _git(root, "config", "user.email"):
        yield from mail(address, "git's user.email")
    for line in _git(root, "remote", "-v").splitlines():
        name, _, rest = line.partition("\t")
        yield from web_address(rest.rpartition(" ")[0], f"git's remote {name}")


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def _of_machine() -> Iterator[Trace]:
    for variable in ("USER", "LOGNAME", "USERNAME"):
        yield from word(os.environ.get(variable, ""), "the user of this machine")
    yield from word(platform.node(), "the name of this machine")
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() fails without a user
    yield from word(home.name, "the home folder")


def _is_person(name: str) -> bool:
    """Return whether a name is of one person: capitals, two to five words, no article before it."""
    words = [word for word in re.split(r"[\s,]+", name) if word]
    capital = all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
    latin = all(ord(letter) < 0x250 for letter in name)  # noqa: PLR2004 - Latin blocks
    return words[0].lower() != "the" and (not latin or (capital and 2 <= len(words) <= 5))  # noqa: PLR2004


def _spelt_out(name: str) -> str:
    """Return a name with ``ae`` for ``ä`` and the like, as keyboards without it have it."""
    return name.lower().translate(_UMLAUTS)


def _parts(name: str) -> tuple[str, str]:
    """Return given names and surname, as BibTeX takes a name apart."""
    parts = parse_single_name_into_parts(name, strict=False)
    return " ".join(parts.first), " ".join([*parts.von, *parts.last])


def _forms(given: str, family: str) -> Iterator[str]:
    """Yield the forms of a name that ``plain`` made small; longer ones that hold these follow."""
    first, *_ = given.split() or [""]
    last = family.rsplit(maxsplit=1)[-1] if family.split() else ""
    for surname in {family, last} - {""}:
        if len(surname) >= LEAST or not surname.isascii():
            yield surname
        if first:
            initials = "".join(part[0] for part in re.split(r"[\s.-]+", given) if part)
            for before in {first, first[0], initials}:
                yield from (f"{before} {surname}", f"{surname} {before}")
                if len(before) >= LEAST or len(surname) > LEAST:
                    yield from (f"{before}{surname}", f"{surname}{before}")


def _pattern(form: str) -> str:
    """Return a regular expression for a form as a word of its own."""
    words = [re.escape(word) for word in re.split(r"[\s._,-]+", form) if word]
    if not words:
        return ""
    inside = r"[\s._,~+-]{1,4}".join(words)
    if not form.isascii() and not any(letter.isascii() for letter in form):
        return inside  # scripts without spaces between words
    return rf"(?<![^\W\d_]){inside}(?![^\W\d_])"


def all_patterns(traces: Iterable[Trace]) -> re.Pattern[str]:
    """Return an expression with a group ``tK`` for the K-th trace."""
    return re.compile("|".join(f"(?P<t{k}>{trace.pattern})" for k, trace in enumerate(traces)))
