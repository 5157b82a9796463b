"""An exclusive lock on an open file, where the system and the file system have locks."""

from io import FileIO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # the one module that may be missing


def lock(file: FileIO) -> bool:
    """Lock a file until it is closed.

    Returns:
        Whether it is locked; False where locks can't be had, as on some network file systems.

    Raises:
        BlockingIOError: another process holds the lock.
    """
    if fcntl is None:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return False
    return True
