#!/usr/bin/env python3
"""Writes Fixtures/ and seeds for the fuzzer: small Parquet files, and beside each what the program that wrote it reads from it.

Needs pyarrow, polars, duckdb and pandas. Versions are printed: other versions may write other bytes.
"""
import datetime
import decimal
import json
import math
import pathlib
import random
import struct

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

FOLDER = pathlib.Path(__file__).parent / "Fixtures"
LISTED = 12  # Rows up to which values are written out; above, only a checksum of them.
random.seed(20260101)


def kind(kind_of):
    """The kind that the reader gives a column of an Arrow type."""
    t = kind_of
    if pa.types.is_dictionary(t):
        t = t.value_type
    if pa.types.is_date(t):
        return "time days"
    if pa.types.is_timestamp(t):
        unit = {"s": "milliseconds", "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds"}[t.unit]
        return f"time {unit}" + (" utc" if t.tz else "")
    if pa.types.is_uint64(t):
        return "unsigned"
    if pa.types.is_integer(t):
        return "integer"
    if pa.types.is_floating(t) or pa.types.is_decimal(t):
        return "number"
    if pa.types.is_boolean(t):
        return "boolean"
    if pa.types.is_string(t) or pa.types.is_large_string(t) or pa.types.is_string_view(t):
        return "text"
    return "unread"


def bits(value):
    """A double as the whole number with the same bits; all NaNs are one."""
    return str(struct.unpack("<Q", struct.pack("<d", math.nan if math.isnan(value) else value))[0])


def tokens(column):
    """One text a value: whole numbers, instants in their unit, bits of doubles; None for null."""
    kind_of = column.type
    if pa.types.is_dictionary(kind_of):
        column, kind_of = column.cast(kind_of.value_type), kind_of.value_type
    if pa.types.is_timestamp(kind_of):
        column = column.cast(pa.int64())
    elif pa.types.is_date(kind_of):
        column = column.cast(pa.int32())
    values = column.to_pylist()
    what = kind(kind_of)
    if what == "number":
        return [None if v is None else bits(float(v)) for v in values]
    if what == "boolean":
        return [None if v is None else "true" if v else "false" for v in values]
    return [None if v is None else str(v) for v in values]


def checksum(values):
    """FNV-1a, 64 bits, of all texts, each behind a 1; a null is a 0."""
    hash_ = 0xCBF29CE484222325
    for value in values:
        for byte in b"\0" if value is None else b"\1" + value.encode():
            hash_ = (hash_ ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return str(hash_)


def tell(name, table, flat=None):
    """Writes what a file holds: `table` as its own program reads it."""
    columns = []
    for field in table.schema:
        column = table.column(field.name)
        if pa.types.is_struct(field.type) and flat:
            for index, inner in enumerate(field.type):
                values = [None if v is None else v[inner.name] for v in column.to_pylist()]
                columns.append(described(f"{field.name}.{inner.name}", pa.chunked_array([pa.array(values, inner.type)])))
            continue
        columns.append(described(field.name, column))
    text = {"rows": table.num_rows, "columns": columns}
    (FOLDER / f"{name}.json").write_text(json.dumps(text, separators=(",", ":"), ensure_ascii=False) + "\n")


def described(name, column):
    what = kind(column.type)
    if what == "unread":
        return {"name": name, "kind": what}
    found = tokens(column)
    if len(found) <= LISTED:
        return {"name": name, "kind": what, "values": found}
    return {"name": name, "kind": what, "checksum": checksum(found)}


def arrow(name, table, flat=None, **options):
    options = {"store_schema": False, "write_statistics": False} | options
    path = FOLDER / f"{name}.parquet"
    pq.write_table(table, path, **options)
    tell(name, pq.read_table(path), flat)


def some(values, every):
    """The values with a null in the place of each `every`th."""
    return [None if i % every == every - 1 else v for i, v in enumerate(values)]


def candles(rows, step=60_000):
    start, price, out = 1_735_689_600_000, 94_000.0, {k: [] for k in ("time", "open", "close", "volume", "trades", "side")}
    for i in range(rows):
        out["time"].append(start + i * step)
        out["open"].append(round(price, 1))
        price += random.uniform(-50, 50)
        out["close"].append(round(price, 1))
        out["volume"].append(round(random.uniform(0, 100), 3))
        out["trades"].append(random.randrange(5000))
        out["side"].append(random.choice(["buy", "sell", "größer", ""]))
    return out


def types(rows):
    d = decimal.Decimal
    ints = [(-1) ** i * i * 37 for i in range(rows)]
    columns = {
        "flag": pa.array(some([i % 3 == 0 for i in range(rows)], 5)),
        "i8": pa.array([(i * 17) % 256 - 128 for i in range(rows)], pa.int8()),
        "i16": pa.array(some(ints, 7), pa.int16()),
        "i32": pa.array([v * 100_003 for v in ints], pa.int32()),
        "i64": pa.array(some([v * 10**15 for v in ints], 3), pa.int64()),
        "u8": pa.array([i * 19 % 256 for i in range(rows)], pa.uint8()),
        "u16": pa.array([i * 4001 % 65536 for i in range(rows)], pa.uint16()),
        "u32": pa.array([2**32 - 1 - i for i in range(rows)], pa.uint32()),
        "u64": pa.array(some([2**64 - 1 - i for i in range(rows)], 6), pa.uint64()),
        "f16": pa.array([float(i) / 4 - 3 for i in range(rows)], pa.float16()),
        "f32": pa.array([i / 3 for i in range(rows)], pa.float32()),
        "f64": pa.array(some([math.nan if i == 2 else -0.0 if i == 3 else math.inf if i == 4 else i / 7
                              for i in range(rows)], 4), pa.float64()),
        "text": pa.array(some([f"größe {i % 5}" * (i % 3) for i in range(rows)], 4)),
        "day": pa.array([datetime.date(1969, 12, 20) + datetime.timedelta(days=i) for i in range(rows)]),
        "ms": pa.array(some([1_735_689_600_123 + i for i in range(rows)], 9), pa.timestamp("ms")),
        "us": pa.array([-1 - i for i in range(rows)], pa.timestamp("us", tz="UTC")),
        "ns": pa.array([1_735_689_600_123_456_789 + i for i in range(rows)], pa.timestamp("ns")),
        "clock": pa.array([i * 1000 for i in range(rows)], pa.time32("ms")),
        "d9": pa.array(some([d(v) / 100 for v in ints], 4), pa.decimal128(9, 2)),
        "d18": pa.array([d(v * 10**12 + 7) / 10**8 for v in ints], pa.decimal128(18, 8)),
        "d38": pa.array(some([d("12345678901234567890.123456789012345678") * (v or 1) for v in ints], 6),
                        pa.decimal128(38, 15)),
        "id": pa.array([bytes([i] * 16) for i in range(rows)], pa.binary(16)),
        "nothing": pa.array([None] * rows, pa.float64()),
        "empty": pa.nulls(rows),
    }
    return pa.table(columns)


def nested(rows):
    return pa.table({
        "before": pa.array(range(rows), pa.int64()),
        "list": pa.array(some([[i, i + 1] for i in range(rows)], 3), pa.list_(pa.int64())),
        "pair": pa.array(some([{"a": i, "b": None if i % 2 else f"t{i}"} for i in range(rows)], 4),
                         pa.struct([("a", pa.int32()), ("b", pa.string())])),
        "map": pa.array([[("k", i)] for i in range(rows)], pa.map_(pa.string(), pa.int32())),
        "after": pa.array(some([f"x{i}" for i in range(rows)], 5)),
    })


def main():
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    small = pa.table(candles(24)).append_column("gap", pa.array(some([i * 1.5 for i in range(24)], 3)))
    for page in ("1.0", "2.0"):
        for packing in ("none", "snappy", "gzip", "zstd"):
            arrow(f"arrow-v{page[0]}-{packing}", small.select(["time", "close", "side", "gap"]), compression=packing, data_page_version=page)
    for packing in ("brotli", "lz4"):
        arrow(f"arrow-{packing}", small.select(["time", "close"]), compression=packing)
    plain = {"use_dictionary": False, "compression": "none"}
    arrow("arrow-types", types(12), store_decimal_as_integer=True, **plain)
    arrow("arrow-types-dictionary", types(12).select(["flag", "i8", "i64", "u64", "f16", "f32", "f64", "text", "us", "d9", "d38", "nothing"]), use_dictionary=True, compression="snappy")
    arrow("arrow-old", types(5).select(["i8", "i32", "i64", "u8", "u16", "u64", "text", "day", "ms", "us", "clock", "d9", "d38"]), version="1.0", compression="none")
    arrow("arrow-int96", pa.table({"t": pa.array(some([1_735_689_600_123_456_789 - i * 10**17 for i in range(20)], 6),
                                                 pa.timestamp("ns"))}), use_deprecated_int96_timestamps=True)
    arrow("arrow-nested", nested(9), flat=True)
    arrow("arrow-groups", small.select(["time", "side", "gap"]), row_group_size=7)
    arrow("arrow-empty", small.slice(0, 0))
    arrow("arrow-checksum", small.select(["time", "close"]), write_page_checksum=True)
    big = pa.table(candles(4000))
    delta = big.select(["time", "trades", "side"]).append_column("name", pa.array([f"trade-{i:06}" for i in range(4000)]))
    delta = delta.set_column(1, "trades", delta.column("trades").cast(pa.int32()))
    delta = delta.append_column("wild", pa.array(some([(-1) ** i * (2**62 + i * 7**17) for i in range(4000)], 50), pa.int64()))
    for page in ("1.0", "2.0"):
        arrow(f"arrow-delta-v{page[0]}", delta.slice(0, 140), use_dictionary=False, compression="zstd", data_page_version=page,
              data_page_size=700, column_encoding={
                  "time": "DELTA_BINARY_PACKED", "trades": "DELTA_BINARY_PACKED", "wild": "DELTA_BINARY_PACKED",
                  "side": "DELTA_LENGTH_BYTE_ARRAY", "name": "DELTA_BYTE_ARRAY"})
    split = pa.table({
        "f64": small.column("gap"), "f32": small.column("open").cast(pa.float32()), "i64": small.column("time"),
        "i32": small.column("trades").cast(pa.int32()),
        "d38": pa.array([decimal.Decimal(i * 33333) / 100000 for i in range(24)], pa.decimal128(30, 5)),
    })
    arrow("arrow-split", split, use_dictionary=False, compression="zstd",
          column_encoding={c: "BYTE_STREAM_SPLIT" for c in split.column_names})
    arrow("arrow-wide", big.slice(0, 400).select(["close", "trades", "side"]), compression="zstd", data_page_size=800)
    # The dictionary becomes too large: the pages behind hold the values themselves.
    arrow("arrow-fallback", delta.slice(0, 250).select(["time", "name"]), compression="zstd",
          dictionary_pagesize_limit=1000, data_page_size=500, write_batch_size=50)

    frame = pd.DataFrame(candles(20))
    frame["time"] = pd.to_datetime(frame["time"], unit="ms", utc=True)
    frame.loc[3, "close"] = None
    path = FOLDER / "pandas.parquet"
    frame.set_index("time").to_parquet(path)
    tell("pandas", pq.read_table(path))

    table = pl.DataFrame(candles(20)).with_columns(
        pl.from_epoch("time", time_unit="ms").dt.replace_time_zone("UTC"), pl.col("side").cast(pl.Categorical).alias("kind"),
        pl.when(pl.col("trades") % 3 > 0).then("trades").alias("gap"), (pl.col("trades") > 2000).alias("busy"),
        pl.col("close").cast(pl.Decimal(20, 4)).alias("exact"), pl.col("time").cast(pl.Int64).cast(pl.UInt64).alias("u"))
    for packing in ("zstd", "snappy", "gzip", "uncompressed"):
        name = f"polars-{packing}"
        part = table if packing == "zstd" else table.select("time", "gap", "side", "busy")
        part.write_parquet(FOLDER / f"{name}.parquet", compression=packing, row_group_size=11, statistics=False)
        tell(name, pl.read_parquet(FOLDER / f"{name}.parquet").to_arrow())

    base = duckdb.connect()
    base.execute("SET TimeZone='UTC'")
    rows = """SELECT (1735689600000 + i * 60000)::BIGINT AS ms, make_timestamp((1735689600000000 + i * 60000000)::BIGINT) AS time,
        to_timestamp(1735689600 + i) AS instant, (90000 + i * 0.37)::DOUBLE AS close, (i * 1.25)::DECIMAL(12, 4) AS exact,
        (i * 1.25)::DECIMAL(30, 4) AS large, i::USMALLINT AS small, (18446744073709551615 - i)::UBIGINT AS u64,
        i % 3 = 0 AS flag, CASE WHEN i % 4 > 0 THEN 'text ' || (i % 4) END AS side, DATE '2025-01-01' + i::INTEGER AS day,
        CASE WHEN i % 5 > 0 THEN (i * 0.1)::FLOAT END AS gap FROM range({}) r(i)"""
    for name, count, options in [
        ("duckdb-snappy", 25, ""), ("duckdb-zstd", 25, ", COMPRESSION zstd"), ("duckdb-gzip", 25, ", COMPRESSION gzip"),
        ("duckdb-none", 25, ", COMPRESSION uncompressed"), ("duckdb-v2", 300, ", PARQUET_VERSION V2, COMPRESSION zstd"),
    ]:
        path = FOLDER / f"{name}.parquet"
        some_of = "*" if name in ("duckdb-snappy", "duckdb-v2") else "time, close, side, gap"
        base.execute(f"COPY (SELECT {some_of} FROM ({rows.format(count)})) TO '{path}' (FORMAT parquet{options})")
        tell(name, base.execute(f"SELECT * FROM read_parquet('{path}')").to_arrow_table())

    # For the fuzzer, which puts a file around them: the size of the description, pages, description.
    seeds = FOLDER.parent.parent / "Fuzz" / "Seeds" / "FuzzParquet"
    for name in ("arrow-types", "arrow-v2-none", "arrow-delta-v2", "arrow-nested", "arrow-int96", "polars-uncompressed",
                 "duckdb-none", "arrow-split"):
        if seeds.is_dir():
            made = (FOLDER / f"{name}.parquet").read_bytes()
            (seeds / name).write_bytes(made[-8:-6] + made[4:-8])

    size = sum(f.stat().st_size for f in FOLDER.iterdir())
    files = len(list(FOLDER.glob("*.parquet")))
    print(f"pyarrow {pa.__version__}, polars {pl.__version__}, duckdb {duckdb.__version__}, pandas {pd.__version__}")
    print(f"{files} files, {size:,} bytes with what is expected of them")


if __name__ == "__main__":
    main()
