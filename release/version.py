"""
The version that the changes since the last release need.

`EDITION.MINOR.PATCH`: the first number is the newest edition that ships.
Within an edition the API only grows; if it does, or if data change, the release
is a minor one. Run as a module, this compares the checkout with the newest tag,
and fails if the version or the changelog does not match the changes.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import zipfile

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from release.api import ApiChanges, api_changes
from release.data import data_changes, editions


__all__ = ["Changes", "Version", "main", "needed_version", "problems"]


ROOT = Path(__file__).parent.parent


class Version(NamedTuple):
    """A version of the package; the first number is an edition's."""

    edition: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.edition}.{self.minor}.{self.patch}"

    @property
    def next_minor(self) -> Version:
        """The next release with new features or data."""
        return Version(self.edition, self.minor + 1, 0)

    @property
    def next_patch(self) -> Version:
        """The next release with fixes only."""
        return self._replace(patch=self.patch + 1)


_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_CURRENT = re.compile(r'^__version__ = "(.*)"$', re.MULTILINE)


class Changes(NamedTuple):
    """What changed since the last release."""

    last: Version
    #: The editions that shipped with the last release, and that ship now.
    before: set[int]
    after: set[int]
    api: ApiChanges
    #: A line for each field.
    data: list[str]

    @property
    def is_new_edition(self) -> bool:
        """Whether a newer edition ships."""
        return max(self.after) > self.last.edition

    def lines(self) -> Iterator[str]:
        """Yield what changed, as a report."""
        yield f"since {self.last}:"
        for edition in sorted(self.after - self.before):
            yield f"  edition {edition} came in"
        for title, changes in (
            ("API broken", self.api.broken),
            ("API added", self.api.added),
            ("API declared in another way", self.api.altered),
            ("data changed", self.data),
        ):
            for change in changes:
                yield f"  {title}: {change}"


def needed_version(changes: Changes) -> Version:
    """Return the lowest version that these changes need."""
    if changes.is_new_edition:
        return Version(max(changes.after), 0, 0)
    is_new = changes.after - changes.before or changes.data
    if is_new or changes.api.added or changes.api.altered:
        return changes.last.next_minor
    return changes.last.next_patch


def problems(
    changes: Changes, current: Version, changelog: str
) -> Iterator[str]:
    """Yield each reason not to release a version."""
    for edition in sorted(changes.before - changes.after):
        yield f"edition {edition} is gone; editions that shipped must stay"
    if changes.api.broken and not changes.is_new_edition:
        yield "only a new edition may break the API; restore what broke"
    needed = needed_version(changes)
    allowed = {needed}
    if not changes.is_new_edition:
        # A comparison does not see everything, such as a command's option.
        allowed.add(changes.last.next_minor)
    if current not in allowed:
        choice = " or ".join(map(str, sorted(allowed)))
        yield f"the version is {current}; the changes need {choice}"
    yield from _changelog_problems(current, changelog, changes.data)


def _changelog_problems(
    current: Version, changelog: str, data: list[str]
) -> Iterator[str]:
    sections = re.split(r"^## ", changelog, flags=re.MULTILINE)
    section = next(
        (text for text in sections if text.startswith(f"[{current}]")), None
    )
    if section is None:
        yield f"the changelog has no section [{current}]"
        return
    said = " ".join(section.split())
    for line in data:
        if " ".join(line.split()) not in said:
            yield f"the changelog does not list: {line}"


def main(root: Path = ROOT) -> int:
    """Print the changes, the version that they need, and any problems."""
    current = _parsed(_CURRENT.findall(_read(root, _INIT))[0])
    changelog = _read(root, "CHANGELOG.md")
    last = _last_release(root, current)
    if last is None:
        needed = Version(max(editions(root)), 0, 0)
        print("the first release: no tag stands before it")
        found = list(_changelog_problems(current, changelog, []))
        if current != needed:
            found.append(f"the version is {current}; a first one is {needed}")
    else:
        with tempfile.TemporaryDirectory() as folder:
            _extract(root, last, folder)
            changes = _changes(last, Path(folder), root)
        needed = needed_version(changes)
        print(*changes.lines(), sep="\n")
        found = list(problems(changes, current, changelog))
    print(f"needs version {needed}; is {current}")
    for problem in found:
        print(f"error: {problem}", file=sys.stderr)
    return 1 if found else 0


_INIT = "src/cnmaker_data/__init__.py"


def _read(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def _changes(last: Version, old: Path, new: Path) -> Changes:
    return Changes(
        last,
        editions(old),
        editions(new),
        api_changes(old, new),
        data_changes(old, new),
    )


def _parsed(text: str) -> Version:
    if match := _VERSION.fullmatch(text):
        return Version(*map(int, match.groups()))
    raise SystemExit(f"error: {text!r} is not EDITION.MINOR.PATCH")


def _last_release(root: Path, current: Version) -> Version | None:
    """Return the newest tagged version before the one being released."""
    tags = set(_git(root, "tag", "--merged", "HEAD", "--list", "v*").split())
    here = set(_git(root, "tag", "--points-at", "HEAD").split())
    tags -= here & {f"v{current}"}
    return max((_parsed(tag.removeprefix("v")) for tag in tags), default=None)


def _extract(root: Path, version: Version, folder: str) -> None:
    """Write the source of a version that was tagged to a folder."""
    archive = _git_bytes(root, "archive", "--format=zip", f"v{version}", "src")
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(folder)


def _git(root: Path, *arguments: str) -> str:
    return _git_bytes(root, *arguments).decode()


def _git_bytes(root: Path, *arguments: str) -> bytes:
    return subprocess.run(
        ["git", *arguments], cwd=root, check=True, stdout=subprocess.PIPE
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
