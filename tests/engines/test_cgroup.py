"""Limits of control groups, of both versions and of every level."""

from pathlib import Path

from toolbench_ood.engines.cgroup import core_limit, memory_limit


def _write(root: Path, **files: str) -> None:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n")


def test_the_smallest_limit_on_the_way_up_holds(tmp_path: Path) -> None:
    """Of a group and those above it, in version 2; max is no limit."""
    own = tmp_path / "own"
    own.write_text("0::/user.slice/run.scope\n")
    root = tmp_path / "fs"
    _write(root, **{"user.slice/run.scope/memory.max": "max", "user.slice/memory.max": "4096"})
    _write(root, **{"memory.max": "8192", "user.slice/run.scope/cpu.max": "150000 100000"})
    _write(root, **{"user.slice/cpu.max": "max 100000"})
    assert memory_limit(own, root) == 4096
    assert core_limit(own, root) == 1.5


def test_version_1_has_a_folder_a_controller(tmp_path: Path) -> None:
    """Limits stand in other files there, and -1 is none."""
    own = tmp_path / "own"
    own.write_text("4:memory:/job\n2:cpu,cpuacct:/job\n1:name=systemd:/job\n0::/\n")
    root = tmp_path / "fs"
    _write(root, **{"memory/job/memory.limit_in_bytes": "1024"})
    _write(root, **{"cpu/job/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_quota_us": "200000"})
    _write(root, **{"cpu/job/cpu.cfs_period_us": "100000", "cpu/cpu.cfs_period_us": "100000"})
    assert memory_limit(own, root) == 1024
    assert core_limit(own, root) == 2.0


def test_a_container_sees_its_own_limits_at_the_root(tmp_path: Path) -> None:
    """The path that the process is told may be the host's, which isn't there."""
    own = tmp_path / "own"
    own.write_text("4:memory:/docker/abc\n0::/../../pod\n")
    root = tmp_path / "fs"
    _write(root, **{"memory/memory.limit_in_bytes": "2048"})
    assert memory_limit(own, root) == 2048
    assert core_limit(own, root) is None


def test_no_groups_no_limits(tmp_path: Path) -> None:
    """As on other systems than Linux."""
    assert memory_limit(tmp_path / "absent", tmp_path) is None
    assert core_limit(tmp_path / "absent", tmp_path) is None
