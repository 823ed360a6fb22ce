import os
import stat
import sys

import pytest

from cnmaker_data._files import write_atomically


@pytest.fixture
def path(tmp_path):
    return tmp_path / "edition.json"


def test_writes_a_file_like_any_other(path, tmp_path):
    write_atomically(path, b"new", overwrite=False)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]
    if sys.platform != "win32":
        other = tmp_path / "other"
        other.write_bytes(b"")
        assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(
            other.stat().st_mode
        )


def test_overwrites_when_told_to(path):
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError, match="edition.json is there already"):
        write_atomically(path, b"new", overwrite=False)
    assert path.read_bytes() == b"old"
    write_atomically(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_an_interrupted_write_loses_nothing(path, tmp_path, monkeypatch, step):
    def interrupt(*_):
        raise KeyboardInterrupt

    path.write_bytes(b"old")
    monkeypatch.setattr(os, step, interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new", overwrite=True)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="needs rights there")
def test_a_link_is_replaced_and_not_followed(path, tmp_path):
    target = tmp_path / "precious"
    target.write_bytes(b"precious")
    path.symlink_to(target)
    with pytest.raises(FileExistsError):
        write_atomically(path, b"new", overwrite=False)
    write_atomically(path, b"new", overwrite=True)
    assert target.read_bytes() == b"precious"
    assert path.read_bytes() == b"new"
    assert not path.is_symlink()


def test_dangling_links_count_as_there(path, tmp_path):
    path.symlink_to(tmp_path / "nothing")
    with pytest.raises(FileExistsError):
        write_atomically(path, b"new", overwrite=False)
