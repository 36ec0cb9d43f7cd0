import asyncio

from troth.gateway.wheel import Wheel


class Call:
    def __init__(self, *trouble: Exception | None) -> None:
        self.trouble, self.times = list(trouble), 0

    def due(self) -> float | None:
        self.times += 1
        if self.trouble and (error := self.trouble.pop(0)):
            raise error
        return None


def test_a_call_that_raises_takes_no_other_with_it_and_comes_again() -> None:
    async def story() -> tuple[int, int, int]:
        wheel = Wheel(asyncio.get_running_loop(), tick=0.001, again=0.002)
        done = asyncio.Event()
        first, broken, last = Call(), Call(ZeroDivisionError(), None), Call()
        for call in (first, broken, last):
            wheel.after(0.002, call)
        wheel.later(0.05, done.set)
        await done.wait()
        wheel.stop()
        return first.times, broken.times, last.times

    assert asyncio.run(story()) == (1, 2, 1)
