"""Runs a program, and prints seconds, seconds of processor time, 0, and MiB: what the kernel says of a child that has
ended. Linux has its memory in KiB, macOS in bytes."""
import resource, subprocess, sys, time
begin = time.monotonic()
status = subprocess.run(sys.argv[1:]).returncode
wall = time.monotonic() - begin
used = resource.getrusage(resource.RUSAGE_CHILDREN)
mebibyte = 1 << (20 if sys.platform == "darwin" else 10)
print()
print(wall, used.ru_utime + used.ru_stime, 0, used.ru_maxrss / mebibyte)
sys.exit(status)
