"""Judges a recorded history: what clients saw, against what was acknowledged to them.

Pure: no clock, no network. Times are those of one monotonic clock, which all clients share. `shown` is how many records
of the vehicle a read showed; `serial` names a write.

A writer sends its writes one after the other and repeats each until it is acknowledged; every vehicle but the hot one
belongs to one writer. So there the number of records tells the version exactly: what misses an acknowledged write
misses all that came after it.
"""
import bisect
import collections
import typing

OK, REFUSED, UNKNOWN = "ok", "refused", "unknown"
READ, WRITE = "read", "write"


class Operation(typing.NamedTuple):
    client: int
    kind: str
    vehicle: int
    begun: float  # before the first byte was sent
    ended: float  # after the last byte of the answer; a write that never had one ends with the storm
    outcome: str
    shown: int = 0
    serial: int = 0


class Stale(typing.NamedTuple):
    read: Operation
    acknowledged: int  # records that had been acknowledged before the read began
    age: float  # seconds since the first acknowledgement that it does not show

    def __str__(self):
        return (f"vehicle {self.read.vehicle}: client {self.read.client} was shown {self.read.shown} records, "
                f"{self.acknowledged} had been acknowledged, the oldest missing one {self.age:.3f} s before")


def by_vehicle(operations, kind):
    found = collections.defaultdict(list)
    for operation in operations:
        if operation.kind == kind:
            found[operation.vehicle].append(operation)
    return found


def stale_reads(operations):
    """P1: no read shows less than what was acknowledged before it began."""
    writes = by_vehicle(operations, WRITE)
    for vehicle, reads in by_vehicle(operations, READ).items():
        acknowledged = sorted(w.ended for w in writes[vehicle] if w.outcome == OK)
        for read in reads:
            before = bisect.bisect_left(acknowledged, read.begun)
            if read.outcome == OK and read.shown < before:
                yield Stale(read, before, read.begun - acknowledged[read.shown])


def inventions(operations):
    """P3: no read shows more than what had been sent by its end."""
    writes = by_vehicle(operations, WRITE)
    for vehicle, reads in by_vehicle(operations, READ).items():
        sent = sorted(w.begun for w in writes[vehicle] if w.outcome != REFUSED)
        for read in reads:
            if read.outcome == OK and read.shown > bisect.bisect_right(sent, read.ended):
                yield read


def lost(operations, stored):
    """C2: the serials of acknowledged writes that are not in the store; `stored` counts its records by serial."""
    return sorted(o.serial for o in operations if o.kind == WRITE and o.outcome == OK and not stored.get(o.serial))


def doubled(operations, stored):
    """Serials that are there more than once, or were never sent."""
    sent = {o.serial for o in operations if o.kind == WRITE and o.outcome != REFUSED}
    return sorted(serial for serial, count in stored.items() if count > 1 or serial not in sent)
