-- A log-normal mix of leverage: most positions around a median, fewer the farther from it. Several plugins share it.
--
-- Weights are one a rung. A number for the median gives numbers, the same for every bar; a vector, one median a bar,
-- gives vectors. `sigma` is the standard deviation of the logarithm, 1 where it is left out.

local lognormal = {}

local function bell(power) return type(power) == "number" and math.exp(power) or power:exp() end

-- By the median.
function lognormal.around(ladder, median, sigma)
  local weights = {}
  for i, leverage in ipairs(ladder) do
    local ratio = leverage / median
    local distance = type(ratio) == "number" and math.log(ratio) or ratio:log()
    if sigma and sigma ~= 1 then distance = distance / sigma end
    weights[i] = bell(distance * distance * -0.5)
  end
  return weights
end

-- By the logarithm of the median.
function lognormal.around_log(ladder, middle, sigma)
  local weights = {}
  for i, leverage in ipairs(ladder) do
    -- A vector that is used twice is kept in memory: two that are alike are faster here.
    local place = math.log(leverage)
    local one, other = place - middle, place - middle
    if sigma and sigma ~= 1 then one, other = one / sigma, other / sigma end
    weights[i] = bell(one * other * -0.5)
  end
  return weights
end

return lognormal
