"""The READMEs: how they say to pin the library works, and both say the same."""

import hashlib
import re
import shutil
import subprocess
import sys

from pathlib import Path

import pytest

import cnmaker_data


ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")


def _blocks(name, language):
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(
        rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL
    )


def _without_comments(block):
    return re.sub(r"  # .*", "", block)


def test_both_show_the_same_examples():
    for language in ("python", "shell"):
        ours, theirs = (_blocks(name, language) for name in READMES)
        assert ours
        assert [*map(_without_comments, ours)] == [
            *map(_without_comments, theirs)
        ]


def _install(requirement, folder):
    folder.mkdir()
    file = folder / "requirements.txt"
    file.write_text(requirement, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            *("-m", "pip", "install", "--quiet", "--no-deps"),
            *("--target", folder / "site", "--requirement", file),
        ],
        capture_output=True,
        check=False,
        text=True,
    )
    module = folder / "site" / "cnmaker_data" / "__init__.py"
    return done, module.is_file()


@pytest.mark.parametrize("name", READMES)
def test_a_wheel_can_be_pinned_by_its_hash(name, wheel, tmp_path):
    [pattern, _] = _blocks(name, "text")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    url, hash_ = re.findall(r"<[^>]+>", pattern)
    requirement = pattern.replace(url, wheel.as_uri())
    done, is_there = _install(
        requirement.replace(hash_, digest), tmp_path / "right"
    )
    assert (done.returncode, is_there) == (0, True), done.stderr
    done, is_there = _install(
        requirement.replace(hash_, 64 * "0"), tmp_path / "wrong"
    )
    assert done.returncode != 0
    assert not is_there


@pytest.mark.parametrize("name", READMES)
def test_a_tag_of_the_repository_can_be_pinned(name, tmp_path):
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is not a clone")
    clone = tmp_path / "clone"
    git = ("git", "-c", "advice.detachedHead=false")
    subprocess.run(
        [*git, "clone", "--quiet", "--no-local", ROOT, clone], check=True
    )
    tag = f"v{cnmaker_data.__version__}"
    subprocess.run([*git, "-C", clone, "tag", "--force", tag], check=True)
    [_, pattern] = _blocks(name, "text")
    [url] = re.findall(r"<[^>]+>", pattern)
    assert pattern.strip().endswith(f"@{tag}")
    # pip 23 takes no address without a host.
    address = clone.as_uri().replace("file://", "file://localhost", 1)
    done, is_there = _install(
        pattern.replace(url, address), tmp_path / "installed"
    )
    assert (done.returncode, is_there) == (0, True), done.stderr
