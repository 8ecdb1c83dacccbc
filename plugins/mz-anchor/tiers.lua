return {
  api = 1, kind = "leverage", id = "tiers", version = "1.0.0", license = "MIT",
  summary = "Most at 10x and 25x.", ladder = { 5, 10, 25, 50, 100 },
  run_all = function() return { 0.15, 0.30, 0.25, 0.20, 0.10 } end,
}
