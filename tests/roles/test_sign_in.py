"""Wrong passwords are counted once for all webs: two of them allow no more guesses than one."""

import asyncio
import json

from tests.fleet import fleet
from tests.gateway.http import ask
from tests.own_postgres import OwnPostgres
from tests.process import Troth


async def test_guesses_that_are_spread_over_webs_are_locked_like_on_one(cluster: OwnPostgres) -> None:
    async with fleet(cluster.database(), "web web") as many:
        one, two = many.webs
        email, password = one.person("ada")

        async def tried(web: Troth, password: str) -> str:
            body = json.dumps({"email": email, "password": password}).encode()
            kind = {"Content-Type": "application/json"}
            status, told = await asyncio.to_thread(ask, web.port, "POST", "/_allauth/app/v1/auth/login", kind, body)
            return "in" if status == 200 else str(told["errors"][0]["code"])

        assert await tried(one, "wrong horse battery") == "email_password_mismatch"
        assert await tried(two, password) == "in"  # which is not counted
        guesses = [await tried((one, two)[turn % 2], "wrong horse battery") for turn in range(6)]
        assert guesses == ["email_password_mismatch"] * 4 + ["too_many_login_attempts"] * 2
        assert [await tried(web, password) for web in (one, two)] == ["too_many_login_attempts"] * 2
        await one.stop()
        await one.start()
        assert await tried(one, password) == "too_many_login_attempts"


async def test_guesses_at_the_same_moment_are_each_counted(cluster: OwnPostgres) -> None:
    async with fleet(cluster.database(), "web web") as many:
        email, _ = many.webs[0].person("ada")
        body = json.dumps({"email": email, "password": "wrong horse battery"}).encode()
        kind = {"Content-Type": "application/json"}
        answers = await asyncio.gather(
            *(
                asyncio.to_thread(ask, many.webs[turn % 2].port, "POST", "/_allauth/app/v1/auth/login", kind, body)
                for turn in range(12)
            )
        )
        codes = [told["errors"][0]["code"] for _, told in answers]
        assert codes.count("email_password_mismatch") <= 5
        assert set(codes) == {"email_password_mismatch", "too_many_login_attempts"}
