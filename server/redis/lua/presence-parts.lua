-- What the scripts about who is online share. KEYS[1]: the nodes.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

-- Whether somebody has a connection to a node that lives. where: that person's nodes.
local function isHere(where)
  for _, node in ipairs(redis.call('SMEMBERS', where)) do
    local last = redis.call('ZSCORE', KEYS[1], node)
    if last and tonumber(last) > now then return true end
  end
  return false
end

-- Told to all nodes where somebody looks at that person.
local function tellState(channels, person, state)
  redis.call('PUBLISH', channels .. person, '{"type":"presence","people":[{"id":' .. cjson.encode(person) .. ',' .. state
    .. '}]}')
end
