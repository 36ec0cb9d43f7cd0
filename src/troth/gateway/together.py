"""Questions answered in lots. Ten thousand clients that come back ask ten thousand times at once, and one statement
answers two hundred of them."""

import asyncio
from collections.abc import Awaitable, Callable

AT_ONCE = 200  # questions in a lot


class Together[Question, Answer]:
    """A queue in front of `answer`, which takes a lot of questions and gives as many answers, in a thread.

    run: does `answer(questions)` off the loop. most: lots that are answered at the same time; what comes meanwhile
    waits and makes the next lot, so that lots grow with the load. rest: s from the end of a lot to the next, where one
    costs much however few it is for. What `answer` raises is raised for all of its lot.
    """

    def __init__(
        self,
        answer: Callable[[list[Question]], list[Answer]],
        run: Callable[..., Awaitable[list[Answer]]],
        most: int,
        rest: float = 0.0,
    ) -> None:
        self._answer, self._run, self._free, self._rest = answer, run, most, rest
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, question: Question) -> Answer:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((question, answer))
        if len(self._waiting) == 1:
            loop.call_soon(self._start)  # with all that comes in this turn of the loop
        return await answer

    def _start(self) -> None:
        while self._waiting and self._free:
            lot, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            self._free -= 1
            task = asyncio.get_running_loop().create_task(self._settle(lot))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _settle(self, lot: list[tuple[Question, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._run(self._answer, [question for question, _ in lot])
        except BaseException as error:
            for _, future in lot:
                if not future.done():
                    if isinstance(error, Exception):
                        future.set_exception(error)
                    else:
                        future.cancel()
            if not isinstance(error, Exception):
                raise
        else:
            for (_, future), answer in zip(lot, answers, strict=True):
                if not future.done():
                    future.set_result(answer)
        finally:
            if self._rest:
                asyncio.get_running_loop().call_later(self._rest, self._rested)
            else:
                self._rested()

    def _rested(self) -> None:
        self._free += 1
        self._start()
