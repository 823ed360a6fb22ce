"""Which version a change needs, found in a repository of its own."""

import os
import shutil
import subprocess

from pathlib import Path

import pytest

from release import version
from release.api import ApiChanges, api_changes
from release.data import data_changes, editions
from release.version import Changes, Version, needed_version, problems


ROOT = Path(__file__).parent.parent
PACKAGE = Path("src", "cnmaker_data")
RESOURCES = PACKAGE / "resources"


class Checkout:
    """A copy of the package whose files can be changed."""

    def __init__(self, root):
        self.root = root
        shutil.copytree(ROOT / PACKAGE, root / PACKAGE)
        self.set_version("8.0.0")
        self.log("8.0.0")

    def replace(self, name, old, new):
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def set_version(self, text):
        path = self.root / PACKAGE / "__init__.py"
        lines = [
            f'__version__ = "{text}"'
            if line.startswith("__version__")
            else line
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")

    def log(self, *versions, text=""):
        sections = "\n".join(f"## [{each}]\n\n{text}\n" for each in versions)
        (self.root / "CHANGELOG.md").write_text(
            f"# Changelog\n\n{sections}", encoding="utf-8"
        )

    def add_edition(self, number):
        folder = self.root / RESOURCES / "editions"
        shutil.copytree(folder / "8", folder / str(number))

    def remove_edition(self, number):
        shutil.rmtree(self.root / RESOURCES / "editions" / str(number))


@pytest.fixture
def old(tmp_path):
    return Checkout(tmp_path / "old")


@pytest.fixture
def new(tmp_path):
    return Checkout(tmp_path / "new")


@pytest.fixture
def repository(new):
    if shutil.which("git") is None:
        pytest.skip("needs git")
    git(new.root, "init", "--quiet")
    return new


def git(root, *arguments):
    # Neither the settings of who runs this nor those of a hook.
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=root, env=env, check=True)


def commit(root, *, tag=None):
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Change")
    if tag:
        git(root, "tag", tag)


# A package of that name with little in it: the real one may change.
SMALL = {
    "__init__": """
from cnmaker_data.formats import Format
from cnmaker_data.model import Contests, Role
from cnmaker_data.urls import find_links, normalize_url

__all__ = ["Contests", "Format", "Role", "find_links", "normalize_url"]
""",
    "formats": """
from typing import Literal, TypeAlias

Format: TypeAlias = Literal["json", "yaml"]
""",
    "model": """
import enum

class Role(enum.Enum):
    HOST = "host"

class Contests:
    year: int

    def by_tier(self, tier: str) -> Contests: ...
""",
    "urls": """
def find_links(text: str) -> list[str]: ...
def normalize_url(text: str, *, default_scheme: str = "http") -> str: ...
def _check_ipv4(host: str) -> str: ...
""",
    "ingest/__init__": """
from cnmaker_data.ingest.plan import read_plan

__all__ = ["read_plan"]
""",
    "ingest/plan": """
def read_plan(path: str) -> None: ...
def read_rows(path: str) -> None: ...
""",
}


class TestApi:
    @pytest.fixture
    def small(self, tmp_path):
        def write(name, module="", before="", after=""):
            for each, text in SMALL.items():
                path = tmp_path / name / PACKAGE / f"{each}.py"
                path.parent.mkdir(parents=True, exist_ok=True)
                assert each != module or before in text
                new = text.replace(before, after) if each == module else text
                path.write_text(new, encoding="utf-8")
            return tmp_path / name

        return write

    def test_of_the_package_is_the_same(self):
        assert api_changes(ROOT, ROOT) == ([], [], [])

    @pytest.mark.parametrize(
        ("module", "before", "after", "broken"),
        [
            ("__init__", '"find_links", ', "", "cnmaker_data.find_links: re"),
            ("model", "def by_tier(", "def by_t(", "Contests.by_tier: removed"),
            ("model", "HOST", "HOSTS", "Role.HOST: removed"),
            ("urls", 'default_scheme: str = "http"', "s: str", "(default_sch"),
            (
                "ingest/__init__",
                '["read_plan"]',
                '["plan"]',
                "ingest.read_plan: removed",
            ),
        ],
    )
    def test_what_is_gone_is_broken(self, small, module, before, after, broken):
        changes = api_changes(small("old"), small("new", module, before, after))
        assert any(broken in line for line in changes.broken), changes.broken

    @pytest.mark.parametrize(
        ("module", "before", "after", "added"),
        [
            (
                "model",
                "    def by_tier(",
                "    def by_theme(self): ...\n\n    def by_tier(",
                "Contests.by_theme",
            ),
            (
                "model",
                "    HOST",
                '    GUEST = "guest"\n    HOST',
                "Role.GUEST",
            ),
            (
                "urls",
                'default_scheme: str = "http"',
                'default_scheme: str = "http", strict: bool = True',
                "normalize_url(strict)",
            ),
            (
                "ingest/__init__",
                'import read_plan\n\n__all__ = ["',
                'import read_plan, read_rows\n\n__all__ = ["read_rows", "',
                "ingest.read_rows",
            ),
        ],
    )
    def test_what_is_new_is_added(self, small, module, before, after, added):
        changes = api_changes(small("old"), small("new", module, before, after))
        assert not changes.broken
        assert f"cnmaker_data.{added}" in changes.added

    @pytest.mark.parametrize(
        ("module", "before", "after", "altered"),
        [
            ("formats", '"yaml"]', '"yaml", "ion"]', "Format"),
            ("model", '"host"', '"hosts"', "Role.HOST"),
            (
                "model",
                "year: int",
                "year: int | None",
                "Contests.year: int → int | None",
            ),
        ],
    )
    def test_what_is_declared_in_another_way(
        self, small, module, before, after, altered
    ):
        changes = api_changes(small("old"), small("new", module, before, after))
        assert not changes.broken
        assert not changes.added
        assert any(
            line.startswith(f"cnmaker_data.{altered}")
            for line in changes.altered
        )

    def test_what_is_not_public_may_change(self, small):
        new = small("new", "urls", "_check_ipv4(", "_check_v4(")
        rows = new / PACKAGE / "ingest" / "rows.py"
        rows.write_text("def rows(): ...\n", encoding="utf-8")
        assert api_changes(small("old"), new) == ([], [], [])


class TestData:
    def test_of_one_source_are_the_same(self, old, new):
        assert data_changes(old.root, new.root) == []
        assert editions(new.root) == {8}

    def test_each_field_of_an_edition(self, old, new):
        path = RESOURCES / "editions" / "8" / "edition.json"
        new.replace(path, '"notice": "工信部', '"notice": "国信部')
        new.replace(path, '"short_name": "宁波"', '"short_name": "甬"')
        assert data_changes(old.root, new.root) == [
            "8 notice: '工信部联企业函〔2023〕191号' → "
            "'国信部联企业函〔2023〕191号'",
            "8/regional/ningbo location: 宁波市 → 宁波市",
        ]

    def test_contests_that_come_and_go(self, old, new):
        path = RESOURCES / "editions" / "8" / "edition.json"
        new.replace(path, '"8/overseas/international"', '"8/overseas/apec"')
        changes = data_changes(old.root, new.root)
        assert "8/overseas/apec added" in changes
        assert "8/overseas/international removed" in changes

    def test_each_field_of_a_table(self, old, new):
        path = RESOURCES / "regions.csv"
        new.replace(
            path, "110000,北京市,北京,Beijing", "110000,北京市,京,Peking"
        )
        new.replace(path, "120000,", "129999,")
        assert data_changes(old.root, new.root) == [
            "regions.csv 110000 short_name: '北京' → '京'",
            "regions.csv 110000 english_name: 'Beijing' → 'Peking'",
            "regions.csv 120000 removed",
            "regions.csv 129999 added",
        ]

    def test_files(self, old, new):
        folder = new.root / RESOURCES
        new.replace(RESOURCES / "edition.schema.json", "{", "{ ")
        new.replace(RESOURCES / "editions" / "8" / "edition.json", "{", "{ ")
        (folder / "editions" / "8" / "plan.txt").unlink()
        (folder / "more.csv").write_text("code,name\n", encoding="utf-8")
        assert data_changes(old.root, new.root) == [
            "edition.schema.json changed",
            "editions/8/edition.json changed",
            "editions/8/plan.txt removed",
            "more.csv added",
        ]

    def test_a_new_edition_corrects_nothing(self, old, new):
        new.add_edition(9)
        assert data_changes(old.root, new.root) == []
        assert editions(new.root) == {8, 9}


SAME = ApiChanges([], [], [])
BROKEN = SAME._replace(broken=["cnmaker_data.diff: removed"])
V = Version


class TestRule:
    @pytest.mark.parametrize(
        ("after", "api", "data", "needed"),
        [
            ({8}, SAME, [], V(8, 2, 4)),
            ({8}, SAME, ["8 year: 1 → 2"], V(8, 3, 0)),
            ({8}, SAME._replace(added=["x"]), [], V(8, 3, 0)),
            ({8}, SAME._replace(altered=["x"]), [], V(8, 3, 0)),
            ({7, 8}, SAME, [], V(8, 3, 0)),
            ({8, 9}, SAME, [], V(9, 0, 0)),
            ({8, 9}, BROKEN, ["8 year: 1 → 2"], V(9, 0, 0)),
            ({8, 10}, SAME, [], V(10, 0, 0)),
        ],
    )
    def test_what_a_change_needs(self, after, api, data, needed):
        changes = Changes(V(8, 2, 3), {8}, after, api, data)
        assert needed_version(changes) == needed
        log = f"## [{needed}]\n" + "\n".join(data)
        assert list(problems(changes, needed, log)) == []

    @pytest.mark.parametrize(
        ("current", "is_right"),
        [
            (V(8, 2, 3), False),
            (V(8, 2, 4), True),
            (V(8, 2, 5), False),
            (V(8, 3, 0), True),
            (V(8, 3, 1), False),
            (V(8, 4, 0), False),
            (V(9, 0, 0), False),
        ],
    )
    def test_a_small_change_may_be_a_minor_release(self, current, is_right):
        changes = Changes(V(8, 2, 3), {8}, {8}, SAME, [])
        found = list(problems(changes, current, f"## [{current}]\n"))
        assert found == [] if is_right else len(found) == 1

    def test_the_api_breaks_with_an_edition_alone(self):
        changes = Changes(V(8, 2, 3), {8}, {8}, BROKEN, [])
        [problem] = problems(changes, V(8, 3, 0), "## [8.3.0]")
        assert "restore what broke" in problem

    @pytest.mark.parametrize("after", [{9}, {7, 9}])
    def test_editions_stay(self, after):
        changes = Changes(V(8, 2, 3), {7, 8}, after, SAME, [])
        found = list(problems(changes, V(9, 0, 0), "## [9.0.0]"))
        assert found[-1] == "edition 8 is gone; editions that shipped must stay"

    def test_the_changelog_lists_each_field(self):
        data = ["8/final name: 'a' → 'b'", "8 year: 1 → 2"]
        changes = Changes(V(8, 0, 0), {8}, {8}, SAME, data)
        log = "## [8.1.0]\n- `8/final name:\n  'a' → 'b'`\n## [8.0.0]\n8 year: 1 → 2"
        assert list(problems(changes, V(8, 1, 0), log)) == [
            "the changelog does not list: 8 year: 1 → 2"
        ]
        assert list(problems(changes, V(8, 1, 0), "")) == [
            "the changelog has no section [8.1.0]"
        ]


class TestRelease:
    def test_the_first_one(self, repository, capsys):
        commit(repository.root)
        assert version.main(repository.root) == 0
        assert capsys.readouterr().out == (
            "the first release: no tag stands before it\n"
            "needs version 8.0.0; is 8.0.0\n"
        )
        # Nor does its own tag, once it is there.
        commit(repository.root, tag="v8.0.0")
        assert version.main(repository.root) == 0

    def test_the_first_one_with_another_version(self, repository, capsys):
        repository.set_version("8.1.0")
        commit(repository.root)
        assert version.main(repository.root) == 1
        assert capsys.readouterr().err == (
            "error: the changelog has no section [8.1.0]\n"
            "error: the version is 8.1.0; a first one is 8.0.0\n"
        )

    def test_a_version_is_released_once(self, repository, capsys):
        commit(repository.root, tag="v8.0.0")
        commit(repository.root)
        assert version.main(repository.root) == 1
        assert capsys.readouterr().err == (
            "error: the version is 8.0.0; the changes need 8.0.1 or 8.1.0\n"
        )

    def test_a_correction(self, repository, capsys):
        commit(repository.root, tag="v8.0.0")
        repository.replace(
            RESOURCES / "regions.csv", "北京,Beijing", "北京,Peking"
        )
        line = "regions.csv 110000 english_name: 'Beijing' → 'Peking'"
        repository.set_version("8.1.0")
        repository.log("8.1.0", "8.0.0", text=line)
        commit(repository.root)
        assert version.main(repository.root) == 0
        assert capsys.readouterr().out == (
            f"since 8.0.0:\n  data changed: {line}\n"
            "needs version 8.1.0; is 8.1.0\n"
        )

    def test_the_newest_tag_is_what_counts(self, repository, capsys):
        commit(repository.root, tag="v8.9.0")
        commit(repository.root, tag="v8.10.0")
        repository.add_edition(9)
        repository.set_version("9.0.0")
        repository.log("9.0.0")
        commit(repository.root, tag="v9.0.0")
        assert version.main(repository.root) == 0
        assert capsys.readouterr().out == (
            "since 8.10.0:\n  edition 9 came in\n"
            "needs version 9.0.0; is 9.0.0\n"
        )

    def test_a_breakage(self, repository, capsys):
        commit(repository.root, tag="v8.0.0")
        repository.replace(PACKAGE / "__init__.py", '    "find_links",\n', "")
        commit(repository.root)
        assert version.main(repository.root) == 1
        printed = capsys.readouterr()
        assert "API broken: cnmaker_data.find_links: removed" in printed.out
        assert "restore what broke" in printed.err

    def test_tags_that_are_no_versions(self, repository):
        commit(repository.root, tag="v8.0")
        with pytest.raises(SystemExit, match="'8.0' is not EDITION"):
            version.main(repository.root)
