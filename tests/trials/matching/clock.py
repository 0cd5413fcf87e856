"""Time and memory of this process."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np


class CpuClock:
    """Seconds of work since it was made: what else the machine does is not in them."""

    def __init__(self) -> None:
        self._began = time.process_time()

    def seconds(self) -> float:
        """Return the seconds that this process has worked, all its threads together."""
        return time.process_time() - self._began


def percentiles(times: Sequence[float]) -> dict[str, float]:
    """Return the median and the 99th percentile of milliseconds."""
    return {
        "p50_ms": round(float(np.percentile(times, 50)), 3),
        "p99_ms": round(float(np.percentile(times, 99)), 3),
    }


def resident_megabytes() -> float:
    """Return the memory of this process; where the system does not tell, the most it ever took."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
