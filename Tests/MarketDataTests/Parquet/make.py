"""Writes the small tables beside it with pandas, polars and DuckDB, and the same rows as CSV."""
import duckdb
import pandas as pd
import polars as pl

rows = 24
time = pd.date_range("2024-01-01", periods=rows, freq="h", tz="UTC")
market = pd.DataFrame({
    "time": time, "symbol": "BTCUSDT",
    "open": [100.0 + i for i in range(rows)], "high": [103.0 + i for i in range(rows)],
    "low": [99.0 + i for i in range(rows)], "close": [102.0 + i for i in range(rows)],
    "volume": [10 + i for i in range(rows)], "quote_volume": [1020.0 + 102 * i for i in range(rows)],
    "taker_buy_volume": [5.0] * rows, "open_interest": [None if i == 3 else 1000.0 + i for i in range(rows)],
    "funding_rate": [0.0001 if i % 8 == 0 else None for i in range(rows)],
    "mood": [i / 8 for i in range(rows)], "colour": ["red"] * rows,
})
market.assign(time=time.astype("int64") // 10**6 if time.dtype.unit == "ns" else time.astype("int64") // 10**3).assign(
    time=[int(t.timestamp() * 1000) for t in time]).to_csv("rows.csv", index=False)
market.set_index("time").to_parquet("pandas.parquet")
pl.from_pandas(market).write_parquet("polars.parquet")
duckdb.sql("copy market to 'duckdb.parquet' (format parquet)")
market.drop(columns=["symbol", "colour"]).to_parquet("numbers.parquet", compression="zstd", row_group_size=10)
bad = market.drop(columns=["symbol", "colour"]).copy()
bad.loc[6, "low"] = -1.0
bad.to_parquet("bad.parquet")
