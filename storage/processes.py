"""The processes that share a PostgreSQL: who is alive, and whose duty is what.

All times here are the database's own: the machines' clocks may differ.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    delete,
    exists,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.domain.duties import Duty
from storage import statements
from storage.schema import lease, process
from storage.types import Moment, from_milliseconds
from storage.view import View


class _Now(FunctionElement[int]):
    """What the database's own clock says, in milliseconds since 1970."""

    type = BigInteger()
    inherit_cache = True


@compiles(_Now, "postgresql")
def _on_postgresql(_now: _Now, _compiler: object, **_: object) -> str:
    return "CAST(EXTRACT(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"


@compiles(_Now, "sqlite")
def _on_sqlite(_now: _Now, _compiler: object, **_: object) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"


def _after(lasts: timedelta) -> ColumnElement[Any]:
    return type_coerce(_Now() + lasts // timedelta(milliseconds=1), Moment)


def _left() -> ColumnElement[int]:
    """For how many milliseconds a process still counts as alive."""
    return type_coerce(process.c.until, BigInteger) - _Now()


# Who is asked to run something, and waits for its parameters: «active», and reading.
_CUT_OFF = text(
    """
    SELECT pg_terminate_backend(silent.pid) FROM pg_stat_activity AS silent
    WHERE silent.datname = current_database() AND silent.usename = current_user
    AND silent.state = 'active' AND silent.wait_event = 'ClientRead'
    AND silent.state_change < clock_timestamp() - make_interval(secs => :silent_for)
    AND EXISTS (
        SELECT 1 FROM pg_stat_activity AS waiting
        WHERE waiting.wait_event_type = 'Lock' AND silent.pid = ANY(pg_blocking_pids(waiting.pid))
    )
    """
)


class ProcessView(View):
    async def alive(self) -> list[str]:
        """The machine and number of each process that is alive."""
        found = await self._connection.execute(
            select(process.c.machine).where(_left() > 0).order_by(process.c.machine)
        )
        return list(found.scalars())

    async def time(self) -> datetime:
        """What the database's clock says."""
        told: int | None = await self._connection.scalar(select(_Now()))
        return from_milliseconds(told or 0)


class ProcessStore(ProcessView):
    async def join(self, name: str, machine: str, lasts: timedelta) -> None:
        """A process comes in; it counts as alive for so long."""
        values = {"name": name, "machine": machine, "until": _after(lasts)}
        statement = statements.insert(self._connection, process).values(values)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[process.c.name], set_={"until": values["until"]}
            )
        )

    async def renew(self, name: str, lasts: timedelta) -> timedelta | None:
        """A sign of life: how long the last one would still have lasted.

        Less than no time where it had lapsed; None where the process counts as dead by now.
        """
        found = await self._connection.execute(
            select(_left()).where(process.c.name == name).with_for_update()
        )
        left = found.scalar_one_or_none()
        if left is None:
            return None
        await self._connection.execute(
            update(process).where(process.c.name == name).values(until=_after(lasts))
        )
        return timedelta(milliseconds=left)

    async def lead(self, name: str, duties: Iterable[Duty]) -> frozenset[Duty]:
        """Take the duties that nobody alive has; which of them this process has now."""
        holder_lives = exists().where(process.c.name == lease.c.holder, _left() > 0)
        held = await self._connection.execute(select(lease.c.key, lease.c.holder, holder_lives))
        holders = {key: holder for key, holder, lives in held if lives}
        free = [duty for duty in duties if duty not in holders]
        if not free:
            return frozenset(Duty(key) for key, holder in holders.items() if holder == name)
        await self._connection.execute(
            statements.insert(self._connection, lease)
            .values([{"key": duty, "holder": name} for duty in free])
            .on_conflict_do_nothing()
        )
        # Of two that do it at once, the later one waits, and finds that the other lives.
        await self._connection.execute(
            update(lease).where(lease.c.key.in_(free), ~holder_lives).values(holder=name)
        )
        own = await self._connection.execute(select(lease.c.key).where(lease.c.holder == name))
        return frozenset(Duty(key) for key in own.scalars())

    async def resign(self, name: str) -> None:
        """Whatever this process is to do is another's, who comes first."""
        await self._connection.execute(delete(lease).where(lease.c.holder == name))

    async def has_dead(self, name: str) -> bool:
        """Whether the signs of life of any other process have lapsed."""
        lapsed = select(process.c.name).where(process.c.name != name, _left() <= 0)
        return await self._connection.scalar(lapsed.limit(1)) is not None

    async def bury(self, name: str) -> list[str]:
        """Whose signs of life have lapsed is dead, but for this one; who that is."""
        dead = await self._connection.execute(
            delete(process).where(process.c.name != name, _left() <= 0).returning(process.c.name)
        )
        return list(dead.scalars())

    async def cut_off(self, silent_for: timedelta) -> int:
        """End the lines of whoever has said nothing within a statement, and blocks others.

        A process that is stopped between naming a statement and running it is not idle to
        PostgreSQL, whose limits for the idle do not end it; how many there were.
        """
        cut = await self._connection.execute(_CUT_OFF, {"silent_for": silent_for.total_seconds()})
        return len(cut.all())

    async def leave(self, names: Collection[str]) -> None:
        """These hold nothing any more."""
        await self._connection.execute(delete(lease).where(lease.c.holder.in_(names)))
        await self._connection.execute(delete(process).where(process.c.name.in_(names)))
