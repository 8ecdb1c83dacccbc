-- The field's habit: what most public liquidation maps assume, 10x to 100x.
--
-- Kept for comparison. Realised liquidations do not support it: see `measured`.

return {
  api = 1, kind = "leverage", id = "retail", version = "1.0.0",
  summary = "10x to 100x, the habit of public maps. Near clusters, far above what venues report.",
  ladder = { 10, 20, 25, 50, 75, 100 },
  run_all = function() return { 0.30, 0.20, 0.20, 0.18, 0.04, 0.08 } end,
}
