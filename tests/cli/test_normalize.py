"""`cnmaker-data normalize`: web addresses, one a line."""

import io
import os
import subprocess
import sys

import pytest

from hypothesis import given
from hypothesis import strategies as st

from cnmaker_data import InvalidURLError, normalize_url
from cnmaker_data.cli import run


@pytest.fixture
def cli(capsys, monkeypatch):
    def call(*arguments, stdin=b""):
        given = io.TextIOWrapper(io.BytesIO(stdin))
        monkeypatch.setattr(sys, "stdin", given)
        status = run(["normalize", *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def command(*arguments):
    return [sys.executable, "-m", "cnmaker_data", "normalize", *arguments]


class TestArguments:
    def test_are_answered_in_their_order(self, cli):
        assert cli("WWW.b.cn", "https://a.cn:443", "创客.中国") == (
            0,
            "http://www.b.cn/\nhttps://a.cn/\nhttp://xn--5br15u.xn--fiqs8s/\n",
            "",
        )

    def test_the_default_scheme(self, cli):
        arguments = ("a.cn", "http://b.cn", "--default-scheme", "https")
        assert cli(*arguments)[1] == "https://a.cn/\nhttp://b.cn/\n"
        status, _, err = cli("a.cn", "--default-scheme=ftp")
        assert status == 2
        assert "--default-scheme" in err

    def test_refused_ones_are_told_with_the_reason(self, cli):
        assert cli("a b", "a.cn") == (
            1,
            "http://a.cn/\n",
            "cnmaker-data: 'a b' is not a usable web address: "
            "' ' (U+0020) stands in its host; remove it\n",
        )


class TestStandardInput:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_lines_are_answered_in_their_order(self, cli, encoding):
        text = "ａ.cn\r\n\n  创客.中国 \nmailto:x@y.cn\nb.cn"
        assert cli(stdin=text.encode(encoding)) == (
            1,
            "http://a.cn/\nhttp://xn--5br15u.xn--fiqs8s/\nhttp://b.cn/\n",
            "cnmaker-data: line 4: 'mailto:x@y.cn' is not a usable web "
            "address: its scheme is 'mailto', not http or https\n",
        )

    def test_a_line_in_no_known_encoding_is_refused(self, cli):
        status, out, err = cli(stdin=b"a.cn\n\xff\xff\nb.cn\n")
        assert (status, out) == (1, "http://a.cn/\nhttp://b.cn/\n")
        assert err == (
            "cnmaker-data: line 2: it is in neither UTF-8 nor GB 18030\n"
        )

    def test_nothing(self, cli):
        assert cli() == (0, "", "")

    def test_a_terminal(self, cli, monkeypatch, capsys):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        monkeypatch.setattr(sys, "stdin", Terminal())
        assert run(["normalize"]) == 2
        assert capsys.readouterr().err == (
            "cnmaker-data: name an address, or pipe in one a line\n"
        )

    @given(
        st.lists(
            st.sampled_from(["a.cn", "A.cn/./x", "a b", "ftp://a.cn", " "])
            | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
            max_size=8,
        )
    )
    def test_each_line_is_what_the_function_says(self, lines):
        out, err = io.StringIO(), io.StringIO()
        expected, refused = [], []
        for number, line in enumerate(lines, 1):
            # A byte order mark is no part of the first line.
            text = line.removeprefix("\ufeff") if number == 1 else line
            if not text.strip():
                continue
            try:
                expected.append(normalize_url(text.strip()))
            except InvalidURLError as error:
                refused.append(f"cnmaker-data: line {number}: {error}")
        with pytest.MonkeyPatch.context() as patch:
            data = "".join(f"{line}\n" for line in lines).encode()
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            status = run(["normalize"])
        assert out.getvalue() == "".join(f"{url}\n" for url in expected)
        assert err.getvalue() == "".join(f"{line}\n" for line in refused)
        assert status == bool(refused)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
class TestProcess:
    def test_errors_stand_where_their_lines_stood(self):
        done = subprocess.run(
            command(),
            input=b"a.cn\na b\nb.cn\nc d\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == 1
        starts = [line[:20] for line in done.stdout.decode().splitlines()]
        assert starts == [
            "http://a.cn/",
            "cnmaker-data: line 2",
            "http://b.cn/",
            "cnmaker-data: line 4",
        ]

    def test_memory_does_not_grow_with_the_input(self):
        few, many = peak(1_000), peak(400_000)
        assert many < few + 4 * 2**20

    def test_a_reader_that_stops(self):
        shell = f'yes a.cn | "{sys.executable}" -m cnmaker_data normalize'
        done = subprocess.run(
            f"{shell} | head -n 2", shell=True, capture_output=True, check=True
        )
        assert done.stdout == b"http://a.cn/\n" * 2
        assert done.stderr == b""

    def test_a_reader_that_stops_where_lines_are_refused(self):
        shell = (
            "yes 'a.cn\na b' | "
            f'"{sys.executable}" -m cnmaker_data normalize 2>/dev/null'
        )
        done = subprocess.run(
            f"{shell} | head -n 2", shell=True, capture_output=True, check=True
        )
        assert done.stdout == b"http://a.cn/\n" * 2
        assert done.stderr == b""


def peak(lines):
    """Return the peak of memory in bytes of a run over so many lines."""
    code = (
        "import resource, sys\n"
        "from cnmaker_data.cli import run\n"
        "status = run(['normalize'])\n"
        "usage = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(usage.ru_maxrss, file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as running:
        for start in range(0, lines, 10_000):
            numbers = range(start, min(start + 10_000, lines))
            text = "".join(f"http://site{n}.cn/{n}\n" for n in numbers)
            running.stdin.write(text.encode())
        running.stdin.close()
        told = int(running.stderr.read())
        assert running.wait() == 0
    return told if sys.platform == "darwin" else told * 1_024


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
class TestProgress:
    @staticmethod
    def told(tmp_path, stdin, *arguments):
        """Run it with a terminal as standard error, and return what it saw."""
        import pty

        shown, terminal = pty.openpty()
        output = tmp_path / "output"
        with output.open("wb") as file:
            done = subprocess.run(
                command(*arguments),
                stdin=stdin,
                stdout=file,
                stderr=terminal,
                check=False,
                env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
            )
        os.close(terminal)
        seen = b""
        try:
            while chunk := os.read(shown, 65_536):
                seen += chunk
        except OSError:
            pass  # the end, on Linux
        os.close(shown)
        return done.returncode, output.read_text(), seen.decode()

    @pytest.fixture
    def urls(self, tmp_path):
        path = tmp_path / "urls.txt"
        path.write_text("http://a.cn/\n" * 5_000 + "a b\n")
        return path

    def test_is_shown_when_asked_for(self, tmp_path, urls):
        with urls.open() as file:
            status, out, seen = self.told(tmp_path, file, "--progress")
        assert status == 1
        assert out == "http://a.cn/\n" * 5_000
        assert "━" in seen
        assert "100%" in seen
        assert "line 5001" in seen

    def test_is_not_shown_when_not(self, tmp_path, urls):
        with urls.open() as file:
            status, out, seen = self.told(tmp_path, file)
        assert (status, out) == (1, "http://a.cn/\n" * 5_000)
        assert "━" not in seen

    def test_of_a_pipe(self, tmp_path):
        with subprocess.Popen(
            ["/bin/echo", "a.cn"], stdout=subprocess.PIPE
        ) as echo:
            status, out, _ = self.told(tmp_path, echo.stdout, "--progress")
        assert (status, out) == (0, "http://a.cn/\n")

    def test_is_nothing_where_there_is_no_terminal(self, cli):
        assert cli("--progress", stdin=b"a.cn\n") == (0, "http://a.cn/\n", "")
