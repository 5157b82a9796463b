"""The loop of inspect_ai on its mock model: 20 tools, five calls and an answer a sample.

It runs in a virtual environment of its own and prints one line of JSON: the CPU seconds and the
number of messages that the model wrote.
"""

import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from tempfile import TemporaryDirectory
from time import process_time

from inspect_ai import Task, eval  # noqa: A004  # that is its name
from inspect_ai.dataset import Sample
from inspect_ai.model import ChatMessage, ChatMessageTool, ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import includes
from inspect_ai.solver import generate, use_tools
from inspect_ai.tool import Tool, ToolDef

TOOLS = 20
CALLS = 5
MODEL = "mockllm/model"


async def book(city: str, day: str, nights: int, guests: int = 1, note: str = "") -> str:
    """Book a room.

    Args:
        city: City in which the room is.
        day: First day of the stay, as YYYY-MM-DD.
        nights: Number of nights.
        guests: Number of guests.
        note: What the hotel should know.
    """
    return json.dumps({"city": city, "day": day, "nights": nights, "guests": guests, "note": note})


def tools() -> list[Tool]:
    """Make the tools, which differ in their names alone."""
    return [ToolDef(book, name=f"book_{number}").as_tool() for number in range(TOOLS)]


def answer(messages: list[ChatMessage], *_: object) -> ModelOutput:
    """Call one tool after the other, then answer."""
    done = sum(isinstance(message, ChatMessageTool) for message in messages)
    if done == CALLS:
        output = ModelOutput.from_content(MODEL, "Done.")
    else:
        arguments = {"city": "Rome", "day": "2031-01-06", "nights": 2, "note": "late arrival"}
        output = ModelOutput.for_tool_call(MODEL, f"book_{done}", arguments)
    # Without it the mock model counts tokens with a vocabulary that it would download.
    output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    return output


def measure(samples: int, in_flight: int) -> tuple[float, int]:
    """Play samples, so many at once, and return CPU seconds and messages of the model."""
    task = Task(
        dataset=[Sample(input=f"Book five rooms ({n}).", target="Done") for n in range(samples)],
        solver=[use_tools(tools()), generate()],
        scorer=includes(),
    )
    with TemporaryDirectory() as logs:
        begin = process_time()
        (log,) = eval(
            task,
            model=get_model(MODEL, custom_outputs=answer),
            log_dir=logs,
            display="none",
            max_samples=in_flight,
        )
        seconds = process_time() - begin
    if log.status != "success":
        sys.exit(f"inspect_ai failed: {log.error.message if log.error else log.status}")
    return seconds, samples * (CALLS + 1)


def main(arguments: Sequence[str]) -> None:
    """Measure, with the numbers of samples and of those in flight, once the program is warm."""
    samples, in_flight = map(int, arguments)
    measure(1, 1)
    seconds, steps = measure(samples, in_flight)
    print(json.dumps({"seconds": seconds, "steps": steps, "version": version("inspect_ai")}))


if __name__ == "__main__":
    main(sys.argv[1:])
