-- Funding says nothing: both sides weigh the same.

return {
  api = 1, kind = "funding", id = "neutral", version = "1.0.0",
  summary = "Both sides weigh the same whatever funding is: the same as no funding plugin.",
  run = function(rate) return 1 end,
}
