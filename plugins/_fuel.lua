-- Where fuel begins: positions that no price has touched. Signal rules name it where a map has no cluster, which is so
-- for most maps of the default model. It is the place of the line "Fuel begins at" below the picture of a map.

-- What is live from the price to `limit`, and what part of it no price has touched, 0 to 1.
local function untouched(map, side, limit)
  local live, fresh, edges = map:density(side), map:freshness(side), map.edges
  if not fresh then return 0, 0 end
  local sum, all = 0, 0
  for i = 1, #live do
    local counts
    if side == "long" then
      counts = edges[i] <= map.price and edges[i + 1] > limit
    else
      counts = edges[i + 1] > map.price and edges[i] < limit
    end
    if counts and fresh[i] > 0 then sum, all = sum + live[i], all + live[i] / fresh[i] end
  end
  return sum, all > 0 and math.min(1, sum / all) or 0
end

local function find(map, side, within)
  local edges = {}
  for _, edge in ipairs(map:fresh_edges { within = within }) do
    if edge.side == side then edges[#edges + 1] = edge end
  end
  local nearest, reach = edges[1], within or 0.1
  local limit = nearest and nearest.price or map.price * (side == "long" and 1 - reach or 1 + reach)
  local live, fresh = untouched(map, side, limit)
  if nearest then fresh = nearest.before end
  if live > 0 and fresh >= 0.5 then return { price = map.price, distance = 0, fresh = fresh, notional = live } end
  for _, edge in ipairs(edges) do
    if edge.behind >= 0.5 then
      return { price = edge.price, distance = edge.distance, fresh = edge.behind, notional = edge.notional }
    end
  end
end

-- The nearest place of a side behind which at least half is untouched: {price, distance, fresh, notional}, distance
-- negative below. First as far as the map itself looks, so that it is what the picture says, then as far as `within`.
-- nil where there is none within that distance, a fraction, or the map does not tell.
return function(map, side, within)
  local found = find(map, side) or find(map, side, within)
  return found and math.abs(found.distance) <= within and found or nil
end
