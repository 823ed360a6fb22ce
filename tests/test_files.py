import contextlib
import errno
import json
import os
import signal
import stat
import subprocess
import sys

import pytest

from cnmaker_data._files import (
    open_atomically,
    write_atomically,
    write_folder,
)
from interpreters import start


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
    with pytest.raises(FileExistsError, match="edition.json already exists"):
        write_atomically(path, b"new", overwrite=False)
    assert path.read_bytes() == b"old"
    write_atomically(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("length", [1, 255])
def test_names_may_be_as_long_as_names_can_be(tmp_path, length, overwrite):
    path = tmp_path / ("a" * length)
    write_atomically(path, b"new", overwrite=overwrite)
    assert path.read_bytes() == b"new"


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
    write_atomically(path, b"new", overwrite=True)
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="has none of these")
@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_not_a_file_is_not_replaced(tmp_path, kind, linked):
    path = tmp_path / "target"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            # A link to it stands for it: nobody may make one.
            path.symlink_to(os.devnull)
        case _:
            path.mkdir()
    mode = path.lstat().st_mode
    if linked:
        link = tmp_path / "link"
        link.symlink_to(path)
        path = link
    with pytest.raises(OSError) as caught:  # noqa: PT011  # its number says it
        write_atomically(path, b"new", overwrite=True)
    assert caught.value.errno == (
        errno.EISDIR if kind == "folder" else errno.EINVAL
    )
    assert caught.value.filename == str(path)
    assert (tmp_path / "target").lstat().st_mode == mode


def test_an_existing_folder_keeps_its_other_files(tmp_path):
    for name in ("new", "other"):
        (tmp_path / name).write_bytes(b"old")
    write_folder(tmp_path, {"new": b"new"})
    assert _read(tmp_path) == {"new": b"new", "other": b"old"}


# --- what goes wrong ----------------------------------------------------------


def test_errors_about_another_file_name_it(path, tmp_path):
    other = str(tmp_path / "other")
    with (
        pytest.raises(FileNotFoundError) as caught,
        open_atomically(path, overwrite=False),
    ):
        os.stat(other)
    assert caught.value.filename == other
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_interrupted_write_loses_nothing(path, tmp_path, monkeypatch, step):
    def interrupt(*_):
        raise KeyboardInterrupt

    path.write_bytes(b"old")
    monkeypatch.setattr(os, step, interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new", overwrite=True)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("has_links", [True, False])
def test_who_comes_second_does_not_overwrite(
    path, tmp_path, monkeypatch, has_links
):
    # The other process writes after the check.
    link, rename = os.link, os.rename

    def race(draft, target):
        path.write_bytes(b"other")
        link(draft, target)

    def refuse(*_):
        raise OSError(errno.EPERM, "this file system has no links")

    monkeypatch.setattr(os, "link", race if has_links else refuse)
    if not has_links:
        # All that such a file system can promise is a whole file.
        monkeypatch.setattr(os, "rename", rename)
        write_atomically(path, b"new", overwrite=False)
        assert path.read_bytes() == b"new"
        assert list(tmp_path.iterdir()) == [path]
        return
    with pytest.raises(FileExistsError, match="edition.json already exists"):
        write_atomically(path, b"new", overwrite=False)
    assert path.read_bytes() == b"other"
    assert list(tmp_path.iterdir()) == [path]


# Runs a command several times, each in a fork of its own that is stopped right
# before or after one of the calls by which a file is written, or in the middle
# of the bytes.
_STOPPING = """
import io, json, os, signal, sys
from pathlib import Path
how, points, folder, *command = sys.argv[1:]
count = 0

def step():
    global count
    count += 1
    if count == at:
        if how == "SIGKILL":
            os.kill(os.getpid(), signal.SIGKILL)
        raise KeyboardInterrupt

def before(function):
    def call(*arguments, **options):
        step()
        return function(*arguments, **options)
    return call

def after(function):
    def call(*arguments, **options):
        result = function(*arguments, **options)
        step()
        return result
    return call

class Halting(io.FileIO):
    def write(self, data):
        half = len(data) // 2
        super().write(data[:half])
        self.flush()
        step()
        super().write(data[half:])
        return len(data)

def opened(name, mode):
    assert mode == "xb"
    file = Halting(name, mode)
    step()
    return file

from cnmaker_data import _files
from cnmaker_data.cli import run
from cnmaker_data.export import to_bytes
from cnmaker_data import edition
to_bytes(edition(8), "datapackage")
_files.open = opened
for name in ("fsync", "replace", "link", "rename"):
    setattr(os, name, after(before(getattr(os, name))))
Path.mkdir = after(before(Path.mkdir))

def run_to(log, path):
    output = os.open(log, os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    status = run([each.replace("PATH", path) for each in command])
    sys.stdout.flush()
    if not at:
        os.write(1, b"%d" % count)
    os._exit(status)

done = []
for at in map(int, points.split(",")):
    log = os.path.join(folder, f"{at}.log")
    pid = os.fork()
    if not pid:
        run_to(log, os.path.join(folder, str(at), "target"))
    _, status = os.waitpid(pid, 0)
    printed = Path(log).read_text(encoding="utf-8")
    done.append((at, os.waitstatus_to_exitcode(status), printed))
print(json.dumps(done))
"""
_PLAN = os.path.join(
    os.path.dirname(__import__("cnmaker_data").__file__),
    "resources",
    "editions",
    "8",
    "plan.txt",
)
WRITES = {
    "export": ["export", "PATH", "--format=json", "--force"],
    "export a new file": ["export", "PATH", "--format=json"],
    "export a new folder": ["export", "PATH", "--format=datapackage"],
    "ingest": ["ingest", _PLAN, "-o", "PATH.json", "--force"],
}


def _stopped(how, points, folder, command):
    """Return for each point the status of the command and what it printed."""
    listed = ",".join(map(str, points))
    return json.loads(
        start("-c", _STOPPING, how, listed, str(folder), *command)
    )


@pytest.mark.skipif(sys.platform == "win32", reason="has no fork")
@pytest.mark.parametrize("how", ["SIGKILL", "KeyboardInterrupt"])
@pytest.mark.parametrize("what", WRITES)
def test_a_process_stopped_anywhere_leaves_the_old_or_the_new(
    tmp_path, what, how
):
    command = WRITES[what]
    is_new = "new" in what
    whole = tmp_path / "0"
    whole.mkdir()
    [(_, status, printed)] = _stopped(how, [0], tmp_path, command)
    assert status == 0, printed
    new = _read(whole)
    steps = int(printed.split()[-1])
    # A folder has the same steps for each of its files.
    points = range(1, steps + 1)
    if steps >= 20:
        points = (1, 2, 3, 4, steps // 2, *points[-3:])
    for at in points:
        (tmp_path / f"{at}").mkdir()
        if not is_new:
            (name,) = new
            (tmp_path / f"{at}" / name).write_bytes(b"old")
    for at, status, printed in _stopped(how, points, tmp_path, command):
        if how == "SIGKILL":
            assert status == -signal.SIGKILL
        else:
            assert status == 130
            assert printed == "cnmaker-data: interrupted\n"
        left = _read(tmp_path / f"{at}")
        drafts = {name for name in left if name.startswith(".cnmaker-data.")}
        kept = {name: left[name] for name in left.keys() - drafts}
        assert kept in (
            [new, {}] if is_new else [new, dict.fromkeys(new, b"old")]
        )
        assert not drafts or how == "SIGKILL"


def _read(folder):
    return {
        os.path.relpath(os.path.join(root, name), folder): (
            folder / root / name
        ).read_bytes()
        for root, _, names in os.walk(folder)
        for name in names
    }


@pytest.mark.skipif(sys.platform != "linux", reason="limits differ")
@pytest.mark.parametrize("name", ["plan.json", "plan"])
def test_where_there_is_no_room_nothing_is_lost(tmp_path, name):
    script = (
        "import resource, signal, sys\n"
        "from cnmaker_data.cli import run\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "limits = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, limits[1]))\n"
        "status = run(sys.argv[1:])\n"
        # Coverage writes files, too.
        "resource.setrlimit(resource.RLIMIT_FSIZE, limits)\n"
        "sys.exit(status)"
    )
    path = tmp_path / name
    if path.suffix:
        path.write_bytes(b"old")
    command = ["export", str(path), "--force"]
    if not path.suffix:
        command += ["--format=datapackage"]
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"cnmaker-data: {path}: File too large\n"
    assert _read(tmp_path) == ({name: b"old"} if path.suffix else {})


@pytest.mark.skipif(sys.platform != "linux", reason="has no such folder")
def test_where_nobody_may_write(tmp_path):
    path = tmp_path / "link"
    path.symlink_to("/proc")
    with pytest.raises(OSError) as caught:  # noqa: PT011  # its number says it
        write_atomically(path / "plan.json", b"new", overwrite=False)
    assert caught.value.filename == str(path / "plan.json")


def test_writers_at_once_leave_the_file_of_one(path):
    script = (
        "import sys; from pathlib import Path\n"
        "from cnmaker_data._files import write_atomically\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "try: write_atomically(Path(sys.argv[1]), sys.argv[2].encode() * 10**6,"
        " overwrite=False)\n"
        "except FileExistsError: sys.exit(1)"
    )
    with contextlib.ExitStack() as stack:
        writers = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", script, str(path), letter],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for letter in "abcd"
        ]
        for writer in writers:
            assert writer.stdout.readline() == "ready\n"
        for writer in writers:
            writer.stdin.write("\n")
            writer.stdin.flush()
    statuses = [writer.returncode for writer in writers]
    assert sorted(statuses) == [0, 1, 1, 1]
    winner = "abcd"[statuses.index(0)]
    assert path.read_bytes() == winner.encode() * 10**6
    assert os.listdir(path.parent) == [path.name]
