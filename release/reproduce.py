"""
Build the sdist and the wheel, and both again elsewhere: the bytes are the same.

The second build starts from the unpacked sdist, in another folder, with other
modes, time zone, locale and hash seed. No date is set: the backend then uses
one of its own for every file, so that whoever has the sdist alone builds the
same wheel.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile

from pathlib import Path


__all__ = ["main"]


ROOT = Path(__file__).parent.parent

_ELSEWHERE = {
    "LC_ALL": "C",
    "PYTHONHASHSEED": "1",
    "TZ": "Pacific/Kiritimati",
}


def main(output: str) -> int:
    """
    Build into a folder, print the hashes, and fail where a second build
    gives other bytes.
    """
    first = Path(output)
    _build(ROOT, first, {"PYTHONHASHSEED": "0"})
    with tempfile.TemporaryDirectory() as folder:
        second = Path(folder, "dist")
        source = _unpacked(next(first.glob("*.tar.gz")), Path(folder))
        _build(source, second, _ELSEWHERE, umask=0o077)
        hashes, again = _hashes(first), _hashes(second)
    for name, digest in hashes.items():
        print(f"{digest}  {name}")
    for name in sorted({*hashes, *again}):
        if hashes.get(name) != again.get(name):
            print(f"error: {name} is {again.get(name)} when built again")
    return 0 if hashes == again else 1


def _build(
    source: Path, output: Path, settings: dict[str, str], umask: int = 0o022
) -> None:
    environment = {**os.environ, **settings}
    environment.pop("SOURCE_DATE_EPOCH", None)
    # The wheel straight from the source, and not by way of the sdist.
    subprocess.run(
        [
            *(sys.executable, "-m", "build", "--no-isolation"),
            *("--sdist", "--wheel", "--outdir", output, source),
        ],
        check=True,
        env=environment,
        umask=umask,
    )


def _unpacked(sdist: Path, folder: Path) -> Path:
    # tarfile takes a filter since Python 3.11.4, and warns without since 3.12.
    unpack = (sys.executable, "-m", "tarfile", "-e", sdist, folder)
    subprocess.run(unpack, check=True)
    root = folder / sdist.name.removesuffix(".tar.gz")
    for path in root.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return root


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
