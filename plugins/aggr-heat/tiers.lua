return {
  api = 1, kind = "leverage", id = "tiers", version = "1.0.0", license = "MIT",
  summary = "As much at 5x, 20x and 100x.", ladder = { 5, 20, 100 },
  run_all = function() return { 1, 1, 1 } end,
}
