-- What the scripts that change groups share. KEYS[3]: people.

-- Persons as JSON, by their ids; nothing if somebody isn't known.
local function named(list)
  local found = {}
  for i, id in ipairs(list) do
    local name = redis.call('HGET', KEYS[3], id)
    if not name then return nil end
    found[i] = '{"id":' .. cjson.encode(id) .. ',"name":' .. cjson.encode(name) .. '}'
  end
  return '[' .. table.concat(found, ',') .. ']'
end

-- Whether somebody has as many conversations as one may have.
local function busy(lists, most)
  for _, mine in ipairs(lists) do
    if redis.call('SCARD', mine) >= tonumber(most) then return true end
  end
  return false
end
