"""What the fuzzing starts from, and what it once found, as tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnmaker_data.errors import CnmakerDataError
from fuzz import normalize_url, promises
from fuzz.targets import TARGETS


CORPUS = Path(__file__).parent.parent / "fuzz" / "corpus"
SEEDS = sorted(CORPUS.glob("*/*"))


@pytest.mark.parametrize(
    "seed", SEEDS, ids=[f"{seed.parent.name}-{seed.name}" for seed in SEEDS]
)
def test_promises_hold(seed: Path) -> None:
    TARGETS[seed.parent.name].check(seed.read_bytes())


def test_each_target_has_something_small_to_start_from() -> None:
    assert {seed.parent.name for seed in SEEDS} == set(TARGETS)
    assert sum(seed.stat().st_size for seed in SEEDS) < 200_000
    for seed in SEEDS:
        assert seed.stat().st_size <= TARGETS[seed.parent.name].longest


def test_what_breaks_a_promise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str, *, default_scheme: str = "http") -> str:
        return f"{default_scheme}://{text}"

    monkeypatch.setattr(normalize_url, "normalize_url", broken)
    with pytest.raises(AssertionError):
        normalize_url.check("创客.cn".encode())


@pytest.mark.parametrize("message", ["", "a\n" * 200 + "a", "a" * 3_000])
def test_errors_that_cannot_be_shown_are_told(message: str) -> None:
    with (
        pytest.raises(AssertionError),
        promises.refusing(CnmakerDataError),
    ):
        raise CnmakerDataError(message)


def test_other_errors_are_told() -> None:
    with (
        pytest.raises(ValueError, match="x"),
        promises.refusing(CnmakerDataError),
    ):
        raise ValueError("x")
