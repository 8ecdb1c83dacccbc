return {
  api = 1, kind = "leverage", id = "distances", version = "1.0.0", license = "MIT",
  summary = "Log-normal in the distance 1/L from the entry.",
  params = {
    long = { type = "percent", default = "22.3%", min = 0.001, max = 1, doc = "median distance of longs" },
    short = { type = "percent", default = "7.9%", min = 0.001, max = 1, doc = "median distance of shorts" },
    sigma = { type = "number", default = 1.2, min = 0.1, max = 5, doc = "width in the logarithm" },
  },
  run_all = function(series, ladder, params)
    local function kernel(median)
      local weights = {}
      for n, leverage in ipairs(ladder) do
        weights[n] = math.exp(-math.log(1 / leverage / median) ^ 2 / (2 * params.sigma ^ 2))
      end
      return weights
    end
    return { long = kernel(params.long), short = kernel(params.short) }
  end,
}
