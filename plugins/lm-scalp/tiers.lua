return {
  api = 1, kind = "leverage", id = "tiers", version = "1.0.0", license = "MIT",
  summary = "Less with more leverage.", ladder = { 10, 25, 50, 100 },
  run_all = function() return { 0.35, 0.30, 0.20, 0.15 } end,
}
