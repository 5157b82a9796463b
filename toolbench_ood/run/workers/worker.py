"""A worker process, as the main process sees it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from functools import partial

from toolbench_ood.engines.engine import Engine
from toolbench_ood.rollout.record import Record, load_record
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.workers.messages import (
    Answer,
    Begin,
    Bounds,
    FromWorker,
    NoAnswer,
    Question,
    ToWorker,
)
from toolbench_ood.run.workers.prompts import Prompts
from toolbench_ood.run.workers.wire import Wire, send
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.errors import EngineDownError, EngineError, ToolbenchError
from toolbench_ood.types.generation import Completion

_PROGRAM = "toolbench_ood.run.workers.process"
_PATIENCE_SECONDS = 5.0


class Worker:
    """Plays cases in a separate process, which never outlives this one."""

    def __init__(self, settings: Settings) -> None:
        """Start the process, which opens what the settings name while this one goes on."""
        self._end, other = socket.socketpair()
        with other:
            self._process = subprocess.Popen(  # noqa: S603  # our own module, with a number
                [sys.executable, "-P", "-m", _PROGRAM, str(other.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=(other.fileno(),),
                env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
                # An interrupt from the keyboard is for this process alone to handle.
                start_new_session=True,
            )
        send(self._end, settings)
        self._wire: Wire | None = None
        self._prompts = Prompts()
        self._playing: dict[str, asyncio.Future[Record]] = {}
        self._answering: set[asyncio.Task[Completion]] = set()
        self._failure: BaseException | None = None

    async def connect(self, engine: Engine, bounds: Bounds) -> None:
        """Let an engine answer the process from here on."""
        self._engine = engine
        self._wire = await Wire.connect(self._end, self._take, self._lost)
        self._wire.send(bounds)

    async def play(self, case: Case) -> Record:
        """Play one case.

        Raises:
            EngineDownError: the engine is gone, or the process; the case has no record.
            UserError: the task is broken.
        """
        if self._failure is not None:
            raise self._failure
        ended: asyncio.Future[Record] = asyncio.get_running_loop().create_future()
        self._playing[case.id] = ended
        self._send(Begin.of(case))
        try:
            return await ended
        finally:
            del self._playing[case.id]
            self._prompts.forget(case.id)

    async def close(self) -> None:
        """Kill the process; its state is not needed."""
        self._process.kill()
        self._process.wait()
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
        if self._wire is None:
            self._end.close()
        else:
            self._wire.close()

    def _take(self, message: FromWorker) -> None:
        if isinstance(message, Question):
            self._ask(message)
        elif isinstance(message, ToolbenchError):
            self._fail(message)
        elif message.case in self._playing:
            self._playing[message.case].set_result(load_record(message.record))

    def _ask(self, question: Question) -> None:
        request = self._prompts.restore(question)
        task = asyncio.create_task(self._engine.generate(request))
        self._answering.add(task)
        task.add_done_callback(partial(self._answer, request.case))

    def _answer(self, case: str, task: asyncio.Task[Completion]) -> None:
        self._answering.discard(task)
        if task.cancelled() or case not in self._playing:
            return
        error = task.exception()
        if error is None:
            completion = task.result()
            self._prompts.answered(case, completion.tokens)
            self._send(Answer.of(case, completion))
        elif isinstance(error, EngineError) and not isinstance(error, EngineDownError):
            self._send(NoAnswer(case, str(error)))
        else:
            self._fail(error)

    def _send(self, message: ToWorker) -> None:
        if self._wire is not None:
            self._wire.send(message)

    def _fail(self, error: BaseException) -> None:
        """End every case that is in flight here, and any later one."""
        self._failure = self._failure or error
        for ended in self._playing.values():
            if not ended.done():
                ended.set_exception(self._failure)

    def _lost(self) -> None:
        self._fail(EngineDownError(f"a worker process {self._end_in_words()}"))

    def _end_in_words(self) -> str:
        try:
            code = self._process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            return "stopped responding"
        if code < 0:
            name = signal.strsignal(-code) or "unknown"
            return f"was killed by signal {-code} ({name}), as happens when memory runs out"
        return f"ended with exit code {code}; its output is above"
