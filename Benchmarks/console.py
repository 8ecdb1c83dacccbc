#!/usr/bin/env python3
"""How quick the console is, on a terminal of its own: Benchmarks/console.py PROGRAM DATA

Start to prompt, a key in an entry of 200 lines, Tab, and Ctrl-C in the middle of all kinds of work over DATA.
"""
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time


class Console:
    def __init__(self, program, editor="on"):
        state = tempfile.mkdtemp()
        begin = time.time()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm-256color", XDG_STATE_HOME=state, PAGER="", LIQ_EDITOR=editor)
            os.execv(program, [program, "--no-init"])
        self.until(b"liq>")
        self.start = time.time() - begin

    def read(self, seconds):
        return os.read(self.terminal, 1 << 20) if select.select([self.terminal], [], [], seconds)[0] else b""

    def until(self, wanted, seconds=120):
        seen, end = b"", time.time() + seconds
        while wanted not in seen and time.time() < end:
            seen += self.read(0.2)
        return seen

    def settle(self, seconds=0.3):
        last = time.time()
        while self.read(seconds):
            last = time.time()
        return last

    def type(self, text):
        os.write(self.terminal, text.encode())

    def ask(self, code):
        self.type(code + "\n")
        return self.until(b"liq> ")

    def took(self, text):
        begin = time.time()
        self.type(text)
        self.read(5)
        return (self.settle(0.05) - begin) * 1000

    def leave(self):
        self.type("\x03")
        self.settle(0.05)
        self.type("\x04")
        os.close(self.terminal)
        os.waitpid(self.process, 0)


def figures(name, times):
    print(f"{name:<62} median {statistics.median(times):6.1f} ms, worst {max(times):6.1f} ms")


def editor(program):
    starts = []
    for _ in range(30):
        console = Console(program)
        starts.append(console.start * 1000)
        console.leave()
    versions = []
    for _ in range(30):
        begin = time.time()
        subprocess.run([program, "--version"], stdout=subprocess.DEVNULL, check=True)
        versions.append((time.time() - begin) * 1000)
    figures("start to prompt", starts)
    figures("liq --version", versions)
    console = Console(program)
    lines = "".join(f"  local value_{line} = {line} -- a line of it\n" for line in range(198))
    console.type(f"\x1b[200~function long()\n{lines}end\x1b[201~")
    console.settle(1)
    figures("a key in an entry of 200 lines", [console.took("x") for _ in range(40)])
    with open(f"/proc/{console.process}/status") as status:
        print("".join(line for line in status if line.startswith("VmRSS")).strip(), "at the prompt")
    console.leave()
    console = Console(program)
    for text in ['x = liq.map{ leverage = "', "liq.", ":", "x = {'examples/data/"]:
        times = []
        for _ in range(8):
            console.type("\x15" + text)
            console.settle(0.1)
            times.append(console.took("\t"))
            console.type("\x1b")
            console.settle(0.1)
        figures(f"Tab behind {text}", times)
    console.leave()


WORK = [
    ("while true do end", 0.3),
    ("local t = {} for i = 1, 1e9 do t[i % 1000] = ('x'):rep(i % 50) end", 0.3),
    ("string.find(('a'):rep(1e6), ('a*'):rep(20) .. 'b')", 0.3),
    ("local t = {} for i = 1, 3e6 do t[i] = math.random() end table.sort(t)", 1.0),
    ("liq.load(path)", 0.1),
    ("data:map { options = { closing = 'youngestFirst' } }", 0.5),
    ("data:map { leverage = 'momentum-retail' }", 0.5),
    ("data:map { leverage = 'uniform', options = { entry = 'spread(60)' } }", 0.3),
    ("data:heatmap { columns = 2000 }", 0.3),
    ("m:explain { at = '1..1000000' }", 0.2),
    (":sweep clusters 1..50 step 1", 0.5),
    ("for i = 1, 1e9 do local text = m:text {} end", 0.5),
]


def interrupts(program, data):
    console = Console(program, editor="off")
    console.ask(f"path = '{data}'")
    console.ask("data = liq.load(path)")
    console.ask("m = data:map { leverage = 'uniform' }")
    for code, seconds in WORK:
        console.type(code + "\n")
        console.until(code.encode()[-10:])
        time.sleep(seconds)
        begin = time.time()
        console.type("\x03")
        seen = console.until(b"liq> ")
        ended = "" if b"interrupted" in seen else "  (was done before)"
        print(f"Ctrl-C in {code:<68} {(time.time() - begin) * 1000:6.1f} ms{ended}")
    console.leave()


if len(sys.argv) != 3:
    sys.exit(__doc__)
editor(os.path.abspath(sys.argv[1]))
interrupts(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
