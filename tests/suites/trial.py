"""``python -m tests.suites.trial NAME [SEEDS]``: try the tasks of a suite and say what is wrong."""

import sys
from collections import Counter

from toolbench_ood.tasks.collect import collect
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Task
from toolbench_ood.tasks.trial.trial import task_problems


def main(name: str, seeds: int) -> bool:
    """Print each problem once with the number of seeds that show it; tell whether there is any."""
    suite = next(each for each in collect().suites if each.name == name)
    found = [line for task in suite.tasks.values() for line in _problems(suite, task, seeds)]
    lines = [*found, f"{name}: {len(suite.tasks)} tasks, {len(found)} problems"]
    sys.stdout.write("\n".join(lines) + "\n")
    return bool(found)


def _problems(suite: Suite, task: Task, seeds: int) -> list[str]:
    found: Counter[str] = Counter()
    for seed in range(seeds):
        found.update(
            {text.replace(f"seed {seed}", "…") for text in task_problems(suite, task, seed)}
        )
    return [f"{count}/{seeds} {text}" for text, count in found.items()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20))
