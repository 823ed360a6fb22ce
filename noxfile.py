"""The checks of the project: `nox` runs the usual ones, `nox -s tests` one."""

from __future__ import annotations

import os
import platform
import shutil
import sys

from pathlib import Path

import nox


nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
nox.options.reuse_existing_virtualenvs = True
# Sessions that measure, fuzz, take long, need Java or make a release run only
# when they are named.
nox.options.sessions = ["tests", "lint", "typing", "docs", "browser", "build"]

ROOT = Path(__file__).parent
DIST = ROOT / "dist"
SITE = ROOT / "docs" / "_build" / "html"
# One file per worker at a time: the examples of a page build on each other.
PARALLEL = ("-n", "auto", "--dist", "loadfile")
PYPROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PYPROJECT)


def _install(
    session: nox.Session, *groups: str, package: str = ".[all]"
) -> None:
    """
    Install the package as users do, not editable, with the session's groups.
    """
    requirements = nox.project.dependency_groups(PYPROJECT, *groups)
    session.install(package, *requirements)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests on the installed package and measure their coverage."""
    _install(session, "coverage")
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", *PARALLEL, *session.posargs)
    session.run("coverage", "combine", "--quiet")
    if not session.posargs:
        session.run("coverage", "report")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format, layers of imports, and the workflows."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", env={"PYTHONPATH": "src"})
    session.run("zizmor", "--offline", "--persona", "pedantic", ".")
    for schema, *files in (
        ("github-workflows", *sorted(Path(".github").glob("workflows/*"))),
        ("dependabot", ".github/dependabot.yml"),
        ("citation-file-format", "CITATION.cff"),
    ):
        builtin = f"--builtin-schema=vendor.{schema}"
        session.run("check-jsonschema", builtin, *map(str, files))


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types of the package and of those who use it."""
    _install(session, "typing")
    session.run("mypy")
    session.run("mypy", "tests/typing")
    session.run("pyright")
    session.run("pyright", "-p", "tests/typing")
    session.run("pyright", "--ignoreexternal", "--verifytypes", "cnmaker_data")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation in both languages; any warning is an error."""
    _install(session, "docs")
    _update_catalogues(session)
    session.run("python", "docs/draw_map.py")
    _build_site(session)
    session.run("python", "docs/check_links.py", str(SITE))


def _update_catalogues(session: nox.Session) -> None:
    """
    Add new messages to the catalogues; fail if any message is untranslated.
    """
    templates = Path(session.create_tmp(), "gettext")
    shutil.rmtree(templates, ignore_errors=True)
    session.run("sphinx-build", "-qWb", "gettext", "docs", str(templates))
    # The theme has no template; its catalogue is the only list of its words.
    (templates / "sphinx.pot").unlink()
    session.run(
        *("pybabel", "-q", "extract", "--mapping", "docs/babel.cfg"),
        *("--output", str(templates / "showcase.pot"), "docs/extensions"),
    )
    options = ("--locale-dir", "docs/locale", "--language", "zh_CN")
    session.run(
        *("sphinx-intl", "update", "--pot-dir", str(templates), *options),
        *("--line-width", "0", "--no-obsolete"),
        silent=True,
    )
    report = session.run("sphinx-intl", "stat", *options, silent=True)
    if unfinished := [
        line
        for line in str(report).splitlines()
        if not line.endswith(" 0 fuzzy, 0 untranslated.")
    ]:
        session.error("translate what is left:\n" + "\n".join(unfinished))


@nox.session
def browser(session: nox.Session) -> None:
    """Build the documentation, and test it in Chromium."""
    if shutil.which("chromium") is None and "CI" not in os.environ:
        session.skip("Chromium is missing: apt-get install chromium")
    _install(session, "browser")
    _build_site(session)
    # The other tests need packages that this session does not install.
    alone = ["--confcutdir=tests/site", "-n", "auto"]
    session.run("pytest", "tests/site", *alone, *session.posargs)


def _build_site(session: nox.Session) -> None:
    shutil.rmtree(SITE, ignore_errors=True)
    for language, folder in {"en": SITE, "zh_CN": SITE / "zh-cn"}.items():
        strict = ["-n", "-W", "--keep-going", "-E"]
        chosen = ["-D", f"language={language}"]
        session.run(
            "sphinx-build", *strict, *chosen, "-b", "html", "docs", str(folder)
        )


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the library beside its peers, and print a table of the ratios."""
    _install(session, "bench")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """Mutate the library; some test must fail for each mutant."""
    _install(session, "mutation")
    state = ("python", "tests/mutation_state.py")
    session.run(*state, "restore")
    session.run("mutmut", "run", *session.posargs)
    session.run(*state, "save")
    session.run(*state, "report")


@nox.session
def joins(session: nox.Session) -> None:
    """Test the joins, and time each engine on millions of rows."""
    _install(session, "spark" if _has_java() else "tests")
    session.run("pytest", "tests/test_joins.py")
    session.run("python", "benchmarks/joins.py", *session.posargs)


@nox.session
def spark(session: nox.Session) -> None:
    """Test the joins in Apache Spark, if Java is installed."""
    if not _has_java():
        session.skip("Apache Spark needs Java, which is not installed")
    _install(session, "spark")
    session.run("pytest", "tests/test_joins.py", "-k", "pyspark")


def _has_java() -> bool:
    return "JAVA_HOME" in os.environ or shutil.which("java") is not None


@nox.session
def fuzz(session: nox.Session) -> None:
    """
    Fuzz all targets, or those named, for 30 seconds each or the number given.
    """
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        session.skip("atheris has wheels for Linux on x86-64 only")
    _install(session, "fuzz")
    corpus = ROOT / "fuzz" / "corpus"
    seconds = next(filter(str.isdecimal, session.posargs), "30")
    names = [word for word in session.posargs if not word.isdecimal()]
    for name in names or sorted(folder.name for folder in corpus.iterdir()):
        # Untracked: a later run continues from the inputs found here, and each
        # crash is saved here.
        found = ROOT / "fuzz" / "found" / name
        found.mkdir(parents=True, exist_ok=True)
        session.run(
            *("python", "-m", "fuzz", name, str(found)),
            f"-max_total_time={seconds}",
            f"-artifact_prefix={found}.",
        )


@nox.session
def build(session: nox.Session) -> None:
    """Build the wheel and the sdist twice, and check both."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "build"))
    _build(session)


@nox.session
def release(session: nox.Session) -> None:
    """Build, print the version that the changes need, and write an SBOM."""
    _install(session, "release", package=".")
    session.run("python", "-m", "release.version")
    _build(session)
    _write_sbom(session)


def _build(session: nox.Session) -> None:
    session.run("validate-pyproject", "pyproject.toml")
    shutil.rmtree(DIST, ignore_errors=True)
    session.run("python", "-m", "release.reproduce", str(DIST))
    session.run("twine", "check", "--strict", *_dist("*"))
    session.run("check-wheel-contents", *_dist("*.whl"))


def _write_sbom(session: nox.Session) -> None:
    """Write what comes with the wheel, where it is installed without extras."""
    [wheel] = _dist("*.whl")
    version = Path(wheel).name.split("-")[1]
    temporary = Path(session.create_tmp())
    environment = temporary / "runtime"
    shutil.rmtree(environment, ignore_errors=True)
    session.run("python", "-m", "venv", "--without-pip", str(environment))
    pip = ("python", "-m", "pip", "--python", str(environment), "install")
    # By name: a path would be written down as where the package is from.
    links = ("--no-index", "--find-links", str(DIST))
    session.run(*pip, "--no-deps", *links, f"cnmaker-data=={version}")
    session.run(*pip, f"cnmaker-data=={version}")
    # The version that it says, it must say in so many words.
    described = temporary / "pyproject.toml"
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    described.write_text(
        text.replace('dynamic = ["version"]', f'version = "{version}"'),
        encoding="utf-8",
    )
    session.run(
        *("cyclonedx-py", "environment", str(environment)),
        *("--pyproject", str(described), "--mc-type", "library"),
        *("--output-reproducible", "--output-format", "JSON", "--output-file"),
        str(DIST / f"cnmaker_data-{version}.cdx.json"),
    )


def _dist(pattern: str) -> list[str]:
    return sorted(map(str, DIST.glob(pattern)))


@nox.session
def sdist(session: nox.Session) -> None:
    """Run the tests from the sdist, as those who package it do."""
    session.install("build")
    temporary = Path(session.create_tmp())
    shutil.rmtree(temporary / "sdist", ignore_errors=True)
    output = temporary / "sdist"
    session.run("python", "-m", "build", "--sdist", "--outdir", str(output))
    [archive] = output.iterdir()
    session.run("python", "-m", "tarfile", "-e", str(archive), str(output))
    session.chdir(output / archive.name.removesuffix(".tar.gz"))
    _install(session, "tests")
    session.run("pytest", *PARALLEL, *session.posargs)


@nox.session(python=PYTHONS[0])
def lowest(session: nox.Session) -> None:
    """Run the tests on the lowest versions that the package declares."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "lowest"))
    constraints = str(Path(session.create_tmp(), "lowest.txt"))
    session.run(
        *("uv", "pip", "compile", "--quiet", "pyproject.toml"),
        *("--extra", "all", "--resolution", "lowest-direct"),
        *("--python-version", str(session.python), "-o", constraints),
    )
    # Only the package's own dependencies are lowered.
    tests = nox.project.dependency_groups(PYPROJECT, "tests")
    session.install("--constraint", constraints, ".[all]", *tests)
    session.run("pytest", *PARALLEL, *session.posargs)
