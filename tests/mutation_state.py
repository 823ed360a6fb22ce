"""
Keep what mutation testing found from one run to the next.

    python tests/mutation_state.py restore    # before a run: what was killed
    python tests/mutation_state.py save       # after it: all that is known
    python tests/mutation_state.py report     # a row for each module, survivors

mutmut forgets a result when its function changes. The rest is kept, by function,
in `tests/data/mutation.json`: the hash of the function, the number of mutants,
and the exit code of each that no test killed. A survivor is tried again.
"""

import json
import re
import sys

from collections import Counter
from pathlib import Path


ROOT = Path(__file__).parent.parent
STATE = ROOT / "tests" / "data" / "mutation.json"
MUTANTS = ROOT / "mutants"
# pytest's exit codes for a failed test and an interrupted run.
KILLED = {1, 3}
STATUS = {0: "survived", 5: "no test", 33: "no test", 36: "timed out"}
_KEY = re.compile(
    r"(?P<module>.+)\.(?P<function>[^.]+)__mutmut_(?P<number>\d+)"
)


def read_state():
    if not STATE.exists():
        return {}
    return json.loads(STATE.read_text(encoding="utf-8"))


def save():
    """Add the results of `mutants/` to the state."""
    state = read_state()
    for path in sorted(MUTANTS.rglob("*.py.meta")):
        meta = json.loads(path.read_text(encoding="utf-8"))
        source = path.relative_to(MUTANTS).as_posix().removesuffix(".meta")
        codes = {}
        for key, code in meta["exit_code_by_key"].items():
            found = _KEY.fullmatch(key)
            codes.setdefault(found["function"], {})[found["number"]] = code
        complete = {
            function: {
                "hash": meta["hash_by_function_name"][function],
                "mutants": len(results),
                "alive": {n: c for n, c in results.items() if c not in KILLED},
            }
            for function, results in sorted(codes.items())
            if None not in results.values()
        }
        # Keep the results of functions that were not run again.
        hashes = meta["hash_by_function_name"]
        known = {
            name: result
            for name, result in state.get(source, {}).items()
            if hashes.get(name) == result["hash"]
        }
        if known or complete:
            state[source] = known | complete
    lines = []
    for source, functions in sorted(state.items()):
        rows = ",\n".join(
            f"  {json.dumps(name)}: {json.dumps(result)}"
            for name, result in functions.items()
        )
        lines.append(f"{json.dumps(source)}: {{\n{rows}\n}}")
    STATE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def restore():
    """Write what is known to be killed where mutmut looks for it."""
    for source, functions in read_state().items():
        module = source.removeprefix("src/").removesuffix(".py")
        module = module.removesuffix("/__init__").replace("/", ".")
        codes = {}
        for name, result in functions.items():
            for number in range(1, result["mutants"] + 1):
                is_alive = str(number) in result["alive"]
                key = f"{module}.{name}__mutmut_{number}"
                codes[key] = None if is_alive else 1
        path = MUTANTS / f"{source}.meta"
        path.parent.mkdir(parents=True, exist_ok=True)
        meta = {
            "exit_code_by_key": codes,
            "hash_by_function_name": {
                name: result["hash"] for name, result in functions.items()
            },
            "durations_by_key": {},
            "estimated_durations_by_key": {},
        }
        path.write_text(json.dumps(meta), encoding="utf-8")


def report():
    """Print a table of the modules, and the mutants that no test kills."""
    print("| Module | Mutants | Killed | |\n| --- | ---: | ---: | ---: |")
    total, killed, alive = 0, 0, []
    for source, functions in sorted(read_state().items()):
        mutants = sum(each["mutants"] for each in functions.values())
        left = [
            (f"{source}: {name} {number}", STATUS.get(code, f"exit {code}"))
            for name, each in functions.items()
            for number, code in each["alive"].items()
        ]
        total, killed = total + mutants, killed + mutants - len(left)
        alive += left
        if mutants:
            share = 1 - len(left) / mutants
            name = source.removeprefix("src/cnmaker_data/")
            print(
                f"| `{name}` | {mutants} | {mutants - len(left)} | {share:.1%} |"
            )
    if total:
        print(f"| all | {total} | {killed} | {killed / total:.1%} |")
    print(*Counter(status for _, status in alive).items(), sep="\n")
    for name, status in alive:
        print(f"{name} ({status})")


if __name__ == "__main__":
    {"save": save, "restore": restore, "report": report}[sys.argv[1]]()
