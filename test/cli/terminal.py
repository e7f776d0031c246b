"""Runs a command on a pseudo-terminal: terminal.py SECONDS COMMAND... with steps on standard input.

Each step is a JSON list [wait for this text, send these keys]; output is what
the terminal got, then a line with the exit status.
"""
import json
import os
import pty
import select
import sys
import time


def main():
    limit = time.monotonic() + float(sys.argv[1])
    steps = json.load(sys.stdin)
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(sys.argv[2], sys.argv[2:])
    seen = ''
    at = 0
    ended = False
    while not ended and time.monotonic() < limit:
        while steps and steps[0][0] in seen[at:]:
            text, keys = steps.pop(0)
            at = seen.index(text, at) + len(text)
            time.sleep(0.05)
            os.write(fd, keys.encode())
        if select.select([fd], [], [], 0.1)[0]:
            try:
                data = os.read(fd, 65536)
            except OSError:
                data = b''
            ended = not data
            seen += data.decode('utf-8', 'replace')
    if not ended:
        os.kill(pid, 9)
    _, status = os.waitpid(pid, 0)
    sys.stdout.write(seen)
    sys.stdout.write('\n' + json.dumps({'left': len(steps), 'status': os.waitstatus_to_exitcode(status)}) + '\n')


main()
