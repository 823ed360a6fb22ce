"""Run one target under atheris."""

from __future__ import annotations

import sys
import tempfile

from pathlib import Path

import atheris


# The package, and the parts of its dependencies that are in Python.
with atheris.instrument_imports(
    include=["cnmaker_data", "fuzz", "idna", "tomllib"]
):
    from fuzz.targets import TARGETS


_CORPUS = Path(__file__).parent / "corpus"
_LIMITS = ("-timeout=10", "-rss_limit_mb=1024")


def main() -> None:
    name, *flags = sys.argv[1:] or [""]
    if name not in TARGETS:
        sys.exit(f"name a target: {', '.join(TARGETS)}")
    target = TARGETS[name]
    words = tempfile.NamedTemporaryFile("w", suffix=".dict")  # noqa: SIM115
    for word in target.words:
        words.write(f'"{_escaped(word)}"\n')
    words.flush()
    # libFuzzer saves new inputs in the first folder; later flags win.
    arguments = [
        *_LIMITS,
        f"-max_len={target.longest}",
        f"-dict={words.name}",
        *flags,
        str(_CORPUS / name),
    ]
    atheris.Setup(
        [sys.argv[0], *arguments],
        target.check,
        custom_mutator=target.mutate,
    )
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main()
