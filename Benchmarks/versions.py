"""Two versions of liq beside each other, on the same data, in turns."""
import hashlib, os, statistics, sys, tempfile

import made, process

REFERENCE = ["--model", "reference", "--leverage", "retail", "--format", "json"]


class Versions:
    def __init__(self, before, after, work, rounds, isQuick):
        self.programs = {"before": before, "after": after}
        self.work, self.rounds, self.isQuick = work, rounds, isQuick

    def figures(self):
        """Each work by its name: arguments, and how often one measurement runs them."""
        path = lambda *parts: os.path.join(self.work, *parts)
        data = made.market(self.programs["after"], self.work, 1 if self.isQuick else 365)
        plugins = made.plugins(path("plug"))
        table = made.positions(self.work, 2_000 if self.isQuick else 500_000)
        span, often = ("2h", 1) if self.isQuick else ("30d", 20)
        own = lambda name: ["map", data, "--plugins", plugins, "--leverage", name, *REFERENCE[:2], *REFERENCE[4:]]
        return {
            "start": (["--version"], often),
            "line": (["-c", "return 1"], often),
            "load": (["-c", f"liq.load '{data}'"], 1),
            "reference": (["map", data, *REFERENCE], 1),
            "map": (["map", data, "--format", "json"], 1),
            "picture": (["map", data, "--lookback", span, "--width", "100"], 1),
            "heatmap": (["heatmap", data, "--lookback", span, "--columns", "60", "--format", "csv"], 1),
            "explain": (["explain", data, "--lookback", span, "--at", "95000..96000", "--format", "json"], 1),
            "price": (["price", "--venue", "binance", "--symbol", "BTCUSDT", "--csv", table], 1),
            "run": (own("perbar20"), 1),
            "run_all": (own("whole20"), 1),
            "isolated": ([*own("perbar20"), "--lookback", span, "--isolated"], 1),
        }

    def compare(self, only):
        figures = self.figures()
        unknown = [name for name in only if name not in figures]
        if unknown:
            sys.exit(f"--only: no figure {unknown[0]}; there are {','.join(figures)}")
        for name, program in self.programs.items():
            if not process.run([program, "--version"]).fine:
                sys.exit(f"{program}: the program {name} did not run")
        print(f"{'':10s} {'before':>10s} {'after':>10s}  ratio  median           memory  output")
        slower, failed = [], []
        for name in only or figures:
            costs, digests = self.measure(*figures[name])
            broken = [which for which, digest in digests.items() if digest is None]
            if broken:
                failed.append(name)
                print(f"{name:10s} did not run: {', '.join(broken)}", flush=True)
                continue
            best = {which: min(cost.milliseconds for cost in costs[which]) for which in costs}
            middle = {which: statistics.median(cost.milliseconds for cost in costs[which]) for which in costs}
            memory = {which: max(cost.megabytes for cost in costs[which]) for which in costs}
            ratio, typical = best["after"] / best["before"], middle["after"] / middle["before"]
            if min(ratio, typical) > 1.03:
                slower.append(name)
            print(f"{name:10s} {best['before']:7.1f} ms {best['after']:7.1f} ms  {ratio:5.3f}   {typical:5.3f} "
                  f"{memory['before']:5.0f} to {memory['after']:4.0f} MB  "
                  f"{'same' if digests['before'] == digests['after'] else 'differs'}", flush=True)
        before, after = (os.path.getsize(self.programs[name]) / 1e6 for name in ("before", "after"))
        print(f"{'size':10s} {before:7.2f} MB {after:7.2f} MB  {after / before:5.3f}")
        print(f"# best of {self.rounds}, in turns; more than 3 % slower, best and median: {', '.join(slower) or 'nothing'}")
        if failed:
            sys.exit(f"did not run: {', '.join(failed)}")

    def measure(self, arguments, often):
        """Costs of both, best first after which comes first in a round; a digest of what each writes."""
        costs, digests = {name: [] for name in self.programs}, {}
        for name, program in self.programs.items():
            with tempfile.TemporaryFile() as file:
                # Not counted: it fills the system's caches.
                fine = process.run([program, *arguments], self.work, output=file).fine
                file.seek(0)
                digests[name] = hashlib.file_digest(file, "sha256").hexdigest() if fine else None
        if None in digests.values():
            return costs, digests
        for turn in range(self.rounds):
            for name in list(self.programs)[:: 1 if turn % 2 == 0 else -1]:
                all = [process.run([self.programs[name], *arguments], self.work) for _ in range(often)]
                costs[name].append(process.Cost(
                    sum(cost.milliseconds for cost in all) / often, max(cost.megabytes for cost in all), True))
        return costs, digests


def program(path):
    """The program of a checkout, or the program itself."""
    path = os.path.abspath(path)
    if os.path.isdir(path):
        path = os.path.join(path, ".build/release/liq")
    if not os.access(path, os.X_OK):
        sys.exit(f"{path}: no program there; build it with `make release`")
    return path
