"""Digests of texts by name, the same on every system."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def texts_digest(texts: Iterable[tuple[str, bytes]]) -> str:
    """Return the SHA-256 over names and contents, in their order; line ends count as LF."""
    digest = hashlib.sha256()
    for name, content in texts:
        body = content.replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()


def named_texts(files: Iterable[Path]) -> Iterable[tuple[str, bytes]]:
    """Read files, each by its own name."""
    return ((file.name, file.read_bytes()) for file in files)
