-- A venue that is not built in, with isolated linear margin: one maintenance rate, or that of the tiers at hand, and
-- a fee that is kept for closing. A start for rules of other venues.

return {
  api = 1, kind = "margin", id = "flat-maintenance", version = "1.0.0",
  summary = "Isolated linear margin with one maintenance rate and a closing fee.",
  params = {
    rate = { type = "percent", default = "0%", min = 0, max = 0.5, doc = "maintenance; 0: that of the tier" },
    fee = { type = "percent", default = "0%", min = 0, max = 0.1, doc = "for closing, of the value at liquidation" },
  },
  run = function(position, tier, params)
    local own = params.rate > 0
    local rate = (own and params.rate or tier.maintenance_rate) + params.fee
    local amount = own and 0 or tier.maintenance_amount
    local sign = position.side == "long" and 1 or -1
    -- margin + sign · (quantity · P − notional) = rate · quantity · P − amount
    local price = (position.margin + amount - sign * position.notional) / (position.quantity * (rate - sign))
    return price > 0 and price or nil
  end,
}
