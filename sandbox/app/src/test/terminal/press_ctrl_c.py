"""Runs a program in a terminal of its own, and presses Ctrl-C there once the program has printed a text.

Prints all that the program printed, and ends with its exit status: press_ctrl_c.py TEXT PROGRAM [ARGUMENT...]
"""

import os
import pty
import signal
import sys

text, program = sys.argv[1].encode(), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp(program[0], program)
printed, pressed = b"", False
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # Linux says so when nobody holds the other end any more.
        break
    if not chunk:
        break
    printed += chunk
    if not pressed and text in printed:
        pressed = True
        os.write(terminal, b"\x03")
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(printed)
sys.exit(os.waitstatus_to_exitcode(status))
