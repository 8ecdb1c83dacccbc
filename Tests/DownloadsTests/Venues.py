"""Plays the venues for tests: made-up data that depends on the address alone, faults on demand, a log of requests.

For each folder that its standard input names, a line each, it begins a server: FOLDER/faults.json has the faults and
the instant after which nothing has happened, FOLDER/cert.pem and key.pem make it speak TLS. FOLDER/port says where it
listens, FOLDER/log gets a line of JSON for each request. All end with the standard input.
"""

import hashlib
import json
import os
import re
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

LOCK = threading.Lock()
STEPS = {"5": 300_000, "5m": 300_000, "1H": 3_600_000, "1h": 3_600_000, "5min": 300_000}


def archive(path):
    """The bytes of a file: the hash of its name, stretched."""
    size = 300_000 if "monthly" in path else 40_000
    block = hashlib.sha256(path.encode()).digest()
    return (block * (size // len(block) + 1))[:size]


def fault(faults, address):
    """The fault that a request meets, counted down."""
    with LOCK:
        for one in faults:
            if re.search(one["match"], address) and one.get("times", 1) != 0:
                if one.get("skip", 0) > 0:
                    one["skip"] -= 1
                    continue
                one["times"] = one.get("times", 1) - 1
                return one
    return {}


def times(first, last, step):
    first = -(-first // step) * step
    return list(range(first, last + 1, step))


def events(first, last):
    """Times of executions: three a minute."""
    return times(first, last, 20_000)


def page(path, query, body, now):
    """What a venue answers, as a value, and the status."""
    number = {name: int(value) for name, value in query.items() if re.fullmatch(r"-?\d+", value)}
    if "symbol" in query and query["symbol"].startswith("NONE"):
        if path.startswith("/fapi"):
            return {"code": -1121, "msg": "Invalid symbol."}, 400
        return {"retCode": 10001, "retMsg": "params error: symbol invalid", "result": {}}, 200
    if path in ("/fapi/v1/klines", "/fapi/v1/fundingRate") or path.startswith("/futures/data/"):
        step = STEPS.get(query.get("interval", query.get("period", "")), 8 * 3_600_000)
        rows = times(number["startTime"], number["endTime"], step)[: number["limit"]]
        return [[time, "1.0", "2.0"] for time in rows], 200
    if path.startswith("/v5/market/"):
        step = STEPS.get(query.get("interval", query.get("intervalTime", query.get("period", ""))), 8 * 3_600_000)
        first, last = number.get("start", number.get("startTime")), number.get("end", number.get("endTime"))
        rows = times(first, last, step)[-number["limit"]:]
        return {"retCode": 0, "retMsg": "OK", "result": {"list": [[str(t), "1"] for t in reversed(rows)]}}, 200
    if path == "/api/v5/public/liquidation-orders":
        rows = [t for t in events(number["before"] + 1, number["after"] - 1) if (t // 20_000) % 40 == 0]
        rows = list(reversed(rows))[: number["limit"]]
        details = [{"bkPx": "1", "side": "sell", "ts": str(t)} for t in rows]
        return {"code": "0", "msg": "", "data": [{"details": details, "instId": "X"}]}, 200
    if path.startswith("/api/v5/"):
        return {"code": "0", "msg": "", "data": [[query.get("after", query.get("end", "")), "1"]]}, 200
    if path == "/info":
        wanted = json.loads(body)
        wanted = wanted.get("req", wanted)
        return [{"t": t, "c": wanted["coin"]} for t in times(wanted["startTime"], wanted["endTime"], 3_600_000)], 200
    if path.endswith("/executions"):
        rows = events(number["since"], min(number["before"] - 1, now))
        start = int(query.get("continuation_token", "0/").split("/")[0])
        part = rows[start: start + number["count"]]
        answer = {"elements": [{"timestamp": t, "uid": str(t)} for t in part], "len": len(part)}
        if start + len(part) < len(rows):
            answer["continuationToken"] = f"{start + len(part)}/+="
        return answer, 200
    if path.startswith("/derivatives/") or path.startswith("/api/charts/"):
        return {"rates": [], "candles": []}, 200
    return {"error": "no such path"}, 404


class Venue(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def do_GET(self):
        self.answer(b"")

    def answer(self, body):
        met = fault(self.server.faults, self.path + body.decode())
        with LOCK:
            self.server.log.write(json.dumps({
                "time": time.monotonic(), "path": self.path, "body": body.decode(), "do": met.get("do", ""),
                "range": self.headers.get("Range", ""), "agent": self.headers.get("User-Agent", "")}) + "\n")
        split = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(split.query).items()}
        status, headers = 200, dict(met.get("headers", {}))
        if split.path.startswith("/data/") or split.path.startswith("/trading/"):
            name = split.path.rsplit("/", 1)[1]
            if name.endswith(".CHECKSUM"):
                target = split.path[: -len(".CHECKSUM")]
                content = f"{hashlib.sha256(archive(target)).hexdigest()}  {name[:-9]}\n".encode()
            else:
                content = archive(split.path)
        else:
            value, status = page(split.path, query, body, self.server.now)
            content = json.dumps(value).encode()
        do = met.get("do")
        if do == "status":
            status, content = met["status"], met.get("body", "no").encode()
        elif do == "body":
            content = met["body"].encode()
        elif do == "garble":
            content = b"\0" * 64 + content[64:]
        elif do == "redirect":
            status, content = 302, b""
            headers["Location"] = met["to"]
        start = 0
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked and status == 200 and met.get("do") != "norange":
            start, total = int(asked[1]), len(content)
            if start >= total:
                status, content = 416, b""
                headers["Content-Range"] = f"bytes */{total}"
            else:
                status = 206
                headers["Content-Range"] = f"bytes {start}-{total - 1}/{total}"
        if do == "stall":
            time.sleep(met.get("seconds", 3))
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        rest = content[start:]
        try:
            if do == "truncate":
                self.wfile.write(rest[: len(rest) // 2])
                self.close_connection = True
                return
            if do == "slow":
                for place in range(0, len(rest), 4000):
                    self.wfile.write(rest[place: place + 4000])
                    self.wfile.flush()
                    time.sleep(met.get("seconds", 0.05))
                return
            self.wfile.write(rest)
        except OSError:
            self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_):
        pass


def serve(folder):
    server = Server(("127.0.0.1", 0), Venue)
    settings = json.load(open(f"{folder}/faults.json"))
    server.faults, server.now = settings["faults"], settings["now"]
    server.log = open(f"{folder}/log", "a", buffering=1)
    if os.path.exists(f"{folder}/cert.pem"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with open(f"{folder}/port.draft", "w") as file:
        file.write(str(server.server_address[1]))
    os.rename(f"{folder}/port.draft", f"{folder}/port")


for line in sys.stdin:
    serve(line.strip())
