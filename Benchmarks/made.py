"""What figures without peers run on: a market of minutes by `liq synth`, positions, and plugins of twenty rungs."""
import array, csv, datetime, os, struct, subprocess, sys

LADDER = "{2,3,4,5,6,7,8,10,12,15,20,25,30,33,40,50,60,75,100,125}"
BODY = ("local a, s, w = 10 + 4000 * (bar.high - bar.low) / bar.close, 0, {}\n"
        "for l = 1, 20 do local x = L[l] / a; local v = 1 / (1 + x * x); w[l] = v; s = s + v end\n"
        "for l = 1, 20 do w[l] = w[l] / s end return w")
# Fixed weights, weights asked bar by bar, weights of the whole series.
PLUGINS = {
    "ladder20": f"ladder = {LADDER}, run_all = function(series, L) local w = {{}} for l = 1, 20 do "
                "local z = math.log(L[l] / 15) w[l] = math.exp(-z * z / 1.28) end return w end",
    "perbar20": f"ladder = {LADDER}, run = function(bar, L) {BODY} end",
    "whole20": f"ladder = {LADDER}, run_all = function(s, L) local a = 10 + 4000 * ((s.high - s.low) / s.close)\n"
               "local w, sum = {}, 0 for l = 1, 20 do local x = L[l] / a w[l] = 1 / (1 + x * x) sum = sum + w[l] end\n"
               "for l = 1, 20 do w[l] = w[l] / sum end return w end"}


def plugins(folder):
    os.makedirs(folder, exist_ok=True)
    for name, source in PLUGINS.items():
        with open(os.path.join(folder, name + ".lua"), "w") as file:
            file.write(f"return {{ kind = 'leverage', {source} }}\n")
    return folder


def market(liq, work, days):
    """The folder of a market: minutes in the exchange's files, and the same as bars.bin for the kernels."""
    folder = os.path.join(work, f"days{days}")
    binary = os.path.join(folder, "bars.bin")
    if not os.path.exists(binary):
        print(f"# {days} days of minutes", file=sys.stderr, flush=True)
        subprocess.run([liq, "synth", "--out", folder, "--days", str(days), "--bar-minutes", "1"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Under another name until it is whole, so that a run that was stopped is made good by the next. In a process of
        # its own: the memory of a program that is measured begins with the memory of the process that starts it.
        subprocess.run([sys.executable, "-B", os.path.realpath(__file__), folder, binary + ".part"], check=True)
        os.rename(binary + ".part", binary)
    return folder


def pack(folder, binary):
    """Columns of 64-bit floats: time, high, low, close, open interest, long/short ratio."""
    def rows(name):
        with open(os.path.join(folder, name), newline="") as file:
            yield from csv.DictReader(file)
    interest = {}
    for row in rows("BTCUSDT-metrics.csv"):
        time = datetime.datetime.fromisoformat(row["create_time"] + "+00:00")
        interest[int(time.timestamp() * 1000)] = (row["sum_open_interest"], row["sum_toptrader_long_short_ratio"])
    known = next(iter(interest.values()))
    columns = [array.array("d") for _ in range(6)]
    for row in rows("BTCUSDT-1m.csv"):
        known = interest.get(int(row["open_time"]), known)
        for column, cell in zip(columns, (row["open_time"], row["high"], row["low"], row["close"], *known)):
            column.append(float(cell))
    with open(binary, "wb") as file:
        file.write(b"LMB1" + bytes(4) + struct.pack("<Q", len(columns[0])))
        for column in columns:
            column.tofile(file)


def positions(work, count):
    """The path of a table of positions for `liq price --csv`, of both sides and all sizes."""
    path = os.path.join(work, f"positions{count}.csv")
    if not os.path.exists(path):
        with open(path + ".part", "w") as file:
            file.write("side,entry,quantity,leverage\n")
            for row in range(count):
                side, leverage = ("long", "short")[row % 2], (2, 3, 5, 10, 20, 25, 50)[row % 7]
                file.write(f"{side},{60_000 + row * 37 % 40_000},{0.001 * (1 + row * 13 % 5_000):.3f},{leverage}\n")
        os.rename(path + ".part", path)
    return path


if __name__ == "__main__":
    pack(*sys.argv[1:])
