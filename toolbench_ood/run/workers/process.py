"""A worker process: plays the cases that it is given, and lets the main process generate.

As a program it takes the number of its end of a socket. It ends when the other end is closed,
however the main process ended.
"""

import asyncio
import socket
import sys
from contextlib import suppress

from toolbench_ood.rollout.record import dump_record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import play
from toolbench_ood.run.setting import make_setting
from toolbench_ood.run.workers.messages import Answer, Begin, Bounds, Ended, ToWorker
from toolbench_ood.run.workers.prompts import Prompts
from toolbench_ood.run.workers.stage import Stage
from toolbench_ood.run.workers.wire import Wire, receive, send
from toolbench_ood.types.errors import EngineError, ToolbenchError
from toolbench_ood.types.generation import Completion, Request


class Player:
    """Plays cases on an engine at the other end of a wire."""

    def __init__(self, stage: Stage, setting: Setting) -> None:
        self._stage = stage
        self._setting = setting
        self._prompts = Prompts()
        self._asked: dict[str, asyncio.Future[Completion]] = {}
        self._playing: set[asyncio.Task[None]] = set()

    async def serve(self, end: socket.socket) -> None:
        """Play what is asked for until the other end is closed."""
        self._ended = asyncio.get_running_loop().create_future()
        self._wire = await Wire.connect(end, self._take, self._lost)
        await self._ended

    async def generate(self, request: Request) -> Completion:
        """Let the main process answer (EngineError: its engine failed)."""
        asked: asyncio.Future[Completion] = asyncio.get_running_loop().create_future()
        self._asked[request.case] = asked
        self._wire.send(self._prompts.shorten(request))
        return await asked

    def _take(self, message: ToWorker) -> None:
        if isinstance(message, Begin):
            task = asyncio.create_task(self._play(message))
            self._playing.add(task)
            task.add_done_callback(self._played)
        elif isinstance(message, Answer):
            self._prompts.answered(message.case, message.tokens)
            self._asked.pop(message.case).set_result(message.completion)
        else:
            self._asked.pop(message.case).set_exception(EngineError(message.reason))

    async def _play(self, begin: Begin) -> None:
        try:
            record = await play(self._stage.case(begin), self, self._setting)
        except ToolbenchError as error:
            self._wire.send(error)
        else:
            self._prompts.forget(record.case)
            self._wire.send(Ended(record.case, dump_record(record)))

    def _played(self, task: asyncio.Task[None]) -> None:
        """Let what no case may raise end the process, as it ends a run without workers."""
        self._playing.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not self._ended.done():
            self._ended.set_exception(error)

    def _lost(self) -> None:
        if not self._ended.done():
            self._ended.set_result(None)


def open_player(end: socket.socket) -> Player | None:
    """Open what the other end names; None where that fails, which is told, or it is closed."""
    with suppress(EOFError, ConnectionError):
        try:
            stage = Stage(receive(end))
        except ToolbenchError as error:
            send(end, error)
            return None
        bounds: Bounds = receive(end)
        return Player(stage, make_setting(stage.model, bounds.limits, bounds.context))
    return None


def main(end: socket.socket) -> None:
    """Run a worker at this end of a socket."""
    player = open_player(end)
    if player is not None:
        asyncio.run(player.serve(end))


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
