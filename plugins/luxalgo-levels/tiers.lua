return {
  api = 1, kind = "leverage", id = "tiers", version = "1.0.0", license = "MIT",
  summary = "As much at 25x, 50x and 100x.", ladder = { 25, 50, 100 },
  run_all = function() return { 1, 1, 1 } end,
}
