"""How much memory a process has held."""

import resource
from pathlib import Path


def peak_memory(pid: int) -> float:
    """Return the most memory that a process has held, in MB."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    (line,) = [one for one in status.read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) / 1024
